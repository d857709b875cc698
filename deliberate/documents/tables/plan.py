"""What is planned: days, money, figures from before."""

from __future__ import annotations

from deliberate.core.common.overview import indicators
from deliberate.documents.document import Column, Table
from deliberate.documents.making import Making


def calendar_table(making: Making, _of: str) -> Table:
    """Every step that has a date, from the first to the last."""
    say, process = making.say, making.process
    dated = [
        (process.calendar.local_day(planned.starts), making.text(step.title), step.id, n)
        for step in process.rulebook.steps
        for n in range(1, process.scheduled(step.id) + 1)
        if (planned := process.planned(step.id, n)) is not None
    ]
    # Steps of one day keep the order of the rulebook.
    dated.sort(key=lambda row: row[0])
    rows = tuple((title, making.span(step, n) or "") for _, title, step, n in dated)
    return Table((Column(say.gettext("Step"), width=6), Column(say.gettext("When"), width=5)), rows)


def budget_table(making: Making, _of: str) -> Table:
    """The lines of the budget and their sum, in whole units of its currency."""
    say, budget = making.say, making.process.pilot.budget
    rows = tuple((making.text(line.line), say.number(line.amount)) for line in budget.lines)
    if rows:
        rows = (*rows, (say.gettext("Total"), say.number(budget.total)))
    columns = (
        Column(say.gettext("Purpose"), width=4),
        Column(
            say.gettext("Amount, {currency}").format(currency=say.currency(budget.currency)),
            "right",
            2,
        ),
    )
    return Table(columns, rows, empty=say.gettext("No budget has been published."))


def indicators_table(making: Making, _of: str) -> Table:
    """Figures by category and year; those from before the agenda are the baseline."""
    say = making.say
    rows = tuple(
        (
            say.word("indicator", item.category),
            str(item.year),
            say.number(item.value),
            say.gettext("baseline") if item.baseline else say.gettext("later"),
        )
        for item in indicators(making.process)
    )
    columns = (
        Column(say.gettext("Figure"), width=4),
        Column(say.gettext("Year"), "right"),
        Column(say.gettext("Value"), "right", 2),
        Column(say.gettext("Before or after"), width=2),
    )
    return Table(columns, rows, empty=say.gettext("No figures have been entered."))
