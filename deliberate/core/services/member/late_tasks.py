"""Things to do from the session on: come, vote, comment on the protocol, sign it or refuse."""

from __future__ import annotations

from dataclasses import replace

from deliberate.core.calendar import Moment
from deliberate.core.common.recusal import recused
from deliberate.core.decision.ballot import votes
from deliberate.core.decision.entitled import entitled
from deliberate.core.decision.secrecy import CAST, PARTICIPATED, electors
from deliberate.core.deliberation.session import is_open, present_seats
from deliberate.core.errors import Message, message
from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView
from deliberate.core.process.roster import Seat
from deliberate.core.services.member.shapes import Task
from deliberate.core.services.member.task_states import done, in_time, standing, task_at


def attend_task(view: StepView, seat: Seat) -> Task:
    """Come to the session. Attendance is recorded by whoever opens it."""
    task = replace(task_at(view, "attend"), due=None)
    came = _came(view, seat)
    if came is not None and (is_open(view) or view.last("session.closed") is not None):
        return done(task, came, message("You were present."))
    if view.last("session.closed") is not None:
        return standing(task, "over", message("You were not present."))
    return standing(task, "to_do" if is_open(view) else "not_yet")


def _came(view: StepView, seat: Seat) -> Fact | None:
    """The last fact that has this seat in the room or on the screen."""
    found: Fact | None = None
    for fact in view.facts("session.opened", "session.attendance"):
        here = (*fact.body.get("present", ()), *fact.body.get("remote", ()))
        arrived = fact.body.get("seat") == seat.id and fact.body["presence"] != "absent"
        if seat.id in here or arrived:
            found = fact
    return found


def vote_task(view: StepView, seat: Seat) -> Task:
    """Vote while the ballot is open, present and not recused."""
    task = replace(task_at(view, "vote"), due=None)
    cast = own_vote(view, seat)
    if cast is not None:
        if cast.kind == PARTICIPATED:
            return done(task, cast, message("You took part. Nobody is shown what you voted."))
        text = message("You voted: {choice}.", choice=votes(view)[seat.id])
        return done(task, cast, text)
    if view.first("ballot.counted") is not None:
        return standing(task, "over", _not_voted(view, seat))
    if seat.id not in entitled(view):
        return standing(task, "over", message("Your seat has no vote here."))
    if seat.id in recused(view):
        text = message("You declared a conflict of interest about this vote and do not vote.")
        return standing(task, "over", text)
    if view.first("ballot.opened") is None:
        return standing(task, "not_yet")
    if seat.id not in present_seats(session_of(view)):
        text = message("Only members who are present vote. The secretary records who comes.")
        return standing(task, "not_yet", text)
    if seat.id not in electors(view, session_of(view)):
        text = message("You attend by video; a secret vote is cast in the room.")
        return standing(task, "not_yet", text)
    return standing(task, "to_do")


def _not_voted(view: StepView, seat: Seat) -> Message:
    if seat.id in recused(view):
        return message("You declared a conflict of interest about this vote and did not vote.")
    return message("The votes were counted without yours.")


def own_vote(view: StepView, seat: Seat) -> Fact | None:
    """That this seat voted in this vote, and how where the vote is by name."""
    facts = view.facts(CAST, PARTICIPATED)
    return next((fact for fact in facts if fact.body["seat"] == seat.id), None)


def session_of(view: StepView) -> StepView:
    """The session in which a ballot is held, of the same number; the ballot itself without one."""
    step = view.process.step(view.params.in_session)
    return view if step is None else StepView(view.process, step, view.n)


def comment_task(view: StepView, seat: Seat) -> Task:
    """Comment on the draft of the protocol, as long as it is not frozen."""
    task = replace(task_at(view, "comment"), due=comments_until(view))
    own = [fact for fact in view.facts("report.commented") if fact.body["seat"] == seat.id]
    if own:
        return done(task, own[-1], message("Your comments: {count}.", count=len(own)))
    if view.last("report.frozen") is not None:
        return standing(task, "over", message("You did not comment on the draft."))
    drafted = view.last("report.drafted")
    return standing(task, "not_yet" if drafted is None else "may")


def comments_until(view: StepView) -> Moment | None:
    """When the time for comments on the last draft is over: before it the text is not frozen."""
    drafted, window = view.last("report.drafted"), view.params.comment_window
    if drafted is None or window is None:
        return None
    return view.process.calendar.add_to_moment(drafted.at, window)


def sign_task(view: StepView, who: str) -> Task:
    """Sign the frozen protocol or refuse with a reason; `who` is a seat or an office."""
    task = task_at(view, "sign", who=who)
    own = own_mark(view, who)
    if own is not None:
        signed = own.kind == "report.signed"
        return done(
            task,
            own,
            message("You signed the protocol.")
            if signed
            else message("You refused to sign, with a reason."),
        )
    if view.first("report.published") is not None:
        return standing(task, "over", message("The protocol was published without your mark."))
    if view.last("report.frozen") is None:
        return standing(task, "not_yet")
    return in_time(view, task)


def own_mark(view: StepView, who: str) -> Fact | None:
    """The signature or refusal of a seat or office."""
    facts = view.facts("report.signed", "report.refused")
    return next((fact for fact in facts if fact.body["seat"] == who), None)
