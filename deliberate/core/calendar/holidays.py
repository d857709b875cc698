"""Days off: what a jurisdiction must be able to say about a day, and how decrees change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from deliberate.core.errors import UnusableInput, message
from deliberate.core.text import Text

HolidayKind = Literal["public", "religious", "moved", "decreed"]
"""Fixed by law; a feast; a day off gained because a holiday met a weekend; added by a decree."""

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off that has a name. `estimated`: its date is expected but not announced yet."""

    day: date
    name: Text
    estimated: bool = False
    kind: HolidayKind = "public"


class Holidays(Protocol):
    """The days off of one jurisdiction."""

    def on(self, day: date) -> Holiday | None:
        """The holiday of a day, or None. A plain weekend is no holiday."""
        ...

    def is_weekend(self, day: date) -> bool:
        """Whether a day is a weekly day of rest (and no decree has made it a working day)."""
        ...

    def with_transfers(
        self, *, days_off: Iterable[date] = (), working: Iterable[date] = ()
    ) -> Holidays:
        """The same holidays with days that a decree has freed or made working days."""
        ...


@dataclass(frozen=True, slots=True)
class Transfers:
    """Holidays changed by a decree, as an agency enters it in its pilot file.

    A weekend, a moved or an estimated day may become a working day (a feast whose date was
    announced otherwise is corrected so); a fixed public holiday may not.
    """

    base: Holidays
    name: Text
    days_off: frozenset[date]
    working: frozenset[date]

    def on(self, day: date) -> Holiday | None:
        if day in self.working:
            return None
        found = self.base.on(day)
        if found is None and day in self.days_off:
            return Holiday(day, self.name, kind="decreed")
        return found

    def is_weekend(self, day: date) -> bool:
        return day not in self.working and self.base.is_weekend(day)

    def with_transfers(
        self, *, days_off: Iterable[date] = (), working: Iterable[date] = ()
    ) -> Holidays:
        return transferred(
            self.base, self.name, {*self.days_off, *days_off}, {*self.working, *working}
        )


def transferred(
    base: Holidays, name: Text, days_off: Iterable[date], working: Iterable[date]
) -> Holidays:
    """`base` with the days that a decree frees or makes working; `name` is what a freed day says.

    Raises `UnusableInput` with the code `TRANSFER` when a day is entered as both, or when a fixed
    public holiday is entered as a working day.
    """
    freed, worked = frozenset(days_off), frozenset(working)
    for day in sorted(freed & worked):
        raise UnusableInput(
            "TRANSFER",
            message("{day} is entered both as a day off and as a working day.", day=day),
        )
    for day in sorted(worked):
        holiday = base.on(day)
        if holiday is not None and not holiday.estimated and holiday.kind != "moved":
            raise UnusableInput(
                "TRANSFER",
                message(
                    "{day} cannot become a working day: it is a holiday, “{name}”.",
                    day=day,
                    name=holiday.name,
                ),
            )
    return Transfers(base, name, freed, worked) if freed or worked else base
