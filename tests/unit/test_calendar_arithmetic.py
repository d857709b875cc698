"""Calendar arithmetic: days, months that clamp, working days, notice, duration, weekly reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deliberate.core.calendar import SATURDAY, Calendar, Holiday, Holidays, transferred
from deliberate.core.errors import UnusableInput
from deliberate.core.period import Period, Unit
from deliberate.core.text import Text

ALMATY = ZoneInfo("Asia/Almaty")
NAME = Text.of({"en": "a day off"})


class OddHolidays:
    """Weekends, the 8th of March and a whole week in July."""

    def on(self, day: date) -> Holiday | None:
        off = (day.month, day.day) == (3, 8) or (day.month == 7 and 10 <= day.day <= 16)
        return Holiday(day, NAME) if off else None

    def is_weekend(self, day: date) -> bool:
        return day.weekday() >= SATURDAY

    def with_transfers(
        self, *, days_off: Iterable[date] = (), working: Iterable[date] = ()
    ) -> Holidays:
        return transferred(self, NAME, days_off, working)


CALENDAR = Calendar(ALMATY, OddHolidays())

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
PERIODS = st.builds(Period, st.integers(1, 60), st.sampled_from(get_args(Unit)))
EVEN_PERIODS = st.builds(Period, st.integers(1, 60), st.sampled_from(["hours", "days", "weeks"]))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2060, 1, 1)).map(
    lambda wall: wall.replace(tzinfo=UTC)
)


def period(text: str) -> Period:
    return Period.parse(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# ---------------------------------------------------------------------- worked examples


@pytest.mark.parametrize(
    ("end", "text", "latest"),
    [
        ("2027-03-15", "1 month", "2027-02-15"),
        ("2027-03-31", "1 month", "2027-02-28"),
        ("2028-03-31", "1 month", "2028-02-29"),
        ("2028-02-29", "12 months", "2027-02-28"),
        ("2027-01-31", "2 months", "2026-11-30"),
        ("2027-04-07", "1 week", "2027-03-31"),
        ("2027-04-07", "7 days", "2027-03-31"),
        ("2027-04-07", "24 hours", "2027-04-06"),
        ("2027-04-07", "25 hours", "2027-04-05"),
        ("2027-03-09", "1 working day", "2027-03-05"),
    ],
)
def test_subtracting_from_a_day(end: str, text: str, latest: str) -> None:
    day = date.fromisoformat(end)
    assert CALENDAR.subtract(day, period(text)) == date.fromisoformat(latest)
    assert CALENDAR.latest_before(day, period(text)) == date.fromisoformat(latest)


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        ("2027-01-31", "1 month", "2027-02-28"),
        ("2028-01-31", "1 month", "2028-02-29"),
        ("2028-02-29", "12 months", "2029-02-28"),
        ("2027-04-08", "14 days", "2027-04-22"),
        ("2027-03-04", "3 working days", "2027-03-10"),
        ("2027-07-09", "1 working day", "2027-07-19"),
    ],
)
def test_adding_to_a_day(start: str, text: str, end: str) -> None:
    assert CALENDAR.add(date.fromisoformat(start), period(text)) == date.fromisoformat(end)


def test_a_month_before_15_march_is_28_days_and_before_31_march_31() -> None:
    for day, length in ((date(2027, 3, 15), 28), (date(2027, 3, 31), 31)):
        assert CALENDAR.lead_days(CALENDAR.subtract(day, period("1 month")), day) == length


def test_the_earliest_session_after_a_calendar_month() -> None:
    published, planned = date(2027, 1, 15), date(2027, 2, 8)
    assert CALENDAR.lead_days(published, planned) == 24
    assert not CALENDAR.leads(published, planned, period("1 month"))
    assert CALENDAR.earliest_after_lead(published, period("1 month")) == date(2027, 2, 15)
    assert CALENDAR.earliest_after_lead(at("2027-01-15T23:59:00+05:00"), period("1 month")) == date(
        2027, 2, 15
    )


def test_a_month_from_the_31st_ends_in_the_month_after_next() -> None:
    assert CALENDAR.earliest_after_lead(date(2027, 1, 31), period("1 month")) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("start", "earliest"),
    [("2027-06-03", "2027-06-05"), ("2027-06-04", "2027-06-08"), ("2027-06-05", "2027-06-09")],
)
def test_working_days_of_notice_are_full_days_before(start: str, earliest: str) -> None:
    assert CALENDAR.earliest_after_lead(
        date.fromisoformat(start), period("2 working days")
    ) == date.fromisoformat(earliest)


def test_between_moments_notice_counts_from_its_minute() -> None:
    session = at("2027-04-07T10:00:00+05:00")
    latest = CALENDAR.latest_before(session, period("7 days"))
    assert latest.isoformat() == "2027-03-31T10:00:00+05:00"
    assert CALENDAR.leads(latest, session, period("7 days"))
    assert not CALENDAR.leads(latest + timedelta(minutes=1), session, period("7 days"))


def test_where_one_side_is_a_day_days_are_compared() -> None:
    last_minute, too_late = at("2027-03-31T23:59:00+05:00"), at("2027-04-01T00:00:00+05:00")
    assert CALENDAR.leads(last_minute, date(2027, 4, 7), period("7 days"))
    assert not CALENDAR.leads(too_late, date(2027, 4, 7), period("7 days"))
    assert CALENDAR.leads(date(2027, 3, 31), at("2027-04-07T10:00:00+05:00"), period("7 days"))


@pytest.mark.parametrize(
    ("opens", "closes", "enough"),
    [
        ("2027-02-18T00:00:00+05:00", "2027-03-04T00:00:00+05:00", True),
        ("2027-02-18T00:00:00+05:00", "2027-03-03T23:59:59+05:00", False),
        ("2027-02-18T09:00:00+05:00", "2027-03-04T00:00:00+05:00", False),
        ("2027-02-18T09:00:00+05:00", "2027-03-04T09:00:00+05:00", True),
        ("2027-02-17T19:00:00+00:00", "2027-03-04T00:00:00+05:00", True),
    ],
)
def test_a_vote_of_fourteen_days(opens: str, closes: str, enough: bool) -> None:
    assert CALENDAR.lasts_at_least(at(opens), at(closes), period("14 days")) is enough


def test_a_window_of_whole_days_includes_its_last_day() -> None:
    first, fourteen = date(2027, 2, 18), period("14 days")
    assert not CALENDAR.lasts_at_least(first, date(2027, 3, 2), fourteen)
    assert CALENDAR.lasts_at_least(first, date(2027, 3, 3), fourteen)
    assert CALENDAR.lasts_at_most(first, date(2027, 3, 3), fourteen)
    assert not CALENDAR.lasts_at_most(first, date(2027, 3, 4), fourteen)


def test_reports_are_due_every_seventh_day_at_24_00() -> None:
    published = at("2027-04-30T11:30:00+05:00")
    due = [moment.isoformat() for moment in islice(CALENDAR.weekly(published, period("7 days")), 3)]
    assert due == [
        "2027-05-08T00:00:00+05:00",
        "2027-05-15T00:00:00+05:00",
        "2027-05-22T00:00:00+05:00",
    ]


def test_monthly_reports_do_not_drift() -> None:
    published = at("2027-01-31T12:00:00+05:00")
    due = list(islice(CALENDAR.weekly(published, period("1 month")), 3))
    last_days = [CALENDAR.local_day(moment - timedelta(seconds=1)) for moment in due]
    assert last_days == [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_reports_in_hours_run_from_the_minute() -> None:
    published = at("2027-04-30T11:30:00+05:00")
    assert next(CALENDAR.weekly(published, period("36 hours"))) == at("2027-05-01T23:30:00+05:00")


def test_weekly_never_ends_for_want_of_large_periods() -> None:
    due = CALENDAR.weekly(at("2027-04-30T00:00:00+05:00"), period("7 days"))
    far = next(islice(due, 2000, None))
    assert far.year == 2065


def test_a_local_day() -> None:
    assert CALENDAR.local_day(at("2027-03-03T19:30:00+00:00")) == date(2027, 3, 4)
    assert CALENDAR.local_day(date(2027, 3, 3)) == date(2027, 3, 3)
    assert CALENDAR.start_of(date(2027, 3, 4)).isoformat() == "2027-03-04T00:00:00+05:00"
    assert CALENDAR.end_of(date(2027, 3, 3)) == CALENDAR.start_of(date(2027, 3, 4))


def test_next_working_day() -> None:
    assert CALENDAR.next_working(date(2027, 7, 9)) == date(2027, 7, 9)
    assert CALENDAR.next_working(date(2027, 7, 10)) == date(2027, 7, 19)
    assert CALENDAR.holiday(date(2027, 7, 10)) is not None
    assert CALENDAR.holiday(date(2027, 7, 18)) is None


def test_no_advice_unless_somebody_advises() -> None:
    assert CALENDAR.advice(date(2027, 3, 22)) == ()


# ---------------------------------------------------------------------- bad input


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(UnusableInput) as refusal:
        CALENDAR.local_day(datetime(2027, 3, 4, 10))
    assert refusal.value.code == "ZONE"


@pytest.mark.parametrize("unit", get_args(Unit))
def test_the_ends_of_time_are_refused(unit: Unit) -> None:
    long = Period(9999, unit)
    acts: list[Callable[[], object]] = [
        lambda: CALENDAR.add(date.max, long),
        lambda: CALENDAR.subtract(date.min, long),
        lambda: CALENDAR.add_to_moment(datetime.max.replace(tzinfo=UTC), long),
        lambda: CALENDAR.latest_before(datetime.min.replace(tzinfo=UTC), long),
        lambda: CALENDAR.earliest_after_lead(date.max, long),
        lambda: CALENDAR.earliest_after_lead(date.min, Period(1, "working_days")),
        lambda: CALENDAR.end_of(date.max),
        lambda: CALENDAR.start_of(date.min),
    ]
    for act in acts:
        with pytest.raises(UnusableInput) as refusal:
            act()
        assert refusal.value.code == "DATE"


# ---------------------------------------------------------------------- zones that change offset


def test_days_are_local_days_where_the_clock_changes() -> None:
    dublin = Calendar(ZoneInfo("Europe/Dublin"), OddHolidays())
    start = at("2027-03-27T12:00:00+00:00")
    day_later = dublin.add_to_moment(start, period("1 day"))
    assert day_later.isoformat() == "2027-03-28T12:00:00+01:00"
    assert day_later - start == timedelta(hours=23)
    assert dublin.add_to_moment(start, period("24 hours")) - start == timedelta(hours=24)


def test_a_skipped_or_repeated_hour_costs_nobody_time() -> None:
    dublin = Calendar(ZoneInfo("Europe/Dublin"), OddHolidays())
    skipped = dublin.add_to_moment(at("2027-03-27T01:30:00+00:00"), period("1 day"))
    assert skipped.isoformat() == "2027-03-28T02:30:00+01:00"
    before = dublin.latest_before(at("2027-03-29T01:30:00+01:00"), period("1 day"))
    assert before.isoformat() == "2027-03-28T00:30:00+00:00"
    repeated = dublin.add_to_moment(at("2027-10-30T01:30:00+01:00"), period("1 day"))
    assert repeated.isoformat() == "2027-10-31T01:30:00+00:00"
    earlier = dublin.latest_before(at("2027-11-01T01:30:00+00:00"), period("1 day"))
    assert earlier.isoformat() == "2027-10-31T01:30:00+01:00"


def test_a_day_without_midnight_starts_after_the_gap() -> None:
    cairo = Calendar(ZoneInfo("Africa/Cairo"), OddHolidays())
    assert cairo.start_of(date(2024, 4, 26)).isoformat() == "2024-04-26T01:00:00+03:00"
    assert cairo.end_of(date(2024, 4, 25)) == cairo.start_of(date(2024, 4, 26))


def test_the_repeated_hour_of_march_2024_belongs_to_february() -> None:
    assert CALENDAR.start_of(date(2024, 3, 1)) - CALENDAR.start_of(date(2024, 2, 29)) == timedelta(
        hours=25
    )


@given(DAYS, st.sampled_from(["Asia/Almaty", "Europe/Dublin", "America/Sao_Paulo", "Africa/Cairo"]))
def test_the_first_moment_of_a_day_belongs_to_it_and_the_one_before_does_not(
    day: date, zone: str
) -> None:
    calendar = Calendar(ZoneInfo(zone), OddHolidays())
    start = calendar.start_of(day)
    assert calendar.local_day(start) == day
    assert calendar.local_day(start - timedelta(microseconds=1)) == day - timedelta(days=1)


# ---------------------------------------------------------------------- properties


@given(DAYS, EVEN_PERIODS)
def test_even_periods_go_there_and_back(day: date, span: Period) -> None:
    assert CALENDAR.subtract(CALENDAR.add(day, span), span) == day
    assert CALENDAR.add(CALENDAR.subtract(day, span), span) == day


@given(DAYS, PERIODS)
def test_a_round_trip_never_gains_time(day: date, span: Period) -> None:
    assert CALENDAR.subtract(CALENDAR.add(day, span), span) <= day


@given(DAYS, st.integers(1, 60))
def test_working_days_go_there_and_back_from_a_working_day(day: date, amount: int) -> None:
    assume(CALENDAR.is_working(day))
    span = Period(amount, "working_days")
    assert CALENDAR.subtract(CALENDAR.add(day, span), span) == day
    assert CALENDAR.add(CALENDAR.subtract(day, span), span) == day


@given(DAYS, st.integers(1, 60))
def test_working_days_are_as_many_as_asked(day: date, amount: int) -> None:
    end = CALENDAR.add(day, Period(amount, "working_days"))
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert CALENDAR.is_working(end)
    assert sum(map(CALENDAR.is_working, passed)) == amount


@given(DAYS, st.integers(1, 60))
def test_months_keep_the_day_or_clamp_to_the_last(day: date, amount: int) -> None:
    end = CALENDAR.add(day, Period(amount, "months"))
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == amount
    clamped = (end + timedelta(days=1)).day == 1 and end.day < day.day
    assert end.day == day.day or clamped


@given(DAYS, st.integers(1, 400), PERIODS)
def test_a_later_day_gives_no_earlier_result(day: date, gap: int, span: Period) -> None:
    later = day + timedelta(days=gap)
    assert CALENDAR.add(day, span) <= CALENDAR.add(later, span)
    assert CALENDAR.subtract(day, span) <= CALENDAR.subtract(later, span)


@given(DAYS, st.integers(1, 50), st.sampled_from(get_args(Unit)))
def test_a_longer_period_gives_no_earlier_result(day: date, amount: int, unit: Unit) -> None:
    assert CALENDAR.add(day, Period(amount, unit)) <= CALENDAR.add(day, Period(amount + 1, unit))


@given(DAYS, PERIODS)
def test_time_passes(day: date, span: Period) -> None:
    assert CALENDAR.subtract(day, span) < day < CALENDAR.add(day, span)


@given(DAYS, PERIODS)
def test_the_earliest_day_after_a_lead_is_the_first_legal_one(day: date, span: Period) -> None:
    earliest = CALENDAR.earliest_after_lead(day, span)
    assert CALENDAR.leads(day, earliest, span)
    assert not CALENDAR.leads(day, earliest - timedelta(days=1), span)
    assert CALENDAR.latest_before(earliest, span) >= day


@given(DAYS, PERIODS)
def test_the_latest_day_before_is_the_last_legal_one(day: date, span: Period) -> None:
    latest = CALENDAR.latest_before(day, span)
    assert CALENDAR.leads(latest, day, span)
    assert not CALENDAR.leads(latest + timedelta(days=1), day, span)


@given(MOMENTS, PERIODS)
def test_a_window_of_exactly_its_period_is_enough_and_a_shorter_one_is_not(
    start: datetime, span: Period
) -> None:
    end = CALENDAR.add_to_moment(start, span)
    assert CALENDAR.lasts_at_least(start, end, span)
    assert CALENDAR.lasts_at_most(start, end, span)
    assert not CALENDAR.lasts_at_least(start, end - timedelta(microseconds=1), span)
    assert not CALENDAR.lasts_at_most(start, end + timedelta(microseconds=1), span)


@given(MOMENTS, PERIODS)
def test_the_latest_moment_is_the_last_legal_one(end: datetime, span: Period) -> None:
    latest = CALENDAR.latest_before(end, span)
    assert CALENDAR.leads(latest, end, span)
    assert not CALENDAR.leads(latest + timedelta(microseconds=1), end, span)
    assert latest <= end


@given(MOMENTS, PERIODS)
def test_moments_and_days_agree(start: datetime, span: Period) -> None:
    assume(span.unit != "hours")
    moved = CALENDAR.add_to_moment(start, span)
    assert CALENDAR.local_day(moved) == CALENDAR.add(CALENDAR.local_day(start), span)


@given(MOMENTS, st.builds(Period, st.integers(1, 9), st.sampled_from(get_args(Unit))))
def test_due_moments_rise_and_lie_after_the_start(start: datetime, every: Period) -> None:
    due = list(islice(CALENDAR.weekly(start, every), 6))
    assert start < due[0]
    assert due == sorted(set(due))
