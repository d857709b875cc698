"""Population, pool and panel of a lottery: bars for each value of a feature, and its quota."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from deliberate.documents.charts.chart import (
    NARROW,
    Chart,
    ChartTable,
    Column,
    Told,
    chosen,
    make,
    nothing,
    rows,
)
from deliberate.documents.charts.legend import Entry, legend, swatch
from deliberate.documents.charts.lettering import LINE, Words, fit, spoken, widest
from deliberate.documents.charts.marks import (
    Block,
    Label,
    Line,
    Mark,
    Marks,
    Path,
    Picture,
    Rect,
)
from deliberate.i18n import Translator

_GAP, _EDGE, _BETWEEN = 14.0, 2.0, 16.0
_BAR, _PITCH, _BRACKET = 12.0, LINE, 5.0
_NUMBER = 7.0
"""Between a bar and its number."""
_NAME_LINES, _NARROW_LINES = 3, 2


@dataclass(frozen=True, slots=True)
class ValueShare:
    """One value of a feature: its share in the population where known; people in the pool, None
    where they are too few to be shown; people on the panel, and the quota that they keep."""

    name: Words
    population: Fraction | None
    pool: int | None
    panel: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class SharesData:
    """The values of a feature; `pool` and `panel` are all people there, at least one in each."""

    feature: Words
    pool: int
    panel: int
    values: tuple[ValueShare, ...]

    @property
    def population_known(self) -> bool:
        return any(value.population is not None for value in self.values)

    @property
    def most(self) -> Fraction:
        """The share for which the longest bar stands."""
        found = [share for value in self.values for share in _shares(self, value) if share]
        found += [Fraction(value.most, self.panel) for value in self.values]
        return min(max([Fraction(1, self.panel), *found]), Fraction(1))


def shares_chart(
    data: SharesData, say: Translator, *, id: str = "shares", part: range | None = None
) -> Chart:
    """The shares of each value in population, pool and panel. `part` draws some of the values (by
    their index, on the common scale), for a sheet of paper that does not hold all."""
    some = chosen(part, len(data.values))
    draw = partial(_draw, data, some, say)
    return make(id, _told(data, some, say), _table(data, some, say), draw, say)


def _shares(data: SharesData, value: ValueShare) -> tuple[Fraction | None, ...]:
    pool = None if value.pool is None else Fraction(value.pool, data.pool)
    return value.population, pool, Fraction(value.panel, data.panel)


def _told(data: SharesData, part: range, say: Translator) -> Told:
    words = say.gettext("Values: {count}. In the pool: {pool}. On the panel: {panel}.")
    counts = {"count": len(data.values), "pool": data.pool, "panel": data.panel}
    told = [words.format_map({name: say.number(number) for name, number in counts.items()})]
    kept = all(value.least <= value.panel <= value.most for value in data.values)
    if data.values:
        told.append(say.gettext("All quotas are kept.") if kept else _broken(data, say))
    return Told(_title(data, part, say), " ".join(told))


def _broken(data: SharesData, say: Translator) -> str:
    names = [
        spoken(value.name, say)
        for value in data.values
        if not value.least <= value.panel <= value.most
    ]
    return say.gettext("Quotas that are not kept: {names}.").format(names=say.listed(names))


def _title(data: SharesData, part: range, say: Translator) -> str:
    """Two pictures of one feature are two landmarks: each says which values it shows."""
    feature = spoken(data.feature, say)
    if len(part) == len(data.values):
        return feature
    words = say.gettext("{feature}, values {first}–{last} of {count}")
    numbers = {"first": part.start + 1, "last": part.stop, "count": len(data.values)}
    return words.format(feature=feature, **{n: say.number(one) for n, one in numbers.items()})


def _table(data: SharesData, part: range, say: Translator) -> ChartTable:
    columns = [Column(say.gettext("Value"))]
    if data.population_known:
        columns.append(Column(say.gettext("Population"), "right"))
    columns += [
        Column(say.gettext("In the pool"), "right"),
        Column(say.gettext("On the panel"), "right"),
        Column(say.gettext("Quota"), "right"),
        Column(say.gettext("Deviation"), "right"),
    ]
    cells = (_cells(data, data.values[n], say) for n in part)
    return ChartTable(_title(data, part, say), tuple(columns), rows(cells))


def _cells(data: SharesData, value: ValueShare, say: Translator) -> Iterator[str]:
    population, pool, panel = _shares(data, value)
    yield spoken(value.name, say)
    if data.population_known:
        yield "—" if population is None else say.share(population)
    yield _withheld(say) if pool is None else _counted(value.pool or 0, pool, say)
    yield _counted(value.panel, panel or Fraction(0), say)
    yield written_quota(value.least, value.most, say)
    yield _deviation(value, say)


def _counted(people: int, share: Fraction | None, say: Translator) -> str:
    return f"{say.count(people)} ({say.share(share or Fraction(0))})"


def _withheld(say: Translator) -> str:
    return say.gettext("not shown")


def written_quota(least: int, most: int, say: Translator) -> str:
    """From the fewest to the most, as one number where both are the same."""
    return say.number(least) if least == most else f"{say.number(least)}–{say.number(most)}"


def _deviation(value: ValueShare, say: Translator) -> str:
    if value.panel < value.least:
        return f"−{say.number(value.least - value.panel)}"
    return f"+{say.number(value.panel - value.most)}" if value.panel > value.most else "0"


def _draw(data: SharesData, part: range, say: Translator, width: float) -> Picture:
    if not part:
        return nothing(say.gettext("There are no values."), width)
    plan = _plan(data, say, width)
    key = legend(_entries(data, say), 0, 0, width)
    marks: list[Mark] = [*key.marks]
    top = key.height + _GAP
    for n in part:
        block = _value(plan, data, data.values[n], top, say)
        marks += block.marks
        top += block.height
    return Picture.of(width, top - _BETWEEN + _EDGE, marks)


def _entries(data: SharesData, say: Translator) -> Iterator[Entry]:
    if data.population_known:
        yield Entry(swatch("population"), say.gettext("population"))
    yield Entry(swatch("pool"), say.gettext("pool"))
    yield Entry(swatch("panel"), say.gettext("panel"))
    yield Entry(_sample, say.gettext("quota: from the fewest to the most"))


def _sample(x: float, y: float) -> Marks:
    yield from _bracket(x - 7, x + 7, y + _BRACKET / 2)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where names and bars stand; `most` is what the longest bar stands for."""

    width: float
    left: float
    right: float
    most: Fraction

    @property
    def narrow(self) -> bool:
        return self.width <= NARROW

    def x(self, share: Fraction) -> float:
        """Where a bar of this share ends."""
        return self.left + (self.right - self.left) * float(min(share, self.most) / self.most)


def _plan(data: SharesData, say: Translator, width: float) -> _Plan:
    numbers = (say.share(share) for value in data.values for share in _shares(data, value) if share)
    room = max(widest(tuple(numbers)), widest((_withheld(say),)))
    right = width - room - _NUMBER - _EDGE
    if width <= NARROW:
        return _Plan(width, _EDGE, right, data.most)
    names = widest(tuple(spoken(value.name, say) for value in data.values), bold=True)
    return _Plan(width, min(names, 0.34 * width) + _GAP, right, data.most)


def _value(plan: _Plan, data: SharesData, value: ValueShare, top: float, say: Translator) -> Block:
    """The name of a value and its bars, from the population to the panel with its quota."""
    room, lines = (plan.width, _NARROW_LINES) if plan.narrow else (plan.left - _GAP, _NAME_LINES)
    name = fit(spoken(value.name, say), room, lines=lines, bold=True)
    marks: list[Mark] = [Label("ink", 0, top, name, bold=True)]
    first = top + name.height + 2 if plan.narrow else top
    y = first
    population, pool, panel = _shares(data, value)
    if data.population_known:
        marks += _bar(plan, "population", population, "—", y, say)
        y += _PITCH
    marks += _bar(plan, "pool", pool, _withheld(say), y, say)
    marks += _bar(plan, "panel", panel, "", y + _PITCH, say)
    quota = [plan.x(Fraction(number, data.panel)) for number in (value.least, value.most)]
    y += 2 * _PITCH + _BRACKET
    marks += _bracket(quota[0], quota[1], y)
    bottom = max(y, 0.0 if plan.narrow else top + name.height)
    marks.append(Line("axis", plan.left, first, plan.left, y))
    return Block(bottom - top + _BETWEEN, tuple(marks))


def _bar(
    plan: _Plan, role: str, share: Fraction | None, unknown: str, top: float, say: Translator
) -> Marks:
    """A bar and its number behind it."""
    end = plan.left if share is None else plan.x(share)
    yield Rect(role, plan.left, top + (LINE - _BAR) / 2, end - plan.left, _BAR)
    told, ink = (unknown, "quiet") if share is None else (say.share(share), "ink")
    yield Label(ink, end + _NUMBER, top, fit(told, plan.width - end - _NUMBER))


def _bracket(left: float, right: float, y: float) -> Marks:
    """From the fewest to the most, below the bar; one foot where both are the same."""
    top = y - _BRACKET
    if right > left:
        points = ((left, top), (left, y), (right, y), (right, top))
        yield Path("quota", points, closed=False)
        return
    yield Path("quota", ((left, top), (left, y)), closed=False)
    yield Path("quota", ((max(0.0, left - _BRACKET), y), (left + _BRACKET, y)), closed=False)
