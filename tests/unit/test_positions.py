"""Positions: every path that tomllib reads has a line and a column."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.rulebook.positions import dotted, positions_of

SAMPLE = """\
top = 1
title.kk = "Жылыту"
title.ru = "Отопление"
"a.b" = 2
lead = { at_least = "1 month", nested.deep = [ 1, { x = 2 } ] }  # remark

[rulebook]
strands = { name = "cell" }

[[steps]]
id = "a"
channels = [
  "portal",   # the first
  "social",
]

[[steps]]
id = "b"
  [steps.occurs]
  times = 2
  [[steps.agenda]]
  item = "talks"
  [[steps.agenda]]
  item = "questions"
"""


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else ()
    for key, item in enumerate(value) if isinstance(value, list) else items:
        yield from paths(item, (*path, key))


def place(*path: str | int, text: str = SAMPLE) -> tuple[int, int]:
    where = positions_of(text, "f.toml").find(path)
    return where.line, where.column


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("top",), (1, 1)),
        (("title",), (2, 1)),
        (("title", "kk"), (2, 7)),
        (("title", "ru"), (3, 7)),
        (("a.b",), (4, 1)),
        (("lead", "at_least"), (5, 10)),
        (("lead", "nested", "deep", 1), (5, 51)),
        (("lead", "nested", "deep", 1, "x"), (5, 53)),
        (("rulebook",), (7, 2)),
        (("rulebook", "strands", "name"), (8, 13)),
        (("steps",), (10, 3)),
        (("steps", 0, "channels", 1), (14, 3)),
        (("steps", 1), (17, 3)),
        (("steps", 1, "occurs", "times"), (20, 3)),
        (("steps", 1, "agenda", 1, "item"), (24, 3)),
    ],
)
def test_finds(path: tuple[str | int, ...], expected: tuple[int, int]) -> None:
    assert place(*path) == expected


def test_every_path_of_the_sample_is_known() -> None:
    positions = positions_of(SAMPLE, "f.toml")
    assert [path for path in paths(tomllib.loads(SAMPLE)) if path not in positions.places] == []
    assert positions.repeated() == ()


def test_a_missing_path_takes_its_nearest_parent_and_keeps_its_name() -> None:
    where = positions_of(SAMPLE, "f.toml").find(("steps", 1, "occurs", "until"))
    assert (where.file, where.line, where.path) == ("f.toml", 19, "steps.1.occurs.until")
    assert place("nothing", "here") == (1, 1)


def test_columns_count_characters_not_bytes() -> None:
    assert place("б", "x", text='"б" = { "ә" = 1, x = 2 }') == (1, 18)


def test_windows_line_ends() -> None:
    assert place("b", 1, text="a = 1\r\nb = [1,\r\n  2]\r\n") == (3, 3)


@pytest.mark.parametrize(
    ("text", "key", "lines"),
    [
        ("a = 1\nb = 2\na = 3\n", "a", (1, 3)),
        ("[x]\n[y]\n[x]\n", "x", (1, 3)),
        ("[[x]]\n[x]\n", "x", (1, 2)),
        ("x = 1\n[x]\n", "x", (1, 2)),
        ("a.b = 1\n\na = 2\n", "a", (1, 3)),
        ("t = { q = 1, q = 2 }\n", "t.q", (1, 1)),
    ],
)
def test_names_both_places_of_a_repeated_key(text: str, key: str, lines: tuple[int, int]) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)
    (repeated,) = positions_of(text, "f").repeated()
    assert dotted(repeated.path) == key
    assert (repeated.first.line, repeated.second.line) == lines


def test_dotted_quotes_what_needs_quotes() -> None:
    assert dotted(("a", 0, "b c")) == 'a.0."b c"'


KEYS = st.text(st.sampled_from("abәғ ."), min_size=1, max_size=4)
VALUES = st.recursive(
    st.integers(0, 9) | st.text(st.sampled_from("xі#]"), max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def written(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{k}" = {written(v)}' for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    return str(value) if isinstance(value, int) else f'"{value}"'


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_paths_agree_with_the_values(table: dict[str, Any]) -> None:
    text = "".join(f'"{key}" = {written(value)}\n' for key, value in table.items())
    assert tomllib.loads(text) == table
    assert set(positions_of(text, "f").places) == set(paths(table))
