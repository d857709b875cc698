"""Wrong files of the planning cells: a right one with one edit, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import deliberate_planning_cell
from deliberate.core.registry import Registry
from deliberate.core.services.files import check_pilot
from deliberate.testing.scenario import LOOKED_AT, installed
from tests.wrong_files import Edits, edited, line_of, told, with_rulebook

PACKAGE = Path(deliberate_planning_cell.__file__).parent
RIGHT = (PACKAGE / "scenarios" / "general.toml").read_text(encoding="utf-8")
RULES = (PACKAGE / "rulebooks" / "general.toml").read_text(encoding="utf-8")
FIT = (PACKAGE / "rulebooks" / "fit.toml").read_text(encoding="utf-8")

Told = tuple[str, str, str, str]
"""What is found: the code, the level, words of the line where it stands, the sentence."""


@dataclass(frozen=True)
class Wrong:
    """A right file in which every `before` became its `after`, and everything that is found."""

    name: str
    edits: Edits
    found: tuple[Told, ...]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return installed()


PILOTS = (
    Wrong(
        "a unit of eighty minutes",
        (
            (
                'occurrence = 1, day = 1, start = 09:40:00, minutes = 35, kind = "groups"',
                'occurrence = 1, day = 1, start = 09:40:00, minutes = 25, kind = "groups"',
            ),
        ),
        (
            (
                "PC03",
                "must",
                "{ occurrence = 1, day = 1, sta",
                "Work unit 1 takes 80 minutes; the rule asks for 90.",
            ),
            (
                "PC04",
                "must",
                "{ occurrence = 1, day = 1, start = 09:40:00, ",
                "Work unit 1 gives 25 minutes to “groups”; the rule asks for 35.",
            ),
            (
                "GP8",
                "should",
                "[calendar]",
                (
                    "The principle “Time” is not kept. It asks for this: at least four "
                    "full days are planned (a day is full when its agenda has six hours "
                    "or more)."
                ),
            ),
        ),
    ),
    Wrong(
        "a unit inside another, and too short",
        (
            (
                "unit_2 = { from = 2027-05-03T11:00:00+00:00, until = 2027-05-03T12:30:00+00:00 }",
                "unit_2 = { from = 2027-05-03T09:30:00+00:00, until = 2027-05-03T10:00:00+00:00 }",
            ),
        ),
        (
            (
                "ORDER",
                "must",
                "unit_2 = ",
                "“Work unit”: number 2 begins 3 May 2027, 09:30 (UTC), before number 1 is over "
                "(3 May 2027, 10:30 (UTC)).",
            ),
            (
                "PC03",
                "must",
                "unit_2 = ",
                "Work unit 2 is planned for 30 minutes; the rule asks for 90.",
            ),
        ),
    ),
    Wrong(
        "one cell has a date of its own",
        (
            (
                "unit_2 = { from",
                "unit_b = { from = 2027-05-03T09:00:00+00:00, until = 2027-05-03T10:00:00+00:00 }"
                "\nunit_2 = { from",
            ),
        ),
        (
            (
                "PC03",
                "must",
                "unit_b = ",
                "Work unit 1 is planned for 60 minutes; the rule asks for 90.",
            ),
        ),
    ),
    Wrong(
        "a unit without a date",
        (("unit_16 = {", "# unit_16 = {"),),
        (
            (
                "CALENDAR",
                "must",
                "[calendar]",
                "“Work unit” takes place 16 times; dates that are missing: unit_16.",
            ),
            (
                "GP8",
                "should",
                "[calendar]",
                (
                    "The principle “Time” is not kept. It asks for this: at least four "
                    "full days are planned (a day is full when its agenda has six hours "
                    "or more)."
                ),
            ),
        ),
    ),
    Wrong(
        "the same stewards in both cells",
        (('led_by = ["steward 3", "steward 4"]', 'led_by = ["Steward 1", "steward 2"]'),),
        (
            (
                "PC12",
                "must",
                'led_by = ["Steward 1"',
                "“Cell B” and “Cell A” meet at the same time with the same stewards: Steward 1, "
                "steward 2.",
            ),
        ),
    ),
    Wrong(
        "a steward named twice",
        (('led_by = ["steward 3", "steward 4"]', 'led_by = ["steward 3", "steward 3"]'),),
        (
            (
                "PC12",
                "must",
                'led_by = ["steward 3"',
                "“Cell B”: stewards named: 1; the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "talks of one side only",
        (
            (
                'title = { en = "The basin as people remember it" }, speaker = "history_society"',
                'title = { en = "The basin as people remember it" }, speaker = "chamber"',
            ),
        ),
        (
            (
                "PC08",
                "should",
                "{ occurrence = 1, day = 1, sta",
                "The talks of work unit 1 come from one side: for_building.",
            ),
        ),
    ),
    Wrong(
        "one cell only",
        (
            (
                (
                    '[[strands]]\nid = "b"\ntitle.en = "Cell B"\nled_by = ["steward 3", '
                    '"steward 4"]\n\n'
                ),
                "",
            ),
        ),
        (("PC02", "must", "[[strands]]", "strands: 1; the rule asks for at least 2."),),
    ),
    Wrong(
        "another programme in one cell",
        (
            (
                (
                    "{ occurrence = 1, day = 1, start = 09:30:00, minutes = 10, kind = "
                    '"questions", title = { en = "Questions to the speakers" } }'
                ),
                (
                    "{ occurrence = 1, day = 1, start = 09:30:00, minutes = 10, kind = "
                    '"questions", title = { en = "Questions to the speakers" }, strand = '
                    '"a" }'
                ),
            ),
        ),
        (
            (
                "PC03",
                "must",
                "{ occurrence = 1, day = 1, sta",
                "Work unit 1 takes 80 minutes; the rule asks for 90.",
            ),
            (
                "PC04",
                "must",
                "{ occurrence = 1, day = 1, sta",
                "Work unit 1 gives 0 minutes to “questions”; the rule asks for 10.",
            ),
            (
                "PC09",
                "must",
                "{ occurrence = 1, day = 1, start = 09:30:00, ",
                "Work unit 1 is not the same in all cells.",
            ),
        ),
    ),
    Wrong(
        "two days",
        (("2027-05-05T", "2027-05-03T"), ("2027-05-06T", "2027-05-04T")),
        (
            (
                "GP8",
                "should",
                "[calendar]",
                (
                    "The principle “Time” is not kept. It asks for this: at least four "
                    "full days are planned (a day is full when its agenda has six hours "
                    "or more)."
                ),
            ),
            (
                "PC05",
                "must",
                "unit = { from = 2027-05-03T09:",
                "The cells meet on 2 days; the rule asks for 3 to 4.",
            ),
            (
                "PC05",
                "must",
                "unit = { from = 2027-05-03T09:",
                "There are 8 work units on one day; the rule allows 4.",
            ),
            (
                "ORDER",
                "must",
                "unit_9 = ",
                "“Work unit”: number 9 begins 3 May 2027, 09:00 (UTC), before number 8 is over (4 "
                "May 2027, 17:00 (UTC)).",
            ),
        ),
    ),
    Wrong(
        "the executor is the agency",
        (
            (
                'organiser.en = "The institute for participation of an invented university"',
                'organiser.en = "Lowbridge town council"',
            ),
        ),
        (
            (
                "GP9",
                "should",
                'organiser.en = "Lowbridge town',
                (
                    "The principle “Integrity” is not kept. It asks for this: the "
                    "organiser who runs the process is named, and is not the agency."
                ),
            ),
            (
                "PC11",
                "must",
                'organiser.en = "Lowbridge town',
                "The agency runs the process itself.",
            ),
        ),
    ),
    Wrong(
        "nobody says who runs it",
        (('organiser.en = "The institute for participation of an invented university"\n', ""),),
        (
            (
                "GP9",
                "should",
                "[conduct]",
                (
                    "The principle “Integrity” is not kept. It asks for this: the "
                    "organiser who runs the process is named, and is not the agency."
                ),
            ),
            ("PC11", "must", "[conduct]", "It is not said who runs the process."),
        ),
    ),
    Wrong(
        "one steward",
        (('led_by = ["steward 3", "steward 4"]', 'led_by = ["steward 3"]'),),
        (
            (
                "PC12",
                "must",
                'led_by = ["steward 3"]',
                "“Cell B”: stewards named: 1; the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "members are not paid",
        (("honorarium_per_day = 95\n", ""),),
        (
            (
                "LETTER",
                "should",
                "[member_support]",
                "What members are paid is missing; 0 says that nothing is paid.",
            ),
            (
                "PC13",
                "must",
                "[member_support]",
                "member_support.honorarium_per_day is not filled in.",
            ),
        ),
    ),
    Wrong(
        "no closing discussion",
        (('kind = "closing_discussion"', 'kind = "discussion"'),),
        (
            (
                "PC20",
                "should",
                "{ occurrence = 13, day = 1, st",
                "The last day lacks: closing_discussion.",
            ),
        ),
    ),
    Wrong(
        "more work units than four days hold",
        (("[calendar]\n", "[open_parameters]\nunits = 24\n\n[calendar]\n"),),
        (("OPEN", "must", "units = 24", "units cannot be 24."),),
    ),
)

RULEBOOKS = (
    Wrong(
        "cells planned for 24",
        (('count = 25\nper = "strand"', 'count = 24\nper = "strand"'),),
        (
            (
                "PC01",
                "must",
                "[[seat_groups]]",
                "Each cell is planned for 24 seats; the rule asks for 25.",
            ),
        ),
    ),
    Wrong(
        "six groups of five",
        (('count = 25\nper = "strand"', 'count = 30\nper = "strand"'),),
        (
            (
                "PC01",
                "must",
                "[[seat_groups]]",
                "Each cell is planned for 30 seats; the rule asks for 25.",
            ),
            (
                "PC06",
                "must",
                '[[steps]]\nid = "groups"',
                "There are 6 groups of 5; the rule asks for 5 of 5.",
            ),
        ),
    ),
    Wrong(
        "moderated groups",
        (
            (
                'moderated = false\nsource = "qualitaetsnetz"',
                'moderated = true\nsource = "qualitaetsnetz"',
            ),
        ),
        (("PC06", "must", '[[steps]]\nid = "groups"', "The groups have a moderator."),),
    ),
    Wrong(
        "the same groups in every unit",
        (("recompose = true", "recompose = false"),),
        (
            (
                "PC06",
                "must",
                '[[steps]]\nid = "groups"',
                "The groups are composed 1 times for 12 work units.",
            ),
        ),
    ),
    Wrong(
        "some give fewer points than others",
        (('points = "@points"\n', 'points = "@points"\nspend_all = false\n'),),
        (
            (
                "PC10",
                "must",
                '[[steps]]\nid = "weights"',
                (
                    "“Everybody's own weighting of what the groups present – Cell A”: "
                    "spend_all is false; the rule asks for true."
                ),
            ),
            (
                "PC10",
                "must",
                '[[steps]]\nid = "weights"',
                (
                    "“Everybody's own weighting of what the groups present – Cell B”: "
                    "spend_all is false; the rule asks for true."
                ),
            ),
        ),
    ),
    Wrong(
        "points are listed, not added up",
        (('how = "sum"\nsource', 'how = "list"\nsource'),),
        (
            (
                "PC25",
                "must",
                '[[steps]]\nid = "points_together"',
                (
                    '“Points of all groups and cells added up”: how is "list"; the rule '
                    'asks for "sum".'
                ),
            ),
        ),
    ),
    Wrong(
        "longer talks in the rulebook",
        (('{ kind = "talks", minutes = 30,', '{ kind = "talks", minutes = 45,'),),
        (
            (
                "PC04",
                "must",
                '[[steps]]\nid = "unit"',
                "The rulebook gives 45 minutes to “talks”; the rule asks for 30.",
            ),
        ),
    ),
)


@pytest.mark.parametrize("wrong", PILOTS, ids=lambda one: one.name)
def test_a_wrong_pilot_is_told_with_its_line(
    wrong: Wrong, registry: Registry, tmp_path: Path
) -> None:
    path, text = tmp_path / "pilot.toml", edited(RIGHT, wrong.edits)
    path.write_text(text, encoding="utf-8")
    found = told(check_pilot(registry, path, LOOKED_AT).findings)
    assert found == [
        (code, level, line_of(text, at), said) for code, level, at, said in wrong.found
    ]


@pytest.mark.parametrize("wrong", RULEBOOKS, ids=lambda one: one.name)
def test_a_rulebook_of_other_cells_is_told(wrong: Wrong, tmp_path: Path) -> None:
    """Somebody brings the rulebook under another name, with other cells or groups."""
    text = edited(RULES, (('variant = "general"', 'variant = "ours"'), *wrong.edits))
    (tmp_path / "fit.toml").write_text(FIT, encoding="utf-8")
    rulebook, pilot = tmp_path / "ours.toml", tmp_path / "pilot.toml"
    rulebook.write_text(text, encoding="utf-8")
    pilot.write_text(edited(RIGHT, (('variant = "general"', 'variant = "ours"'),)), "utf-8")
    found = told(check_pilot(with_rulebook(rulebook), pilot, LOOKED_AT).findings)
    assert found == [
        (code, level, line_of(text, at), said) for code, level, at, said in wrong.found
    ]


def test_the_right_file_is_right(registry: Registry) -> None:
    assert check_pilot(registry, PACKAGE / "scenarios" / "general.toml", LOOKED_AT).findings == ()
