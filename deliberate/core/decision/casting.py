"""Casting a vote in a members' ballot: once, present, not recused; by name or into the box."""

from __future__ import annotations

from deliberate.core.common.recusal import recused
from deliberate.core.decision.ballot_papers import MarksField
from deliberate.core.decision.ballot_rules import frozen
from deliberate.core.decision.entitled import require_entitled
from deliberate.core.decision.secrecy import (
    ROLL_CALL,
    cast_drafts,
    content_of,
    require_in_the_room,
    require_own_hand,
    voted_seats,
)
from deliberate.core.deliberation.session import present_seats
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import as_shown, filled_seat, seat_of_actor
from deliberate.core.process.kind import Command, StepView
from deliberate.core.process.roster import Seat
from deliberate.core.rulebook.fields import Choice, StrictBool, StrictInt, StrictSchema, StrictStr

CALLERS = frozenset({"secretary", "chair"})
"""Who may record what a seat says when it is called in the room."""


class Cast(StrictSchema):
    """`vote`: which vote was shown, the first being 1; with it one for another vote is refused.

    `choice`: one option or "abstain"; else `marks`: a number for each marked option (rank, score,
    points; 1 where it is approved). `reason`: of a serious objection; it is published.
    `form`: "roll_call" where secretary or chair record what a seat said when it was called.
    `blank`: a paper without a mark, where the ballot is not by name.
    """

    vote = StrictInt()
    seat = StrictStr()
    choice = StrictStr()
    marks = MarksField()
    reason = StrictStr()
    form = Choice((ROLL_CALL,))
    blank = StrictBool()


def cast(command: Command) -> list[Draft]:
    """One seat's vote, by name or by a paper in the box: once, present, not recused.

    A member votes by the own account. What is called out in the room is recorded by the secretary
    or the chair, and carries a mark that says so.
    """
    view = command.view
    as_shown(command.body.get("vote"), view.n)
    opened = view.first("ballot.opened")
    if opened is None:
        raise Refused("ORDER", message("The vote is not open yet."))
    seat, mark = _casting_seat(command)
    require_own_hand(command, seat)
    require_entitled(view, seat)
    content = content_of(view, frozen(opened.body), seat.id, command.body)
    require_may_vote(view, seat)
    return cast_drafts(command, seat, content, mark)


def require_may_vote(view: StepView, seat: Seat) -> None:
    """Refuse a seat without a vote here, one that has voted, and one that is not there to vote."""
    require_entitled(view, seat)
    if seat.id in recused(view):
        raise Refused(
            "RECUSED",
            message("Seat {seat} declared a conflict of interest and does not vote.", seat=seat.id),
        )
    if seat.id in voted_seats(view):
        raise Refused("TWICE", message("Seat {seat} has already voted.", seat=seat.id))
    session = session_of_ballot(view)
    if seat.id not in present_seats(session):
        raise Refused(
            "ABSENT",
            message("Seat {seat} is not present; only members present vote.", seat=seat.id),
        )
    require_in_the_room(view, session, seat)


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


def session_of_ballot(view: StepView) -> StepView:
    """The session in which a ballot is held, of the same number."""
    step = view.process.step(view.params.in_session)
    if step is None:
        raise Refused("NO_STEP", message("This vote belongs to no session."))
    return StepView(view.process, step, view.n)
