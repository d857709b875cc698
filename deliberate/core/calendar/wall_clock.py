"""Local days and wall-clock times as exact moments, in any zone and across its changes of offset.

Moments are returned with a fixed offset. Two datetimes that share one `ZoneInfo` are compared by
their wall clocks, which is wrong when an hour repeats; with fixed offsets comparison is exact and
the local time stays readable.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from deliberate.core.errors import UnusableInput, message

Moment = date | datetime
"""A whole local day (`date`) or an aware moment (`datetime`)."""


def zone_named(key: str) -> ZoneInfo:
    """The zone with this name in the IANA database; `UnusableInput` (`ZONE`) when there is none."""
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):
        raise UnusableInput(
            "ZONE",
            message("There is no time zone “{zone}”.", zone=key),
            fix=message("Write a name of the IANA database, for example Europe/Dublin."),
        ) from None


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same moment on the zone's clock, with a fixed offset.

    Raises `UnusableInput` (`ZONE`) for a datetime without an offset.
    """
    if moment.utcoffset() is None:
        raise UnusableInput(
            "ZONE",
            message("“{moment}” names no time zone.", moment=moment.isoformat()),
            fix=message("Add the offset, for example +05:00."),
        )
    try:
        shown = moment.astimezone(zone)
    except (OverflowError, ValueError):
        raise out_of_range() from None
    return shown.replace(tzinfo=timezone(shown.utcoffset() or timedelta(0)), fold=0)


def local_day(moment: Moment, zone: ZoneInfo) -> date:
    """The local day of a moment; a whole day is itself."""
    return local(moment, zone).date() if isinstance(moment, datetime) else moment


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a local day: midnight, or the first moment after a skipped midnight."""
    return _resolve(datetime.combine(day, time.min), zone, fold=0)


def at_time(day: date, at: time, zone: ZoneInfo, *, later: bool) -> datetime:
    """A wall-clock time on a local day.

    A time that the zone skips or repeats on that day has two readings; `later` says which counts.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    readings = (_resolve(wall, zone, fold=0), _resolve(wall, zone, fold=1))
    return max(readings) if later else min(readings)


def hours_later(moment: datetime, hours: int, zone: ZoneInfo) -> datetime:
    """Exact time: so many times 3,600 seconds later (earlier, when negative)."""
    try:
        return local(moment + timedelta(hours=hours), zone)
    except OverflowError:
        raise out_of_range() from None


def _resolve(wall: datetime, zone: ZoneInfo, fold: int) -> datetime:
    try:
        return local(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC), zone)
    except (OverflowError, ValueError):
        raise out_of_range() from None


def out_of_range() -> UnusableInput:
    """The answer to arithmetic that leaves the years 1 to 9999."""
    return UnusableInput("DATE", message("The date lies outside the years 1 to 9999."))
