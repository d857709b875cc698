"""Strands: one step of a rulebook becomes a step for each cell or region that a pilot names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.calendar import Calendar
from deliberate.core.errors import UnusableInput
from deliberate.core.kinds import kinds
from deliberate.core.process.process import Process
from deliberate.core.rulebook.checks import CheckContext, PlannedTimeline, check_rules
from deliberate.core.rulebook.loader import load_pilot, load_rulebook
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.pilot import Pilot, Strand
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.rulebook.strands import expanded, meet
from deliberate.core.text import Text
from deliberate.jurisdictions.plain import plain_jurisdiction

DATA = Path(__file__).parents[1] / "data"
BOOK = (DATA / "strands_rulebook.toml").read_text(encoding="utf-8")
PILOT = (DATA / "strands_pilot.toml").read_text(encoding="utf-8")
CALENDAR = Calendar(ZoneInfo("UTC"), plain_jurisdiction().holidays)


def book(text: str = BOOK) -> Rulebook:
    schemas = {name: kind.parameters for name, kind in kinds().items() if kind.parameters}
    return load_rulebook(parse_toml(text, "book.toml"), schemas)


def pilot(text: str = PILOT) -> Pilot:
    return load_pilot(parse_toml(text, "pilot.toml"))


def findings(pilot_text: str, book_text: str = BOOK) -> list[tuple[str, str, int]]:
    whole, dated = meet(book(book_text), pilot(pilot_text))
    timeline = PlannedTimeline(dated, CALENDAR)
    context = CheckContext(whole, dated, CALENDAR, timeline, timeline.occurrences)
    return [
        (found.code, found.message.text.format(**found.message.values), found.where.line)
        for found in check_rules(context)
        if found.where is not None
    ]


def line_of(words: str, text: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(words))


def test_each_strand_has_a_copy_and_what_follows_waits_for_all() -> None:
    whole = expanded(book(), pilot())
    assert [step.id for step in whole.steps] == [
        "constitution_north",
        "constitution_south",
        "unit_north",
        "unit_south",
        "texts",
    ]
    south, texts = whole.step("unit_south"), whole.step("texts")
    assert south is not None
    assert texts is not None
    assert (south.strand, south.origin, south.per) == ("south", "unit", None)
    assert south.title.as_dict() == {"en": "Unit – South"}
    assert south.after == ("constitution_south",)
    assert texts.after == ("unit_north", "unit_south")
    assert [group.name for group in whole.seat_groups] == ["members_north", "members_south"]
    constitution = whole.step("constitution_south")
    assert constitution is not None
    assert constitution.parameters.seats == "members_south"
    assert (whole.text, whole.sha256) == (book().text, book().sha256)
    assert [step.id for step in whole.copies("unit")] == ["unit_north", "unit_south"]
    assert whole.places["steps.unit_south"] == book().places["steps.unit"]


def test_a_rule_holds_for_each_strand_under_its_one_code() -> None:
    whole = expanded(book(), pilot())
    assert [(rule.code, rule.parameters["before"]) for rule in whole.rules] == [
        ("SM01", "unit_north"),
        ("SM01", "unit_south"),
    ]
    assert [rule.code for rule in whole.stated_rules] == ["SM01"]
    late = PILOT.replace("[calendar]", "[calendar]\nconstitution_south = 2027-01-29")
    assert [(code, line) for code, _, line in findings(late)] == [
        ("SM01", line_of("constitution_south", late))
    ]


def test_dates_are_for_all_strands_or_for_one() -> None:
    _, dated = meet(book(), pilot())
    starts = {key: value.starts for key, value in dated.calendar.items()}
    assert starts["unit_north"] == starts["unit_south"] == date(2027, 2, 1)
    assert starts["unit_north_2"] == date(2027, 2, 2)
    assert starts["unit_south_2"] == date(2027, 2, 4)
    assert not {"unit", "unit_2"} & set(starts)


def test_times_that_the_rulebook_fixes_are_scheduled_from_the_beginning() -> None:
    whole, dated = meet(book(), pilot())
    now = datetime(2027, 1, 4, tzinfo=UTC)
    process = Process("two-cells", whole, dated, CALENDAR, kinds(), (), now)
    assert process.scheduled("unit_south") == 2
    assert process.planned_start("unit_south", 2) == date(2027, 2, 4)
    assert process.occurrence("unit_south") == 1
    assert {seat.id for seat in process.roster.seats} == {
        f"{strand}-M0{number}" for strand in ("north", "south") for number in (1, 2, 3)
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            PILOT[PILOT.index("[[strands]]") : PILOT.index("[calendar]")],
            "",
            "No strand is named; this model works in several: cell.",
        ),
        (
            'id = "south"',
            'id = "south_2"',
            "south_2 cannot name a strand: dates could mean another step.",
        ),
    ],
)
def test_wrong_strands_are_found(old: str, new: str, said: str) -> None:
    assert PILOT.count(old) == 1
    text = PILOT.replace(old, new).replace("unit_south_2 =", "#")
    assert ("STRANDS", said) in [(code, words) for code, words, _ in findings(text)]


def test_too_few_strands_are_found() -> None:
    found = findings(PILOT, BOOK.replace('count = "open"', "count = 3"))
    assert ("STRANDS", "Strands: 2; the rulebook has 3.", line_of("[[strands]]", PILOT)) in found


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('strands = { name = "cell", count = "open", seats = 3 }\n', "", "STRANDS"),
        ("seats = 3 }", 'seats = 3, divided_by = "unit" }', "STRANDS"),
        ('per = "strand"\ntitle = { en = "Unit" }', 'per = "cell"\ntitle = { en = "Unit" }', None),
    ],
)
def test_a_rulebook_that_cannot_be_copied_is_refused(old: str, new: str, code: str | None) -> None:
    assert BOOK.count(old) == 1
    text = BOOK.replace(old, new)
    with pytest.raises(UnusableInput) as caught:
        book(text)
    if code is not None:
        assert code in {found.code for found in caught.value.findings}


def test_where_a_step_divides_the_members_they_are_seated_together() -> None:
    division = """
[[steps]]
id = "division"
kind = "tables"
phase = "recruitment"
title = { en = "Division" }
after = ["constitution"]
size = 3
source = "own"
status = "practice"
"""
    text = BOOK.replace("seats = 3 }", 'seats = 3, divided_by = "division" }')
    text = text.replace('phase = "recruitment"\nper = "strand"', 'phase = "recruitment"') + division
    whole = expanded(book(text), pilot())
    assert [(group.name, group.count, group.per) for group in whole.seat_groups] == [
        ("members", 6, None)
    ]
    constitution = whole.step("constitution")
    assert constitution is not None
    assert constitution.parameters.seats == "members"


NAMES = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=1, max_size=5, unique=True)


@given(NAMES)
def test_an_expanded_rulebook_is_closed_and_stays_as_it_is(names: list[str]) -> None:
    strands = tuple(Strand(name, Text.of({"en": name})) for name in names)
    asked = replace(pilot(), strands=strands)
    whole, dated = meet(book(), asked)
    steps = [step.id for step in whole.steps]
    groups = {group.name for group in whole.seat_groups}
    assert len(set(steps)) == len(steps) == 2 * len(names) + 1
    assert {name for step in whole.steps for name in step.after} <= set(steps)
    assert {rule.parameters[key] for rule in whole.rules for key in ("step", "before")} <= {*steps}
    assert {step.parameters.seats for step in whole.copies("constitution")} == groups
    assert meet(whole, dated) == (whole, dated)


def test_a_rulebook_without_strands_is_not_touched() -> None:
    plain = load_rulebook(
        parse_toml((DATA / "panel_rulebook.toml").read_text(encoding="utf-8"), "panel.toml"),
        {name: kind.parameters for name, kind in kinds().items() if kind.parameters},
    )
    asked = pilot()
    assert meet(plain, asked) == (plain, asked)
    assert expanded(plain, asked) is plain


def test_a_pilot_says_how_many_seats_a_strand_has() -> None:
    said = PILOT.replace('id = "north"\n', 'id = "north"\nseats = 5\n')
    whole, _ = meet(book(), pilot(said))
    assert {group.name: group.count for group in whole.seat_groups} == {
        "members_north": 5,
        "members_south": 3,
    }


def test_a_strand_of_another_size_than_the_rulebook_fixes_is_told() -> None:
    said = PILOT.replace('id = "north"\n', 'id = "north"\nseats = 5\n')
    told = [one for one in findings(said) if one[0] == "STRANDS"]
    assert [(code, line) for code, *_, line in told] == [("STRANDS", line_of("seats = 5", said))]
