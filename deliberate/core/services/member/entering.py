"""Entering a process behind sign-in: the process now, one's own seat, and the role one acts in."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.canonical import digest
from deliberate.core.errors import Refused, message
from deliberate.core.process.engine import find_action
from deliberate.core.process.facts import Actor
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.process.roster import Seat
from deliberate.core.services.acting import actor_in
from deliberate.core.services.context import Context
from deliberate.core.services.member.own_seat import own_offices, own_seat
from deliberate.core.services.member.shapes import Frame

OWN_ROLES = ("member", "chair")
"""In which somebody acts for the own seat. Staff with a seat are members here and nothing more."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A process as one account meets it. `agency` is the name that roles go by."""

    account: str
    agency: str
    process: Process
    seat: Seat | None
    offices: tuple[str, ...]

    def require_seat(self) -> Seat:
        """One's own seat, or the refusal that tells how to come to it."""
        if self.seat is None:
            raise Refused(
                "NO_SEAT",
                message("This account holds no seat in this process."),
                fix=message("Ask the secretary to connect your account with your seat."),
            )
        return self.seat

    def step_of(self, step_id: str, kind: str) -> StepView:
        """A step of this kind, at its current occurrence; any other does not exist here."""
        step = self.process.step(step_id)
        if step is None or step.kind != kind:
            raise Refused("NO_STEP", message("This process has no step “{step}”.", step=step_id))
        return self.process.view(step)


def enter(context: Context, account: str, process_id: str) -> Mine:
    """The process at this moment, with what is one's own in it; refuses an unknown one."""
    with context.store.read() as unit:
        agency = unit.process(process_id).agency
        process = context.read_process(unit, process_id)
    return Mine(account, agency, process, own_seat(process, account), own_offices(process, account))


def frame_of(mine: Mine) -> Frame:
    """What the pages say about the process itself."""
    process = mine.process
    return Frame(
        id=process.id,
        agency=mine.agency,
        title=process.pilot.title,
        status=process.status,
        rehearsal=process.rehearsal,
        fictional=process.pilot.fictional,
        languages=process.pilot.languages,
        zone=process.calendar.zone.key,
        now=process.now,
    )


def member_for(context: Context, mine: Mine, step: str, action: str) -> Actor:
    """The account as the holder of its seat, in a role that may do this."""
    _view, act = find_action(mine.process, step, action)
    roles = [role for role in OWN_ROLES if role in act.roles]
    return actor_in(context, mine.account, mine.process.id, roles, act.title)


def own_key(account: str, key: str) -> str:
    """The idempotency key of a form, good for its account alone."""
    return digest(f"{account}\0{key}".encode())
