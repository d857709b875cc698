"""The calendar of a process: local days, working days, periods, notice and deadlines.

A *moment* is an aware datetime; a plain `date` stands for the whole local day. Rules of reading:

* Days, weeks and months are counted on the local wall clock (a day is not always 24 hours); only
  hours are exact time.
* Between two moments a period counts from its minute: fourteen days from 18 February 09:00 end on
  4 March at 09:00. Where one side is a whole day, days are compared: what happens at any minute of
  the last legal day is in time.
* Months clamp: one month before 15 March is 15 February, before 31 March the last of February.
* A deadline on a day off does not move by itself; whoever wants that calls `next_working`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import overload
from zoneinfo import ZoneInfo

from deliberate.core.calendar import days, wall_clock
from deliberate.core.calendar.advice import Advice, Adviser, no_advice
from deliberate.core.calendar.days import ONE_DAY
from deliberate.core.calendar.holidays import Holiday, Holidays
from deliberate.core.calendar.wall_clock import Moment
from deliberate.core.period import Period, Unit


@dataclass(frozen=True, slots=True)
class Calendar:
    """Calendar arithmetic in one zone with one jurisdiction's days off.

    Moments are returned with a fixed offset, on the local clock. Raises `UnusableInput`: `ZONE` for
    a datetime without an offset, `DATE` for a result outside the years 1 to 9999.
    """

    zone: ZoneInfo
    holidays: Holidays
    adviser: Adviser = no_advice

    # ------------------------------------------------------------------ days and moments
    def local_day(self, moment: Moment) -> date:
        """The local day on which a moment falls; a whole day is itself."""
        return wall_clock.local_day(moment, self.zone)

    def start_of(self, day: date) -> datetime:
        """00:00 local, the first moment of a day."""
        return wall_clock.start_of_day(day, self.zone)

    def end_of(self, day: date) -> datetime:
        """24:00 local: the first moment of the next day, which no longer belongs to `day`."""
        return wall_clock.start_of_day(self._days_later(day, 1), self.zone)

    def start_moment(self, moment: Moment) -> datetime:
        """When something planned for a moment or a whole day may begin."""
        if isinstance(moment, datetime):
            return wall_clock.local(moment, self.zone)
        return self.start_of(moment)

    def end_moment(self, moment: Moment) -> datetime:
        """When something planned for a moment or a whole day is over: a day ends at 24:00."""
        if isinstance(moment, datetime):
            return wall_clock.local(moment, self.zone)
        return self.end_of(moment)

    # ------------------------------------------------------------------ working days
    def holiday(self, day: date) -> Holiday | None:
        """The holiday of a day with its name, or None; plain weekends have none."""
        return self.holidays.on(day)

    def is_working(self, day: date) -> bool:
        """Neither a weekly day of rest nor a day off."""
        return days.is_working(day, self.holidays)

    def next_working(self, day: date) -> date:
        """The day itself if it is a working day, else the first working day after it."""
        while not self.is_working(day):
            day = self._days_later(day, 1)
        return day

    def advice(self, day: date) -> tuple[Advice, ...]:
        """Why a session on this day would be possible but unwise, as the jurisdiction sees it."""
        return self.adviser(day)

    # ------------------------------------------------------------------ arithmetic
    def add(self, start: date, period: Period) -> date:
        """The day that lies a period after `start`: `start` itself is not counted.

        The third working day after a Thursday is a Tuesday. Hours are rounded up to whole days.
        """
        return days.shift(start, period.amount, period.unit, self.holidays)

    def subtract(self, end: date, period: Period) -> date:
        """The day that lies a period before `end`; the mirror image of `add`.

        `subtract(add(d, p), p)` is never after `d`: it is before `d` when a month was clamped or
        `d` is a day off.
        """
        return days.shift(end, -period.amount, period.unit, self.holidays)

    def add_to_moment(self, start: datetime, period: Period) -> datetime:
        """The same wall-clock time a period later; hours are exact.

        When the clock skips or repeats that time, the later reading counts: nobody loses time.
        """
        return self._move(start, period.amount, period.unit)

    # ------------------------------------------------------------------ notice: at least P before
    @overload
    def latest_before(self, end: datetime, period: Period) -> datetime: ...
    @overload
    def latest_before(self, end: date, period: Period) -> date: ...
    def latest_before(self, end: Moment, period: Period) -> Moment:
        """The last day (for a day) or moment (for a moment) that lies a full period before `end`.

        When the clock skips or repeats that time, the earlier reading counts.
        """
        if isinstance(end, datetime):
            return self._move(end, -period.amount, period.unit)
        return self.subtract(end, period)

    def leads(self, start: Moment, end: Moment, period: Period) -> bool:
        """Whether `start` lies at least a period before `end` (notice, materials)."""
        latest = self.latest_before(end, period)
        if isinstance(start, datetime) and isinstance(latest, datetime):
            return wall_clock.local(start, self.zone) <= latest
        return self.local_day(start) <= self.local_day(latest)

    def earliest_after_lead(self, start: Moment, period: Period) -> date:
        """The first day D for which `start` comes in time: `leads(start, D, period)`."""
        first = self.local_day(start)
        if period.unit == "working_days":
            # Working days count backwards from D, so the last of them may be the day before D.
            full = self.add(self._days_later(first, -1), period)
            return self._days_later(full, 1)
        day = self.add(first, period)
        while self.subtract(day, period) < first:
            day = self._days_later(day, 1)
        return day

    def lead_days(self, start: Moment, end: Moment) -> int:
        """How many local days lie between two days: 24 from 15 January to 8 February."""
        return (self.local_day(end) - self.local_day(start)).days

    # ------------------------------------------------------------------ duration: lasts P
    def lasts_at_least(self, start: Moment, end: Moment, period: Period) -> bool:
        """Whether a window is open for at least a period.

        `end` is exclusive for a moment and inclusive for a whole day: from 18 February to 3 March,
        and from 18 February 00:00 to 4 March 00:00, it is fourteen days.
        """
        return self.add_to_moment(self.start_moment(start), period) <= self.end_moment(end)

    def lasts_at_most(self, start: Moment, end: Moment, period: Period) -> bool:
        """Whether a window is open for no longer than a period; ends as in `lasts_at_least`."""
        return self.end_moment(end) <= self.add_to_moment(self.start_moment(start), period)

    def weekly(self, start: datetime, every: Period) -> Iterator[datetime]:
        """Due moments of reports, without end: 24:00 local of every seventh day after `start`.

        A publication on Friday 30 April makes the first report due by 24:00 on Friday 7 May; what
        comes at or after that moment is late. Any period serves in place of seven days; its
        multiples are counted from the first day, so that clamped months do not drift. A period in
        hours runs from the minute of `start`.
        """
        for amount in count(every.amount, every.amount):
            if every.unit == "hours":
                yield self._move(start, amount, every.unit)
            else:
                day = days.shift(self.local_day(start), amount, every.unit, self.holidays)
                yield self.end_of(day)

    # ------------------------------------------------------------------ inside
    def _move(self, moment: datetime, amount: int, unit: Unit) -> datetime:
        here = wall_clock.local(moment, self.zone)
        if unit == "hours":
            return wall_clock.hours_later(here, amount, self.zone)
        day = days.shift(here.date(), amount, unit, self.holidays)
        return wall_clock.at_time(day, here.time(), self.zone, later=amount > 0)

    @staticmethod
    def _days_later(day: date, amount: int) -> date:
        try:
            return day + amount * ONE_DAY
        except OverflowError:
            raise wall_clock.out_of_range() from None
