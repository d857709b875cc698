"""The lines of a plan, and the days off that lie within it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from deliberate.cli.house import House
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.tables import show_table
from deliberate.core.errors import Message, message

if TYPE_CHECKING:
    from deliberate.core.calendar import Calendar, Moment
    from deliberate.core.rulebook.planning import Plan, PlanLine
    from deliberate.i18n import Translator

NOT_PLANNED = "—"
HEADINGS = (_("Step"), _("From"), _("Until"), _("Earliest"), _("Spare"), _("Rule"))


def show_lines(house: House, translator: Translator, plan: Plan) -> None:
    """One line for each time that a step happens."""
    rows = [_row(translator, plan.calendar, line) for line in plan.lines]
    headings = [translator.gettext(heading) for heading in HEADINGS]
    show_table(house, headings, rows, narrow=(1, 2, 3, 4, 5), numbers=(4,))


def _row(translator: Translator, calendar: Calendar, line: PlanLine) -> tuple[str, ...]:
    title = translator.value(line.step.title) or line.step.id
    return (
        f"{title} ({line.n})" if line.n > 1 else title,
        _moment(calendar, line.starts),
        _moment(calendar, line.ends) if line.ends != line.starts else "",
        _moment(calendar, line.earliest),
        "" if line.slack is None else f"{line.slack:+d}" if line.slack else "0",
        line.rule or "",
    )


def _moment(calendar: Calendar, moment: Moment | None) -> str:
    """As a pilot file writes it, on the clock of the place: short, and alike in every language."""
    if moment is None:
        return NOT_PLANNED
    if isinstance(moment, datetime):
        return f"{moment.astimezone(calendar.zone):%Y-%m-%d %H:%M}"
    return moment.isoformat()


def days_off_in(plan: Plan) -> tuple[Message, ...]:
    """The holidays between the first and the last planned day; runs of one holiday together."""
    planned = [line for line in plan.lines if line.starts is not None]
    local = plan.calendar.local_day
    ends = [local(line.ends or line.starts) for line in planned if line.starts is not None]
    starts = [local(line.starts) for line in planned if line.starts is not None]
    if not starts:
        return ()
    return tuple(_runs(plan.calendar, min(starts), max(ends)))


def _runs(calendar: Calendar, first: date, last: date) -> Iterator[Message]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    named = ((day, calendar.holiday(day)) for day in days)
    off = ((day, item.name, item.estimated) for day, item in named if item is not None)
    numbered = enumerate(off)
    for (_run, name, estimated), group in groupby(
        numbered, key=lambda item: (item[1][0].toordinal() - item[0], item[1][1], item[1][2])
    ):
        inside = [entry[0] for _number, entry in group]
        values = {"first": inside[0], "last": inside[-1], "name": name}
        if estimated:
            yield message("{first}: {name} (expected; not announced yet)", **values)
        elif len(inside) == 1:
            yield message("{first}: {name}", **values)
        else:
            yield message("{first} to {last}: {name}", **values)
