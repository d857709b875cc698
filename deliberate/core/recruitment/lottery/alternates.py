"""Alternates: who stands by, chosen so that the panel can be repaired after likely dropouts.

Dropouts are sampled: in each scenario everybody on the panel drops out with the rate of their
groups, and so does every alternate. Alternates are taken one by one, each time the one that lowers
the breach of quotas most when the others repair what they can; then each is weighed once more
against everybody else. The question is that of Assos, Baharav, Flanigan and Procaccia ("Alternates,
Assemble! Selecting Optimal Alternates for Citizens' Assemblies", 2025); the method is our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.dropouts import DropoutRates, millionths, throws
from deliberate.core.recruitment.lottery.pool import Person, Pool, Targets
from deliberate.core.recruitment.lottery.scenarios import Breach, Matrix, Scenarios

SCENARIOS = 200
"""Dropouts sampled for the choice, and as many fresh ones to measure it."""
PASSES = 3
"""How often everybody chosen is weighed against everybody else at most."""


@dataclass(frozen=True, slots=True)
class Alternates:
    """`people` in the order of call.

    `breach`: by how many people quotas and size are missed on average after dropouts and their
    repair; `unrepaired`: the same with nobody to call; `whole`: the share of dropouts after which
    size and all quotas can be kept. All three are measured on dropouts that the choice did not see.
    """

    people: tuple[str, ...]
    breach: Fraction
    unrepaired: Fraction
    whole: Fraction


def usual_number(size: int) -> int:
    """One alternate for ten seats, rounded up."""
    return -(-size // 10)


def choose_alternates(
    pool: Pool,
    targets: Targets,
    panel: Sequence[str],
    count: int,
    generator: Generator,
    rates: DropoutRates | None = None,
) -> Alternates:
    """At most `count` alternates for a panel; fewer when nobody else is left in the pool.

    Nobody shares a household with the panel or with another alternate. Among people of the same
    values chance decides.
    """
    rates, breach = rates or DropoutRates(), Breach(targets)
    standby = _Standby(pool, targets, panel, generator)
    chances = millionths([rates.of(targets.features, values) for values in standby.values])
    seats = breach.rows(standby.seated)
    own = millionths([rates.of(targets.features, values) for values in standby.seated])
    count = min(count, standby.most)

    def sampled() -> Scenarios:
        stay = throws(generator, SCENARIOS, len(seats)) >= own
        sums: Matrix = stay.astype(np.float64) @ seats
        return Scenarios(breach, sums, throws(generator, SCENARIOS, count))

    rows = breach.rows(standby.values)
    choice = _Choice(sampled(), standby, rows, chances)
    chosen = choice.of(count)
    fresh = sampled()
    before = int(fresh.breaches().sum())
    for slot, number in enumerate(chosen):
        fresh.put(slot, rows[number], int(chances[number]))
    after = fresh.breaches()
    return Alternates(
        standby.people(),
        Fraction(int(after.sum()), SCENARIOS),
        Fraction(before, SCENARIOS),
        Fraction(int((after == 0).sum()), SCENARIOS),
    )


class _Choice:
    """Who fills each slot."""

    def __init__(
        self, scenarios: Scenarios, standby: _Standby, rows: Matrix, rates: np.ndarray
    ) -> None:
        self._scenarios, self._standby = scenarios, standby
        self._rows, self._rates = rows, rates

    def of(self, count: int) -> list[int]:
        """The place of the values of each alternate, in the order of call."""
        chosen = [self._fill(slot) for slot in range(count)]
        for _ in range(PASSES):
            before = list(chosen)
            for slot in range(count):
                self._scenarios.clear(slot)
                self._standby.release(slot)
                chosen[slot] = self._fill(slot, chosen[slot])
            if chosen == before:
                break
        return chosen

    def _fill(self, slot: int, kept: int | None = None) -> int:
        """The best for a slot; of equals the one who was there, else of the largest group."""
        gains = self._scenarios.gains(slot, self._rows, self._rates)
        free = self._standby.free()
        score = np.where(free > 0, gains * 2.0**20 + np.minimum(free, 2.0**19), -1.0)
        best = int(np.argmax(score))
        if kept is not None and gains[kept] >= gains[best]:
            best = kept
        self._standby.take(slot, best)
        self._scenarios.put(slot, self._rows[best], int(self._rates[best]))
        return best


class _Standby:
    """Who may stand by, in groups of the same values, each in an order that chance made."""

    def __init__(
        self, pool: Pool, targets: Targets, panel: Sequence[str], generator: Generator
    ) -> None:
        places = [pool.features.index(feature) for feature in targets.features]
        on_panel = set(panel)
        members = [person for person in pool.people if person.id in on_panel]
        self.seated = [tuple(person.values[place] for place in places) for person in members]
        closed = {person.household for person in members if person.household}
        groups: dict[tuple[str, ...], list[Person]] = {}
        for person in pool.people:
            if person.id not in on_panel and person.household not in closed:
                own = tuple(person.values[place] for place in places)
                groups.setdefault(own, []).append(person)
        self.values = sorted(groups)
        self._groups = [generator.shuffle(groups[values]) for values in self.values]
        self._taken: dict[int, Person] = {}
        alone = sum(not person.household for group in self._groups for person in group)
        homes = {person.household for group in self._groups for person in group} - {""}
        self.most = alone + len(homes)

    def free(self) -> Matrix:
        """How many of each group may still be taken."""
        taken = {person.id for person in self._taken.values()}
        homes = {person.household for person in self._taken.values()} - {""}
        numbers = [
            sum(person.id not in taken and person.household not in homes for person in group)
            for group in self._groups
        ]
        return np.array(numbers, dtype=np.float64)

    def take(self, slot: int, number: int) -> None:
        taken = {person.id for person in self._taken.values()}
        homes = {person.household for person in self._taken.values()} - {""}
        self._taken[slot] = next(
            person
            for person in self._groups[number]
            if person.id not in taken and person.household not in homes
        )

    def release(self, slot: int) -> None:
        del self._taken[slot]

    def people(self) -> tuple[str, ...]:
        return tuple(self._taken[slot].id for slot in sorted(self._taken))
