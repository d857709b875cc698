"""Tables about the work: points and reports, the calendar, money and figures."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.errors import message
from deliberate.core.services.portal.board import Point
from deliberate.core.services.portal.open_data_shapes import Row, Sheet
from deliberate.core.services.portal.page import ProcessPage


def _points(page: ProcessPage) -> tuple[Point, ...]:
    return page.execution.points if page.execution is not None else ()


def points(page: ProcessPage) -> Sheet:
    currency = page.execution.currency if page.execution is not None else ""
    return Sheet(
        message("Points of the protocol"),
        message("One row for each point of the published protocol, as it stands now."),
        (
            ("point", message("identifier of the point")),
            ("kind", message("kind of point, as a code")),
            ("text", message("what is to be done")),
            ("owner", message("seat of the responsible body")),
            ("owner_name", message("responsible body")),
            ("first_due", message("first due date; it never changes")),
            ("due", message("due date in force")),
            ("state", message("state, as a code")),
            ("percent", message("how much is done, 0 to 100, as its owner reports")),
            ("cost", message("cost in whole units of the currency")),
            ("currency", message("currency")),
            ("accepted_at", message("when it was accepted as carried out")),
        ),
        tuple(
            (
                item.id,
                item.kind,
                item.text,
                item.owner.seat,
                item.owner.name,
                item.first_due,
                item.due,
                item.state,
                item.percent,
                item.cost,
                currency,
                item.accepted_at,
            )
            for item in _points(page)
        ),
        frozenset({"text", "owner_name"}),
    )


def reports(page: ProcessPage) -> Sheet:
    return Sheet(
        message("Weekly reports on execution"),
        message(
            "One row for each point in each report, and one row without a point for each missing "
            "report."
        ),
        (
            ("week", message("number of the week, counted from the publication of the protocol")),
            ("due", message("end of the reporting period")),
            ("missing", message("whether the report of this week is missing")),
            ("reported_at", message("when the report was published")),
            ("point", message("identifier of the point")),
            ("percent", message("how much is done, 0 to 100, as its owner reports")),
            ("spent", message("money spent, in whole units of the currency")),
            ("text", message("what was done")),
        ),
        tuple(_reports(page)),
        frozenset({"text"}),
    )


def _reports(page: ProcessPage) -> Iterator[Row]:
    board = page.execution
    for week in board.weeks if board is not None else ():
        if week.missing:
            yield (week.number, week.due, True, None, "", None, None, None)
        for point in _points(page):
            for report in point.reports:
                if report.week == week.number:
                    yield (
                        week.number,
                        week.due,
                        week.missing,
                        report.at,
                        point.id,
                        report.percent,
                        report.spent,
                        report.text,
                    )
    for point in _points(page):
        for report in point.reports if point.answered else ():
            said = (report.at, point.id, report.percent, report.spent, report.text)
            yield (None, None, False, *said)


def calendar(page: ProcessPage) -> Sheet:
    return Sheet(
        message("Calendar"),
        message("One row for each step, planned and actual."),
        (
            ("step", message("identifier of the step")),
            ("n", message("occurrence: 1 is the first, 2 the repeated one")),
            ("phase", message("phase, as a code")),
            ("title", message("name of the step")),
            ("state", message("state, as a code")),
            ("planned_start", message("planned first day or moment")),
            ("planned_end", message("planned last day or moment")),
            ("started_at", message("when it began")),
            ("done_at", message("when it was done")),
        ),
        tuple(
            (
                step.id,
                step.n,
                step.phase.value,
                step.title,
                step.standing,
                step.planned.starts,
                step.planned.ends,
                step.started_at,
                step.done_at,
            )
            for phase in page.phases
            for step in phase.steps
        ),
        frozenset({"title"}),
    )


def budget(page: ProcessPage) -> Sheet:
    money = page.money
    return Sheet(
        message("Budget"),
        message("One row for each line of the budget of the process."),
        (
            ("line", message("what the money is for")),
            ("amount", message("amount in whole units of the currency")),
            ("currency", message("currency")),
        ),
        tuple((item.line, item.amount, money.currency) for item in money.lines),
        frozenset({"line"}),
    )


def indicators(page: ProcessPage) -> Sheet:
    return Sheet(
        message("Indicators"),
        message("One row for each yearly figure. Figures of one process prove no cause."),
        (
            ("indicator", message("identifier of the figure")),
            ("category", message("what is counted, as a code")),
            ("year", message("year")),
            ("value", message("the figure")),
            ("baseline", message("whether it is from before the process")),
            ("source", message("where the figure comes from")),
        ),
        tuple(
            (item.id, item.category, item.year, item.value, item.baseline, item.source)
            for item in page.registers.indicators
        ),
        frozenset({"source"}),
    )
