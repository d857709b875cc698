"""Wrong files of the citizens' jury: a right pilot with one edit, and exactly what is told of it.

Those of Kazakhstan stand in tests/unit/test_citizen_jury_pilots.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import deliberate_citizen_jury
from deliberate.core.registry import Registry
from deliberate.core.services.files import check_pilot
from deliberate.testing.scenario import LOOKED_AT, installed
from tests.wrong_files import line_of, told

SCENARIOS = Path(deliberate_citizen_jury.__file__).parent / "scenarios"


@dataclass(frozen=True)
class Wrong:
    """A right pilot in which `before` became `after`, and everything that is found: the code, the
    level, words of the line where it stands, the sentence."""

    name: str
    variant: str
    before: str
    after: str
    found: tuple[tuple[str, str, str, str], ...]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return installed()


PILOTS = (
    Wrong(
        "letters where people apply",
        "advertised",
        "pool = {",
        "invitation = 2027-02-01\npool = {",
        (
            (
                "CALENDAR",
                "error",
                "invitation = 2027-02-01",
                "citizen_jury/advertised has no step invitation.",
            ),
        ),
    ),
    Wrong(
        "applications to a step that takes none",
        "advertised",
        'step = "pool"\npeople = 84',
        'step = "lottery"\npeople = 84',
        (
            (
                "SCRIPT",
                "error",
                'step = "lottery"',
                "“lottery” is no step of the kind “registration”.",
            ),
        ),
    ),
    Wrong(
        "leavings from nowhere",
        "advertised",
        "[[rehearsal.registrations]]",
        '[[rehearsal.leavings]]\nstep = "confirmed"\non = 2027-04-06\nmembers = 1\n\n'
        "[[rehearsal.registrations]]",
        (
            (
                "SCRIPT",
                "error",
                'step = "confirmed"',
                "“confirmed” is no step of the kind “confirmation”.",
            ),
        ),
    ),
    Wrong(
        "thirty jurors",
        "jefferson",
        "[calendar]\n",
        "[open_parameters]\njurors = 30\n\n[calendar]\n",
        (("OPEN", "must", "jurors = 30", "jurors cannot be 30."),),
    ),
    Wrong(
        "experts of one side",
        "jefferson",
        'viewpoint = "for_the_edge"\nproposed_by',
        'viewpoint = "for_the_centre"\nproposed_by',
        (
            (
                "CJ07",
                "must",
                "[[witnesses]]",
                "Viewpoints in witnesses: 1 (for_the_centre); the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "nobody answers for the neutrality of the question",
        "jefferson",
        'neutrality_signed_off_by = "oversight_group"\n',
        "",
        (
            ("CJ04", "must", "[remit]", "remit.neutrality_signed_off_by is not filled in."),
            (
                "GP1",
                "should",
                "[remit]",
                (
                    "The principle “Purpose” is not kept. It asks for this: it is named who "
                    "answers for the neutrality of the question."
                ),
            ),
        ),
    ),
    Wrong(
        "jurors meet on two days",
        "jefferson",
        "hearings = { days = [2027-04-06, 2027-04-07] }",
        "hearings = 2027-04-05",
        (
            (
                "CJ02",
                "should",
                "deliberation = 2027-04-08",
                "The calendar has 2 days of meetings; the pilot states 4.",
            ),
        ),
    ),
    Wrong(
        "the vote comes after the report",
        "jefferson",
        "report = { from = 2027-04-09, until = 2027-04-23 }",
        "report = { from = 2027-04-05, until = 2027-04-07 }",
        (
            (
                "CJ09",
                "must",
                "report = { from = 2027-04-05, until = 2027-04-07 }",
                (
                    "“Report in the jurors' own words” begins 5 April 2027, before “The jury "
                    "deliberates in private” is over (8 April 2027)."
                ),
            ),
            (
                "ORDER",
                "must",
                "report = { from = 2027-04-05, until = 2027-04-07 }",
                (
                    "“Report in the jurors' own words” begins 5 April 2027, before “Vote” is "
                    "over (8 April 2027)."
                ),
            ),
        ),
    ),
    Wrong(
        "no money is named",
        "jefferson",
        'funding.en = "Town budget"\n',
        "",
        (
            ("CJ13", "must", "[budget]", "budget.funding is not filled in."),
            (
                "GP3",
                "should",
                "[budget]",
                (
                    "The principle “Transparency” is not kept. It asks for this: the budget and "
                    "the source of funding are published."
                ),
            ),
            ("LETTER", "should", "[budget]", "who pays is missing in: en."),
        ),
    ),
    Wrong(
        "no day for the response",
        "panel",
        "response = 2027-09-10\n",
        "",
        (("CP12", "should", "[calendar]", "calendar.response is not filled in."),),
    ),
    Wrong(
        "a panel of sixty",
        "panel",
        "[calendar]\n",
        "[open_parameters]\nmembers = 60\n\n[calendar]\n",
        (("OPEN", "must", "members = 60", "members cannot be 60."),),
    ),
    Wrong(
        "papers of one side",
        "panel",
        'viewpoint = "for_building"\ntitle',
        'viewpoint = "for_repair"\ntitle',
        (
            (
                "CP07",
                "should",
                "[[materials]]",
                "Viewpoints in materials: 1 (for_repair); the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "a friend of the council is named beforehand",
        "panel",
        "[oversight]\n",
        (
            '[[seats]]\nid = "S1"\nkind = "person"\ngroup = "panel"\nname.en = "A friend of the '
            'council"\n\n[oversight]\n'
        ),
        (
            ("CP01", "should", "[[seats]]", "all seats: 1; the rule asks for at least 25."),
            (
                "CP14",
                "must",
                "[[seats]]",
                "seats of “Panel members”: 1; the rule allows 0 at most.",
            ),
        ),
    ),
    Wrong(
        "invitations before the announcement",
        "panel",
        "announcement = 2027-01-25",
        "announcement = 2027-02-08",
        (
            (
                "GP3",
                "should",
                "[calendar]",
                (
                    "The principle “Transparency” is not kept. It asks for this: the process is "
                    "announced before the recruitment of members begins."
                ),
            ),
            (
                "ORDER",
                "must",
                "engagement = ",
                "“Hearing those who do not take part” begins 26 January 2027, before "
                "“Announcement of the process” is over (8 February 2027).",
            ),
            (
                "CP04",
                "must",
                "invitation = 2027-02-01",
                (
                    "“Sending the invitations” begins 1 February 2027, before “Announcement of "
                    "the process” is over (8 February 2027)."
                ),
            ),
        ),
    ),
    Wrong(
        "the panel meets on four days",
        "panel",
        (
            "meeting = { days = [2027-04-03, 2027-04-17, 2027-05-08, 2027-05-22, 2027-06-05, "
            "2027-06-19] }"
        ),
        "meeting = { days = [2027-04-03, 2027-04-17, 2027-05-08, 2027-06-19] }",
        (
            (
                "CP03",
                "should",
                "meeting = { days = [2027-04-03, 2027-04-17, 2027-05-08, 2027-06-19] }",
                "The calendar has 4 days of meetings; the pilot states 6.",
            ),
            ("AGENDA", "must", "day = 5", "The agenda of session 1 takes 6 days; planned days: 4."),
        ),
    ),
)


@pytest.mark.parametrize("wrong", PILOTS, ids=lambda one: one.name)
def test_a_wrong_pilot_is_told_with_its_line(
    wrong: Wrong, registry: Registry, tmp_path: Path
) -> None:
    right = (SCENARIOS / f"{wrong.variant}.toml").read_text(encoding="utf-8")
    assert wrong.before in right
    text = right.replace(wrong.before, wrong.after, 1)
    path = tmp_path / "pilot.toml"
    path.write_text(text, encoding="utf-8")
    found = told(check_pilot(registry, path, LOOKED_AT).findings)
    assert found == [
        (code, level, line_of(text, at), said) for code, level, at, said in wrong.found
    ]
