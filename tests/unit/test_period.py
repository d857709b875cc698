"""Periods: one grammar, read and written."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.errors import UnusableInput
from deliberate.core.period import Period, Unit

PERIODS = st.builds(Period, st.integers(1, 9999), st.sampled_from(get_args(Unit)))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("14 days", Period(14, "days")),
        ("1 month", Period(1, "months")),
        ("1 months", Period(1, "months")),
        ("3 working days", Period(3, "working_days")),
        ("1 working day", Period(1, "working_days")),
        ("48 hours", Period(48, "hours")),
        (" 2  weeks ", Period(2, "weeks")),
        ("9999 days", Period(9999, "days")),
    ],
)
def test_the_grammar(text: str, period: Period) -> None:
    assert Period.parse(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "14",
        "days",
        "0 days",
        "-1 days",
        "+1 days",
        "1.5 days",
        "01 days",
        "14days",
        "14 Days",
        "10000 days",
        "1 year",
        "1 month 2 days",
        "14 calendar days",
        "P1M",
        "14\ndays",
        "١٤ days",
        "14 working",
        "14 days\n",
        "1 workingdays",
    ],
)
def test_everything_else_is_refused_with_its_own_words(text: str) -> None:
    with pytest.raises(UnusableInput) as refusal:
        Period.parse(text)
    assert refusal.value.code == "PERIOD"
    assert text in str(refusal.value.message)
    assert "14 days" in str(refusal.value.fix)


def test_a_number_in_place_of_a_text_is_refused_too() -> None:
    value: Any = 14
    with pytest.raises(UnusableInput):
        Period.parse(value)


@pytest.mark.parametrize("amount", [0, -3, 10_000])
def test_a_period_built_by_hand_keeps_its_limits(amount: int) -> None:
    with pytest.raises(UnusableInput):
        Period(amount, "days")


@given(PERIODS)
def test_what_is_written_can_be_read(period: Period) -> None:
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(1, "working_days"), "1 working day"),
        (Period(5, "working_days"), "5 working days"),
        (Period(1, "hours"), "1 hour"),
    ],
)
def test_one_is_singular(period: Period, text: str) -> None:
    assert str(period) == text
