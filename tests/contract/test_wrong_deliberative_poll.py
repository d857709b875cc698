"""Deliberately wrong polls: each a right file with one edit, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

import deliberate.jurisdictions as jurisdictions
import deliberate_deliberative_poll as plugin
from deliberate.core.errors import Finding
from deliberate.core.registry import Registry
from deliberate.core.services.files import check_pilot
from deliberate.i18n.translator import Translator
from deliberate.testing.scenario import LOOKED_AT

HOME = Path(plugin.__file__).parent
PILOT = (HOME / "scenarios" / "standard.toml").read_text(encoding="utf-8")
ENGLISH = Translator("en")
WRONG = """[rulebook]
model = "deliberative_poll"
variant = "wrong"
version = "1"
extends = "deliberative_poll/standard"
source = "practice"
title.kk = "Қате"
title.ru = "Неверный"
title.en = "Wrong"

"""


@dataclass(frozen=True)
class Wrong:
    """One edit of the pilot (`old` becomes `new`) or, with `rulebook`, of a step or rule of the
    rulebook; the finding is looked for at the line that holds `line`."""

    old: str
    new: str
    code: str
    said: str
    line: str
    level: str = "must"
    rulebook: bool = False


FILES = {
    "T2 shows names": Wrong(
        'who = "members"\nseats = "participants"\nanonymous = true\ncounted_by',
        'who = "members"\nseats = "participants"\nanonymous = false\ncounted_by',
        "DP20",
        "“Last wave: the same questions, in private”: anonymous is false; the rule asks for true.",
        'id = "last_wave"',
        rulebook=True,
    ),
    "invited from elsewhere": Wrong(
        'from = "first_wave"\n',
        "",
        "DP03",
        '“Invitation of those who answered”: from is ""; the rule asks for "first_wave".',
        'id = "invitation"',
        rulebook=True,
    ),
    "anybody registers": Wrong(
        'from = "invitation"',
        'from = "open"',
        "DP23",
        '“Registration of those who are willing”: from is "open"; the rule asks for "invitation".',
        'id = "registration"',
        rulebook=True,
    ),
    "groups without moderators": Wrong(
        "moderated = true",
        "moderated = false",
        "DP25",
        "“Small groups with a moderator”: moderated is false; the rule asks for true.",
        'id = "groups"',
        rulebook=True,
    ),
    "quotas of nobody": Wrong(
        'quotas_from = "first_wave"\n',
        "",
        "DP15",
        '“Lottery: drawing the participants”: quotas_from is ""; the rule asks for "first_wave".',
        'id = "lottery"',
        rulebook=True,
    ),
    "a vote on the agenda": Wrong(
        'kind = "questions"\ntitle.en = "Plenary: for and against"',
        'kind = "ballot"\ntitle.en = "The vote"',
        "DP01",
        "“The vote” on the agenda has no place in this model.",
        'kind = "ballot"',
    ),
    "a briefing of one side": Wrong(
        'viewpoint = "against_the_charge"',
        'viewpoint = "for_the_charge"',
        "DP07",
        "Viewpoints in materials: 1 (for_the_charge); the rule asks for 2.",
        "[[materials]]",
    ),
    "a paper without the other side's argument": Wrong(
        'contra.en = "The streets stay full."',
        "",
        "DP08",
        "materials.2.contra is not filled in.",
        'id = "M2"',
    ),
    "experts of one side": Wrong(
        'viewpoint = "against"\n',
        'viewpoint = "for"\n',
        "DP09",
        "Viewpoints in witnesses: 1 (for); the rule asks for 2.",
        "[[witnesses]]",
    ),
    "an expert who gives the background": Wrong(
        'viewpoint = "against"\n',
        'viewpoint = "background"\n',
        "DP09",
        "Viewpoints in witnesses: 1 (for); the rule asks for 2.",
        "[[witnesses]]",
    ),
    "a board of one side": Wrong(
        'sides = ["for_the_charge", "against_the_charge"]',
        'sides = ["for_the_charge"]',
        "DP06",
        "Viewpoints in oversight.sides: 1 (for_the_charge); the rule asks for 2.",
        "sides = ",
    ),
    "groups of 40": Wrong(
        'control_group = "surveyed_twice"',
        'control_group = "surveyed_twice"\ngroup_size = 40',
        "DP11",
        "open_parameters.group_size: 40; the rule allows 20 at most.",
        "group_size = 40",
        level="should",
    ),
    "too few moderators": Wrong(
        'control_group = "surveyed_twice"',
        'control_group = "surveyed_twice"\nmoderators = 3',
        "DP12",
        "8 groups have 3 moderators.",
        "moderators = 3",
    ),
    "T2 before the plenary": Wrong(
        "last_wave = { from = 2027-05-09T17:00:00+00:00, until = 2027-05-09T19:00:00+00:00 }",
        "last_wave = 2027-05-08",
        "DP10",
        "“Last wave: the same questions, in private” begins 8 May 2027, before “Deliberation: small"
        " groups and plenaries” is over (9 May 2027).",
        "last_wave = 2027-05-08",
    ),
    "unpaid": Wrong(
        "honorarium_per_day = 120",
        "honorarium_per_day = 0",
        "DP13",
        "member_support.honorarium_per_day: 0; the rule asks for at least 1.",
        "honorarium_per_day = 0",
    ),
    "nothing known is asked": Wrong(
        'correct = "third"\n',
        "",
        "DP16",
        "No question of the first wave has a right answer.",
        "[[questionnaires]]",
        level="should",
    ),
}


def registry_with(rulebook: Path | None) -> Registry:
    """The model as it is installed and, beside it, a rulebook that somebody got wrong."""
    module = ModuleType("wrong_poll")

    def deliberate_models() -> Sequence[Path]:
        return [*plugin.deliberate_models(), *([rulebook] if rulebook else [])]

    module.deliberate_models = plugin.hookimpl(deliberate_models)  # type: ignore[attr-defined]
    module.deliberate_check = plugin.deliberate_check  # type: ignore[attr-defined]
    return Registry.load(points=(), extra=(jurisdictions, module))


def edited(text: str, wrong: Wrong) -> str:
    assert wrong.old in text
    return text.replace(wrong.old, wrong.new, 1)


def wrong_rulebook(folder: Path, wrong: Wrong) -> Path:
    """A rulebook that extends the right one and says one step of it otherwise."""
    right = (HOME / "rulebooks" / "standard.toml").read_text(encoding="utf-8")
    parts = ["[[steps]]" + part.split("\n# -----")[0] for part in right.split("[[steps]]")[1:]]
    step = next(part for part in parts if wrong.old in part and wrong.line in part)
    path = folder / "wrong.toml"
    path.write_text(WRONG + edited(step.split("[[rules]]")[0], wrong), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_is_told_what_is_wrong(name: str, tmp_path: Path) -> None:
    wrong = FILES[name]
    pilot, rulebook = tmp_path / "pilot.toml", None
    if wrong.rulebook:
        rulebook = wrong_rulebook(tmp_path, wrong)
        pilot.write_text(PILOT.replace('variant = "standard"', 'variant = "wrong"'))
    else:
        pilot.write_text(edited(PILOT, wrong))
    require(check_pilot(registry_with(rulebook), pilot, LOOKED_AT).findings, wrong)


def require(findings: Sequence[Finding], wrong: Wrong) -> None:
    """This finding, no other of the model's own rules, and it stands where the edit was made."""
    own = [found for found in findings if not found.code.startswith("GP")]
    assert told(own) == [(wrong.code, wrong.level, wrong.said)]
    where = own[0].where
    assert where is not None
    lines = Path(str(where.file)).read_text(encoding="utf-8").splitlines()
    assert near(lines, where.line or 0, wrong.line), (where.line, lines[(where.line or 1) - 1])


def told(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    return [(found.code, found.level, ENGLISH.render(found.message)) for found in findings]


def near(lines: list[str], number: int, sought: str) -> bool:
    """The line itself or, for a table, one of its first: a place is where its header stands."""
    return any(sought in line for line in lines[number - 1 : number + 3])


def test_the_last_wave_asks_another_question(tmp_path: Path) -> None:
    """In the variant with a verdict the last wave has a questionnaire of its own."""
    right = (HOME / "scenarios" / "verdict.toml").read_text(encoding="utf-8")
    head, last = right.split('id = "poll_with_choice"')
    wrong = Wrong(
        "Should drivers pay a charge on working days to drive into the inner town?",
        "Should drivers at last pay for the air of all others?",
        "DP04",
        "“Fourth wave: the same questions, in private” does not ask the same as “First wave: a"
        " random sample”: opinion.",
        'id = "poll_with_choice"',
    )
    pilot = tmp_path / "pilot.toml"
    pilot.write_text(head + 'id = "poll_with_choice"' + edited(last, wrong), encoding="utf-8")
    require(check_pilot(registry_with(None), pilot, LOOKED_AT).findings, wrong)
