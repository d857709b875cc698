"""A pool of people and the quotas that a panel drawn from it has to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Person:
    """One volunteer. `values` stand in the order of the pool's features; of people with the same
    `household` at most one is chosen, an empty one is nobody else's."""

    id: str
    values: tuple[str, ...]
    household: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Everybody who may be chosen, in the order of their identifiers."""

    features: tuple[str, ...]
    people: tuple[Person, ...]

    @classmethod
    def of(cls, features: Sequence[str], people: Sequence[Person]) -> Pool:
        """The pool in one order, whatever the order of the rows it was read from."""
        return cls(tuple(features), tuple(sorted(people, key=lambda person: person.id)))

    def in_order(self) -> Pool:
        """The same pool with its features in the order of their names."""
        places = sorted(range(len(self.features)), key=self.features.__getitem__)
        return Pool(
            tuple(self.features[place] for place in places),
            tuple(
                replace(person, values=tuple(person.values[place] for place in places))
                for person in self.people
            ),
        )


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of the panel have a value of a feature: from `least` to `most`, both included.

    The flex numbers say how far an operator may give way when no panel keeps all quotas.
    """

    feature: str
    value: str
    least: int
    most: int
    least_flex: int | None = None
    most_flex: int | None = None

    @property
    def name(self) -> str:
        """`feature: value`, as people call it."""
        return f"{self.feature}: {self.value}"


@dataclass(frozen=True, slots=True)
class Targets:
    """What is asked of a panel: its size, and a quota for each value of each feature."""

    size: int
    quotas: tuple[Quota, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """The features that have quotas, in their order."""
        return tuple(dict.fromkeys(quota.feature for quota in self.quotas))

    def in_order(self) -> Targets:
        """The same targets with quotas in the order of their names.

        Which of several equally fair lotteries a linear program finds depends on the order of its
        rows; a draw must not depend on the order in which somebody wrote the quotas down.
        """
        return Targets(self.size, tuple(sorted(self.quotas, key=lambda q: (q.feature, q.value))))
