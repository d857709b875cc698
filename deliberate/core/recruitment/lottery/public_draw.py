"""A draw in public: a list of panels is fixed first, then chance that nobody holds picks one of it.

What is fixed beforehand is a salted hash of the pool, the targets and the whole list. The list is
made from these alone, without a seed: only salts could be tried out, and they change with whom
somebody is on a panel, not how likely that is. People stand in it by number; the salt proves it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from deliberate.core.canonical import canonical, digest
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.decomposition import Tell
from deliberate.core.recruitment.lottery.fair_shares import Objective
from deliberate.core.recruitment.lottery.fairest import Certificate, Fairest, fairest
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.recruitment.lottery.uniform import PANELS, uniform_lottery
from deliberate.core.recruitment.registered import pool_hash

Panels = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that is fixed before the draw. `numbers`: of the people in the pool; `panels[k]`:
    the numbers of the people on panel `k`, in order; each panel is as likely as any other."""

    numbers: tuple[int, ...]
    pool_hash: str
    targets: Targets
    objective: Objective
    panels: Panels
    certificate: Certificate
    largest_deviation: Fraction
    never: tuple[int, ...]

    @property
    def smallest(self) -> Fraction:
        """The smallest chance of those whom a panel can contain."""
        given = chances(self.panels)
        out = set(self.never)
        return min(given.get(number, Fraction(0)) for number in self.numbers if number not in out)

    def as_body(self) -> dict[str, Any]:
        """What goes on the record: nothing in it says who anybody is."""
        return {
            "numbers": list(self.numbers),
            "pool_hash": self.pool_hash,
            "size": self.targets.size,
            "quotas": quotas_as_lists(self.targets),
            "targets_hash": targets_hash(self.targets),
            "objective": self.objective,
            "panels": [list(panel) for panel in self.panels],
            "panels_hash": panels_hash(self.panels),
            "bound": f"{self.certificate.bound:.9f}",
            "gap": f"{self.certificate.gap:.9f}",
            "method": self.certificate.method,
            "smallest_chance": str(self.smallest),
            "largest_deviation": str(self.largest_deviation),
            "never": list(self.never),
        }


def number_of(label: str) -> int:
    """The number behind a printed pseudonym."""
    return int(label[1:])


def quotas_as_lists(targets: Targets) -> list[list[Any]]:
    """Each quota as feature, value, least, most, least_flex, most_flex."""
    return [
        [one.feature, one.value, one.least, one.most, one.least_flex, one.most_flex]
        for one in targets.quotas
    ]


def targets_of(size: int, quotas: Iterable[Sequence[Any]]) -> Targets:
    """The targets that `quotas_as_lists` wrote."""
    return Targets(size, tuple(Quota(*quota) for quota in quotas))


def targets_hash(targets: Targets) -> str:
    return digest(canonical({"quotas": quotas_as_lists(targets), "size": targets.size}))


def panels_hash(panels: Panels) -> str:
    return digest(canonical([list(panel) for panel in panels]))


def chances(panels: Panels) -> Mapping[int, Fraction]:
    """Everybody's chance, by number; whoever stands on no panel is left out."""
    times = Counter(number for panel in panels for number in panel)
    return {number: Fraction(count, len(panels)) for number, count in sorted(times.items())}


def panel_counts(
    panel: Iterable[int], people: Iterable[Respondent], targets: Targets
) -> list[list[Any]]:
    """How many of a panel each quota counts: feature, value, count."""
    on = set(panel)
    members = [one for one in people if one.number in on]
    return [
        [
            quota.feature,
            quota.value,
            sum(one.values.get(quota.feature) == quota.value for one in members),
        ]
        for quota in targets.quotas
    ]


def lottery_pool(people: Iterable[Respondent], features: Sequence[str]) -> Pool:
    """The pool of a lottery: people by their printed numbers, with the features of the quotas."""
    return Pool.of(
        features,
        [
            Person(printed(one.number), tuple(one.values[f] for f in features), one.household)
            for one in people
        ],
    )


def prepare(
    people: Sequence[Respondent],
    targets: Targets,
    *,
    objective: Objective = "leximin",
    panels: int = PANELS,
    tell: Tell = lambda *_: None,
) -> Prepared:
    """The list of panels for these people and targets; raises `NoPanel`.

    The list is the same whatever the order of people and quotas: `targets` are kept as given.
    """
    ordered = targets.in_order()
    found = fairest(lottery_pool(people, ordered.features), ordered, objective, tell)
    sealed = pool_hash(people)
    chance = Generator(f"panels/{sealed}/{targets_hash(ordered)}/{objective}/{panels}".encode())
    uniform = uniform_lottery(found, ordered, panels, chance)
    return Prepared(
        tuple(sorted(one.number for one in people)),
        sealed,
        targets,
        objective,
        tuple(tuple(sorted(map(number_of, panel))) for panel in uniform.panels),
        found.certificate,
        uniform.largest_deviation,
        _never(found),
    )


def _never(found: Fairest) -> tuple[int, ...]:
    people = (name for one in found.never for name in found.population.types[one].people)
    return tuple(sorted(map(number_of, people)))


def thrown(digits: Sequence[int]) -> int:
    """The number of the panel that ten-sided dice show, the first one counting most."""
    return int("".join(str(digit) for digit in digits))


def beacon_seed(fixed: str, number: int, value: str) -> str:
    """The seed that a round of a public beacon gives to the list with the hash `fixed`."""
    return digest(canonical({"list": fixed, "round": number, "value": value}))


def picked_by(seed: str, panels: int) -> int:
    """The number of the panel that a seed (hexadecimal) picks out of so many."""
    return Generator(bytes.fromhex(seed)).below(panels)
