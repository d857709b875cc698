"""The targets that `citizen_jury/kazakhstan-lottery` brings along: ten seats can carry them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.examination import examine
from deliberate.core.recruitment.lottery.pool import Person, Pool
from deliberate.core.recruitment.quotas.making import Room, make_quotas
from deliberate.core.registry import Registry
from deliberate.core.services.civic_lottery import draw
from deliberate.core.services.composition_files import read_composition, targets_text
from deliberate.core.services.lottery_files import read_targets
from deliberate.core.services.pilot_template import new_pilot

NAME, SEATS = "citizen_jury/kazakhstan-lottery", 10


@dataclass(frozen=True)
class Lean:
    """How the willing lean: the share of the first value of each feature among them."""

    female: int
    ages: tuple[int, int]
    kazakh: int
    urban: int


ALIKE = Lean(51, (35, 72), 50, 64)
USUAL = Lean(66, (14, 48), 35, 88)
"""Those who volunteer: more often women, older, in cities."""


def willing(count: int, lean: Lean, seed: bytes) -> Pool:
    chance = Generator(seed)

    def one(number: int) -> Person:
        age = chance.below(100)
        return Person(
            f"p{number:03}",
            (
                "female" if chance.below(100) < lean.female else "male",
                "18-34" if age < lean.ages[0] else "35-54" if age < lean.ages[1] else "55+",
                "kk" if chance.below(100) < lean.kazakh else "ru",
                "urban" if chance.below(100) < lean.urban else "rural",
            ),
        )

    return Pool.of(("sex", "age", "language", "type_of_place"), [one(n) for n in range(count)])


def test_the_targets_are_those_of_the_population_beside_them(registry: Registry) -> None:
    beside = registry.tables_beside(NAME)
    owed = make_quotas(read_composition(beside["population"]), SEATS, Room(flex=1))
    assert targets_text(one.quota for one in owed) == beside["targets"].read_text(encoding="utf-8")
    assert all(one.group.source or one.group.status.startswith("PROPOSED") for one in owed)


def step_quotas(parameters: Any) -> Any:
    """As the rulebook writes them, whether or not this version can run the step."""
    return parameters["quotas"] if isinstance(parameters, Mapping) else parameters.quotas


def test_the_targets_have_the_features_and_values_of_the_rulebook(registry: Registry) -> None:
    rulebook = registry.rulebook(NAME)
    step: Any = rulebook.step("lottery")
    foreseen = {
        (item["feature"], value)
        for item in step_quotas(step.parameters)
        for value in item["values"]
    }
    targets = read_targets(registry.tables_beside(NAME)["targets"], SEATS)
    assert {(quota.feature, quota.value) for quota in targets.quotas} == foreseen


@pytest.mark.parametrize("count", [40, 120, 300])
@pytest.mark.parametrize("lean", [ALIKE, USUAL])
def test_a_pool_of_willing_people_can_be_drawn_from(
    registry: Registry, count: int, lean: Lean
) -> None:
    targets = read_targets(registry.tables_beside(NAME)["targets"], SEATS)
    for seed in (b"1", b"2", b"3"):
        pool = willing(count, lean, seed)
        found = examine(pool, targets)
        assert found.feasible
        assert found.never == ()
        assert found.bound is not None
        # Coarse quotas leave everybody a real chance: a fifth of an equal one, at the least.
        assert found.bound * 5 > found.equal
    drawn = draw(pool, targets, "7")
    assert len(drawn.panel) == SEATS
    assert float(drawn.smallest) == pytest.approx(found.bound)


def test_a_new_pilot_file_has_them_beside_it(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "pilot.toml"
    _, files = new_pilot(registry, NAME, path, str)
    assert files == (path, tmp_path / "pilot.targets.csv", tmp_path / "pilot.population.csv")
    assert read_targets(files[1], SEATS).features == ("sex", "age", "language", "type_of_place")
    _, files = new_pilot(registry, "citizen_jury/kazakhstan", tmp_path / "other.toml", str)
    assert files == (tmp_path / "other.toml",)
