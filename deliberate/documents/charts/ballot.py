"""Options of a ballot: a bar for each, and the line through all of them that an option must reach.

For any method; a plain vote for or against has `decision_chart`, which shows seats.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from deliberate.documents.charts.chart import (
    NARROW,
    Chart,
    ChartTable,
    Told,
    make,
    nothing,
)
from deliberate.documents.charts.lettering import LINE, Words, clean, fit, spoken, widest
from deliberate.documents.charts.marks import (
    Block,
    Label,
    Line,
    Mark,
    Marks,
    Picture,
    Rect,
    centred,
)
from deliberate.documents.charts.signs import tick
from deliberate.i18n import Translator

_SIGN, _GAP, _EDGE = 24.0, 14.0, 2.0
_BAR, _THIN = 20.0, 14.0
_SPACE = 10.0


@dataclass(frozen=True, slots=True)
class BallotBar:
    """An option: `number` of votes or points, `told` as it is written beside the bar; `won`: it
    won, or is accepted."""

    name: Words
    number: int | Fraction
    told: str
    won: bool = False


@dataclass(frozen=True, slots=True)
class BallotData:
    """Options in the order of the picture. `title` and `description` say in the reader's language
    what was counted. `needed`: what an option must reach, `line` says so; `base`: what it is a part
    of; each None (and "") where the method has none. `beside`: the bars of all pictures that stand
    below each other, so that all begin at one place."""

    title: str
    description: str
    bars: tuple[BallotBar, ...]
    base: int | None = None
    needed: int | None = None
    line: str = ""
    beside: tuple[BallotBar, ...] = ()

    @property
    def all(self) -> tuple[BallotBar, ...]:
        return self.bars + self.beside

    @property
    def most(self) -> Fraction:
        """What the whole width stands for, at least 1."""
        return max([Fraction(1), Fraction(self.base or 0), Fraction(self.needed or 0),
                    *(Fraction(bar.number) for bar in self.bars)])  # fmt: skip

    @property
    def signs(self) -> bool:
        return any(bar.won for bar in self.all)


def ballot_chart(
    data: BallotData, table: ChartTable, say: Translator, *, id: str = "ballot"
) -> Chart:
    """The result of a ballot as bars; `table` holds the same as numbers."""
    told = Told(data.title, data.description)
    return make(id, told, table, partial(_draw, data, say), say)


def _draw(data: BallotData, say: Translator, width: float) -> Picture:
    if not data.bars:
        return nothing(say.gettext("There are no options."), width)
    plan = _plan(data, say, width)
    marks: list[Mark] = []
    top = begin = _EDGE + 4
    for bar in data.bars:
        row = _row(plan, data, bar, top, say)
        marks += row.marks
        top += row.height
    end = top - _SPACE
    if data.needed is not None:
        told = fit(clean(data.line), width, bold=True)
        if not plan.narrow:  # where names stand above their bars the line would run through them
            marks += _threshold(plan, data.needed, begin - 4, end + 4)
        marks.append(centred(plan.at(data.needed), end + 6, told, width))
        end += 6 + told.height
    return Picture.of(width, end + _EDGE, marks)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where names and bars stand; `most` is what the room for bars stands for."""

    width: float
    name: float
    left: float
    right: float
    most: Fraction

    @property
    def narrow(self) -> bool:
        return self.width <= NARROW

    def at(self, number: int | Fraction) -> float:
        """Where a bar of this number ends."""
        part = max(Fraction(0), Fraction(number)) / self.most
        return self.left + float(part) * (self.right - self.left)


def _plan(data: BallotData, say: Translator, width: float) -> _Plan:
    name = _SIGN if data.signs else 0.0
    if width <= NARROW:
        return _Plan(width, name, name + 1, width - _EDGE, data.most)
    names = widest(tuple(spoken(bar.name, say) for bar in data.all), bold=True)
    numbers = widest(tuple(clean(bar.told) for bar in data.all), bold=True)
    left = name + min(names, 0.38 * width) + _GAP
    return _Plan(width, name, left, max(left + 40, width - numbers - _GAP), data.most)


def _row(plan: _Plan, data: BallotData, bar: BallotBar, top: float, say: Translator) -> Block:
    """The name of an option and its number, beside the bar or above it where it is narrow."""
    room = 0.45 * plan.width if plan.narrow else plan.width - plan.right - 4
    number = fit(clean(bar.told), room, bold=True)
    beside = plan.width - widest(number.lines, bold=True) if plan.narrow else plan.left
    name = fit(spoken(bar.name, say), beside - plan.name - _GAP, lines=2, bold=bar.won)
    words = max(name.height, LINE)
    text_top = top if plan.narrow else top + max(0.0, (_BAR - words) / 2)
    marks: list[Mark] = [
        Label("ink", plan.name, text_top, name, bold=bar.won),
        Label("ink", plan.width, text_top, number, "end", bold=True),
    ]
    if bar.won:
        marks += tick(_SIGN / 2 - 3, text_top + LINE / 2)
    if plan.narrow:
        marks += _bar(plan, data, bar, top + words + 3, _THIN)
        return Block(words + 3 + _THIN + _GAP, tuple(marks))
    marks += _bar(plan, data, bar, top + max(0.0, (words - _BAR) / 2), _BAR)
    return Block(max(words, _BAR) + _SPACE, tuple(marks))


def _bar(plan: _Plan, data: BallotData, bar: BallotBar, top: float, height: float) -> Marks:
    """The bar on the track of its base, from a line that shows where nothing is."""
    yield Line("axis", plan.left - 1, top - 1, plan.left - 1, top + height + 1)
    if data.base is not None:
        yield Rect("track", plan.left, top, plan.at(data.base) - plan.left, height)
    role = "won" if bar.won else "option"
    yield Rect(role, plan.left, top, plan.at(bar.number) - plan.left, height)
    if plan.narrow and data.needed is not None:
        yield from _threshold(plan, data.needed, top - 2, top + height + 3)


def _threshold(plan: _Plan, needed: int, top: float, bottom: float) -> Marks:
    """The line through all bars; the halo keeps it apart from bars as dark as itself."""
    x = plan.at(needed)
    for role in ("halo", "needed"):
        yield Line(role, x, top, x, bottom)
