"""Player of tables: they are planned, and every round is held."""

from __future__ import annotations

from collections.abc import Callable

from deliberate.core.deliberation.strand_members import division
from deliberate.core.deliberation.tables import table_rounds
from deliberate.core.errors import Message, message, nmessage
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.services.rehearsal.preparing import span
from deliberate.core.services.rehearsal.stage import SECRETARY, Stage, spread


def play_tables(stage: Stage, process: Process, step: Step) -> None:
    """Plan the tables, then hold every round."""
    begin, end = span(stage, process, step)
    rounds = int(process.parameter(step.parameters.rounds))

    def plan() -> None:
        stage.act(SECRETARY, step.id, "plan")
        stage.say(step.id, _planned(stage.process(), step, rounds))

    def hold(number: int) -> Callable[[], None]:
        return lambda: _hold(stage, step, number)

    stage.at(begin, plan)
    for number in range(1, rounds + 1):
        stage.at(spread(begin, end, rounds, number - 1), hold(number))


def _planned(process: Process, step: Step, rounds: int) -> Message:
    """The strands into which a step divides the members; else how many groups, how often."""
    strands = process.rulebook.strands
    if strands is not None and strands.divided_by == step.id:
        parts = division(process, step.id)
        sizes = tuple(
            message("{name} – {count}", name=strand.title, count=len(parts[strand.id]))
            for strand in process.pilot.strands
        )
        return message("Planned: {groups}.", groups=sizes)
    count = len(table_rounds(process.view(step))[0])
    groups = nmessage("{count} group", "{count} groups", count)
    times = nmessage("{count} round", "{count} rounds", rounds)
    return message("Planned: {groups}, {rounds}.", groups=groups, rounds=times)


def _hold(stage: Stage, step: Step, number: int) -> None:
    stage.act(SECRETARY, step.id, "hold", {"round": number})
