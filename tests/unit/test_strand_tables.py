"""The rules that a verifier reads as plain tables are those that the engine runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.kinds import kinds
from deliberate.core.record.bundle import Bundle
from deliberate.core.record.frozen_rules import FrozenRules, frozen_rules
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading
from deliberate.core.registry import Registry
from deliberate.core.rulebook.frozen import freeze_rulebook
from deliberate.core.rulebook.loader import load_pilot, load_rulebook
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.source import parse_toml, read_toml
from deliberate.core.rulebook.strands import GROUP_KEYS, STEP_KEYS, TEMPLATE_KEYS, meet
from deliberate.testing.scenario import Scenario

DATA = Path(__file__).parents[1] / "data"
KEYS = {*STEP_KEYS, *GROUP_KEYS, *TEMPLATE_KEYS}
REGIONS = (DATA / "regions_rulebook.toml").read_text(encoding="utf-8")


def read(rulebook: str, pilot: str) -> FrozenRules:
    members = {"rulebook.toml": rulebook.encode(), "pilot.toml": pilot.encode()}
    return frozen_rules(Reading(Bundle({}, members, ""), ()))


def book(text: str) -> Rulebook:
    schemas = {name: kind.parameters for name, kind in kinds().items() if kind.parameters}
    return load_rulebook(parse_toml(text, "book.toml"), schemas)


def named(value: Any) -> dict[str, Any]:
    """What the parameters of a step name: steps, seat groups and documents, at any depth."""
    items: Mapping[str, Any]
    if isinstance(value, Mapping):
        items = value
    elif is_dataclass(value):
        items = {item.name: getattr(value, item.name) for item in fields(value)}
    else:
        return {}
    found: dict[str, Any] = {}
    for name, item in items.items():
        key = name.removesuffix("_")
        if isinstance(item, Mapping) or is_dataclass(item):
            found |= {f"{key}.{inner}": one for inner, one in named(item).items()}
        elif {key, name} & KEYS and item:
            found[key] = list(item) if isinstance(item, list | tuple) else item
    return found


def same(rules: FrozenRules, rulebook: Rulebook, pilot: Pilot) -> None:
    whole, _ = meet(rulebook, pilot)
    assert set(rules.steps) == {step.id for step in whole.steps}
    assert rules.seats == {group.name: group.count for group in whole.seat_groups}
    for step in whole.steps:
        stated, names = rules.steps[step.id], named(step.parameters)
        told = {key: value for key, value in named(stated).items() if key in names}
        assert told == {key: names[key] for key in told}, step.id
        assert stated.get("kind") == step.kind
        assert list(stated.get("after", ())) == list(step.after), step.id
        assert (stated.get("before"), stated.get("when")) == (step.before, step.when), step.id


def test_every_model_is_read_as_it_runs(
    model_scenario: Scenario, installed_models: Registry
) -> None:
    rulebook = installed_models.rulebook(model_scenario.rulebook)
    text = freeze_rulebook(rulebook, installed_models.rulebook)
    pilot = load_pilot(read_toml(model_scenario.pilot))
    same(read(text, model_scenario.pilot.read_text(encoding="utf-8")), rulebook, pilot)


@pytest.mark.parametrize("name", ["strands", "regions", "gathering"])
def test_strands_are_read_as_they_run(name: str) -> None:
    text = (DATA / f"{name}_rulebook.toml").read_text(encoding="utf-8")
    pilot = (DATA / f"{name}_pilot.toml").read_text(encoding="utf-8")
    same(read(text, pilot), book(text), load_pilot(parse_toml(pilot, "pilot.toml")))


def test_each_key_that_names_a_copy_names_that_of_its_strand() -> None:
    rules = read(REGIONS, (DATA / "regions_pilot.toml").read_text(encoding="utf-8"))
    vote, choice = rules.steps["vote_north"], rules.steps["choice_south"]
    assert (vote["worded_by"], vote["voters"]) == ("wording_north", "members_north")
    assert (vote["in_session"], choice["options_of"]) == ("unit_north", "ideas_south")
    assert rules.steps["further_south"]["when"] == "vote_south = not_adopted"
    assert rules.steps["weights_north"]["of"] == "ideas_north"
    assert rules.steps["voted"]["of"] == ["vote_north", "vote_south"]
    assert rules.seats == {"members_north": 4, "members_south": 3, "guests": 1}


@pytest.mark.parametrize("strands", ["", "strands = 5\n", "[[strands]]\ntitle = 1\n"])
def test_texts_that_say_no_strands_are_refused_or_have_none(strands: str) -> None:
    if not strands:
        assert set(read(REGIONS, "").steps) >= {"vote", "unit"}
        return
    with pytest.raises(CheckFailed):
        read(REGIONS, strands)


def test_what_an_extending_text_removes_is_gone() -> None:
    mark = "\n#:---- the next rulebook extends those above ----\n"
    more = '[rulebook]\nextends = "regions/two"\n[remove]\nsteps = ["further"]\n'
    rules = read(REGIONS + mark + more, "")
    assert "further" not in rules.steps
    assert "vote" in rules.steps
