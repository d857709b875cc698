"""Player of tables: they are planned, and every round is held."""

from __future__ import annotations

from collections.abc import Callable

from deliberate.core.deliberation.tables import table_rounds
from deliberate.core.errors import message
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
        tables = table_rounds(stage.process().view(step))[0]
        stage.say(
            step.id,
            message("{count} tables are planned for {rounds} rounds.", count=len(tables),
                    rounds=rounds),
        )  # fmt: skip

    def hold(number: int) -> Callable[[], None]:
        return lambda: _hold(stage, step, number)

    stage.at(begin, plan)
    for number in range(1, rounds + 1):
        stage.at(spread(begin, end, rounds, number - 1), hold(number))


def _hold(stage: Stage, step: Step, number: int) -> None:
    stage.act(SECRETARY, step.id, "hold", {"round": number})
