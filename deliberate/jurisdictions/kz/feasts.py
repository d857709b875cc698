"""Kurban Ait and Oraza Ait: announced dates, expected dates, and an arithmetical estimate.

The feasts follow the moon; the Spiritual Administration of Muslims announces each year's date. Past
dates below were announced. Expected dates follow the astronomical new moon; other years are
computed with the tabular (arithmetical) Islamic calendar, which is right to about a day. Everything
that is not announced is marked as estimated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

RAMADAN_ENDS = (10, 1)
SACRIFICE = (12, 10)
"""Month and day of the Islamic year: 1 Shawwal and 10 Dhu al-Hijja."""

# The day before 1 Muharram of the year 1 (15 July 622, Julian) as a proleptic Gregorian ordinal.
_EPOCH = 227_013
_LEAP_OFFSET = 15
_DAYS_IN_A_YEAR = 354.36667


@dataclass(frozen=True, slots=True)
class Feast:
    """The first day of a feast."""

    day: date
    estimated: bool


_ORAZA = {
    2022: date(2022, 5, 2),
    2023: date(2023, 4, 21),
    2024: date(2024, 4, 10),
    2025: date(2025, 3, 30),
    2026: date(2026, 3, 20),
    2027: date(2027, 3, 10),
    2028: date(2028, 2, 27),
    2029: date(2029, 2, 14),
    2030: date(2030, 2, 4),
    2031: date(2031, 1, 24),
    2032: date(2032, 1, 14),
}
_KURBAN = {
    2022: date(2022, 7, 9),
    2023: date(2023, 6, 28),
    2024: date(2024, 6, 16),
    2025: date(2025, 6, 6),
    2026: date(2026, 5, 27),
    2027: date(2027, 5, 16),
    2028: date(2028, 5, 5),
    2029: date(2029, 4, 24),
    2030: date(2030, 4, 13),
    2031: date(2031, 4, 2),
    2032: date(2032, 3, 22),
}
_LAST_ANNOUNCED = 2025


def oraza_ait(year: int) -> tuple[Feast, ...]:
    """The first day of Oraza Ait in a calendar year; now and then there are two."""
    return _feasts(year, _ORAZA, RAMADAN_ENDS)


def kurban_ait(year: int) -> tuple[Feast, ...]:
    """The first day of Kurban Ait in a calendar year; now and then there are two."""
    return _feasts(year, _KURBAN, SACRIFICE)


def _feasts(year: int, known: dict[int, date], islamic: tuple[int, int]) -> tuple[Feast, ...]:
    if year in known:
        return (Feast(known[year], estimated=year > _LAST_ANNOUNCED),)
    return tuple(Feast(day, estimated=True) for day in _tabular(year, *islamic))


def _tabular(year: int, month: int, day: int) -> list[date]:
    """Days of a Gregorian year that carry an Islamic date in the tabular calendar."""
    about = int((date(year, 1, 1).toordinal() - _EPOCH) / _DAYS_IN_A_YEAR)
    ordinals = (_ordinal(islamic, month, day) for islamic in range(max(about, 1), about + 3))
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return [date.fromordinal(number) for number in ordinals if first <= number <= last]


def _ordinal(year: int, month: int, day: int) -> int:
    """Months have 30 and 29 days in turn; eleven years of thirty have one day more."""
    months = 29 * (month - 1) + month // 2
    years = (year - 1) * 354 + (11 * year + _LEAP_OFFSET) // 30
    return _EPOCH + years + months + day
