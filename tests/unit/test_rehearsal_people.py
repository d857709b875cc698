"""Synthetic people live where people live: shares of the population, by largest remainder."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.randomness import Generator
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.rehearsal.people import Home, apportion, homes, person, spread_out
from deliberate.core.text import Text
from deliberate.jurisdictions.kz import kz_jurisdiction

PROJECT = Path(__file__).parents[2]
KZ = kz_jurisdiction()


@pytest.fixture(scope="module")
def national() -> Pilot:
    return load_pilot(read_toml(PROJECT / "tests" / "data" / "national_pilot.toml"))


@pytest.fixture(scope="module")
def local() -> Pilot:
    return load_pilot(read_toml(PROJECT / "examples" / "temirkent-heating-2027.toml"))


def test_a_national_pilot_draws_from_all_twenty_regions_in_proportion(national: Pilot) -> None:
    places = homes(national, KZ)
    assert [home.id for home in places] == [unit.id for unit in KZ.territories]
    assert len(places) == 20
    number = apportion(places, 3000)
    whole = sum(unit.population for unit in KZ.territories)
    for unit in KZ.territories:
        assert abs(number[unit.id] - Fraction(3000 * unit.population, whole)) < 1


def test_a_local_pilot_draws_from_its_areas_by_their_shares(local: Pilot) -> None:
    assert apportion(homes(local, KZ), 100) == {"A1": 31, "A2": 24, "A3": 19, "A4": 16, "A5": 10}


def test_a_pilot_of_one_unit_draws_from_it_alone(national: Pilot) -> None:
    unit = KZ.territories[3]
    pilot = replace(national, territory=replace(national.territory, code=unit.id))
    assert [home.id for home in homes(pilot, KZ)] == [unit.id]
    assert person(pilot, KZ, Generator(b"one"), "C01").place == unit.id


def test_people_come_from_likely_places(national: Pilot) -> None:
    rng = Generator(b"places")
    found = Counter(person(national, KZ, rng, f"X{index}").place for index in range(2000))
    expected = apportion(homes(national, KZ), 2000)
    assert set(found) == set(expected)
    # Five standard deviations of a binomial; the generator is fixed, so this never flickers.
    assert all(abs(found[name] - n) < 5 * (n + 1) ** 0.5 for name, n in expected.items())


def test_homes_are_spread_out_in_proportion(national: Pilot) -> None:
    places = homes(national, KZ)
    spread = spread_out(places, 100, Generator(b"spread"))
    assert Counter(home.id for home in spread) == {
        name: number for name, number in apportion(places, 100).items() if number
    }


@given(
    st.lists(st.fractions(min_value=Fraction(1, 1000), max_value=1000), min_size=1, max_size=30),
    st.integers(min_value=0, max_value=5000),
)
def test_everybody_lives_somewhere(weights: list[Fraction], people: int) -> None:
    places = [Home(f"h{index}", Text(), weight) for index, weight in enumerate(weights)]
    number = apportion(places, people)
    assert sum(number.values()) == people
    total = sum(weights)
    for home in places:
        assert abs(number[home.id] - home.weight * people / total) < 1
