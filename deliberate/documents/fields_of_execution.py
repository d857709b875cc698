"""Fields about the execution of a protocol: deadlines, weeks, points, what was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import islice

from deliberate.core.follow_up.commitments import commitments, published_since
from deliberate.core.follow_up.weekly import missing_weeks
from deliberate.core.period import Period
from deliberate.core.process.kind import StepView
from deliberate.core.text import Text
from deliberate.documents.making import Making

_PERIODS = {"execution.noticed": "notice_period", "execution.complained": "complaint_period"}


def deadline(making: Making) -> str | None:
    """Until when the document asks for something; in a draft, counted from today."""
    given = making.body("deadline")
    if given is not None:
        return making.say.date(date.fromisoformat(str(given)))
    view = _execution(making)
    name = _PERIODS.get(making.paper.template.on, "")
    period = getattr(view.params, name, None) if view is not None else None
    if not isinstance(period, Period):
        return None
    calendar = making.process.calendar
    today = calendar.local_day(making.process.now)
    return making.say.date(calendar.next_working(calendar.add(today, period)))


def last(kind: str, key: str) -> Callable[[Making], str | None]:
    """The day, the deadline or the words of the last fact of a kind about the document's point."""

    def read(making: Making) -> str | None:
        found = [
            fact
            for fact in making.process.select(kind)
            if fact.body["commitment"] == making.paper.subject
        ]
        if not found:
            return None
        match key:
            case "at":
                return making.day(found[-1].at)
            case "text":
                return making.text(Text.of(found[-1].body[key]))
        return making.say.date(date.fromisoformat(str(found[-1].body[key])))

    return read


def week_due(making: Making) -> str | None:
    """The last day on which the document's report is in time."""
    return _due(making, making.paper.n)


def next_report(making: Making) -> str | None:
    """The last day on which the report after this one is in time."""
    return _due(making, making.paper.n + 1)


def _due(making: Making, week: int) -> str | None:
    view, since = _execution(making), published_since(making.process)
    if view is None or since is None:
        return None
    calendar = making.process.calendar
    moment = next(islice(calendar.weekly(since, view.params.every), week - 1, None))
    return making.say.date(making.last_day(moment, calendar.local_day(moment)))


def missing_reports(making: Making) -> str | None:
    """How many reporting periods have passed without a report."""
    view = _execution(making)
    return making.say.number(len(missing_weeks(view))) if view is not None else None


def points_accepted(making: Making) -> str:
    """How many points are accepted as executed."""
    points = commitments(making.process).values()
    return making.say.number(sum(point.state == "accepted" for point in points))


def published(making: Making) -> str | None:
    """The day on which the protocol was published."""
    return making.day(published_since(making.process))


def _execution(making: Making) -> StepView | None:
    steps = making.process.rulebook.steps
    step = next((item for item in steps if item.kind == "execution"), None)
    return making.process.view(step) if step is not None else None
