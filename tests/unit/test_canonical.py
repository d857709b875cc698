"""Canonical JSON: one value, one text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.canonical import canonical, digest, parse_canonical
from deliberate.core.errors import UnusableInput

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_values)
def test_every_value_survives_and_has_one_text(value: object) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert parse_canonical(text) == value


def test_keys_are_sorted_by_utf_16_code_units() -> None:
    # RFC 8785, 3.2.3: a character beyond the basic plane sorts by its first surrogate.
    assert canonical({"\ufb33": 1, "\U0001f600": 2, "a": 3}) == (
        '{"a":3,"\U0001f600":2,"\ufb33":1}'.encode()
    )


def test_a_list_of_numbers_is_written_as_one_of_anything() -> None:
    class Own(int):
        pass

    assert canonical([1, -2, 2**53 - 1]) == b"[1,-2,9007199254740991]"
    assert canonical((True, 1, Own(2), None)) == b"[true,1,2,null]"


@pytest.mark.parametrize("inmost", [1, "a"])
def test_a_list_of_numbers_may_be_as_deep_as_any(inmost: object) -> None:
    value: object = inmost
    for _ in range(64):
        value = [value]
    assert canonical(value).startswith(b"[[")
    with pytest.raises(UnusableInput):
        canonical([value])


DEEP: list[object] = []
for _ in range(70):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        {1: 2},
        {"a": object()},
        float("nan"),
        2**53,
        -(2**53),
        [1, 2**53],
        [-(2**53), 1],
        [1, 1.5],
        b"a",
        "\ud800",
        {"\ud800": 1},
        DEEP,
    ],
)
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(UnusableInput):
        canonical(value)


@pytest.mark.parametrize(
    "text",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b"[1.0]",
        b"\xff",
        b"{",
        b'{"a":1,"a":1}',
        b"",
        b"-0",
        b"NaN",
        b"1" * 5000,
        b"[" * 100_000,
        b"[" * 500 + b"]" * 500,
        b'"\\ud800"',
        b'"\\u0061"',
        b'"\\u001F"',
        b"\xef\xbb\xbf1",
        b"1\n",
    ],
    ids=lambda text: repr(text[:20]),
)
def test_another_spelling_is_refused(text: bytes) -> None:
    with pytest.raises(UnusableInput):
        parse_canonical(text)


def test_bytes_are_hashed_as_they_are() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest({}) == digest(b"{}")


def test_escapes_are_those_of_the_standard() -> None:
    # RFC 8785, 3.2.2.2: short forms where there are any, lower-case hexadecimal for the rest.
    assert canonical('\b\t\n\f\r"\\/\x00\x1f\x7f\u20ac') == (
        b'"\\b\\t\\n\\f\\r\\"\\\\/\\u0000\\u001f\x7f\xe2\x82\xac"'
    )
