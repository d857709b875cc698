"""Days in Kazakhstan on which a session is possible but unwise: feasts and school holidays."""

from __future__ import annotations

from datetime import date

from deliberate.core.calendar import Advice
from deliberate.core.calendar.days import ONE_DAY
from deliberate.core.errors import message
from deliberate.jurisdictions.kz.feasts import Feast, kurban_ait, oraza_ait

FEAST_LASTS = 3
SUNDAY = 6


def advise(day: date) -> tuple[Advice, ...]:
    """All reasons to avoid a day."""
    found = (_nauryz(day), _oraza(day), _kurban(day), _school(day))
    return tuple(advice for advice in found if advice is not None)


def _nauryz(day: date) -> Advice | None:
    """From 21 March to the Sunday that ends the week of 23 March."""
    first, third = date(day.year, 3, 21), date(day.year, 3, 23)
    last = third + (SUNDAY - third.weekday()) * ONE_DAY
    if not first <= day <= last:
        return None
    return Advice("NAURYZ", message("Nauryz week, {first} to {last}.", first=first, last=last))


def _oraza(day: date) -> Advice | None:
    feast = _near(day, oraza_ait(day.year))
    if feast is None:
        return None
    if feast.estimated:
        return Advice("ORAZA_AIT", message("Oraza Ait, about {day}.", day=feast.day), True)
    return Advice("ORAZA_AIT", message("Oraza Ait, {day}.", day=feast.day))


def _kurban(day: date) -> Advice | None:
    feast = _near(day, kurban_ait(day.year))
    if feast is None:
        return None
    if feast.estimated:
        return Advice("KURBAN_AIT", message("Kurban Ait, about {day}.", day=feast.day), True)
    return Advice("KURBAN_AIT", message("Kurban Ait, {day}.", day=feast.day))


def _near(day: date, feasts: tuple[Feast, ...]) -> Feast | None:
    """The feast whose three days include `day`; an estimated one may be a day early or late."""
    for feast in feasts:
        margin = 1 if feast.estimated else 0
        if -margin <= (day - feast.day).days < FEAST_LASTS + margin:
            return feast
    return None


def _school(day: date) -> Advice | None:
    """School holidays as they usually fall; an order of the ministry sets them for each year."""
    for first, last in _school_holidays(day):
        if first <= day <= last:
            text = message("School holidays, about {first} to {last}.", first=first, last=last)
            return Advice("SCHOOL", text, estimated=True)
    return None


def _school_holidays(day: date) -> tuple[tuple[date, date], ...]:
    """Winter (two halves), spring, summer and autumn, as in the orders for 2017/18 to 2025/26."""
    year = day.year
    autumn = date(year, 10, 31)
    autumn -= autumn.weekday() * ONE_DAY
    return (
        (date(year, 1, 1), date(year, 1, 9)),
        (date(year, 3, 19), date(year, 3, 31)),
        (date(year, 5, 26), date(year, 8, 31)),
        (autumn, autumn + 6 * ONE_DAY),
        (date(year, 12, 29), date(year, 12, 31)),
    )
