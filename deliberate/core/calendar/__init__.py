"""Calendar arithmetic with days off and time zones, for notice periods and deadlines."""

from deliberate.core.calendar.advice import Advice, Adviser, no_advice
from deliberate.core.calendar.calendar import Calendar
from deliberate.core.calendar.holidays import (
    SATURDAY,
    Holiday,
    HolidayKind,
    Holidays,
    Transfers,
    transferred,
)
from deliberate.core.calendar.wall_clock import Moment, zone_named

__all__ = [
    "SATURDAY",
    "Advice",
    "Adviser",
    "Calendar",
    "Holiday",
    "HolidayKind",
    "Holidays",
    "Moment",
    "Transfers",
    "no_advice",
    "transferred",
    "zone_named",
]
