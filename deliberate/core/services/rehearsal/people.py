"""Synthetic people of a pilot's territory. No name is taken from any register."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.jurisdiction import Jurisdiction, Territory
from deliberate.core.randomness import Generator
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist. `number` is a personal number for the test authority only."""

    id: str
    name: Text
    number: str
    place: str


def person(pilot: Pilot, jurisdiction: Jurisdiction, rng: Generator, identifier: str) -> Person:
    """A synthetic person who lives in the pilot's territory."""
    name = identifier
    if jurisdiction.names is not None:
        name = jurisdiction.names.full_name(rng.choice)
    languages = pilot.languages or jurisdiction.languages
    return Person(
        identifier,
        Text.of(dict.fromkeys(languages, name)),
        f"rehearsal-{identifier}",
        place(pilot, jurisdiction, rng),
    )


def place(pilot: Pilot, jurisdiction: Jurisdiction, rng: Generator) -> str:
    """Where somebody lives: an area of a local pilot, or a territorial unit of a national one.

    Units are drawn in proportion to their population.
    """
    if pilot.territory.areas:
        return rng.choice([area.id for area in pilot.territory.areas])
    if pilot.territory.code:
        return pilot.territory.code
    return _by_population(jurisdiction.territories, rng) if jurisdiction.territories else ""


def _by_population(units: tuple[Territory, ...], rng: Generator) -> str:
    point = rng.below(sum(unit.population for unit in units))
    for unit in units:
        point -= unit.population
        if point < 0:
            return unit.id
    return units[-1].id
