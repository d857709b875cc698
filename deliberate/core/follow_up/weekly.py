"""Execution reports: due every period from publication, one day late is missing, in public."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from deliberate.core.follow_up.commitments import published_since
from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step


@dataclass(frozen=True, slots=True)
class ReportWeek:
    """One reporting period: it counts as reported when a report was published before `due`.

    `due` is 24:00 local of the period's last day; `missing` is true once that moment has passed.
    A period that ended while the process was `suspended` owes no report.
    """

    number: int
    due: datetime
    report: Fact | None
    missing: bool
    suspended: bool = False


def report_weeks(view: StepView) -> tuple[ReportWeek, ...]:
    """All periods that have begun, from the protocol's publication until execution is complete.

    None begins while the process is suspended, or after its end.
    """
    process = view.process
    since = published_since(process)
    if since is None:
        return ()
    ended = view.first("execution.completed")
    horizon = ended.at if ended is not None else process.reached
    weeks: list[ReportWeek] = []
    begin = since
    reports = deque(view.facts("execution.reported"))
    for number, due in enumerate(_due_moments(view, since, horizon), start=1):
        report = _first_within(reports, begin, due)
        paused = report is None and _is_suspended(view, due)
        missing = report is None and not paused and horizon >= due
        weeks.append(ReportWeek(number, due, report, missing, paused))
        begin = due
    return tuple(weeks)


def _first_within(reports: deque[Fact], begin: datetime, due: datetime) -> Fact | None:
    """Take the reports before `due` off the queue; the first that is not before `begin`."""
    found: Fact | None = None
    while reports and reports[0].at < due:
        report = reports.popleft()
        if found is None and report.at >= begin:
            found = report
    return found


def missing_weeks(view: StepView) -> tuple[ReportWeek, ...]:
    return tuple(week for week in report_weeks(view) if week.missing)


def missing_reports(process: Process, step: Step) -> tuple[ReportWeek, ...]:
    """The periods of a step of execution whose report is missing at the process's moment."""
    return missing_weeks(process.view(step))


def current_week(view: StepView) -> ReportWeek | None:
    """The period that runs now, or None outside execution."""
    weeks = report_weeks(view)
    return weeks[-1] if weeks else None


def next_due(view: StepView, after: datetime) -> datetime | None:
    """When the report is due that follows the one due at `after`; None outside execution."""
    since = published_since(view.process)
    if since is None:
        return None
    moments = view.process.calendar.weekly(since, view.params.every)
    return next(moment for moment in moments if moment > after)


def _is_suspended(view: StepView, moment: datetime) -> bool:
    return any(
        begun <= moment and (over is None or moment < over)
        for begun, over in view.process.suspensions
    )


def _due_moments(view: StepView, since: datetime, horizon: datetime) -> list[datetime]:
    """Due moments up to and including the first one after `horizon`."""
    moments = view.process.calendar.weekly(since, view.params.every)
    passed: list[datetime] = []
    for moment in moments:
        passed.append(moment)
        if moment > horizon:
            break
    return passed
