"""A draw in public: a list of panels is fixed first, then chance that nobody holds picks one of it.

What is fixed beforehand is a salted hash of the pool, the targets and one hash of the whole list.
The list is made from these alone, without a seed: only salts could be tried out, and they change
with whom somebody is on a panel, not how likely that is. It is not public itself: `hidden_list`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from deliberate.core.canonical import canonical, digest
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.alternates import usual_number
from deliberate.core.recruitment.lottery.decomposition import Tell
from deliberate.core.recruitment.lottery.fair_shares import Objective
from deliberate.core.recruitment.lottery.fairest import Certificate, fairest
from deliberate.core.recruitment.lottery.hidden_list import (
    HiddenList,
    Panels,
    smallest_of,
    spread,
)
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.recruitment.lottery.uniform import PANELS, uniform_lottery
from deliberate.core.recruitment.registered import pool_hash


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that is fixed before the draw. Each panel of `hidden` is as likely as any other;
    `alternates`: how many people stand by for the one that is drawn."""

    hidden: HiddenList
    pool_hash: str
    targets: Targets
    objective: Objective
    certificate: Certificate
    largest_deviation: Fraction
    alternates: int

    @property
    def panels(self) -> Panels:
        return self.hidden.panels

    @property
    def smallest(self) -> Fraction:
        """The smallest chance of those whom a panel can contain."""
        found = smallest_of(spread(self.hidden), len(self.hidden.never))
        return Fraction(0) if found is None else found

    def as_body(self) -> dict[str, Any]:
        """What goes on the record: nothing in it says who anybody is, or with whom."""
        return {
            "numbers": list(self.hidden.numbers),
            "pool_hash": self.pool_hash,
            "size": self.targets.size,
            "quotas": quotas_as_lists(self.targets),
            "targets_hash": targets_hash(self.targets),
            "objective": self.objective,
            "panel_count": len(self.panels),
            "panels_hash": self.hidden.hash,
            "bound": f"{self.certificate.bound:.9f}",
            "gap": f"{self.certificate.gap:.9f}",
            "method": self.certificate.method,
            "smallest_chance": str(self.smallest),
            "largest_deviation": str(self.largest_deviation),
            "chances": [[str(chance), people] for chance, people in spread(self.hidden)],
            "excluded": len(self.hidden.never),
            "alternates": self.alternates,
        }

    def as_secret(self) -> dict[str, Any]:
        """What stays with the organisers until a panel is drawn, and beyond."""
        return {
            "panels": [list(panel) for panel in self.panels],
            "never": sorted(self.hidden.never),
        }


def hidden_of(people: Iterable[Respondent], body: Mapping[str, Any]) -> HiddenList:
    """The list behind an entry, from what `as_secret` kept and the salts of its people."""
    numbers = set(body["numbers"])
    return HiddenList(
        {one.number: one.salt for one in people if one.number in numbers},
        tuple(tuple(panel) for panel in body["panels"]),
        frozenset(body["never"]),
    )


def stated_chances(body: Mapping[str, Any]) -> list[tuple[Fraction, int]]:
    """Each chance that an entry states, and how many people have it, from the smallest."""
    return [(Fraction(str(chance)), int(people)) for chance, people in body["chances"]]


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
    alternates: int = 0,
    tell: Tell = lambda *_: None,
) -> Prepared:
    """The list of panels for these people and targets; raises `NoPanel`. `alternates`: how many are
    to stand by, the usual number where it is 0.

    The list is the same whatever the order of people and quotas: `targets` are kept as given.
    """
    ordered = targets.in_order()
    found = fairest(lottery_pool(people, ordered.features), ordered, objective, tell)
    sealed = pool_hash(people)
    chance = Generator(f"panels/{sealed}/{targets_hash(ordered)}/{objective}/{panels}".encode())
    uniform = uniform_lottery(found, ordered, panels, chance)
    hidden = HiddenList(
        {one.number: one.salt for one in people},
        tuple(tuple(sorted(map(number_of, panel))) for panel in uniform.panels),
        frozenset(number_of(name) for name in uniform.never),
    )
    return Prepared(
        hidden,
        sealed,
        targets,
        objective,
        found.certificate,
        uniform.largest_deviation,
        alternates or usual_number(targets.size),
    )


def thrown(digits: Sequence[int]) -> int:
    """The number of the panel that ten-sided dice show, the first one counting most."""
    return int("".join(str(digit) for digit in digits))


def beacon_seed(fixed: str, number: int, value: str) -> str:
    """The seed that a round of a public beacon gives to the list with the hash `fixed`."""
    return digest(canonical({"list": fixed, "round": number, "value": value}))


def picked_by(seed: str, panels: int) -> int:
    """The number of the panel that a seed (hexadecimal) picks out of so many."""
    return Generator(bytes.fromhex(seed)).below(panels)
