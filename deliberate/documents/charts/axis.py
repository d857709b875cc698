"""An axis of days: where a day lies, and which of its ticks have room for a label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
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
        """The ticks, as many of them labelled as have room."""
        days = tuple(_days_of(self.unit, self.first, self.last))
        names = {day: _name(self.unit, day, locale) for day in days}
        needed = max(measure(name) for name in names.values()) + PAD + _APART
        every = self._every(days, needed)
        return tuple(
            Tick(self.start(day), names[day] if self._labelled(day, n, every, names[day]) else "")
            for n, day in enumerate(days)
            if self.unit != "year" or day.year % every == 0
        )

    def _every(self, days: tuple[date, ...], needed: float) -> int:
        """Each how many-th tick bears a label."""
        apart = (self.right - self.left) / len(days)
        if self.unit == "month":
            apart = self.day * 28
        steps = _EVERY[self.unit]
        return next((step for step in steps if step * apart >= needed), steps[-1])

    def _labelled(self, day: date, n: int, every: int, name: str) -> bool:
        place = {"month": day.month - 1, "year": day.year}.get(self.unit, n)
        return place % every == 0 and self.start(day) + PAD + measure(name) <= self.right

    def spans(self, locale: str) -> tuple[Tick, ...]:
        """What the ticks lie in, where its name has room: their months, or their years."""
        if self.unit == "year":
            return ()
        unit: Unit = "year" if self.unit == "month" else "month"
        starts = [day for day in _days_of(unit, self.first, self.last) if day > self.first]
        days = [self.first, *starts]
        ends = [*map(self.start, starts), self.right]
        named = [
            (
                self.start(day),
                end,
                str(day.year) if unit == "year" else formats.month_and_year(day, locale),
            )
            for day, end in zip(days, ends, strict=True)
        ]
        fitting = [Tick(x, name) for x, end, name in named if x + 2 * PAD + measure(name) <= end]
        room = self.right - self.left
        alone = (Tick(self.left, named[0][2]),) if PAD + measure(named[0][2]) <= room else ()
        return tuple(fitting) or alone


def _days_of(unit: Unit, first: date, last: date) -> Iterator[date]:
    """The first day of each unit that begins between two days, both inclusive."""
    match unit:
        case "day" | "week":
            step = 1 if unit == "day" else 7
            for number in range(first.toordinal(), last.toordinal() + 1, step):
                yield date.fromordinal(number)
        case "month":
            for number in range(12 * first.year + first.month - 1, 12 * last.year + last.month):
                day = date(number // 12, number % 12 + 1, 1)
                if day >= first:
                    yield day
        case "year":
            for year in range(first.year, last.year + 1):
                if date(year, 1, 1) >= first:
                    yield date(year, 1, 1)


def _name(unit: Unit, day: date, locale: str) -> str:
    match unit:
        case "day" | "week":
            return str(day.day)
        case "month":
            return formats.month_name(day, locale)
        case "year":
            return str(day.year)


def _end_of_month(day: date) -> date:
    if day.month == 12:
        return day.replace(day=31)
    return day.replace(month=day.month + 1, day=1) - timedelta(days=1)
