"""Replacing those who left a panel, so that it keeps its quotas.

Alternates go first, in their order. If they alone can fill the seats, the first who fit together
are called. If not, each is called who fits, and a fair lottery over the rest of the pool fills the
seats that are left. Quotas for the new seats are the quotas of the panel less who remains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.conflicts import conflict
from deliberate.core.recruitment.lottery.drawing import draw_panel
from deliberate.core.recruitment.lottery.fairest import fairest
from deliberate.core.recruitment.lottery.feasibility import (
    Advice,
    Relaxed,
    advice,
    is_feasible,
)
from deliberate.core.recruitment.lottery.person_types import merge
from deliberate.core.recruitment.lottery.polytope import polytope
from deliberate.core.recruitment.lottery.pool import Pool, Quota, Targets


@dataclass(frozen=True, slots=True)
class Replacement:
    """`conditional`: the quotas of the seats that were filled; `called`: alternates, in their
    order; `drawn`: people drawn from the pool; `panel`: everybody now on it; `alternates`: who
    stands by from now on, in order; `chances`: of everybody who was in the draw, empty without."""

    conditional: Targets
    called: tuple[str, ...]
    drawn: tuple[str, ...]
    panel: tuple[str, ...]
    alternates: tuple[str, ...]
    chances: Mapping[str, Fraction]


class NoReplacement(Exception):
    """Nobody who is left can fill the seats within the quotas.

    `quotas` cannot be kept together, in the numbers of the whole panel; `way` is the smallest
    change, None when there are too few people whatever the quotas.
    """

    def __init__(self, conditional: Targets, quotas: tuple[Quota, ...], way: Advice | None) -> None:
        super().__init__("no replacement keeps the quotas")
        self.conditional, self.quotas, self.way = conditional, quotas, way


def conditional_targets(targets: Targets, pool: Pool, remaining: Iterable[str]) -> Targets:
    """What the free seats have to keep: size and quotas less the people who remain.

    Nothing goes below zero; where too many remain for a quota, nobody more may come.
    """
    seated = _seated(targets, pool, remaining)

    def less(number: int | None, quota: Quota) -> int | None:
        return None if number is None else max(0, number - seated[quota])

    quotas = tuple(
        replace(
            quota,
            least=max(0, quota.least - seated[quota]),
            most=max(0, quota.most - seated[quota]),
            least_flex=less(quota.least_flex, quota),
            most_flex=less(quota.most_flex, quota),
        )
        for quota in targets.quotas
    )
    return Targets(targets.size - len(set(remaining)), quotas)


def replace_members(
    pool: Pool,
    targets: Targets,
    remaining: Sequence[str],
    out: Iterable[str],
    alternates: Sequence[str],
    generator: Generator,
) -> Replacement:
    """Fill the seats beside `remaining`; nobody of `out` comes. Raises `NoReplacement`.

    Everybody named is in the pool. Nobody comes who shares a household with somebody who remains.
    """
    seats = _Seats(pool, targets, remaining, out)
    if not seats.fit((), seats.open):
        raise seats.impossible()
    standing = [name for name in alternates if name in seats.open]
    alone = seats.fit((), standing)
    called: list[str] = []
    for place, name in enumerate(standing):
        others = standing[place + 1 :] if alone else seats.open - {name}
        if seats.missing(called) and seats.fit((*called, name), others):
            called.append(name)
    drawn, chances = seats.draw(called, generator)
    panel = tuple(sorted({*remaining, *called, *drawn}))
    homes = {person.household for person in pool.people if person.id in panel} - {""}
    household = {person.id: person.household for person in pool.people}
    left = [name for name in standing if name not in panel and household[name] not in homes]
    return Replacement(seats.targets, tuple(called), drawn, panel, tuple(left), chances)


class _Seats:
    """The free seats of a panel, and who may fill them."""

    def __init__(
        self, pool: Pool, targets: Targets, remaining: Sequence[str], out: Iterable[str]
    ) -> None:
        self._pool, self._whole, self._remaining = pool, targets, tuple(remaining)
        self._people = {person.id: person for person in pool.people}
        closed = {*remaining, *out}
        homes = self._homes(remaining)
        self.open = {p.id for p in pool.people if p.id not in closed and p.household not in homes}
        self.targets = conditional_targets(targets, pool, remaining)

    def missing(self, called: Sequence[str]) -> int:
        return self.targets.size - len(called)

    def fit(self, called: Sequence[str], others: Iterable[str]) -> bool:
        """Whether those called and some of the others keep every quota of the whole panel.

        Of two alternates from one household only one can be called.
        """
        if self._exceeded(called) or self._neighbours(called):
            return False
        targets = conditional_targets(self._whole, self._pool, (*self._remaining, *called))
        people = self._beside(called, others)
        if not targets.size:
            return not any(quota.least for quota in targets.quotas)
        if len(people.people) < targets.size:
            return False
        return is_feasible(polytope(merge(people, targets.features), targets))

    def draw(
        self, called: Sequence[str], generator: Generator
    ) -> tuple[tuple[str, ...], Mapping[str, Fraction]]:
        """People for the seats that are left, by a fair lottery, and everybody's chance in it."""
        if not self.missing(called):
            return (), {}
        targets = conditional_targets(self._whole, self._pool, (*self._remaining, *called))
        found = fairest(self._beside(called, self.open), targets.in_order())
        panel = draw_panel(found.lottery, found.population, generator)
        return panel, found.lottery.chances(found.population)

    def impossible(self) -> NoReplacement:
        """What stands in the way, in the numbers of the whole panel."""
        exceeded = self._exceeded(())
        if len(self.open) < self.targets.size:
            return NoReplacement(self.targets, exceeded, None)
        whole = polytope(merge(self._beside((), self.open), self.targets.features), self.targets)
        possible = is_feasible(whole)
        stuck = () if possible else conflict(whole, self.targets).quotas
        way = Advice((), within_flex=True) if possible else advice(whole, self.targets)
        own = {quota.name: quota for quota in self._whole.quotas}
        quotas = dict.fromkeys((*exceeded, *(own[quota.name] for quota in stuck)))
        return NoReplacement(self.targets, tuple(quotas), way and self._of_panel(way, exceeded))

    def _of_panel(self, way: Advice, exceeded: Iterable[Quota]) -> Advice:
        """A change of the free seats' quotas as a change of the panel's."""
        seated = _seated(self._whole, self._pool, self._remaining)
        own = {quota.name: quota for quota in self._whole.quotas}
        changes = {quota: (quota.least, seated[quota]) for quota in exceeded}
        for item in way.relaxed:
            quota, old = own[item.quota.name], item.quota
            least = item.least + seated[quota] if item.least < old.least else quota.least
            most = (
                item.most + seated[quota]
                if item.most > old.most
                else changes.get(quota, (quota.least, quota.most))[1]
            )
            changes[quota] = (least, most)
        relaxed = tuple(Relaxed(quota, *numbers) for quota, numbers in changes.items())
        return Advice(relaxed, all(_within_flex(item) for item in relaxed))

    def _exceeded(self, called: Sequence[str]) -> tuple[Quota, ...]:
        """Quotas for which too many people are seated already."""
        seated = _seated(self._whole, self._pool, (*self._remaining, *called))
        return tuple(quota for quota in self._whole.quotas if seated[quota] > quota.most)

    def _beside(self, called: Sequence[str], others: Iterable[str]) -> Pool:
        """The pool of those others who may sit beside everybody called."""
        wanted, homes = set(others) - set(called), self._homes(called)
        people = [self._people[name] for name in wanted]
        return Pool.of(
            self._pool.features, [person for person in people if person.household not in homes]
        )

    def _neighbours(self, names: Sequence[str]) -> bool:
        homes = [self._people[name].household for name in names if self._people[name].household]
        return len(set(homes)) < len(homes)

    def _homes(self, names: Iterable[str]) -> set[str]:
        return {self._people[name].household for name in names} - {""}


def _seated(targets: Targets, pool: Pool, names: Iterable[str]) -> dict[Quota, int]:
    """How many of these people each quota counts."""
    wanted = set(names)
    people = [person for person in pool.people if person.id in wanted]
    place = {feature: pool.features.index(feature) for feature in targets.features}
    return {
        quota: sum(person.values[place[quota.feature]] == quota.value for person in people)
        for quota in targets.quotas
    }


def _within_flex(item: Relaxed) -> bool:
    quota = item.quota
    least = quota.least if quota.least_flex is None else quota.least_flex
    most = quota.most if quota.most_flex is None else quota.most_flex
    return item.least >= least and item.most <= most
