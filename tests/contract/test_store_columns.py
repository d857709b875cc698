"""Moments and JSON values in columns: what goes in comes out, and sorts as it happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.core.storage import ProcessRow, VoteRow, open_store
from deliberate.core.storage.fields import MomentField, write_utc

ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2199, 1, 1), timezones=ZONES)
WORDS = st.text(st.characters(codec="utf-8"))
NUMBERS = st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_text_exactly_as_they_happened(one: datetime, other: datetime) -> None:
    assert (write_utc(one) < write_utc(other)) == (one < other)
    assert (write_utc(one) == write_utc(other)) == (one == other)
    assert MomentField().python_value(write_utc(one)) == one


@settings(max_examples=60, deadline=None)
@given(JSON)
def test_any_json_value_comes_back_as_it_was(value: Any) -> None:
    at = datetime(2027, 3, 1, tzinfo=UTC)
    with open_store(":memory:") as store:
        with store.transaction() as unit:
            unit.add_process(ProcessRow("p", "a", "", "", "", "", "", False, at))
            unit.cast_vote(VoteRow("p", "vote", 1, "v", "A", "web", value, at))
        with store.read() as unit:
            (vote,) = unit.votes("p", "vote")
    assert vote.choices == value
