"""Wrong files of the citizens' dialogue: a right one with one edit, and what is told of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

import deliberate_citizens_dialogue
from deliberate import jurisdictions
from deliberate.core.errors import UnusableInput
from deliberate.core.hookspecs import hookimpl
from deliberate.core.kinds import kinds
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_rulebook
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.services.files import check_pilot
from deliberate.testing.scenario import LOOKED_AT, installed
from tests.wrong_files import Edits, edited, line_of, told

PACKAGE = Path(deliberate_citizens_dialogue.__file__).parent
FIT = (PACKAGE / "rulebooks" / "fit.toml").read_text(encoding="utf-8")
SINGLE, REGIONAL = "single", "regional"
Told = tuple[str, str, str, str]
"""What is found: the code, the level, words of the line where it stands, the sentence."""


@dataclass(frozen=True)
class Wrong:
    """A right file in which each `before` became its `after`, and everything that is found."""

    name: str
    variant: str
    edits: Edits
    found: tuple[Told, ...]


DETAILED = """
[[rehearsal.commitments]]
id = "K1"
kind = "obligation"
due = 2027-09-01
text = { kk = "Жол салу", ru = "Построить дорожку", en = "Build the path" }

[[rehearsal.proposals]]"""

PILOTS = (
    Wrong(
        "seventeen people",
        SINGLE,
        (("participants = 60", "participants = 17"),),
        (
            (
                "CD01",
                "must",
                "participants = 17",
                "seats of “Participants”: 17; the rule asks for at least 18.",
            ),
        ),
    ),
    Wrong(
        "five hundred people",
        SINGLE,
        (("participants = 60", "participants = 500"),),
        (
            (
                "CD01",
                "must",
                "participants = 500",
                "seats of “Participants”: 500; the rule allows 499 at most.",
            ),
        ),
    ),
    Wrong(
        "experts of one side",
        SINGLE,
        (('viewpoint = "for_trade"\nproposed_by', 'viewpoint = "for_nature"\nproposed_by'),),
        (
            (
                "CD08",
                "must",
                "[[witnesses]]",
                "Viewpoints in witnesses: 1 (for_nature); the rule asks for 2.",
            ),
        ),
    ),
    Wrong(
        "no panel of experts",
        SINGLE,
        (('kind = "expert_panel"', 'kind = "discussion"'),),
        (
            (
                "CD03",
                "must",
                "[[agenda]]",
                "The agenda of “Days of the dialogue” lacks: expert_panel.",
            ),
        ),
    ),
    Wrong(
        "no plenary",
        SINGLE,
        (('kind = "plenary"', 'kind = "discussion"'),),
        (("CD04", "must", "[[agenda]]", "The agenda of “Days of the dialogue” lacks: plenary."),),
    ),
    Wrong(
        "detailed recommendations",
        SINGLE,
        (("\n[[rehearsal.proposals]]", DETAILED),),
        (
            (
                "CD10",
                "must",
                "[[rehearsal.commitments]]",
                "K1 is a detailed recommendation and not an idea.",
            ),
        ),
    ),
    Wrong(
        "a question without an authentic language",
        SINGLE,
        (('text.ru = "Для чего набережная нужна зимой?"\n', ""),),
        (
            (
                "CD07",
                "must",
                'text.kk = "Жағалау қыста не үшін керек?"',
                "remit.questions.2.text is missing in: ru.",
            ),
        ),
    ),
    Wrong(
        "one day",
        SINGLE,
        (("dialogue = { days = [2027-04-17, 2027-04-18] }", "dialogue = { days = [2027-04-18] }"),),
        (
            (
                "CD02",
                "should",
                "dialogue = { days = [2027-04-18] }",
                "“Days of the dialogue” is planned on 1 days; the pilot states 2.",
            ),
            (
                "OECD3",
                "should",
                "dialogue = { days = [2027-04-18] }",
                (
                    "The principle “At least one full day of meetings” is not kept. It asks for "
                    "this: at least one full day is planned (a day is full when its agenda has "
                    "six hours or more)."
                ),
            ),
            ("AGENDA", "must", "day = 2", "The agenda of session 1 takes 2 days; planned days: 1."),
        ),
    ),
    Wrong(
        "a promise without its date",
        SINGLE,
        (("committed_on = 2027-01-11\n", ""),),
        (
            ("CD05", "must", "[agency]", "agency.committed_on is not filled in."),
            (
                "GP2",
                "should",
                "[agency]",
                (
                    "The principle “Accountability” is not kept. It asks for this: the agency's "
                    "commitment to respond bears a date before anybody is invited."
                ),
            ),
        ),
    ),
    Wrong(
        "more than 499 in all regions",
        REGIONAL,
        (("seats = 18", "seats = 490"),),
        (
            (
                "CD01",
                "must",
                "[[strands]]",
                "All regional dialogues together have 512 people; 18 to 499 take part.",
            ),
            (
                "CD01",
                "must",
                "[[strands]]",
                "All regional dialogues together have 512 people; 18 to 499 take part.",
            ),
        ),
    ),
    Wrong(
        "the national dialogue before a regional one",
        REGIONAL,
        (
            (
                "national_dialogue = { days = [2027-05-28, 2027-05-29, 2027-05-30] }",
                "national_dialogue = { days = [2027-04-20, 2027-04-21, 2027-04-22] }",
            ),
        ),
        (
            (
                "CD21",
                "must",
                "national_dialogue = { days = [2027-04-20, 2027-04-21, 2027-04-22] }",
                (
                    "“National dialogue” begins 20 April 2027, before “The ideas of all regions "
                    "in one list” is over (29 April 2027)."
                ),
            ),
            (
                "ORDER",
                "must",
                "national_dialogue = { days = [2027-04-20, 2027-04-21, 2027-04-22] }",
                (
                    "“National dialogue” begins 20 April 2027, before “Confirming to come to "
                    "the national dialogue” is over (20 May 2027)."
                ),
            ),
            (
                "CALENDAR",
                "must",
                "national_support = ",
                (
                    "“How far each group of ideas is supported” is planned for 30 May 2027, 16:00 "
                    "(UTC+05:00), outside “National dialogue” (20 April 2027 to 22 April 2027)."
                ),
            ),
        ),
    ),
    Wrong(
        "a national dialogue of two days",
        REGIONAL,
        (("days = [2027-05-28, 2027-05-29, 2027-05-30]", "days = [2027-05-29, 2027-05-30]"),),
        (
            (
                "CD24",
                "should",
                "national_dialogue = { days = [2027-05-29, 2027-05-30] }",
                "“National dialogue” is planned on 2 days; the pilot states 3.",
            ),
            ("AGENDA", "must", "day = 3", "The agenda of session 1 takes 3 days; planned days: 2."),
        ),
    ),
)
RULEBOOKS = (
    Wrong(
        "ideas that come from nowhere",
        SINGLE,
        (('options_of = "ideas"\n', ""),),
        (
            (
                "CD11",
                "must",
                '[[steps]]\nid = "support"',
                "“How far each idea is supported” does not say: options_of.",
            ),
        ),
    ),
    Wrong(
        "a vote instead of support",
        SINGLE,
        (
            (
                'options_of = "ideas"\nmethod = "support"\n',
                'method = "yes_no_abstain"\nthreshold = { more_than = "1/2" }\n',
            ),
        ),
        (
            (
                "CD11",
                "must",
                '[[steps]]\nid = "support"',
                "“How far each idea is supported” does not say: options_of.",
            ),
            (
                "CD11",
                "must",
                '[[steps]]\nid = "support"',
                (
                    '“How far each idea is supported”: method is "yes_no_abstain"; the rule '
                    'asks for "support".'
                ),
            ),
        ),
    ),
    Wrong(
        "a report with instructions",
        SINGLE,
        (('item_kinds = ["recommendation"]', 'item_kinds = ["recommendation", "instruction"]'),),
        (("CD10", "must", '[[steps]]\nid = "report"', "The report may hold: instruction."),),
    ),
    Wrong(
        "ideas of no region are gathered",
        REGIONAL,
        (('of = ["ideas"]', 'of = ["idea_groups"]'),),
        (
            (
                "CD22",
                "must",
                '[[steps]]\nid = "regional_ideas"',
                "The ideas of these regions are not gathered: north, south.",
            ),
        ),
    ),
    Wrong(
        "strangers in the national dialogue",
        REGIONAL,
        (('register = "members"', 'register = "residents"'),),
        (
            (
                "CD23",
                "must",
                '[[steps]]\nid = "national_invitation"',
                (
                    "“Inviting the participants to the national dialogue”: register is "
                    '"residents"; the rule asks for "members".'
                ),
            ),
        ),
    ),
    Wrong(
        "no quota by region",
        REGIONAL,
        (('quotas = ["region", "sex", "age"]', 'quotas = ["sex", "age"]'),),
        (
            (
                "CD25",
                "must",
                '[[steps]]\nid = "national_lottery"',
                (
                    "“Lottery: drawing the participants of the national dialogue” has no quota "
                    "by region."
                ),
            ),
        ),
    ),
)


def scenario(variant: str) -> str:
    return (PACKAGE / "scenarios" / f"{variant}.toml").read_text(encoding="utf-8")


def rules(variant: str) -> str:
    return (PACKAGE / "rulebooks" / f"{variant}.toml").read_text(encoding="utf-8")


def expected(wrong: Wrong, text: str) -> list[tuple[str, str, int, str]]:
    return [(code, level, line_of(text, words), said) for code, level, words, said in wrong.found]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return installed()


@pytest.mark.parametrize("wrong", PILOTS, ids=lambda one: one.name)
def test_a_wrong_pilot_is_told_with_its_line(
    wrong: Wrong, registry: Registry, tmp_path: Path
) -> None:
    path, text = tmp_path / "pilot.toml", edited(scenario(wrong.variant), wrong.edits, 1)
    path.write_text(text, encoding="utf-8")
    assert told(check_pilot(registry, path, LOOKED_AT).findings) == expected(wrong, text)


@pytest.mark.parametrize("wrong", RULEBOOKS, ids=lambda one: one.name)
def test_a_rulebook_that_is_no_dialogue_any_more_is_told(wrong: Wrong, tmp_path: Path) -> None:
    """Somebody brings the rulebook under another name, with one of its steps changed."""
    ours = (f'variant = "{wrong.variant}"', 'variant = "ours"')
    rulebook, pilot = tmp_path / "ours.toml", tmp_path / "pilot.toml"
    (tmp_path / "fit.toml").write_text(FIT, encoding="utf-8")
    text = edited(rules(wrong.variant), (ours, *wrong.edits), 1)
    rulebook.write_text(text, encoding="utf-8")
    pilot.write_text(edited(scenario(wrong.variant), (ours,), 1), encoding="utf-8")
    stranger = ModuleType("stranger")
    stranger.deliberate_models = hookimpl(lambda: [rulebook])  # type: ignore[attr-defined]
    registry = Registry.load(extra=(jurisdictions, stranger))
    assert told(check_pilot(registry, pilot, LOOKED_AT).findings) == expected(wrong, text)


def test_one_region_makes_no_national_dialogue(registry: Registry, tmp_path: Path) -> None:
    text = scenario(REGIONAL)
    start = text.index('[[strands]]\nid = "south"')
    text = text[:start] + text[text.index("[calendar]") :]
    text = re.sub(r"^\w+_south = .*\n", "", text, flags=re.MULTILINE)
    path = tmp_path / "pilot.toml"
    path.write_text(text, encoding="utf-8")
    assert told(check_pilot(registry, path, LOOKED_AT).findings) == [
        ("CD20", "must", line_of(text, "[[strands]]"), "strands: 1; the rule asks for at least 2."),
        *scripted_for(text, "ideas_south", "proposals"),
        *scripted_for(text, "support_south", "ballot"),
    ]


def scripted_for(text: str, step: str, kind: str) -> list[tuple[str, str, int, str]]:
    """What is told of each place where the rehearsal still names a step of the region."""
    return [
        ("SCRIPT", "error", line, f"“{step}” is no step of the kind “{kind}”.")
        for line, words in enumerate(text.splitlines(), start=1)
        if words == f'step = "{step}"'
    ]


def test_a_threshold_on_support_is_refused_in_the_rulebook() -> None:
    before = 'options_of = "ideas"\nmethod = "support"\n'
    text = edited(rules(SINGLE), ((before, before + 'threshold = { more_than = "1/2" }\n'),), 1)
    schemas = {kind.name: kind.parameters for kind in kinds().values() if kind.parameters}
    text = text.replace('fit = "fit.toml"\n', "", 1)
    with pytest.raises(UnusableInput) as caught:
        load_rulebook(parse_toml(text, "single.toml"), schemas)
    assert [one[2:] for one in told(caught.value.findings)] == [
        (
            line_of(text, 'threshold = { more_than = "1/2" }'),
            "Support is published and decides nothing: it has no threshold.",
        )
    ]


def test_a_question_that_stands_twice_is_told(registry: Registry, tmp_path: Path) -> None:
    text = edited(scenario(SINGLE), (('id = "Q2"', 'id = "Q1"'),), 1)
    path = tmp_path / "pilot.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput) as caught:
        check_pilot(registry, path, LOOKED_AT)
    (one,) = caught.value.findings
    second = text.index('id = "Q1"', text.index('id = "Q1"') + 1)
    assert (one.code, one.where and one.where.line) == ("DUPLICATE", text[:second].count("\n") + 1)


@pytest.mark.parametrize("variant", [SINGLE, REGIONAL])
def test_the_right_files_are_right(variant: str, registry: Registry) -> None:
    path = PACKAGE / "scenarios" / f"{variant}.toml"
    assert check_pilot(registry, path, LOOKED_AT).findings == ()
