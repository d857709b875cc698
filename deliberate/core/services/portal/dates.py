"""The dates of a process for calendar programs: its plan as it stands after every change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from deliberate.core.errors import message
from deliberate.core.rulebook.pilot import Planned
from deliberate.core.rulebook.planning.dates import (
    SESSION,
    Say,
    point_event,
    session_events,
    step_events,
    uid,
)
from deliberate.core.rulebook.planning.ics import Event, calendar_file
from deliberate.core.services.portal.board import Point
from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.services.portal.shapes import StepLine


def process_calendar(page: ProcessPage, say: Say, stamp: datetime) -> str:
    """Every date that is public as an iCalendar text; `stamp` (aware) is when it was made.

    Identifiers are those of the planned calendar, so that a program which has that one replaces
    its events. A cancelled process has only the dates that were kept.
    """
    name = say(page.remit.title) or page.id
    if page.rehearsal:
        name = say(message("{title} (rehearsal)", title=name))
    return calendar_file(name, _events(page, say), stamp)


def _events(page: ProcessPage, say: Say) -> Iterator[Event]:
    for phase in page.phases:
        for step in phase.steps:
            if _is_kept(page, step):
                yield from _step_events(page, step, say)
    for activity in page.activities:
        if activity.planned.starts is not None and page.status != "cancelled":
            span, name = activity.planned, uid(page.id, "engagement", activity.id)
            yield Event(name, say(activity.title), activity.planned.starts, span.ends)
    yield from _following(page, say)


def _is_kept(page: ProcessPage, step: StepLine) -> bool:
    if step.standing in {"skipped", "unplanned"}:
        return False
    return page.status != "cancelled" or step.standing == "done"


def _step_events(page: ProcessPage, step: StepLine, say: Say) -> Iterator[Event]:
    if step.planned.starts is None:
        return
    names, summary = (page.id, step.id, step.n), say(step.title) or step.id
    planned = Planned(step.planned.starts, step.planned.ends, step.days)
    if step.kind == SESSION:
        yield from session_events(names, summary, planned, page.sittings.of(step.id, step.n), say)
    else:
        yield from step_events(names, summary, planned)


def _following(page: ProcessPage, say: Say) -> Iterator[Event]:
    """The dates of execution: of each point, of the letters about it, of the report that is due."""
    board = page.execution
    if board is None or board.stopped_at is not None:
        return
    for point in board.points:
        yield point_event(page.id, point.id, point.due, point.text, say)
        yield from _deadline(page, point, say)
    if board.week is not None:
        summary = say(message("Report on execution number {n} is due", n=board.week.number))
        # A report is due by 24:00, which already is the next day on the clock.
        last = (board.week.due - timedelta(seconds=1)).astimezone(page.sittings.zone).date()
        yield Event(uid(page.id, "report", board.week.number), summary, last)


def _deadline(page: ProcessPage, point: Point, say: Say) -> Iterator[Event]:
    if point.deadline is not None:
        summary = say(message("Deadline of the letter about point {point}", point=point.id))
        yield Event(uid(page.id, "deadline", point.id), summary, point.deadline)
