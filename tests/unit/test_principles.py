"""Each principle of good practice is kept, missed or justified, by the pilot and the rulebook."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deliberate import jurisdictions
from deliberate.core.errors import UnusableInput
from deliberate.core.principles.judging import ASKED, JudgedPrinciple, criteria_missed
from deliberate.core.registry import Registry
from deliberate.core.rulebook.principles import principle, principles
from deliberate.core.services.files import CheckReport, check_pilot

NOW = datetime(2026, 11, 23, tzinfo=UTC)
REGISTRY = Registry.load(extra=(jurisdictions,))
SCENARIOS = Path(__file__).parents[2] / "plugins/citizen_jury/deliberate_citizen_jury/scenarios"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def report(folder: Path, name: str, *edits: tuple[str, str]) -> CheckReport:
    """The check of a scenario's pilot after named edits, each a pattern and what stands instead."""
    text = (SCENARIOS / f"{name}.toml").read_text(encoding="utf-8")
    for pattern, instead in edits:
        assert re.search(pattern, text, re.MULTILINE), pattern
        text = re.sub(pattern, instead, text, flags=re.MULTILINE)
    path = folder / "pilot.toml"
    path.write_text(text, encoding="utf-8")
    return check_pilot(REGISTRY, path, NOW)


def of(found: CheckReport, code: str) -> JudgedPrinciple:
    return next(item for item in found.principles if item.principle.code == code)


def test_every_ask_of_the_data_is_looked_up_and_no_other() -> None:
    asked = {ask.id for item in principles() for ask in item.asks}
    assert asked == set(ASKED)


def test_every_principle_is_said_in_three_languages_with_its_source() -> None:
    for item in principles():
        for text in (item.title, item.text, *(ask.text for ask in item.asks)):
            assert text.missing(("kk", "ru", "en")) == ()
        assert item.source.url
    assert [item.code for item in principles()] == [
        *(f"GP{number}" for number in range(1, 12)),
        *(f"OECD{number}" for number in range(1, 4)),
    ]
    assert principle("gp4") is principle("GP4")


GONE = [
    ("GP1", r"^background.*\n", "problem", "remit.background"),
    ("GP1", r"^neutrality_signed_off_by.*\n", "neutrality", "remit.neutrality_signed_off_by"),
    ("GP2", r"^committed_on = .*$", "commitment", "agency.committed_on"),
    ("GP3", r"^funding.*\n", "funding", "budget.funding"),
    ("GP5", r"^care = true\n", "care", "member_support.care"),
    ("GP5", r"^step_free_venue = true", "access", "member_support.step_free_venue"),
    ("GP9", r"^organiser.*\n", "organiser", "conduct.organiser"),
    ("GP9", r"^composition.*\n", "group", "oversight.composition"),
    ("GP10", r"^influence\.en.*\n", "influence", "conduct.influence"),
    ("GP11", r"^evaluator.*\n", "evaluator", "conduct.evaluator"),
]
INSTEAD = {
    "commitment": "committed_on = 2027-02-12",
    "access": "step_free_venue = false",
}


@pytest.mark.parametrize(("code", "pattern", "ask", "key"), GONE)
def test_what_the_pilot_leaves_out_is_found_with_its_place(
    folder: Path, code: str, pattern: str, ask: str, key: str
) -> None:
    found = report(folder, "panel", (pattern, INSTEAD.get(ask, "")))
    judged = of(found, code)
    assert judged.state == "missed"
    assert [look.ask.id for look in judged.missed] == [ask]
    finding = next(item for item in found.findings if item.code == code)
    assert finding.level == "should"
    assert str(finding.fix) == (
        f"Fill in ('{key}',), or publish the reason under [deviations]: {code}.en = \"...\""
    )


@pytest.mark.parametrize(("code", "pattern", "ask", "key"), GONE)
def test_a_published_reason_justifies_it(
    folder: Path, code: str, pattern: str, ask: str, key: str
) -> None:
    reason = (r"\[budget\]", f'[deviations]\n{code}.en = "We could not."\n\n[budget]')
    found = report(folder, "panel", (pattern, INSTEAD.get(ask, "")), reason)
    assert of(found, code).state == "justified"
    assert str(of(found, code).reason.get("en")) == "We could not."
    assert code not in [item.code for item in found.findings]


def test_a_panel_keeps_what_a_plan_can_keep(folder: Path) -> None:
    found = report(folder, "panel")
    states = {item.principle.code: item.state for item in found.principles}
    assert found.findings == ()
    assert {code for code, state in states.items() if state == "kept"} >= {
        "GP1", "GP5", "GP6", "GP7", "GP8", "GP10", "OECD1", "OECD2", "OECD3",
    }  # fmt: skip
    assert {code for code, state in states.items() if state == "waiting"} == {
        "GP2", "GP3", "GP4", "GP9", "GP11",
    }  # fmt: skip


def test_one_viewpoint_alone_is_found(folder: Path) -> None:
    found = report(
        folder, "panel", ("for_building", "for_repair"), (r"^\[\[witnesses\]\](\n.+)+\n", "")
    )
    # The model lets witnesses of two sides be called later: that can still come right.
    assert of(found, "GP6").state == "waiting"


def test_days_are_counted_and_half_days_added_up(folder: Path) -> None:
    two = r"^meeting = .*$", "meeting = { days = [2027-04-03, 2027-04-17] }"
    assert str(of(report(folder, "panel", two), "GP8").asks[0].answer.note) == (
        "Full days of meetings: 2."
    )
    short = ("minutes = 150", "minutes = 30")
    found = report(folder, "panel", short, ("minutes = 90", "minutes = 60"))
    assert str(of(found, "GP8").asks[0].answer.note) == "Full days of meetings: 2."


def test_a_jury_of_three_days_gives_its_own_reason(folder: Path) -> None:
    assert of(report(folder, "jefferson"), "GP8").state == "justified"
    found = report(folder, "jefferson", (r"^GP8.*\n", ""))
    assert of(found, "GP8").state == "missed"
    assert "GP8" in [item.code for item in found.findings]


def test_a_model_excuses_what_it_names_and_no_more(folder: Path) -> None:
    found = report(folder, "kazakhstan", (r"^influence\.(kk|ru|en).*\n", ""))
    judged = of(found, "GP10")
    assert [look.ask.id for look in judged.missed] == ["names", "influence"]
    assert [look.ask.id for look in judged.unexcused] == ["influence"]
    assert judged.state == "missed"


def test_a_criterion_that_is_missed_is_named_whatever_the_reason(folder: Path) -> None:
    assert [item.code for item in criteria_missed(report(folder, "kazakhstan").principles)] == [
        "OECD2"
    ]
    assert criteria_missed(report(folder, "panel").principles) == ()


def test_a_reason_stands_in_every_authentic_language(folder: Path) -> None:
    found = report(folder, "kazakhstan", (r"^GP5\.kk.*\n", ""))
    assert [(item.code, item.level) for item in found.findings] == [("GP5", "must")]
    assert str(found.findings[0].message) == "The reason for GP5 is missing in: ('kk',)."


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (('principle = "OECD2"', 'principle = "GP99"'), "There is no principle GP99."),
        (('asks = ["names"]', 'asks = ["nonsense"]'), "GP10 does not ask for nonsense."),
    ],
)
def test_a_rulebook_cannot_leave_what_there_is_not(
    folder: Path, edit: tuple[str, str], said: str
) -> None:
    book = SCENARIOS.parent / "rulebooks" / "kazakhstan-lottery.toml"
    path = folder / "own.toml"
    text = book.read_text(encoding="utf-8")
    assert edit[0] in text
    text = re.sub(r"^fit = .*\n", "", text.replace(*edit), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput) as refused:
        REGISTRY.read_rulebook(path)
    assert said in [str(item.message) for item in refused.value.findings]
