"""Arithmetic of whole days: calendar days, weeks, months that clamp, and working days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from math import ceil

from deliberate.core.calendar.holidays import Holidays
from deliberate.core.calendar.wall_clock import out_of_range
from deliberate.core.period import Unit

ONE_DAY = timedelta(days=1)
HOURS_IN_A_DAY = 24


def is_working(day: date, holidays: Holidays) -> bool:
    """Neither a weekly day of rest nor a holiday."""
    return not holidays.is_weekend(day) and holidays.on(day) is None


def shift(day: date, amount: int, unit: Unit, holidays: Holidays) -> date:
    """`day` moved by `amount` units, backwards when it is negative.

    Months keep the number of the day and clamp to the last day of a shorter month. Working days
    count from the next (previous) day on. A day cannot be cut: hours are rounded up to whole days.
    Raises `UnusableInput` (`DATE`) outside the years 1 to 9999.
    """
    try:
        match unit:
            case "months":
                return _months(day, amount)
            case "working_days":
                return _working_days(day, amount, holidays)
            case "weeks":
                return day + timedelta(weeks=amount)
            case "days":
                return day + timedelta(days=amount)
            case "hours":
                full = ceil(abs(amount) / HOURS_IN_A_DAY)
                return day + timedelta(days=full if amount > 0 else -full)
    except OverflowError:
        raise out_of_range() from None


def _months(day: date, months: int) -> date:
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def _working_days(day: date, amount: int, holidays: Holidays) -> date:
    step = ONE_DAY if amount > 0 else -ONE_DAY
    left = abs(amount)
    while left:
        day += step
        left -= is_working(day, holidays)
    return day
