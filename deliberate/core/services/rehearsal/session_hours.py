"""The hours of a session: when it opens, when each item is over, when it closes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from deliberate.core.deliberation.session import agenda
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.services.rehearsal.stage import Stage, spread


def session_hours(stage: Stage, process: Process, step: Step, n: int) -> Iterator[datetime]:
    """When a session opens, when each item of its agenda is over, and when it closes.

    An agenda that does not say when, or not for these days, is spread over the whole session.
    """
    start, end = process.planned_start(step.id, n), process.planned_end(step.id, n)
    if start is None or end is None:
        return
    planned, calendar = process.planned(step.id, n), process.calendar
    day, last = calendar.local_day(start), calendar.local_day(end)
    days = (planned.days if planned is not None else ()) or tuple(
        day + timedelta(days=number) for number in range((last - day).days + 1)
    )
    items = stage.pilot.agenda_of(step, n)
    if items and all(item.occurrence == n and item.day <= len(days) for item in items):
        over = stage.local(days[items[0].day - 1], items[0].start.hour, items[0].start.minute)
        yield over
        for item in items:
            begin = stage.local(days[item.day - 1], item.start.hour, item.start.minute)
            over = max(over, begin + timedelta(minutes=item.minutes))
            yield over
        yield over
        return
    count = len(agenda(process.view(step, n)))
    first = stage.moment(start, 10)
    close = max(stage.moment(end, 17), first + timedelta(hours=6))
    yield first
    yield from (spread(first, close, count, index) for index in range(count))
    yield close
