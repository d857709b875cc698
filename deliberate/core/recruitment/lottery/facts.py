"""What may be told of a civic lottery: numbers about groups, and no person.

A report is made from these values alone, so whatever it shows is here, and whoever is in the pool
is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from deliberate.core.recruitment.lottery.fair_shares import Objective
from deliberate.core.recruitment.lottery.pool import Pool, Quota, Targets
from deliberate.core.recruitment.small_counts import LEAST, published

Randomness = Literal["seed", "dice", "commit_reveal", "beacon"]
"""Where the seed came from: a text that was given, dice thrown in public, values to which parties
had committed before they revealed them, or the value of a round of a public beacon."""
Shares = Mapping[tuple[str, str], Fraction]
"""The share of each (feature, value) in the population, by feature adding up to one."""
SMALLEST_CELL = LEAST
"""Design 4-trust P13: of the pool no smaller count than this is shown."""


@dataclass(frozen=True, slots=True)
class ValueFacts:
    """One value of a feature: its quota, how many of the pool and of the panel have it, and its
    share in the population where that is known."""

    quota: Quota
    pool: int
    panel: int
    population: Fraction | None = None

    @property
    def deviation(self) -> int:
        """By how many people the panel leaves the quota: below 0 too few, above 0 too many."""
        return min(0, self.panel - self.quota.least) + max(0, self.panel - self.quota.most)


@dataclass(frozen=True, slots=True)
class FeatureFacts:
    feature: str
    values: tuple[ValueFacts, ...]

    @property
    def shown(self) -> tuple[int | None, ...]:
        """How many of the pool have each value, None where it is not shown.

        Counts from 1 to under `SMALLEST_CELL` are withheld; as everybody can subtract, so is what
        else is needed for them to be at least two values and `SMALLEST_CELL` people together.
        The panel's counts are not withheld: its quotas are public and bound them, and whether a
        quota was kept has to be told.
        """
        counts = published({str(one): value.pool for one, value in enumerate(self.values)})
        return tuple(counts[str(one)] for one in range(len(self.values)))


@dataclass(frozen=True, slots=True)
class NeverFacts:
    """How many people no panel can contain, and the quotas because of which; `households`: only
    together with the rule about households."""

    people: int
    because: tuple[Quota, ...]
    households: bool = False


@dataclass(frozen=True, slots=True)
class Committed:
    """What was fixed before the draw: when, what in words of whoever did it, and its SHA-256."""

    at: datetime
    what: str
    sha256: str


@dataclass(frozen=True, slots=True)
class UniformLottery:
    """A lottery of `panels` numbered panels, each as likely as another; `deviation` is the most
    that anybody's chance differs from the fairest one."""

    panels: int
    deviation: Fraction


@dataclass(frozen=True, slots=True)
class LotteryFacts:
    """A civic lottery in numbers.

    `chances`: each chance with how many have it, from the smallest; those who cannot be chosen are
    in `never` alone. `bound` and `gap` are the certificate's. `households`: the columns of which at
    most one person who agrees in all is drawn; `id_column` is the column of identifiers where it
    has none of the usual names. `members` are identifiers of the panel, empty unless they are
    public.
    """

    pool: int
    panel: int
    features: tuple[FeatureFacts, ...]
    chances: tuple[tuple[Fraction, int], ...]
    gini: float
    objective: Objective
    bound: float
    gap: float
    never: tuple[NeverFacts, ...]
    seed: str
    input_hash: str
    randomness: Randomness = "seed"
    commitments: tuple[Committed, ...] = ()
    alternates: int = 0
    households: tuple[str, ...] = ()
    id_column: str = ""
    uniform: UniformLottery | None = None
    members: tuple[str, ...] = ()

    @property
    def smallest(self) -> Fraction:
        """The smallest chance of those who can be chosen."""
        return self.chances[0][0]

    @property
    def largest(self) -> Fraction:
        return self.chances[-1][0]

    @property
    def equal_share(self) -> Fraction:
        """Everybody's chance if there were no quotas."""
        return Fraction(self.panel, self.pool)

    @property
    def excluded(self) -> int:
        """How many people cannot be chosen."""
        return sum(group.people for group in self.never)

    @property
    def quotas(self) -> int:
        return sum(len(feature.values) for feature in self.features)

    @property
    def broken(self) -> tuple[ValueFacts, ...]:
        """The values whose quota the panel does not keep."""
        return tuple(
            value for feature in self.features for value in feature.values if value.deviation
        )


def feature_facts(
    pool: Pool, targets: Targets, panel: Iterable[str], population: Shares | None = None
) -> tuple[FeatureFacts, ...]:
    """The features that have quotas, as population, pool and panel have their values."""
    chosen = frozenset(panel)
    shares = population or {}
    return tuple(
        FeatureFacts(feature, _values(pool, targets, feature, chosen, shares))
        for feature in targets.features
    )


def _values(
    pool: Pool, targets: Targets, feature: str, chosen: frozenset[str], shares: Shares
) -> tuple[ValueFacts, ...]:
    place = pool.features.index(feature)
    volunteers = Counter(person.values[place] for person in pool.people)
    members = Counter(person.values[place] for person in pool.people if person.id in chosen)
    return tuple(
        ValueFacts(
            quota,
            volunteers[quota.value],
            members[quota.value],
            shares.get((feature, quota.value)),
        )
        for quota in targets.quotas
        if quota.feature == feature
    )


def grouped(chances: Iterable[Fraction]) -> tuple[tuple[Fraction, int], ...]:
    """Each chance with how many have it, from the smallest."""
    return tuple(sorted(Counter(chances).items()))
