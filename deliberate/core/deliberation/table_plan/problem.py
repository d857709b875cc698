"""What a table plan has to keep: people, features to mix, and what each round prescribes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Tables = tuple[tuple[str, ...], ...]
"""One round: for each table, from 1 on, the identifiers of those who sit there, in order."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is seated. `values` stand in the order of the problem's features; one without
    values (a moderator, somebody who has left) counts in no feature."""

    id: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """One round. `sizes`: places at each table; `fixed`: the table, from 0 on, of those whose seat
    is prescribed; `absent`: who is not there; `held`: who sat where, if it has taken place."""

    sizes: tuple[int, ...]
    fixed: Mapping[str, int] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    held: Tables = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What the search weighs against each other, in whole numbers.

    `encounters`: two people who meet for the (k+1)-th time cost k of it; `balance`: each place by
    which a table misses the share of a value.
    """

    encounters: int = 2
    balance: int = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rounds that are proposed. `weights` and `steps`: how the core's own search found them; a
    proposal without steps came from elsewhere, and nobody can repeat it."""

    rounds: tuple[Tables, ...]
    weights: Weights = Weights()
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Who is seated in which rounds. People stand in the order of their identifiers, so that a plan
    depends on no order of rows."""

    features: tuple[str, ...]
    people: tuple[Guest, ...]
    rounds: tuple[Round, ...]

    @classmethod
    def of(
        cls, features: Sequence[str], people: Sequence[Guest], rounds: Sequence[Round]
    ) -> Problem:
        """The problem with people in one order; features in the order of their names."""
        places = sorted(range(len(features)), key=features.__getitem__)
        ordered = tuple(
            Guest(one.id, tuple(one.values[p] for p in places) if one.values else ())
            for one in sorted(people, key=lambda one: one.id)
        )
        return cls(tuple(features[p] for p in places), ordered, tuple(rounds))

    def present(self, number: int) -> tuple[Guest, ...]:
        """Who is there in this round, from 0 on."""
        absent = self.rounds[number].absent
        return tuple(one for one in self.people if one.id not in absent)

    def values(self) -> tuple[tuple[str, str], ...]:
        """Every feature with each value that somebody has, in the order of their names."""
        found = {
            pair for one in self.people for pair in zip(self.features, one.values, strict=False)
        }
        return tuple(sorted(found))


def table_sizes(people: int, most: int) -> tuple[int, ...]:
    """As few tables as seat `people` with at most `most` at each, as equal as can be."""
    if not people:
        return ()
    count = -(-people // most)
    return tuple(people // count + (number < people % count) for number in range(count))


@dataclass(frozen=True, slots=True)
class Share:
    """How many with a value belong at a table: as in the group, rounded either way."""

    feature: str
    value: str
    table: int
    least: int
    most: int


def shares(problem: Problem, number: int) -> Iterator[Share]:
    """For each table of a round, how many of each value belong there."""
    present = problem.present(number)
    sizes = problem.rounds[number].sizes
    for feature, value in problem.values():
        place = problem.features.index(feature)
        count = sum(bool(one.values) and one.values[place] == value for one in present)
        for table, places in enumerate(sizes):
            least, rest = divmod(count * places, len(present))
            yield Share(feature, value, table, least, least + bool(rest))
