"""The desk of the agency and the secretary: what is late, due this week, waiting, to prepare."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from deliberate.core.common.ledger import undisposed
from deliberate.core.errors import message
from deliberate.core.follow_up.commitments import SETTLED, commitments
from deliberate.core.follow_up.weekly import current_week, missing_weeks
from deliberate.core.identity.roles import Role
from deliberate.core.process.process import Process, StepState
from deliberate.core.services.approving import pending_requests
from deliberate.core.services.member.desk_lines import Line, LineState, Target, within_a_week
from deliberate.core.services.member.outcome_lines import OVER
from deliberate.core.services.papers import draft_papers
from deliberate.core.services.portal.journey import next_of, steps_of
from deliberate.core.services.portal.today import EXECUTION
from deliberate.core.services.running.steps import PAGES, page_of

RUN = frozenset({Role.AGENCY, Role.SECRETARY})
"""Whose desk this is."""

LATE_POINTS = frozenset({"overdue", "notice_expired", "complaint_expired"})
"""Points that are late and on which the chair has a next step."""

NOTICED_POINTS = frozenset({"noticed", "complained", "claimed"})
"""Points that are late and on which the responsible body has a next step."""

REACH = timedelta(days=30)
"""A paper is worth preparing so long before its step begins."""

PAPERS = 5
"""How many papers are named; the list of documents has them all."""


def staff_lines(process: Process, account: str) -> Iterator[Line]:
    """Everything that those who run a process have to see to."""
    if process.status in OVER:
        return
    yield from _steps(process)
    yield from _points(process)
    yield from _reports(process)
    yield from _approvals(process, account)
    yield from _papers(process)
    yield from _inputs(process)


def _steps(process: Process) -> Iterator[Line]:
    for state in process.states():
        if state.state == "overdue":
            text = message("Late: {step}", step=state.step.title)
            yield Line("late", text, state.deadline, *_place(process, state))
        elif state.state == "due":
            text = message("Due: {step}", step=state.step.title)
            yield Line("week", text, state.deadline, *_place(process, state))
        elif state.state not in {"done", "skipped"}:
            yield from _begun_or_near(process, state)
    following = next_of(process, steps_of(process))
    if following is not None and not within_a_week(process, following.planned.starts):
        text = message("Next: {step}", step=following.title)
        yield Line("note", text, following.planned.starts, "today")


def _begun_or_near(process: Process, state: StepState) -> Iterator[Line]:
    """A step that is under way without haste, or begins within a week."""
    start = process.planned_start(state.step.id, state.n)
    if start is None:
        return
    if process.calendar.start_moment(start) > process.now:
        if within_a_week(process, start):
            text = message("Begins: {step}", step=state.step.title)
            yield Line("week", text, start, "today")
    elif state.state != "waiting":
        text = message("Under way: {step}", step=state.step.title)
        yield Line(
            "note", text, process.planned_end(state.step.id, state.n), *_place(process, state)
        )


def _place(process: Process, state: StepState) -> tuple[Target, tuple[str, ...]]:
    """Where those who run the process act on a step: its own page, if it has one for them."""
    page = page_of(process, state.step)
    return ("running", (page, state.step.id)) if page and PAGES[page] >= RUN else ("today", ())


def _points(process: Process) -> Iterator[Line]:
    for point in commitments(process).values():
        if point.state in LATE_POINTS | NOTICED_POINTS:
            text = message("Point {point} is late.", point=point.id)
            yield Line("late", text, point.deadline or point.due, "process", (EXECUTION,))
        elif point.state not in SETTLED and within_a_week(process, point.due):
            yield Line(
                "week",
                message("Point {point} is due.", point=point.id),
                point.due,
                "process",
                (EXECUTION,),
            )


def _reports(process: Process) -> Iterator[Line]:
    for step in process.rulebook.steps:
        if step.kind != "execution" or process.progress(step.id).done:
            continue
        view = process.view(step)
        missing, week = missing_weeks(view), current_week(view)
        if missing:
            weeks = tuple(item.number for item in missing)
            text = message("No report for week no. {weeks}.", weeks=weeks)
            recent = week is not None and missing[-1].number == week.number - 1
            state: LineState = "late" if recent else "note"
            yield Line(state, text, missing[-1].due, "process", (EXECUTION,))
        if week is not None and week.report is None:
            text = message("The report of week {week} is to be published.", week=week.number)
            yield Line("week", text, week.due, "process", (EXECUTION,))


def _approvals(process: Process, account: str) -> Iterator[Line]:
    for fact in pending_requests(process):
        action = process.kinds[_kind(process, str(fact.step))].actions[str(fact.body["action"])]
        if fact.body["by"] == account:
            text = message("You asked for it; a second person approves: {what}", what=action.title)
            yield Line("waits", text, fact.at)
        else:
            text = message("Waits for your approval: {what}", what=action.title)
            command = f"deliberate approve {process.id} {fact.seq} --as {account}"
            yield Line("waits", text, fact.at, command=command)


def _kind(process: Process, step_id: str) -> str:
    """The kind of a step; a standing step has the name of its kind."""
    step = process.step(step_id)
    return step_id if step is None else step.kind


def _papers(process: Process) -> Iterator[Line]:
    drafts = [item for item in draft_papers(process) if item.template.about == "process"]
    near = [paper for paper in drafts if _is_near(process, paper.template.step)]
    for paper in near[:PAPERS]:
        text = message("To prepare: {document}", document=paper.template.title)
        yield Line("prepare", text, None, "document", (paper.id,))
    if drafts:
        yield Line("prepare", message("All documents of the process"), None, "documents")


def _is_near(process: Process, step_id: str) -> bool:
    """Whether the step that a paper belongs to has its turn, or begins within some weeks."""
    step = process.step(step_id)
    if step is None or process.state(step_id).state != "waiting":
        return step is None or process.state(step_id).state not in {"done", "skipped"}
    start = process.planned_start(step_id)
    return start is not None and process.calendar.start_moment(start) <= process.now + REACH


def _inputs(process: Process) -> Iterator[Line]:
    left = undisposed(process)
    if left:
        text = message("Public inputs without an answer: {count}.", count=len(left))
        yield Line("waits", text, None, "today")
