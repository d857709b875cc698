"""The chances of a lottery: how many people have which, and where the equal share would be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import count, pairwise

from deliberate.documents.charts.chart import (
    Chart,
    ChartTable,
    Column,
    Told,
    make,
    nothing,
    rows,
)
from deliberate.documents.charts.legend import Entry, legend
from deliberate.documents.charts.lettering import LINE, fit, measure
from deliberate.documents.charts.marks import Box, Label, Line, Mark, Marks, Picture, Rect
from deliberate.documents.charts.signs import diamond
from deliberate.i18n import Translator

BANDS = 10
"""At most so many bands: on a phone each still has room for the number of its people."""
FAR = 3
"""What lies above so many equal shares stands in one band: a few who are needed for a quota and all
but certain to be chosen would else push everybody into one bar."""
_ROUND = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5))
_HEIGHT, _GAP, _EDGE, _SIDE, _SIGN, _BREAK = 150.0, 14.0, 8.0, 20.0, 6.0, 14.0
_APART = 2.0


@dataclass(frozen=True, slots=True)
class ChancesData:
    """Each chance above 0 with how many people have it, in any order; how many people have none
    because of the quotas; and the chance that everybody would have without them."""

    chances: tuple[tuple[Fraction, int], ...]
    never: int
    equal_share: Fraction


@dataclass(frozen=True, slots=True)
class Band:
    """People whose chance is `low` or more and less than `high`; the last of the bands of one width
    holds its `high`. Without `high` it holds all that is above."""

    low: Fraction
    high: Fraction | None
    people: int


def bands(data: ChancesData) -> tuple[Band, ...]:
    """At most `BANDS` bands of one round width, from 0 on, and one above where some are far up."""
    if not data.chances:
        return ()
    largest = max(chance for chance, _ in data.chances)
    most = min(largest, FAR * data.equal_share) or largest
    width = _width(most)
    number = max(1, -(-most // width))
    end = number * width
    held = [0] * number
    for chance, people in data.chances:
        if chance <= end:
            held[min(chance // width, number - 1)] += people
    found = [Band(n * width, (n + 1) * width, people) for n, people in enumerate(held)]
    above = sum(people for chance, people in data.chances if chance > end)
    return tuple([*found, Band(end, None, above)] if above else found)


def _width(most: Fraction) -> Fraction:
    """The smallest round width of which `BANDS` hold the largest chance."""
    if not most:
        return Fraction(1, BANDS)
    tenth = Fraction(1)
    while tenth * BANDS >= most:
        tenth /= 10
    sizes = (tenth * Fraction(10) ** more * one for more in count() for one in _ROUND)
    return next(size for size in sizes if size * BANDS >= most)


def chances_chart(data: ChancesData, say: Translator, *, id: str = "chances") -> Chart:
    """How many people have which chance, with the smallest, the equal and the largest."""
    found = bands(data)
    draw = partial(_draw, data, found, say)
    return make(id, _told(data, say), _table(data, found, say), draw, say)


def _told(data: ChancesData, say: Translator) -> Told:
    told = []
    if data.chances:
        words = say.gettext("Smallest chance: {least}. Equal share: {equal}. Largest: {most}.")
        least, most = min(data.chances)[0], max(data.chances)[0]
        shares = {"least": least, "equal": data.equal_share, "most": most}
        told.append(words.format_map({name: say.share(one) for name, one in shares.items()}))
    if data.never:
        words = say.gettext("Cannot be chosen: {people}.")
        told.append(words.format(people=say.number(data.never)))
    title = say.gettext("How many people had which chance")
    return Told(title, " ".join(told) or _nobody(say))


def _nobody(say: Translator) -> str:
    return say.gettext("Nobody had a chance.")


def _table(data: ChancesData, found: tuple[Band, ...], say: Translator) -> ChartTable:
    columns = (Column(say.gettext("Chance")), Column(say.gettext("People"), "right"))
    cells = [(_range(band, found, say), say.count(band.people)) for band in found if band.people]
    if data.never:
        cells.insert(0, (say.gettext("none: cannot be chosen"), say.count(data.never)))
    return ChartTable(say.gettext("How many people had which chance"), columns, rows(cells))


def _range(band: Band, found: tuple[Band, ...], say: Translator) -> str:
    """The bounds of a band; whoever is on the bound between two belongs to the higher."""
    low = say.share(band.low)
    if band.high is None:
        return say.gettext("above {low}").format(low=low)
    last = [one for one in found if one.high is not None][-1]
    high = say.share(band.high)
    if band is last:
        return say.gettext("{low} to {high}").format(low=low, high=high)
    return say.gettext("{low} to under {high}").format(low=low, high=high)


def _draw(data: ChancesData, found: tuple[Band, ...], say: Translator, width: float) -> Picture:
    if not found:
        return nothing(_nobody(say), width)
    key = legend(_entries(data, say), 0, 0, width)
    plan = _Plan(width, key.height + _GAP + LINE, found)
    labels = tuple(_counts(plan, say))
    marks: list[Mark] = [*key.marks, *labels]
    marks += (Rect("pool", *box) for box in plan.bars)
    marks += _scale(plan, say)
    marks += _equal(plan, plan.x(data.equal_share), labels)
    for chance in (min(data.chances)[0], max(data.chances)[0]):
        marks += diamond("badge", plan.x(chance), plan.ground, _SIGN)
    return Picture.of(width, plan.ground + _SIGN + LINE + _EDGE, marks)


def _entries(data: ChancesData, say: Translator) -> Iterator[Entry]:
    least, most = say.share(min(data.chances)[0]), say.share(max(data.chances)[0])
    sign = partial(diamond, "badge", half=_SIGN)
    if least == most:
        yield Entry(sign, say.gettext("everybody’s chance: {chance}").format(chance=least))
    else:
        yield Entry(sign, say.gettext("smallest chance: {chance}").format(chance=least))
        yield Entry(sign, say.gettext("largest chance: {chance}").format(chance=most))
    equal = say.gettext("equal share: {chance}")
    yield Entry(_sample, equal.format(chance=say.share(data.equal_share)))


def _sample(x: float, y: float) -> Marks:
    yield Line("cut", x, y - 8, x, y + 8)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Bars from `top` down to the ground, above an axis of chances; the band of those far above
    stands apart behind it."""

    width: float
    top: float
    bands: tuple[Band, ...]

    @property
    def left(self) -> float:
        return _SIDE

    @property
    def right(self) -> float:
        """Where the axis ends."""
        return self.width - _SIDE - (self.pitch + _BREAK if self.above else 0.0)

    @property
    def ground(self) -> float:
        return self.top + _HEIGHT

    @property
    def above(self) -> Band | None:
        return self.bands[-1] if self.bands[-1].high is None else None

    @property
    def pitch(self) -> float:
        """The width of one band."""
        whole = self.width - 2 * _SIDE - (_BREAK if self.above else 0.0)
        return whole / len(self.bands)

    @property
    def end(self) -> Fraction:
        """The chance at which the axis ends."""
        return max(band.high for band in self.bands if band.high is not None)

    def x(self, chance: Fraction) -> float:
        """Where a chance stands; all above the axis in the middle of their band."""
        if chance > self.end and self.above:
            return self.width - _SIDE - self.pitch / 2
        return self.left + (self.right - self.left) * float(min(Fraction(1), chance / self.end))

    @property
    def bars(self) -> Iterator[tuple[float, float, float, float]]:
        """Left, top, width and height of the bar of each band that holds somebody."""
        most = max(1, *(band.people for band in self.bands))
        for n, band in enumerate(self.bands):
            if band.people:
                height = max(1.0, _HEIGHT * band.people / most)
                apart = _BREAK if band.high is None else 0.0
                left = self.left + n * self.pitch + apart + 1
                yield left, self.ground - height, self.pitch - 2, height


def _counts(plan: _Plan, say: Translator) -> Iterator[Label]:
    """How many people each bar stands for, where its width has room for the number."""
    held = [band.people for band in plan.bands if band.people]
    for people, (left, top, width, _) in zip(held, plan.bars, strict=True):
        number = say.count(people)
        if measure(number, bold=True) <= plan.pitch - _APART:
            words = fit(number, plan.pitch, bold=True)
            above = min(top, plan.ground - _SIGN - 1) - LINE
            yield Label("ink", left + width / 2, above, words, "middle", bold=True)


def _scale(plan: _Plan, say: Translator) -> Iterator[Mark]:
    """The ground, and below it the bounds of the bands, as many as have room."""
    yield Line("axis", plan.left, plan.ground, plan.right, plan.ground)
    room = plan.width
    if plan.above:
        yield Line("axis", plan.right + _BREAK, plan.ground, plan.width - _SIDE, plan.ground)
        words = fit(f"> {say.share(plan.end)}", plan.width)
        label = Label("quiet", plan.width, plan.ground + _SIGN + 2, words, "end")
        room = label.box.left - _EDGE
        yield label
    bounds = [Fraction(0), *(band.high for band in plan.bands if band.high is not None)]
    widest = max(measure(say.share(bound)) for bound in bounds)
    every = next(n for n in count(1) if n * plan.pitch >= widest + _EDGE or n > len(bounds))
    for n, bound in enumerate(bounds):
        x, told = plan.x(bound), say.share(bound)
        yield Line("axis", x, plan.ground, x, plan.ground + 3)
        half = measure(told) / 2
        if n % every == 0 and half <= x <= room - half:
            words = fit(told, plan.width)
            yield Label("quiet", x, plan.ground + _SIGN + 2, words, "middle")


def _equal(plan: _Plan, x: float, labels: tuple[Label, ...]) -> Iterator[Mark]:
    """The line of the equal share, which leaves out the numbers in its way."""
    top = plan.top - LINE
    in_the_way = [
        label.box for label in labels if label.box.meets(Box(x - 3, top, x + 3, plan.ground))
    ]
    stops = [top, *(y for box in in_the_way for y in (box.top - _APART, box.bottom + _APART))]
    for start, end in list(pairwise([*stops, plan.ground]))[::2]:
        if end > start:
            yield Line("halo", x, start, x, end)
            yield Line("cut", x, start, x, end)
