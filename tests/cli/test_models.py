"""`deliberate models`, `deliberate models show` and `deliberate explain`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from deliberate.cli.house import House
from deliberate.cli.known import source_as_json, source_of, status_of
from deliberate.cli.rule_words import HOW, NAMES, parameters_in_words
from deliberate.core.registry import Registry
from deliberate.core.rulebook.check_parameters import CHECKS
from deliberate.core.rulebook.checks import HOOK
from deliberate.core.rulebook.model import Rulebook
from deliberate.i18n import Translator

NAME = "citizen_jury/kazakhstan"


@pytest.fixture
def rulebook(plugins: Registry) -> Rulebook:
    return plugins.rulebook(NAME)


def test_the_list(call: Callable) -> None:
    answer = call("models")
    assert (answer.code, answer.err) == (0, "")
    assert f"{NAME} 2026.1 — Citizens' jury\n    Can be run.\n    Айтымбет" in answer.out
    assert "deliberate models show assembly/irish\n" in answer.out
    assert "deliberate new PILOT.toml --model assembly/irish\n" in answer.out


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_list_in_other_languages(call: Callable, rulebook: Rulebook, lang: str) -> None:
    answer = call("--lang", lang, "models")
    assert answer.code == 0
    assert f"{NAME} 2026.1 — {rulebook.title.get(lang)}\n" in answer.out


def test_the_list_for_a_machine(call: Callable) -> None:
    found = {item["name"]: item for item in call("models", "--json").json}
    assert set(found[NAME]) == {"name", "title", "version", "source", "hint"}
    assert found[NAME]["hint"] is None


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_model_in_full(call: Callable, rulebook: Rulebook, lang: str) -> None:
    answer = call("--lang", lang, "models", "show", NAME)
    assert (answer.code, answer.err) == (0, "")
    say = Translator(lang)
    lines = answer.out.splitlines()
    squeezed = "".join(answer.out.split())
    for rule in rulebook.rules:
        row = next(line for line in lines if line.startswith(f"{rule.code} "))
        assert say.word("level", rule.level) in row
        assert rule.source in row
    for step in rulebook.steps:
        assert f" {step.id} " in answer.out
    for parameter in rulebook.open_parameters.values():
        assert f"{parameter.id} = " in answer.out
        assert say.text(parameter.text) in answer.out
    for deviation in rulebook.deviations:
        assert any(line.startswith(f"{deviation.principle} ") for line in lines)
    for source in rulebook.sources.values():
        assert source.text[:40].replace(" ", "") in squeezed
    assert all(line == line.rstrip() for line in lines)


def test_a_model_in_full_for_a_machine(call: Callable, rulebook: Rulebook) -> None:
    found = call("models", "show", NAME, "--json").json
    assert found["sha256"] == rulebook.sha256
    assert [item["count"] for item in found["seats"]] == [15, 10]
    rule = next(item for item in found["rules"] if item["code"] == "KZ04")
    assert rule["check"] == "lead"
    assert rule["parameters"]["at_least"] == "1 month"
    assert rule["source"]["status"] == "thesis"
    assert set(rule["text"]) == {"kk", "ru", "en"}
    parameter = next(item for item in found["open_parameters"] if item["id"] == "session_quorum")
    assert (parameter["default"], parameter["minimum"], parameter["maximum"]) == (17, 13, 25)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Stated in the regulation, not enforced by the software."),
        ("ru", "Указано в Положении, программой не обеспечивается."),
        ("kk", "Ережеде көрсетілген, бағдарлама қадағаламайды."),
    ],
)
def test_what_is_prose_says_so(call: Callable, lang: str, words: str) -> None:
    shown = call("--lang", lang, "models", "show", "citizen_jury/jefferson").out
    assert shown.count(words) == 1
    assert shown.index("observers = ") < shown.index(words) < shown.index("response_days = ")
    assert words not in call("--lang", lang, "models", "show", NAME).out
    found = call("models", "show", "citizen_jury/jefferson", "--json").json
    assert [p["id"] for p in found["open_parameters"] if p["stated_only"]] == ["observers"]


def test_what_nobody_checked_is_marked() -> None:
    house = House(Translator("en"), "")
    assert status_of(house, SimpleNamespace(source="x", status="unverified")).endswith("(!)")
    assert "(!)" not in status_of(house, SimpleNamespace(source="x", status="law"))


def test_statements_without_a_known_source(rulebook: Rulebook) -> None:
    house = House(Translator("en"), "")
    item = SimpleNamespace(source="nowhere", status="law")
    assert source_of(house, rulebook, item) == status_of(house, item)
    assert source_as_json(rulebook, item)["text"] == ""


def test_a_law_with_its_day_and_address(rulebook: Rulebook) -> None:
    house = House(Translator("en"), "")
    item = SimpleNamespace(source="appc-2020", status="law")
    words = source_of(house, rulebook, item)
    assert "; read on " in words
    assert "; https://" in words
    assert source_as_json(rulebook, item)["checked_on"] is not None


def test_an_open_parameter_is_told_with_its_default(rulebook: Rulebook) -> None:
    rule = replace(
        rulebook.rules[0],
        parameters={"max": "@session_quorum", "min": None, "step": "no_such_step"},
    )
    assert list(parameters_in_words(Translator("en"), rulebook, rule)) == [
        ("at most", "open parameter session_quorum (default: 17)"),
        ("step", "no_such_step"),
    ]


def test_an_unknown_model(call: Callable) -> None:
    answer = call("models", "show", "jury")
    assert answer.code == 2
    assert "NO_MODEL There is no model “jury” here." in answer.err
    assert NAME in answer.err


def test_a_rulebook_of_ones_own(call: Callable, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[rulebook]\nmodel = 3\n", encoding="utf-8")
    answer = call("models", "show", str(path))
    assert answer.code == 2
    assert f"{path}:2: FORMAT" in answer.err


# ---------------------------------------------------------------- explain
def test_a_rule_is_explained(call: Callable) -> None:
    answer = call("explain", "kz04")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("KZ04  must\nThe agenda is published at least one calendar month")
    for words in (
        "Айтымбет",
        "[thesis]",
        "Publication of the agenda (agenda)",
        "at least: 1 month",
        f"{NAME} 2026.1",
    ):
        assert words in answer.out


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_rule_is_explained(call: Callable, rulebook: Rulebook, lang: str) -> None:
    say = Translator(lang)
    for rule in rulebook.rules:
        answer = call("--lang", lang, "explain", rule.code)
        assert answer.code == 0
        assert answer.out.splitlines()[1] == say.text(rule.text)
        assert say.render(HOW[rule.check])[:30] in answer.out


def test_a_law_is_dated(call: Callable, rulebook: Rulebook) -> None:
    dated = [source for source in rulebook.sources.values() if source.checked_on is not None]
    assert dated
    out = call("models", "show", NAME).out
    for source in dated:
        assert f"read on {Translator('en').value(source.checked_on)}" in out


def test_a_rule_for_a_machine(call: Callable) -> None:
    (found,) = call("explain", "KZ04", "--json").json
    assert (found["code"], found["level"], found["check"]) == ("KZ04", "must", "lead")
    assert found["source"]["id"] == "aitymbet-2021"
    assert NAME in found["models"]
    assert found["steps"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("KZ4", "Did you mean: KZ04?"),
        ("KZ0", "Did you mean: KZ00?"),
        ("QQQQ", "deliberate models show NAME"),
    ],
)
def test_an_unknown_rule(call: Callable, code: str, words: str) -> None:
    answer = call("explain", code)
    assert answer.code == 2
    assert f"NO_RULE There is no rule {code} here." in answer.err
    assert words in answer.err


@pytest.mark.parametrize("code", ["", " ", "\t"])
def test_no_rule_at_all(call: Callable, code: str) -> None:
    answer = call("explain", code)
    assert answer.code == 2
    assert "NO_RULE No rule is named." in answer.err
    assert "KZ04" in answer.err


def test_every_check_and_parameter_has_words() -> None:
    assert set(HOW) == {*CHECKS, HOOK}
    assert set(NAMES) == {name for schema in CHECKS.values() for name in schema().fields}
