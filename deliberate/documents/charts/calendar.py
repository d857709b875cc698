"""Phases and steps on an axis of days: what was planned, what happened, where we are today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from deliberate.documents.charts.axis import PAD, Axis
from deliberate.documents.charts.chart import (
    NARROW,
    Chart,
    ChartTable,
    Column,
    Told,
    make,
    nothing,
    rows,
)
from deliberate.documents.charts.legend import Entry, legend, swatch
from deliberate.documents.charts.lettering import LINE, Words, fit, spoken, widest
from deliberate.documents.charts.marks import Block, Label, Line, Mark, Marks, Path, Picture, Rect
from deliberate.documents.charts.signs import diamond
from deliberate.i18n import Translator
from deliberate.i18n.formats import short_date

_PLANNED, _ACTUAL = 16.0, 8.0
_STRIP = 22.0
_SPACE, _GAP, _EDGE = 8.0, 14.0, 10.0
_TIP = 6.0


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to another, both inclusive; without `last` it has begun and goes on."""

    first: date
    last: date | None = None

    def until(self, today: date | None) -> date:
        """Where it ends as far as is known."""
        end = self.last or today or self.first
        return max(end, self.first)


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
    shown = data.rows if part is None else tuple(data.rows[n] for n in part)
    draw = partial(_draw, data, shown, say)
    return make(id, _told(data, say), _table(shown, say), draw, say)


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


def _table(shown: tuple[CalendarRow, ...], say: Translator) -> ChartTable:
    columns = (
        Column(say.gettext("Step")),
        Column(say.gettext("Planned")),
        Column(say.gettext("Actual")),
    )
    cells = (
        (spoken(row.title, say), _dates(row.planned, say), _dates(row.actual, say)) for row in shown
    )
    return ChartTable(say.gettext("Calendar of phases and steps"), columns, rows(cells))


def _dates(spans: tuple[Days, ...], say: Translator) -> str:
    return "; ".join(_written(span, say) for span in spans) or "—"


def _written(span: Days, say: Translator) -> str:
    if span.last is None:
        return say.gettext("since {date}").format(date=say.date(span.first))
    return say.days(span.first, max(span.first, span.last))


def _draw(
    data: CalendarData, shown: tuple[CalendarRow, ...], say: Translator, width: float
) -> Picture:
    days = tuple(data.days())
    if not days or not shown:
        return nothing(say.gettext("No dates are set yet."), width)
    titles = tuple(spoken(row.title, say) for row in shown)
    names = 0.0
    if width > NARROW:
        names = min(widest(titles, bold=True) + _SPACE, 0.36 * width) + _GAP
    axis = Axis.of(days, names + _EDGE, width - _EDGE)
    plan = _Plan(width, names, axis, data.today, say)
    key = legend(_entries(data, shown, axis, say), 0, 0, width)
    head = _head(plan, key.height + _SPACE / 2)
    marks: list[Mark] = [*key.marks, *head.marks]
    top = key.height + _SPACE / 2 + head.height
    for row, title in zip(shown, titles, strict=True):
        block = _row(plan, row, title, top)
        marks += block.marks
        top += block.height
    return Picture.of(width, top + 1, marks)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where titles end and the axis lies."""

    width: float
    names: float
    axis: Axis
    today: date | None
    say: Translator

    @property
    def narrow(self) -> bool:
        return self.width <= NARROW


def _entries(
    data: CalendarData, shown: tuple[CalendarRow, ...], axis: Axis, say: Translator
) -> Iterator[Entry]:
    if any(row.planned for row in shown):
        yield Entry(swatch("planned"), say.pgettext("days", "planned"))
    if any(row.actual for row in shown):
        yield Entry(_thin, say.pgettext("days", "actual"))
    if any(_single(span, data.today) for row in shown for span in (*row.planned, *row.actual)):
        yield Entry(_milestone, say.gettext("a single day"))
    if data.today is not None and axis.holds(data.today):
        words = say.gettext("today, {date}")
        yield Entry(_stroke, words.format(date=short_date(data.today, say.locale)))


def _thin(x: float, y: float) -> Marks:
    yield Rect("actual", x - 8, y - _ACTUAL / 2, 16.0, _ACTUAL)


def _milestone(x: float, y: float) -> Marks:
    yield from diamond("planned", x, y, 7.5)


def _stroke(x: float, y: float) -> Marks:
    yield Line("today", x, y - 9, x, y + 9)


def _single(span: Days, today: date | None) -> bool:
    return span.last is not None and span.until(today) == span.first


def _head(plan: _Plan, top: float) -> Block:
    """The names of years and months above the axis."""
    axis, locale = plan.axis, plan.say.locale
    spans, ticks = axis.spans(locale), axis.ticks(locale)
    below = top + (LINE if spans else 0.0)
    bottom = below + LINE + 2
    marks: list[Mark] = [Line("axis", axis.left, bottom, axis.right, bottom)]
    for row_top, row in ((top, spans), (below, ticks)):
        for tick in row:
            if tick.label:
                words = fit(tick.label, axis.right - tick.x)
                marks.append(Label("quiet", tick.x + PAD, row_top, words))
                marks.append(Line("axis", tick.x, row_top + 2, tick.x, bottom))
    return Block(bottom - top, tuple(marks))


def _row(plan: _Plan, row: CalendarRow, title: str, top: float) -> Block:
    """The title, and the strip of the row: beside it, or below where the picture is narrow."""
    indent = 0.0 if row.phase else _SPACE
    room = (plan.width if plan.narrow else plan.names) - indent - (0 if plan.narrow else _GAP)
    name = fit(title, room, lines=2, bold=row.phase)
    if plan.narrow:
        strip, height = top + 4 + name.height + 2, 4 + name.height + 2 + _STRIP + 4
    else:
        height = max(name.height, _STRIP) + _SPACE
        strip = top + (height - _STRIP) / 2
    text_top = top + 4 if plan.narrow else top + (height - name.height) / 2
    marks: list[Mark] = [Rect("band", 0, top, plan.width, height)] if row.phase else []
    marks.append(Label("ink", indent, text_top, name, bold=row.phase))
    bounds = (strip, strip + _STRIP) if plan.narrow else (top, top + height)
    marks += _grid(plan, *bounds)
    marks += _spans(plan, row, strip + _STRIP / 2)
    marks += _today(plan, *bounds)
    return Block(height, tuple(marks))


def _grid(plan: _Plan, top: float, bottom: float) -> Marks:
    for tick in plan.axis.ticks(plan.say.locale):
        if tick.label or not plan.narrow:
            yield Line("grid", tick.x, top, tick.x, bottom)


def _today(plan: _Plan, top: float, bottom: float) -> Marks:
    if plan.today is not None and plan.axis.holds(plan.today):
        x = plan.axis.middle(plan.today)
        yield Line("today", x, top, x, bottom)


def _spans(plan: _Plan, row: CalendarRow, middle: float) -> Marks:
    for span in row.planned:
        yield from _span(plan, "planned", span, None, middle)
    for span in row.actual:
        yield from _span(plan, "actual", span, plan.today, middle)


def _span(plan: _Plan, role: str, span: Days, today: date | None, middle: float) -> Marks:
    """A bar of days, a diamond for a single one, an arrow for one that goes on."""
    axis, height = plan.axis, _PLANNED if role == "planned" else _ACTUAL
    end = span.until(today)
    if _single(span, today):
        yield from diamond(role, axis.middle(span.first), middle, height / 2 + 1)
        return
    left = axis.start(span.first)
    right = axis.end(end) if span.last is not None else axis.middle(end)
    yield Rect(role, left, middle - height / 2, right - left, height)
    if span.last is None:
        tip = min(right + _TIP, plan.width)
        yield Path(
            role, ((right, middle - height / 2), (tip, middle), (right, middle + height / 2))
        )
