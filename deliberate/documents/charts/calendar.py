"""Phases and steps on an axis of days: what was planned, what happened, where we are today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from deliberate.documents.charts.calendar_layout import Days, SpokenRow, draw
from deliberate.documents.charts.chart import Chart, ChartTable, Column, Told, chosen, make, rows
from deliberate.documents.charts.lettering import Words, spoken
from deliberate.i18n import Translator
from deliberate.i18n.formats import short_date


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A phase, or a step of the phase above it. A step may lie on several spans of days."""

    title: Words
    planned: tuple[Days, ...] = ()
    actual: tuple[Days, ...] = ()
    phase: bool = False


@dataclass(frozen=True, slots=True)
class CalendarData:
    """Phases and their steps in order; `today` is the day of reading."""

    rows: tuple[CalendarRow, ...]
    today: date | None = None

    def days(self) -> Iterator[date]:
        """All days that the axis has to hold."""
        for row in self.rows:
            for span in row.planned:
                yield from (span.first, span.until(None))
            for span in row.actual:
                yield from (span.first, span.until(self.today))


def calendar_chart(
    data: CalendarData, say: Translator, *, id: str = "calendar", part: range | None = None
) -> Chart:
    """The calendar as a Gantt chart. `part` draws some of the rows, by their index, on the common
    axis, for a sheet of paper that does not hold all."""
    shown = tuple(data.rows[n] for n in chosen(part, len(data.rows)))
    spoken_rows = tuple(
        SpokenRow(spoken(row.title, say), row.planned, row.actual, row.phase) for row in shown
    )
    picture = partial(draw, spoken_rows, tuple(data.days()), data.today, say)
    return make(id, _told(data, say), _table(spoken_rows, say), picture, say)


def _told(data: CalendarData, say: Translator) -> Told:
    title = say.gettext("Calendar of phases and steps")
    days = tuple(data.days())
    if not days:
        return Told(title, say.gettext("No dates are set yet."))
    told = say.gettext("From {first} to {last}.").format(
        first=say.date(min(days)), last=say.date(max(days))
    )
    if data.today is not None:
        words = say.gettext("Today: {date}.")
        told = f"{told} {words.format(date=say.date(data.today))}"
    return Told(title, told)


def _table(shown: tuple[SpokenRow, ...], say: Translator) -> ChartTable:
    columns = (
        Column(say.gettext("Step")),
        Column(say.gettext("Planned")),
        Column(say.gettext("Actual")),
    )
    cells = ((row.title, _dates(row.planned, say), _dates(row.actual, say)) for row in shown)
    return ChartTable(say.gettext("Calendar of phases and steps"), columns, rows(cells))


def _dates(spans: tuple[Days, ...], say: Translator) -> str:
    return "; ".join(_written(span, say) for span in spans) or "—"


def _written(span: Days, say: Translator) -> str:
    first = short_date(span.first, say.locale)
    if span.last is None:
        return say.gettext("since {date}").format(date=first)
    last = short_date(max(span.first, span.last), say.locale)
    return first if first == last else f"{first} – {last}"
