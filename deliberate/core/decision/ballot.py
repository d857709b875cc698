"""Kind `ballot`: members vote on a frozen text; the count is exact; failing leads to a repeat.

The threshold rests on its base, by default all seats: an absent or abstaining member counts
against. With fewer members present than could carry the decision no vote is taken at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from deliberate.core.common.ledger import undisposed
from deliberate.core.common.recusal import recused
from deliberate.core.decision.yes_no_count import Threshold, count_yes_no
from deliberate.core.deliberation.session import is_open, present_seats
from deliberate.core.errors import Refused, message
from deliberate.core.period import Period
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import as_shown, complete_in, filled_seat, known, seat_of_actor
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import AnyField
from deliberate.core.process.roster import Seat
from deliberate.core.rulebook.fields import (
    Choice,
    StrictBool,
    StrictInt,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of

HOSTS = frozenset({"agency", "secretary", "chair"})
SECRECIES = ("roll_call",)
"""Only votes by name can be held: another wish is refused, and not kept as one by name."""
CHOICES = ("for", "against", "abstain")
CALLERS = frozenset({"secretary", "chair"})
"""Who may record what a seat says when it is called in the room."""
ROLL_CALL = "roll_call"


@dataclass(frozen=True, slots=True)
class BallotParameters:
    """`threshold`: {at_least_votes}, {at_least} or {more_than}; `on_fail`: what a failure leads to:
    {repeat, after, at_most, then, on_day_off}."""

    method: str
    threshold: Mapping[str, Any]
    base: Any = "seats"
    present_to_open: Any = 0
    secrecy: Any = "roll_call"
    in_session: str = ""
    on_fail: Mapping[str, Any] | None = None
    inputs_complete: bool = False


class OpenBallot(StrictSchema):
    """The text put to the vote, in every authentic language."""

    text = TextField(required=True)


class Cast(StrictSchema):
    """`vote`: which vote was shown, the first being 1; with it one for another vote is refused.

    `form`: "roll_call" where secretary or chair record what a seat said when it was called.
    """

    vote = StrictInt()
    seat = StrictStr()
    choice = StrictStr(required=True)
    form = Choice((ROLL_CALL,))


def open_ballot(command: Command) -> list[Draft]:
    """Open the vote in the session, with enough members present and the text complete."""
    view, process = command.view, command.process
    if view.first("ballot.opened"):
        raise Refused("TWICE", message("The vote is already open."))
    session = _session(view)
    if not is_open(session):
        raise Refused("ORDER", message("The session is not open."))
    complete_in(view, command.body["text"], "the ballot text")
    need = int(process.parameter(command.params.present_to_open))
    here = len(present_seats(session))
    if here < need:
        raise Refused(
            "PRESENT",
            message(
                "{here} members are present; the vote opens with {need}. No vote is taken.",
                here=here,
                need=need,
            ),
            fix=message("Adjourn the session; this uses up no repeat session."),
        )
    if command.params.inputs_complete:
        _require_disposed(command)
    return [
        command.fact(
            "ballot.opened",
            {
                "text": command.body["text"],
                "method": command.params.method,
                "threshold": {
                    key: process.parameter(value) for key, value in command.params.threshold.items()
                },
                "base": process.parameter(command.params.base),
                "secrecy": known(process.parameter(command.params.secrecy), SECRECIES, "secrecy"),
                "seats": len(process.roster.seats),
            },
        )
    ]


def cast(command: Command) -> list[Draft]:
    """One seat's vote, in an open roll-call: once, present, not recused.

    A member votes by the own account. What is called out in the room is recorded by the secretary
    or the chair, and carries a mark that says so.
    """
    view = command.view
    as_shown(command.body.get("vote"), view.n)
    if view.first("ballot.opened") is None:
        raise Refused("ORDER", message("The vote is not open yet."))
    seat, mark = _casting_seat(command)
    known(command.body["choice"], CHOICES, "choice")
    if seat.id in recused(view):
        raise Refused(
            "RECUSED",
            message("Seat {seat} declared a conflict of interest and does not vote.", seat=seat.id),
        )
    if seat.id in votes(view):
        raise Refused("TWICE", message("Seat {seat} has already voted.", seat=seat.id))
    if seat.id not in present_seats(_session(view)):
        raise Refused(
            "ABSENT",
            message("Seat {seat} is not present; only members present vote.", seat=seat.id),
        )
    vote = {"seat": seat.id, "choice": command.body["choice"], **mark}
    return [command.fact("ballot.cast", vote)]


def _casting_seat(command: Command) -> tuple[Seat, dict[str, str]]:
    """The own seat or, for whoever calls the roll, the one they name, with its public mark."""
    named, form = command.body.get("seat"), command.body.get("form")
    role = command.actor.role
    if role not in CALLERS or (role == "chair" and form is None):
        if form is not None:
            raise Refused("ROLE", message("The roll is called by the secretary or the chair."))
        return filled_seat(command.view, seat_of_actor(command, named=named).id), {}
    seat = filled_seat(command.view, named or "")
    if seat.account and form is None:
        raise Refused(
            "OWN_ACCOUNT",
            message("Seat {seat} has an account and votes by it.", seat=seat.id),
            fix=message("What the seat said in the room is recorded with: form = roll_call."),
        )
    return seat, {"form": ROLL_CALL}


def count(command: Command) -> list[Draft]:
    """Count, and schedule the repeat session when the decision is not carried."""
    view = command.view
    opened = view.first("ballot.opened")
    if opened is None:
        raise Refused("ORDER", message("The vote is not open yet."))
    here = present_seats(_session(view))
    missing = tuple(sorted(here - set(votes(view)) - recused(view)))
    if missing:
        raise Refused(
            "VOTES",
            message("Present and not voted yet: {seats}.", seats=missing),
            fix=message("Who does not want to decide votes abstain, or leaves first."),
        )
    outcome = count_yes_no(
        votes(view),
        seats=int(opened.body["seats"]),
        present=len(here),
        threshold=threshold_of(opened.body["threshold"]),
        base=opened.body["base"],
    )
    body = {
        "for": outcome.for_,
        "against": outcome.against,
        "abstain": outcome.abstain,
        "absent": outcome.absent,
        "base": outcome.base,
        "needed": outcome.needed,
        "outcome": outcome.outcome,
        "threshold": dict(opened.body["threshold"]),
    }
    drafts = [command.fact("ballot.counted", body)]
    if outcome.outcome != "adopted":
        drafts += _after_failure(command)
    return drafts


def _after_failure(command: Command) -> list[Draft]:
    """A failed vote: the repeat session after its period, or the end of all attempts."""
    on_fail, process, view = command.params.on_fail, command.process, command.view
    if not on_fail:
        return [command.fact("ballot.failed", {"then": "close"})]
    if view.n > int(process.parameter(on_fail["at_most"])):
        return [command.fact("ballot.failed", {"then": on_fail["then"]})]
    calendar = process.calendar
    day = calendar.add(calendar.local_day(command.now), Period.parse(on_fail["after"]))
    if process.parameter(on_fail.get("on_day_off", "")) == "next_working_day":
        day = calendar.next_working(day)
    repeated = [
        step.id
        for step in process.rulebook.steps
        if step.occurs is not None and step.id != view.step.id
    ]
    body = {"n": view.n + 1, "starts": day, "reason": "repeat"}
    return [
        command.fact("process.scheduled", {"step": step, **_dates(command, step, body)})
        for step in [*repeated, view.step.id]
    ]


def _dates(command: Command, step_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A repeated step that comes before the session is due as long before it as its rule asks."""
    step = command.process.step(step_id)
    if step is None:
        return dict(body)
    if step.kind == "announcement" and step.at_least is None:
        day = command.process.calendar.local_day(command.now)
        return {**body, "starts": command.process.calendar.next_working(day + timedelta(days=1))}
    if step.before is None or step.at_least is None:
        return dict(body)
    latest = command.process.calendar.latest_before(body["starts"], step.at_least)
    return {**body, "starts": latest}


def votes(view: StepView) -> dict[str, str]:
    """Choice by seat."""
    return {str(fact.body["seat"]): str(fact.body["choice"]) for fact in view.facts("ballot.cast")}


def threshold_of(body: Mapping[str, Any]) -> Threshold:
    """The threshold as the count wants it, from its frozen form."""
    return Threshold(
        at_least_votes=body.get("at_least_votes"),
        at_least=Fraction(body["at_least"]) if "at_least" in body else None,
        more_than=Fraction(body["more_than"]) if "more_than" in body else None,
    )


def _session(view: StepView) -> StepView:
    step = view.process.step(view.params.in_session)
    if step is None:
        raise Refused("NO_STEP", message("This vote belongs to no session."))
    return StepView(view.process, step, view.n)


def _require_disposed(command: Command) -> None:
    open_inputs = undisposed(command.process)
    if open_inputs:
        raise Refused(
            "INPUTS",
            message("Public inputs without a disposition: {inputs}.", inputs=open_inputs),
            fix=message("Give each a disposition with its reason: ledger dispose."),
        )


def progress(view: StepView) -> Progress:
    opened, counted = view.first("ballot.opened"), view.first("ballot.counted")
    if counted is not None:
        failed = view.first("ballot.failed")
        outcome = "failed" if failed is not None else str(counted.body["outcome"])
        started = opened.at if opened else counted.at
        return Progress(True, started, counted.at, outcome)
    have = len(votes(view))
    if opened is None:
        return Progress(outstanding=(message("The vote is not open yet."),))
    need = len(present_seats(_session(view)))
    return Progress(
        False,
        opened.at,
        None,
        None,
        (message("{have} of {need} members present have voted.", have=have, need=need),),
        (have, need),
    )


BALLOT = StepKind(
    "ballot",
    schema_of(
        BallotParameters,
        method=StrictStr(required=True),
        threshold=AnyField(required=True),
        base=AnyField(),
        present_to_open=AnyField(),
        secrecy=AnyField(),
        in_session=StrictStr(),
        on_fail=AnyField(),
        inputs_complete=StrictBool(),
    ),
    actions(
        Action("open", HOSTS, open_ballot, message("open the vote"), OpenBallot),
        Action("cast", CALLERS | {"member"}, cast, message("vote"), Cast),
        Action("count", HOSTS, count, message("count the votes")),
    ),
    progress,
)
