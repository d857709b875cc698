"""Merging people whom no quota and no household tells apart.

Two people of one type have the same chance in every fair lottery, so all arithmetic is done for
types and a person is drawn within the type at the very end. Real pools shrink to 27-92 % of their
size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deliberate.core.recruitment.lottery.pool import Person, Pool

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonType:
    """People with the same values; for those who share households, in households of one kind.

    `kind` is the number of the kind of household, None for people who live alone in the pool.
    `most`: how many of them one panel can hold.
    """

    values: Values
    people: tuple[str, ...]
    most: int
    kind: int | None = None

    @property
    def count(self) -> int:
        return len(self.people)


@dataclass(frozen=True, slots=True)
class HouseholdKind:
    """Households whose members have the same values. `types`: the types that live in them;
    `households`: for each one, the members of each of these types, as identifiers."""

    types: tuple[int, ...]
    households: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Population:
    """A pool as types and kinds of households, in one order for one pool."""

    types: tuple[PersonType, ...]
    kinds: tuple[HouseholdKind, ...]

    def type_of(self) -> Mapping[str, int]:
        """The number of the type of each person."""
        return {name: number for number, one in enumerate(self.types) for name in one.people}


def merge(pool: Pool, features: Sequence[str]) -> Population:
    """The types of a pool by the features that have quotas."""
    places = [pool.features.index(feature) for feature in features]
    shared = _shared_households(pool.people)
    singles: dict[Values, list[str]] = defaultdict(list)
    for person in pool.people:
        if person.household not in shared:
            singles[_values(person, places)].append(person.id)
    types = [
        PersonType(values, tuple(people), len(people)) for values, people in sorted(singles.items())
    ]
    kinds = _kinds(shared.values(), places, types)
    return Population(tuple(types), tuple(kinds))


def _values(person: Person, places: Sequence[int]) -> Values:
    return tuple(person.values[place] for place in places)


def _shared_households(people: Iterable[Person]) -> dict[str, list[Person]]:
    """Households with two or more people in the pool."""
    found: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        if person.household:
            found[person.household].append(person)
    return {name: members for name, members in found.items() if len(members) > 1}


def _kinds(
    households: Iterable[Sequence[Person]], places: Sequence[int], types: list[PersonType]
) -> list[HouseholdKind]:
    """The kinds of households; the types of their members are added to `types`."""
    alike: dict[tuple[Values, ...], list[dict[Values, list[str]]]] = defaultdict(list)
    for members in households:
        by_values: dict[Values, list[str]] = defaultdict(list)
        for person in members:
            by_values[_values(person, places)].append(person.id)
        signature = tuple(sorted(_values(person, places) for person in members))
        alike[signature].append(by_values)
    kinds: list[HouseholdKind] = []
    for signature, homes in sorted(alike.items()):
        homes.sort(key=lambda home: sorted(name for names in home.values() for name in names))
        own: list[int] = []
        for values in sorted(set(signature)):
            own.append(len(types))
            people = tuple(sorted(name for home in homes for name in home[values]))
            types.append(PersonType(values, people, len(homes), len(kinds)))
        rows = tuple(
            tuple(tuple(sorted(home[values])) for values in sorted(set(signature)))
            for home in homes
        )
        kinds.append(HouseholdKind(tuple(own), rows))
    return kinds
