"""The fields of our schemas: strict, and with complaints that name a line and a remedy."""

from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

import pytest
from marshmallow import ValidationError

from deliberate.core.errors import Finding, Message
from deliberate.core.period import Period
from deliberate.core.rulebook.faults import flatten_errors, nearest
from deliberate.core.rulebook.fields import (
    Choice,
    DateField,
    FractionField,
    IdentifierField,
    ListOf,
    MapOf,
    MomentField,
    PeriodField,
    StrictBool,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
    TimeField,
)
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.text import Text


class Inner(StrictSchema):
    name = StrictStr(required=True, blank=False)
    kind = Choice(["session", "ballot"], data_key="type")


class Outer(StrictSchema):
    id = IdentifierField(required=True)
    title = TextField()
    lasts = PeriodField()
    at = MomentField()
    day = DateField()
    start = TimeField()
    share = FractionField()
    count = StrictInt(minimum=1, maximum=25)
    open = StrictBool()
    kinds = ListOf(Choice(["a", "b"]))
    steps = ListOf(Table(Inner))
    one = Table(Inner)
    votes = MapOf(StrictInt(minimum=0))


def load(text: str) -> Any:
    return Outer().load(parse_toml(text, "p.toml").data)


def findings(text: str) -> tuple[Finding, ...]:
    source = parse_toml(text, "p.toml")
    with pytest.raises(ValidationError) as caught:
        Outer().load(source.data)
    return flatten_errors(caught.value.messages, source.positions)


def only(text: str) -> Finding:
    (finding,) = findings(text)
    assert (finding.code, finding.level) == ("FORMAT", "error")
    return finding


GOOD = """\
id = "P02"
title = { kk = "Ә", ru = "Э" }
lasts = "14 days"
at = 2027-01-25T09:00:00+05:00
day = 2027-01-25
start = 10:30:00
share = "4/5"
count = 25
open = true
kinds = ["a", "b"]
votes = { A1 = 0, A2 = 7 }
one = { name = "x" }
[[steps]]
name = "n"
type = "ballot"
"""


def test_reads_what_is_right() -> None:
    read = load(GOOD)
    assert read["title"] == Text.of({"kk": "Ә", "ru": "Э"})
    assert read["lasts"] == Period.parse("14 days")
    assert read["at"] == datetime.fromisoformat("2027-01-25T09:00:00+05:00")
    assert (read["day"], read["start"]) == (date(2027, 1, 25), time(10, 30))
    assert (read["share"], read["count"], read["open"]) == (Fraction(4, 5), 25, True)
    assert (read["kinds"], read["votes"]) == (["a", "b"], {"A1": 0, "A2": 7})
    assert read["steps"] == [{"name": "n", "kind": "ballot"}]


def test_a_whole_day_is_a_moment_too() -> None:
    assert load('id = "a"\nat = 2027-01-25')["at"] == date(2027, 1, 25)


@pytest.mark.parametrize(
    ("line", "words", "fix"),
    [
        ('title = "Жылыту"', "in each language", "{ kk = "),
        ("title = { kk = 1 }", "found 1", None),
        ('title = { Kazakh = "x" }', "code of a language", "kk, ru, en"),
        ('lasts = "14 dayz"', "dayz", ""),
        ("lasts = 14", "period is expected", '"14 days"'),
        ("at = 2027-01-25T09:00:00", "without a zone", "2027-01-25T09:00:00+05:00"),
        ('at = "2027-01-25"', "date or a moment", "Without quotation marks"),
        ("day = 2027-01-25T09:00:00Z", "A date is expected", "2027-01-25"),
        ("day = true", "found true", "2027-01-25"),
        ('start = "10:00"', "time of day", "10:00:00"),
        ("share = 0.8", "fraction", '"4/5"'),
        ('share = "4/0"', "fraction", '"4/5"'),
        ('share = "20 of 24"', "found 20 of 24", '"4/5"'),
        ("count = true", "whole number", "digits"),
        ("count = 1.0", "whole number", "digits"),
        ("count = 0", "too small; the least is 1", None),
        ("count = 26", "too large; the most is 25", None),
        ("open = 1", "Yes or no", "true or false"),
        ("kinds = 'a'", "list is expected", "[ ... ]"),
        ("kinds = ['a', 'bb']", "bb is not one of", "Did you mean b?"),
        ("one = 3", "table is expected", "{ key = value }"),
        ("votes = 3", "table is expected", "{ key = value }"),
        ("votes = { x = -1 }", "too small", None),
    ],
)
def test_refuses(line: str, words: str, fix: str | None) -> None:
    finding = only(f'id = "a"\n{line}\n')
    assert words in str(finding.message)
    assert finding.where is not None
    assert finding.where.line == 2
    assert (finding.fix is None) == (fix is None)
    assert fix is None or fix in str(finding.fix)


def test_the_place_of_an_item_is_its_own() -> None:
    finding = only('id = "a"\nkinds = [\n  "a",\n  "c",\n]\n')
    assert finding.where is not None
    assert (finding.where.line, finding.where.path) == (4, "kinds.1")


def test_an_identifier_is_latin() -> None:
    assert "identifier" in str(only('id = "жюри"').message)
    assert "identifier" in str(only(f'id = "{"x" * 65}"').message)


def test_a_missing_key_takes_its_parents_place() -> None:
    finding = only('id = "a"\n\n[[steps]]\nname = "x"\n[[steps]]\ntype = "ballot"\n')
    assert str(finding.message) == "The key name is missing."
    assert finding.where is not None
    assert (finding.where.line, finding.where.path) == (5, "steps.1.name")


def test_an_unknown_key_names_the_one_probably_meant() -> None:
    found = findings('id = "a"\ntilte = 1\n[[steps]]\nname = ""\ntypo = 1\nxyzzy = 2\n')
    assert [(f.where and f.where.line, str(f.message), str(f.fix)) for f in found] == [
        (2, "The key tilte is not known here.", "Did you mean title?"),
        (4, "This text may not be empty.", "None"),
        (5, "The key typo is not known here.", "Did you mean type?"),
        (6, "The key xyzzy is not known here.", "None"),
    ]


def test_findings_stand_in_the_order_of_the_file() -> None:
    lines = [f.where.line for f in findings("count = 0\nopen = 1\nid = 1\nx = 1\n") if f.where]
    assert lines == [1, 2, 3, 4]


def test_a_foreign_message_is_not_lost() -> None:
    positions = parse_toml("a = 1", "p").positions
    (plain,) = flatten_errors({"a": ["Not valid."]}, positions)
    assert str(plain.message) == "This value cannot be used: Not valid."
    (bare,) = flatten_errors({"_schema": [Message("x")]}, positions)
    assert (str(bare.message), bare.where and bare.where.line) == ("x", 1)


def test_nearest_ignores_case_and_gives_up() -> None:
    assert nearest("TITLE", ["title", "id"]) == "title"
    assert nearest("zzz", ["title", "id"]) is None
