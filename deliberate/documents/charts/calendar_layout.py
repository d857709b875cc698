"""The axis of days, and each row's title with its bars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deliberate.documents.charts.axis import PAD, Axis, Tick
from deliberate.documents.charts.chart import NARROW, nothing
from deliberate.documents.charts.legend import Entry, legend, swatch
from deliberate.documents.charts.lettering import LINE, fit, widest
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
class SpokenRow:
    """A phase or a step in the reader's language."""

    title: str
    planned: tuple[Days, ...]
    actual: tuple[Days, ...]
    phase: bool


def draw(
    shown: tuple[SpokenRow, ...],
    days: tuple[date, ...],
    today: date | None,
    say: Translator,
    width: float,
) -> Picture:
    """The rows on an axis that holds all of the days."""
    if not days or not shown:
        return nothing(say.gettext("No dates are set yet."), width)
    titles = tuple(row.title for row in shown)
    names = 0.0
    if width > NARROW:
        names = min(widest(titles, bold=True) + _SPACE, 0.36 * width) + _GAP
    axis = Axis.of(days, names + _EDGE, width - _EDGE)
    plan = _Plan(width, names, axis, axis.ticks(say.locale), today, say)
    key = legend(_entries(plan, shown), 0, 0, width)
    head = _head(plan, key.height + _SPACE / 2)
    marks: list[Mark] = [*key.marks, *head.marks]
    top = key.height + _SPACE / 2 + head.height
    for row in shown:
        block = _row(plan, row, top)
        marks += block.marks
        top += block.height
    return Picture.of(width, top + 1, marks)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where titles end and the axis lies."""

    width: float
    names: float
    axis: Axis
    ticks: tuple[Tick, ...]
    today: date | None
    say: Translator

    @property
    def narrow(self) -> bool:
        return self.width <= NARROW


def _entries(plan: _Plan, shown: tuple[SpokenRow, ...]) -> Iterator[Entry]:
    say, today = plan.say, plan.today
    if any(row.planned for row in shown):
        yield Entry(swatch("planned"), say.pgettext("days", "planned"))
    if any(row.actual for row in shown):
        yield Entry(_thin, say.pgettext("days", "actual"))
    if any(_single(span, today) for row in shown for span in (*row.planned, *row.actual)):
        yield Entry(_milestone, say.gettext("a single day"))
    if today is not None and plan.axis.holds(today):
        words = say.gettext("today, {date}")
        yield Entry(_stroke, words.format(date=short_date(today, say.locale)))


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
    spans = axis.spans(locale)
    below = top + (LINE if spans else 0.0)
    bottom = below + LINE + 2
    marks: list[Mark] = [Line("axis", axis.left, bottom, axis.right, bottom)]
    for row_top, row in ((top, spans), (below, plan.ticks)):
        for tick in row:
            if tick.label:
                words = fit(tick.label, axis.right - tick.x)
                marks.append(Label("quiet", tick.x + PAD, row_top, words))
                marks.append(Line("axis", tick.x, row_top + 2, tick.x, bottom))
    return Block(bottom - top, tuple(marks))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row's title and strip begin, and between what its vertical lines run."""

    height: float
    title: float
    strip: float
    lines: tuple[float, float]


def _beside(top: float, title: float) -> _Place:
    height = max(title, _STRIP) + _SPACE
    middle = top + height / 2
    return _Place(height, middle - title / 2, middle - _STRIP / 2, (top, top + height))


def _below(top: float, title: float) -> _Place:
    strip = top + 6 + title
    return _Place(title + _STRIP + 10, top + 4, strip, (strip, strip + _STRIP))


def _row(plan: _Plan, row: SpokenRow, top: float) -> Block:
    """The title, and the strip of the row: beside it, or below where the picture is narrow."""
    indent = 0.0 if row.phase else _SPACE
    room = plan.width if plan.narrow else plan.names - _GAP
    title = fit(row.title, room - indent, lines=2, bold=row.phase)
    place = (_below if plan.narrow else _beside)(top, title.height)
    marks: list[Mark] = [Label("ink", indent, place.title, title, bold=row.phase)]
    if row.phase:
        marks.append(Rect("band", 0, top, plan.width, place.height))
    marks += _grid(plan, *place.lines)
    marks += _spans(plan, row, place.strip + _STRIP / 2)
    marks += _today(plan, *place.lines)
    return Block(place.height, tuple(marks))


def _grid(plan: _Plan, top: float, bottom: float) -> Marks:
    for tick in plan.ticks:
        if tick.label or not plan.narrow:
            yield Line("grid", tick.x, top, tick.x, bottom)


def _today(plan: _Plan, top: float, bottom: float) -> Marks:
    if plan.today is not None and plan.axis.holds(plan.today):
        x = plan.axis.middle(plan.today)
        yield Line("today", x, top, x, bottom)


def _spans(plan: _Plan, row: SpokenRow, middle: float) -> Marks:
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
