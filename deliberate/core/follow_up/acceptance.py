"""A point is submitted by its owner, then judged by those whom the rulebook names.

Each judge gives the own verdict; a point is accepted, or returned with remarks, when all whom the
arrangement asks for have given the same one. Nobody judges a point of the own body: in the place of
an office whose holder is concerned, or that nobody holds, its deputy judges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from deliberate.core.errors import Refused, message
from deliberate.core.follow_up.commitments import Commitment, asked_point
from deliberate.core.follow_up.escalation import MOVABLE, OnePoint
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.guards import complete_in, filled_seat, known, seat_of_actor
from deliberate.core.process.kind import Action, Command, StepView
from deliberate.core.process.offices import DEPUTY
from deliberate.core.process.paper import RECORDERS, Sheet, paper_mark
from deliberate.core.process.process import Process
from deliberate.core.process.roster import Seat
from deliberate.core.rulebook.fields import ListOf, StrictStr, TextField

OWNERS = frozenset({"agency", "secretary", "executor"})
JUDGES = frozenset({"chair", "member"})
ACCEPTED, RETURNED = "accepted", "returned"


class Submit(OnePoint):
    evidence = StrictStr(required=True, blank=False)
    note = TextField()


class Accept(OnePoint):
    """The verdict of the own seat."""


class Return(OnePoint):
    """`remarks`: what is missing; who joins a return need not say it again."""

    remarks = TextField()


class AcceptOnPaper(Sheet, Accept):
    """`seats`: those that have signed the sheet."""

    seats = ListOf(StrictStr(), required=True)


class ReturnOnPaper(Sheet, Return):
    """`seats`: those that have signed the sheet."""

    seats = ListOf(StrictStr(), required=True)


def submit(command: Command) -> list[Draft]:
    """The owner says a point is executed and names the evidence, however late it is."""
    asked_point(command, MOVABLE | {"claimed"})
    return [command.fact("execution.submitted", command.body)]


def accept(command: Command) -> list[Draft]:
    """One judge accepts; the point is over once a report has published that all have."""
    return _judge(command, ACCEPTED)


def send_back(command: Command) -> list[Draft]:
    """One judge returns an executed point with remarks: poor execution is not execution.

    A notice or complaint that was running before runs on, with the deadline it had.
    """
    return _judge(command, RETURNED)


def _judge(command: Command, verdict: str) -> list[Draft]:
    """The verdict of each seat and, when all have given it who are asked for, what follows."""
    view, point = command.view, asked_point(command, {"submitted"})
    given = verdicts(command.process, point)
    seats = _judging(command)
    for seat in seats:
        require_judge(view, point, seat)
        if _verdict(given.get(seat.id)) == verdict:
            raise Refused("TWICE", message("A seat accepts once."))
    remarks = _remarks(command, given) if verdict == RETURNED else {}
    body = {"commitment": point.id, "verdict": verdict, **remarks, **paper_mark(command)}
    drafts = [command.fact("execution.judged", {**body, "seat": seat.id}) for seat in seats]
    alike = [seat for seat, fact in given.items() if _verdict(fact) == verdict]
    judges = bench(view, point, [*alike, *(seat.id for seat in seats)])
    if judges:
        named = {"commitment": point.id, "seats": judges, **remarks}
        drafts.append(command.fact(f"execution.{verdict}", named))
    return drafts


def _judging(command: Command) -> tuple[Seat, ...]:
    """The own seat, or those that have signed the sheet."""
    if "seats" not in command.body:
        return (seat_of_actor(command),)
    named = list(command.body["seats"])
    if len(set(named)) != len(named):
        raise Refused("TWICE", message("A seat accepts once."))
    if not named:
        raise Refused("ACCEPTANCE", message("The sheet names no seat."))
    return tuple(filled_seat(command.view, seat) for seat in named)


def _remarks(command: Command, given: dict[str, Fact]) -> dict[str, object]:
    """The remarks of whoever was the first to return the point."""
    said = command.body.get("remarks")
    if said is None:
        said = next(
            (fact.body["remarks"] for fact in given.values() if "remarks" in fact.body), None
        )
        if said is None:
            raise Refused("REMARKS", message("A point is returned with remarks."))
    else:
        complete_in(command.view, said, "remarks")
    return {"remarks": said}


def verdicts(process: Process, point: Commitment) -> dict[str, Fact]:
    """The last verdict of each seat about what is submitted now; who left the seat gave none."""
    left = {str(fact.body["seat"]): fact.seq for fact in process.select("seat.vacated")}
    found: dict[str, Fact] = {}
    for fact in point.verdicts:
        seat = str(fact.body["seat"])
        found.pop(seat, None)
        if fact.seq > left.get(seat, 0):
            found[seat] = fact
    return found


def _verdict(fact: Fact | None) -> str:
    return "" if fact is None else str(fact.body["verdict"])


def require_judge(view: StepView, point: Commitment, seat: Seat) -> None:
    """Refuse a seat whose body executes the point, and one that the arrangement does not ask."""
    if seat.id in concerned(point):
        raise Refused(
            "CONCERNED",
            message(
                "Point {point} is executed by {seat}, who does not judge it.",
                point=point.id,
                seat=seat.id,
            ),
            fix=message("The deputy judges in the place of an office; others of the group do."),
        )
    wanted = accepted_by(view)
    presiding = {office_seat(view.process, point, name) for name in wanted}
    if seat.id not in presiding and seat.group not in wanted:
        raise Refused(
            "ACCEPTANCE",
            message("Seat {seat} is not among those who judge: {who}.", seat=seat.id, who=wanted),
        )


def may_judge(view: StepView, point: Commitment, seat: Seat) -> bool:
    """Whether a seat is asked for its verdict on a point."""
    try:
        require_judge(view, point, seat)
    except Refused:
        return False
    return True


def bench(view: StepView, point: Commitment, seats: Sequence[str]) -> tuple[str, ...]:
    """Exactly those whom the arrangement asks for, out of `seats` in the order in which they came;
    nobody while one of them is missing."""
    wanted = Counter(accepted_by(view))
    groups = {group.name for group in view.process.rulebook.seat_groups}
    presiding = [office_seat(view.process, point, name) for name in wanted if name not in groups]
    chosen = [seat for seat in presiding if seat and seat in seats]
    if len(chosen) < len(presiding):
        return ()
    for group in [name for name in wanted if name in groups]:
        own = {seat.id for seat in view.process.roster.filled(group)}
        others = [seat for seat in seats if seat in own and seat not in presiding]
        if len(others) < wanted[group]:
            return ()
        chosen += others[: wanted[group]]
    return tuple(chosen)


def office_seat(process: Process, point: Commitment, office: str) -> str:
    """The seat that judges in an office: its holder's or, where that is concerned or nobody holds
    the office, the deputy's; empty when there is neither."""
    for name in (office, DEPUTY + office):
        seat = process.roster.seat(process.roster.office(name) or "")
        if seat is not None and seat.id not in concerned(point):
            return seat.id
    return ""


def concerned(point: Commitment) -> frozenset[str]:
    """The bodies that execute a point."""
    return frozenset((point.owner, *point.co_executors))


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
    Action(
        "accept_on_paper",
        RECORDERS,
        accept,
        message("record from its sheet that a point is accepted"),
        AcceptOnPaper,
        two_persons=True,
    ),
    Action(
        "return_on_paper",
        RECORDERS,
        send_back,
        message("record from its sheet that a point is returned"),
        ReturnOnPaper,
        two_persons=True,
    ),
)
