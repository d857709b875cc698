"""Synthetic people of a pilot's territory. No name is taken from any register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deliberate.core.jurisdiction import Jurisdiction
from deliberate.core.randomness import Generator
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.services.territory import Home, homes
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist. `number` is a personal number for the test authority only."""

    id: str
    name: Text
    number: str
    place: str


def apportion(places: Sequence[Home], people: int) -> Mapping[str, int]:
    """How many of a number of people live in each place: in proportion, by largest remainder."""
    total = sum(home.weight for home in places)
    exact = {home.id: home.weight * people / total for home in places}
    found = {name: int(number) for name, number in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (found[name] - exact[name], name))
    for name in by_remainder[: people - sum(found.values())]:
        found[name] += 1
    return found


def spread_out(places: Sequence[Home], people: int, rng: Generator) -> tuple[Home, ...]:
    """A home for each of so many people, in proportion, in an order that chance decides."""
    number = apportion(places, people)
    return tuple(rng.shuffle([home for home in places for _ in range(number[home.id])]))


def person(
    pilot: Pilot,
    jurisdiction: Jurisdiction,
    rng: Generator,
    identifier: str,
    home: Home | None = None,
) -> Person:
    """A synthetic person who lives in the pilot's territory, where chance or `home` says."""
    languages = pilot.languages or jurisdiction.languages
    name = Text.of(dict.fromkeys(languages, identifier))
    if jurisdiction.names is not None:
        made = jurisdiction.names.full_name(rng.choice)
        name = Text.of({language: made.best(language)[0] for language in languages})
    return Person(
        identifier,
        name,
        f"rehearsal-{identifier}",
        (home or _somewhere(homes(pilot, jurisdiction), rng)).id,
    )


def _somewhere(places: Sequence[Home], rng: Generator) -> Home:
    """One place, the more likely the more people live there."""
    fine = max(home.weight.denominator for home in places)
    weights = [int(home.weight * fine) for home in places]
    point = rng.below(sum(weights))
    for home, weight in zip(places, weights, strict=True):
        point -= weight
        if point < 0:
            return home
    return places[-1]
