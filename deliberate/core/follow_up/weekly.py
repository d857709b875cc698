"""Execution reports: due every period from publication, one day late is missing, in public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberate.core.follow_up.commitments import published_since
from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView


@dataclass(frozen=True, slots=True)
class ReportWeek:
    """One reporting period: it counts as reported when a report was published before `due`.

    `due` is 24:00 local of the period's last day; `missing` is true once that moment has passed.
    """

    number: int
    due: datetime
    report: Fact | None
    missing: bool


def report_weeks(view: StepView) -> tuple[ReportWeek, ...]:
    """All periods that have begun, from the protocol's publication until execution is complete."""
    process = view.process
    since = published_since(process)
    if since is None:
        return ()
    ended = view.first("execution.completed")
    horizon = ended.at if ended is not None else process.now
    weeks: list[ReportWeek] = []
    begin = since
    reports = view.facts("execution.reported")
    for number, due in enumerate(_due_moments(view, since, horizon), start=1):
        report = next((fact for fact in reports if begin <= fact.at < due), None)
        weeks.append(ReportWeek(number, due, report, report is None and horizon >= due))
        begin = due
    return tuple(weeks)


def missing_weeks(view: StepView) -> tuple[ReportWeek, ...]:
    return tuple(week for week in report_weeks(view) if week.missing)


def current_week(view: StepView) -> ReportWeek | None:
    """The period that runs now, or None outside execution."""
    weeks = report_weeks(view)
    return weeks[-1] if weeks and not weeks[-1].missing else None


def _due_moments(view: StepView, since: datetime, horizon: datetime) -> list[datetime]:
    """Due moments up to and including the first one after `horizon`."""
    moments = view.process.calendar.weekly(since, view.params.every)
    passed: list[datetime] = []
    for moment in moments:
        passed.append(moment)
        if moment > horizon:
            break
    return passed
