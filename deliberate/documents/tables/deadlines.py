"""Weeks and due dates: what is missing, what is late, what comes next, where it was published."""

from __future__ import annotations

from deliberate.core.follow_up.commitments import SETTLED, commitments
from deliberate.core.follow_up.late import late
from deliberate.core.follow_up.weekly import ReportWeek, report_weeks
from deliberate.documents.document import Column, Table
from deliberate.documents.making import Making
from deliberate.documents.tables.following import due_words


def weeks_table(making: Making, _of: str) -> Table:
    """Every reporting period with the day of its report, or that it is missing."""
    say = making.say
    rows = tuple(
        (
            say.number(week.number),
            _last_day(making, week),
            (making.day(week.report.at) or "")
            if week.report is not None
            else (say.gettext("missing") if week.missing else ""),
        )
        for week in _weeks(making)
    )
    columns = (
        Column(say.gettext("Week"), "right"),
        Column(say.gettext("Due"), width=3),
        Column(say.gettext("Published"), width=3),
    )
    return Table(columns, rows, empty=say.gettext("Execution has not begun."))


def missing_weeks_table(making: Making, _of: str) -> Table:
    """The reporting periods that have passed without a report."""
    say = making.say
    rows = tuple(
        (say.number(week.number), _last_day(making, week), say.gettext("missing"))
        for week in _weeks(making)
        if week.missing
    )
    columns = (
        Column(say.gettext("Week"), "right"),
        Column(say.gettext("Due"), width=4),
        Column(say.gettext("Report"), width=4),
    )
    return Table(columns, rows, empty=say.gettext("No report is missing."))


def _weeks(making: Making) -> tuple[ReportWeek, ...]:
    process = making.process
    step = next((item for item in process.rulebook.steps if item.kind == "execution"), None)
    return report_weeks(process.view(step)) if step is not None else ()


def _last_day(making: Making, week: ReportWeek) -> str:
    """The last day on which the report of a week is in time."""
    first = making.process.calendar.local_day(week.due)
    return making.say.date(making.last_day(week.due, first))


def overdue_table(making: Making, _of: str) -> Table:
    """The points that are late, with what has been done about each."""
    say = making.say
    rows = tuple(
        (
            point.id,
            making.organisation(point.owner),
            due_words(making, point),
            say.word("state", point.state),
        )
        for point in late(making.process)
    )
    columns = (
        Column(say.gettext("No.")),
        Column(say.gettext("Responsible"), width=5),
        Column(say.gettext("Due"), width=3),
        Column(say.gettext("State"), width=3),
    )
    return Table(columns, rows, empty=say.gettext("No point is late."))


def upcoming_table(making: Making, _of: str) -> Table:
    """The points that are still to be executed, by due date, with what will show it."""
    say, process = making.say, making.process
    today = process.calendar.local_day(process.now)
    points = [
        point
        for point in commitments(process).values()
        if point.state not in SETTLED and point.due >= today
    ]
    rows = tuple(
        (
            say.date(point.due),
            point.id,
            making.organisation(point.owner),
            making.text(point.evidence),
        )
        for point in sorted(points, key=lambda point: (point.due, point.id))
    )
    columns = (
        Column(say.gettext("Due"), width=3),
        Column(say.gettext("No.")),
        Column(say.gettext("Responsible"), width=5),
        Column(say.gettext("What will show it"), width=5),
    )
    return Table(columns, rows, empty=say.gettext("No due date lies ahead."))


def proofs_table(making: Making, _of: str) -> Table:
    """Where the report was published, with the proof of each publication."""
    say, proofs = making.say, making.body("proofs") or {}
    rows = tuple(
        (say.word("channel", str(name)), str(proofs.get(name, "")))
        for name in making.body("channels") or ()
    )
    columns = (
        Column(say.gettext("Where published"), width=3),
        Column(say.gettext("Proof"), width=7),
    )
    return Table(columns, rows, empty=say.gettext("The report is not published yet."))
