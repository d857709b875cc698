"""The desks of all others: facilitator, executor, observer, auditor, candidate, citizen."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.common.oversight import signed_off
from deliberate.core.decision.entitled import RETURNING_OFFICER
from deliberate.core.decision.secrecy import by_name
from deliberate.core.errors import message
from deliberate.core.follow_up.commitments import Commitment, commitments
from deliberate.core.follow_up.weekly import current_week
from deliberate.core.process.process import Process
from deliberate.core.services.member.desk_lines import Line, LineState
from deliberate.core.services.member.entering import Mine
from deliberate.core.services.member.outcome_lines import OVER
from deliberate.core.services.member.staff_desk import LATE_POINTS, NOTICED_POINTS
from deliberate.core.services.member.today import session_of_the_day
from deliberate.core.services.portal.people import candidates_of
from deliberate.core.services.portal.today import EXECUTION, VOTE

PAPERS = "papers"
"""The page on which ballot papers are entered."""


def facilitator_lines(mine: Mine) -> Iterator[Line]:
    """The session that one runs, or ran."""
    session = session_of_the_day(mine.process)
    if session is None:
        return
    over = mine.process.progress(session.step.id, session.n).done
    text = message("Session: {step}", step=session.step.title)
    yield Line("done" if over else "week", text, session.starts, "today")


def executor_lines(mine: Mine) -> Iterator[Line]:
    """The points of one's own body with their dates; all points where no body is known."""
    process = mine.process
    points = [
        point
        for point in commitments(process).values()
        if mine.seat is None or mine.seat.id in {point.owner, *point.co_executors}
    ]
    if mine.seat is None and points:
        text = message("Your account belongs to no body of the process: all points are shown.")
        yield Line("note", text)
    for point in points:
        yield _point(point)
    yield from _next_report(process)


def _point(point: Commitment) -> Line:
    if point.state == "executed":
        text = message("Point {point} is carried out.", point=point.id)
        return Line("done", text, point.executed_at, "process", (EXECUTION,))
    if point.state == "accepted":
        text = message("Point {point} is executed and accepted.", point=point.id)
        return Line("done", text, point.accepted_at, "process", (EXECUTION,))
    text = message(
        "Point {point}, executed to {percent} %: {what}",
        point=point.id,
        percent=point.percent,
        what=point.text,
    )
    state: LineState = "late" if point.state in LATE_POINTS | NOTICED_POINTS else "note"
    return Line(state, text, point.deadline or point.due, "process", (EXECUTION,))


def _next_report(process: Process) -> Iterator[Line]:
    for step in process.rulebook.steps:
        if step.kind == "execution" and not process.progress(step.id).done:
            week = current_week(process.view(step))
            if week is not None and week.report is None:
                text = message("The report of week {week} is to be published.", week=week.number)
                yield Line("week", text, week.due, "process", (EXECUTION,))


def observer_lines(mine: Mine) -> Iterator[Line]:
    """What the oversight group has not signed off, and complaints without an answer."""
    process = mine.process
    for step in process.rulebook.steps:
        if step.kind != "oversight":
            continue
        view = process.view(step)
        done = signed_off(view)
        for subject in step.parameters.signs_off:
            if subject in done:
                text = message("Signed off: {subject}", subject=subject)
                yield Line("done", text, None, "record")
            elif process.status not in OVER:
                command = f"deliberate do {process.id} {step.id} sign_off --as {mine.account}"
                text = message("To be signed off: {subject}", subject=subject)
                yield Line("waits", text, view.ends, command=command)
        answered = {fact.body["complaint"] for fact in view.facts("oversight.answered")}
        for fact in view.facts("oversight.complaint"):
            if fact.body["complaint"] not in answered:
                text = message("Complaint without an answer: {id}", id=fact.body["complaint"])
                yield Line("waits", text, fact.at, "record")


def returning_officer_lines(mine: Mine) -> Iterator[Line]:
    """The votes that wait for the count from outside, and those that were counted."""
    process = mine.process
    for step in process.rulebook.steps:
        if step.kind != "ballot" or step.parameters.counted_by != RETURNING_OFFICER:
            continue
        view = process.view(step)
        if view.first("ballot.counted") is not None:
            text = message("Counted: {ballot}", ballot=step.title)
            yield Line("done", text, None, "record")
        elif view.first("ballot.opened") is not None:
            if not by_name(view):
                text = message("Enter the papers of the room: {ballot}", ballot=step.title)
                yield Line("waits", text, view.ends, "running", (PAPERS, step.id))
            command = f"deliberate do {process.id} {step.id} count --as {mine.account}"
            text = message("To be counted: {ballot}", ballot=step.title)
            yield Line("waits", text, view.ends, command=command)


def auditor_lines(mine: Mine) -> Iterator[Line]:
    """Where the record is, and how it is checked without this server."""
    text = message("The public record, with entries: {count}.", count=len(mine.process.facts))
    yield Line("note", text, None, "record")
    command = f"deliberate export {mine.process.id}"
    yield Line("note", message("Take the bundle and check it elsewhere"), command=command)


def candidate_lines(mine: Mine) -> Iterator[Line]:
    """One's own nomination; before the close of a vote nobody is told its numbers."""
    process = mine.process
    nominee = candidates_of(process).get(mine.account)
    if nominee is None:
        text = message("No nomination in this process belongs to your account.")
        yield Line("note", text, None, "process", (VOTE,))
        return
    text = message("Your nomination: {state}.", state=nominee.state)
    yield Line("note", text, nominee.since, "process", (VOTE,))
    for fact in process.select("public_vote.counted", "public_vote.drawn"):
        key = "elected" if fact.kind == "public_vote.drawn" else "elected_without_draw"
        if mine.account in fact.body[key]:
            yield Line("done", message("You were elected."), fact.at, "process", (VOTE,))
    if process.latest("public_vote.counted") is not None and mine.seat is None:
        text = message("The votes are counted; the ranking is published.")
        yield Line("done", text, None, "process", (VOTE,))


def citizen_lines(mine: Mine) -> Iterator[Line]:
    """What is open to everybody stands on the page of the process."""
    yield Line("note", message("What is open to everybody today"), None, "process")
