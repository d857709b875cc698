"""Player of leaving: members whom the script lets go, out of the room and off their seats."""

from __future__ import annotations

from functools import partial

from deliberate.core.deliberation.session import is_open, present_seats
from deliberate.core.errors import nmessage
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot_script import RehearsedLeaving
from deliberate.core.services.rehearsal.stage import AGENCY, SECRETARY, Stage
from deliberate.core.services.rehearsal.telling import grouped
from deliberate.core.text import Text

OWN_REASONS = Text.of(
    {"kk": "Жеке себептер.", "ru": "Личные причины.", "en": "Reasons of their own."}
)


def play_leavings(stage: Stage, step: Step) -> None:
    """As many as the script tells leave, each at the end of the day that it names."""
    for told in stage.script.leavings:
        if told.step in (step.id, step.origin):
            stage.at(stage.local(told.on, 20), partial(_leave, stage, step, told))


def _leave(stage: Stage, step: Step, told: RehearsedLeaving) -> None:
    process = stage.process()
    seats = [seat.id for seat in process.roster.filled(step.parameters.seats)]
    reason = (told.reason or OWN_REASONS).as_dict()
    for seat in sorted(stage.rng.sample(seats, min(told.members, len(seats)))):
        _leave_the_room(stage, process, seat)
        stage.act(AGENCY, step.id, "decline", {"seat": seat, "reason": reason})
    left = stage.process()
    remaining = grouped(stage, left, [seat.id for seat in left.roster.filled()])
    stage.say(
        step.id,
        nmessage(
            "{count} member leaves. {people}.",
            "{count} members leave. {people}.",
            told.members,
            people=remaining,
        ),
    )


def _leave_the_room(stage: Stage, process: Process, seat: str) -> None:
    """A session that goes on notes that somebody is not there any more."""
    for step in process.rulebook.steps:
        if step.kind != "session":
            continue
        for n in range(1, process.scheduled(step.id) + 1):
            view = process.view(step, n)
            if is_open(view) and seat in present_seats(view):
                gone = {"seat": seat, "presence": "absent"}
                stage.act(SECRETARY, step.id, "attend", gone)
