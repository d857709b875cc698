"""An axis of days: where a day lies, and which of its ticks have room for a label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count
from typing import Literal

from deliberate.documents.charts.lettering import measure
from deliberate.i18n import formats

Unit = Literal["day", "week", "month", "year"]

PAD = 3.0
"""Between a tick and its label."""
_APART = 6.0
_DAYS, _WEEKS, _MONTHS = 14, 70, 6 * 366
"""Up to how many days an axis counts in days, in weeks, in months; a longer one in years."""
_EVERY: dict[Unit, tuple[int, ...]] = {
    "day": (1, 2, 7, 14),
    "week": (1, 2, 4, 8),
    "month": (1, 2, 3, 6, 12),
    "year": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000),
}


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis; without a label where there is no room for one."""

    x: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from `first` to `last`, both inclusive, between two places of the drawing."""

    first: date
    last: date
    left: float
    right: float
    unit: Unit

    @classmethod
    def of(cls, days: Iterable[date], left: float, right: float) -> Axis:
        """An axis that holds all of the days (one at least), in whole weeks or months."""
        listed = tuple(days)
        first, last = min(listed), max(listed)
        length = (last - first).days + 1
        if length <= _DAYS:
            return cls(first, last, left, right, "day")
        if length <= _WEEKS:
            monday, sunday = first.toordinal() - first.weekday(), last.toordinal() - last.weekday()
            last = date.fromordinal(min(sunday + 6, date.max.toordinal()))
            return cls(date.fromordinal(monday), last, left, right, "week")
        unit: Unit = "month" if length <= _MONTHS else "year"
        if unit == "year":
            return cls(
                first.replace(month=1, day=1), last.replace(month=12, day=31), left, right, unit
            )
        return cls(first.replace(day=1), _end_of_month(last), left, right, unit)

    @property
    def day(self) -> float:
        """How wide one day is."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def start(self, day: date) -> float:
        """Where a day begins."""
        return self.left + self.day * (day - self.first).days

    def middle(self, day: date) -> float:
        return self.start(day) + self.day / 2

    def end(self, day: date) -> float:
        """Where a day ends."""
        return self.start(day) + self.day

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def ticks(self, locale: str) -> tuple[Tick, ...]:
        """The ticks, as many of them labelled as have room; of years only those with a label."""
        every = self._every(locale)
        if self.unit == "year":
            years = range(self.first.year, self.last.year + 1)
            days = [date(year, 1, 1) for year in years if year % every == 0]
            return tuple(self._tick(day, str(day.year)) for day in days)
        return tuple(
            self._tick(day, _name(self.unit, day, locale) if place % every == 0 else "")
            for place, day in _places(self.unit, self.first, self.last)
        )

    def _every(self, locale: str) -> int:
        """Each how many-th tick bears a label."""
        apart = self.day * {"day": 1, "week": 7, "month": 28, "year": 365}[self.unit]
        needed = PAD + _widest(self.unit, locale) + _APART
        steps = _EVERY[self.unit]
        return next((step for step in steps if step * apart >= needed), steps[-1])

    def _tick(self, day: date, label: str) -> Tick:
        x = self.start(day)
        return Tick(x, label if x + PAD + measure(label) <= self.right else "")

    def spans(self, locale: str) -> tuple[Tick, ...]:
        """What the ticks lie in, where its name has room: their months, or their years."""
        if self.unit == "year":
            return ()
        named = [
            (day, str(day.year) if self.unit == "month" else formats.month_and_year(day, locale))
            for _, day in _places("month", self.first, self.last)
            if self.unit != "month" or day.month == 1 or day == self.first
        ]
        ends = [*(self.start(day) for day, _ in named[1:]), self.right]
        fitting = tuple(
            Tick(self.start(day), name)
            for (day, name), end in zip(named, ends, strict=True)
            if self.start(day) + 2 * PAD + measure(name) <= end
        )
        alone = Tick(self.left, named[0][1])
        return fitting or ((alone,) if self.left + PAD + measure(alone.label) <= self.right else ())


def _places(unit: Unit, first: date, last: date) -> Iterator[tuple[int, date]]:
    """The days on which units begin, the first day among them, each with its place: the number of
    its month, or how many units lie before it."""
    day = first
    for n in count():
        yield (day.month - 1 if unit == "month" else n), day
        ahead = _end_of_month(day).toordinal() + 1 - day.toordinal()
        following = day.toordinal() + {"day": 1, "week": 7}.get(unit, ahead)
        if following > last.toordinal():
            return
        day = date.fromordinal(following)


def _name(unit: Unit, day: date, locale: str) -> str:
    return _months(locale)[day.month - 1] if unit == "month" else str(day.day)


def _widest(unit: Unit, locale: str) -> float:
    names = {"month": _months(locale), "year": ("0000",)}.get(unit, ("00",))
    return max(map(measure, names))


@lru_cache(maxsize=8)
def _months(locale: str) -> tuple[str, ...]:
    return tuple(formats.month_name(date(2001, month, 1), locale) for month in range(1, 13))


def _end_of_month(day: date) -> date:
    following = day.replace(day=28).toordinal() + 4
    if following > date.max.toordinal():
        return date.max
    beyond = date.fromordinal(following)
    return date.fromordinal(following - beyond.day)
