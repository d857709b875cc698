"""A point is submitted by its owner, then accepted or returned by those whom the rulebook names."""

from __future__ import annotations

from collections import Counter

from deliberate.core.errors import Refused, message
from deliberate.core.follow_up.commitments import asked_point
from deliberate.core.follow_up.escalation import MOVABLE, OnePoint
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, filled_seat, known
from deliberate.core.process.kind import Action, Command, StepView
from deliberate.core.rulebook.fields import ListOf, StrictStr, TextField

OWNERS = frozenset({"agency", "secretary", "executor"})
JUDGES = frozenset({"chair", "secretary"})


class Submit(OnePoint):
    evidence = StrictStr(required=True, blank=False)
    note = TextField()


class Accept(OnePoint):
    """`seats`: those who accept together; the rulebook says who they must be."""

    seats = ListOf(StrictStr(), required=True)


class Return(Accept):
    remarks = TextField(required=True)


def submit(command: Command) -> list[Draft]:
    """The owner says a point is executed and names the evidence, however late it is."""
    asked_point(command, MOVABLE | {"claimed"})
    return [command.fact("execution.submitted", command.body)]


def accept(command: Command) -> list[Draft]:
    """Accept an executed point; it is over once a report has published that."""
    asked_point(command, {"submitted"})
    require_judges(command)
    return [command.fact("execution.accepted", command.body)]


def send_back(command: Command) -> list[Draft]:
    """Return an executed point with remarks: poor execution is not execution.

    A notice or complaint that was running before runs on, with the deadline it had.
    """
    asked_point(command, {"submitted"})
    require_judges(command)
    complete_in(command.view, command.body["remarks"], "remarks")
    return [command.fact("execution.returned", command.body)]


def require_judges(command: Command) -> None:
    """Check who accepts: every office and group of the rulebook, each by a person of its own."""
    seats = [filled_seat(command.view, seat) for seat in command.body["seats"]]
    if len({seat.id for seat in seats}) != len(seats):
        raise Refused("TWICE", message("A seat accepts once."))
    offices = dict(command.process.roster.offices)
    wanted = Counter(accepted_by(command.view))
    rest = list(seats)
    for name in [name for name in wanted if name in offices]:
        chair = next((seat for seat in rest if seat.id == offices[name]), None)
        if chair is None:
            raise Refused(
                "ACCEPTANCE", message("The {office} must be among those who accept.", office=name)
            )
        rest.remove(chair)
    for group in [name for name in wanted if name not in offices]:
        have = [seat for seat in rest if seat.group == group]
        if len(have) < wanted[group]:
            raise Refused(
                "ACCEPTANCE",
                message(
                    "{need} members of the group “{group}” must accept; {have} do.",
                    need=wanted[group],
                    group=group,
                    have=len(have),
                ),
            )


def accepted_by(view: StepView) -> tuple[str, ...]:
    """The office and the groups of those who accept together, one for each person."""
    asked = view.process.parameter(view.params.accepted_by)
    if not isinstance(asked, str):
        return tuple(asked)
    known(asked, view.params.arrangements, "arrangement")
    return tuple(view.params.arrangements[asked])


ACCEPTANCE = (
    Action("submit", OWNERS, submit, message("submit a point as executed"), Submit),
    Action("accept", JUDGES, accept, message("accept a point"), Accept),
    Action("return", JUDGES, send_back, message("return a point with remarks"), Return),
)
