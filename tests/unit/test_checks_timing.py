"""Checks of periods and days: the earliest legal value is always named."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.calendar import Calendar
from deliberate.core.period import Period
from deliberate.core.rulebook.checks.timing import open_days
from deliberate.jurisdictions.plain import plain_jurisdiction


def lead(sample: Any, **more: Any) -> Any:
    return sample.rule("R1", "lead", step="agenda", before="session", at_least="1 month", **more)


def test_agenda_in_time_is_silent(sample: Any) -> None:
    toml = "[calendar]\nagenda = 2027-03-07T23:59:00+05:00\nsession = 2027-04-07\n"
    assert sample.findings(lead(sample)) != ()
    assert sample.findings(lead(sample), toml) == ()


def test_agenda_a_day_late_names_the_earliest_session(sample: Any) -> None:
    toml = "[calendar]\nagenda = 2027-01-15\nsession = 2027-02-08\n"
    (found,) = sample.findings(lead(sample), toml)
    assert found.code == "R1"
    assert found.level == "must"
    assert found.where is not None
    assert found.where.line == 2
    assert found.message.values["length"] == Period(24, "days")
    assert found.fix is not None
    assert found.fix.values["earliest"] == date(2027, 2, 15)
    assert found.fix.values["latest"] == date(2027, 1, 8)
    assert set(found.steps) == {"agenda", "session"}


def test_agenda_after_the_session(sample: Any) -> None:
    (found,) = sample.findings(
        lead(sample), "[calendar]\nagenda = 2027-02-09\nsession = 2027-02-08\n"
    )
    assert found.message.text.startswith("“{step}” ({done}) is not before")


def test_earliest_session_skips_days_off(sample: Any) -> None:
    rules = [lead(sample), sample.rule("R2", "days", steps=["session"], on="working")]
    toml = "[calendar]\nagenda = 2027-02-25\nsession = 2027-03-15\n"
    late, day_off = sample.findings(rules, toml)
    assert {late.code, day_off.code} == {"R1", "R2"}
    assert late.fix.values["earliest"] == date(2027, 3, 25)
    assert day_off.where.line == 3
    assert day_off.fix.values["day"] == date(2027, 3, 25)
    assert "Constitution" in str(day_off.message.values["reason"].values["name"].get("en"))


def test_to_the_minute_only_when_planned_to_the_minute(sample: Any) -> None:
    minute = "[calendar]\nagenda = 2027-03-07T11:00:00+05:00\nsession = 2027-04-07T10:00:00+05:00\n"
    (found,) = sample.findings(lead(sample), minute)
    assert found.code == "R1"
    whole = "[calendar]\nagenda = 2027-03-07T11:00:00+05:00\nsession = 2027-04-07\n"
    assert sample.findings(lead(sample), whole) == ()


def test_missing_dates_are_named(sample: Any) -> None:
    found = sample.findings(lead(sample), "[calendar]\nagenda = 2027-01-15\n")
    assert [item.steps for item in found] == [("session",)]
    assert found[0].message.values["key"] == "session"


def test_occurrence_limits_the_rule(sample: Any) -> None:
    toml = (
        "[calendar]\nagenda = 2027-01-04\nsession = 2027-02-08\n"
        "agenda_2 = 2027-02-20\nsession_2 = 2027-02-22\n"
    )
    assert len(sample.findings(lead(sample), toml)) == 1
    assert sample.findings(lead(sample, occurrence=1), toml) == ()


def window(sample: Any, **more: Any) -> Any:
    return sample.rule("R3", "window", step="election", **more)


def test_thirteen_days_of_voting(sample: Any) -> None:
    toml = (
        "[calendar]\n"
        "election = { from = 2027-02-18T00:00:00+05:00, until = 2027-03-03T00:00:00+05:00 }\n"
    )
    (found,) = sample.findings(window(sample, at_least="14 days"), toml)
    assert found.message.values["length"] == Period(13, "days")
    assert found.fix.values["earliest"].isoformat() == "2027-03-04T00:00:00+05:00"


def test_fourteen_days_named_by_days(sample: Any) -> None:
    toml = "[calendar]\nelection = { from = 2027-02-18, until = 2027-03-03 }\n"
    assert sample.findings(window(sample, at_least="14 days"), toml) == ()
    (short,) = sample.findings(window(sample, at_least="15 days"), toml)
    assert short.fix.values["earliest"] == date(2027, 3, 4)


def test_window_too_long_and_without_end(sample: Any) -> None:
    toml = "[calendar]\nelection = { from = 2027-02-18, until = 2027-03-10 }\n"
    (long,) = sample.findings(window(sample, at_most="14 days"), toml)
    assert long.fix.values["latest"] == date(2027, 3, 3)
    (open_end,) = sample.findings(
        window(sample, at_least="14 days"), "[calendar]\nelection = 2027-02-18\n"
    )
    assert open_end.fix.values["earliest"] == date(2027, 3, 3)


@given(length=st.integers(min_value=1, max_value=60), least=st.integers(min_value=1, max_value=60))
def test_open_days_agree_with_the_calendar(length: int, least: int) -> None:
    home = plain_jurisdiction()
    calendar = Calendar(home.zone, home.holidays)
    start = date(2027, 2, 1)
    end = start + timedelta(days=length - 1)
    assert open_days(calendar, start, end) == length
    assert calendar.lasts_at_least(start, end, Period(least, "days")) == (length >= least)


def test_order_of_steps(sample: Any) -> None:
    order = sample.rule("R4", "order", steps=["nomination", "election"])
    toml = (
        "[calendar]\nnomination = { from = 2027-02-01, until = 2027-02-20 }\n"
        "election = { from = 2027-02-18, until = 2027-03-03 }\n"
    )
    (found,) = sample.findings(order, toml)
    assert found.code == "R4"
    assert found.where.line == 3


def test_steps_wait_for_those_before_them_without_any_rule(sample: Any) -> None:
    toml = "[calendar]\nmaterials = 2027-03-30\nsession = 2027-03-20\n"
    (found,) = sample.findings([], toml)
    assert (found.code, found.steps) == ("ORDER", ("session",))


def test_repeat_keeps_its_pause(sample: Any) -> None:
    gap = sample.rule("R5", "gap", step="session", repeat_after="14 days", on="working")
    toml = "[calendar]\nsession = { days = [2027-04-07, 2027-04-08] }\nsession_2 = 2027-04-18\n"
    (found,) = sample.findings(gap, toml)
    assert found.message.values["length"] == Period(10, "days")
    assert found.fix.values["earliest"] == date(2027, 4, 22)
    assert found.where.line == 3


@pytest.mark.parametrize("day", ["2027-05-10", "2027-04-22"])
def test_a_repeat_that_is_not_after_the_session_is_called_that(sample: Any, day: str) -> None:
    gap = sample.rule("R5", "gap", step="session", repeat_after="14 days", on="calendar")
    toml = f"[calendar]\nsession = 2027-05-10\nsession_2 = {day}\n"
    (found,) = sample.findings(gap, toml)
    assert "which is not after" in str(found.message)
    assert "length" not in found.message.values
    assert found.fix.values["earliest"] == date(2027, 5, 24)


def test_repeat_falls_on_the_next_working_day(sample: Any) -> None:
    gap = sample.rule("R5", "gap", step="session", repeat_after="14 days", on="working")
    toml = "[calendar]\nsession = 2027-04-24\nsession_2 = 2027-05-03\n"
    (found,) = sample.findings(gap, toml)
    assert found.fix.values["earliest"] == date(2027, 5, 11)


def test_each_day_of_a_session_is_looked_at(sample: Any) -> None:
    days = sample.rule("R6", "days", steps=["session"], on="working")
    toml = "[calendar]\nsession = { days = [2027-04-09, 2027-04-10] }\n"
    (found,) = sample.findings(days, toml)
    assert found.message.values["day"] == date(2027, 4, 10)
    assert found.message.values["reason"].text == "weekend"
    assert found.fix.values["day"] == date(2027, 4, 12)


def test_advice_is_only_should(sample: Any) -> None:
    advice = sample.rule("R7", "advice", "should", steps=["session"])
    found = sample.findings(advice, "[calendar]\nsession = 2027-03-25\n")
    assert {item.level for item in found} == {"should"}
    assert found[0].fix.values["day"] == date(2027, 4, 1)


@pytest.mark.parametrize(("key", "meant"), [("sesion", "session"), ("electoin", "election")])
def test_dates_of_unknown_steps(sample: Any, key: str, meant: str) -> None:
    (found,) = sample.findings([], f"[calendar]\n{key} = 2027-04-07\n")
    assert found.level == "error"
    assert found.fix.values["suggestion"] == meant
