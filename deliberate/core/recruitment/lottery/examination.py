"""Whether a panel can be drawn at all, answered fast enough for a page that somebody types into.

Whether there is a panel, who sits on one and what has to give way is answered with whole numbers;
the smallest chance on the linear relaxation, which bounds it. The lottery itself takes longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from deliberate.core.recruitment.lottery.conflicts import conflict, excluding
from deliberate.core.recruitment.lottery.feasibility import (
    Relaxed,
    is_feasible,
    relaxation,
)
from deliberate.core.recruitment.lottery.oracle import Oracle
from deliberate.core.recruitment.lottery.person_types import PersonType, merge
from deliberate.core.recruitment.lottery.polytope import EDGE, Polytope, Vector, polytope
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.recruitment.lottery.program import INFINITY, Patience, Program, Undecided

EXPLAINED = 3
"""For so many kinds of people who can never be chosen the quotas in the way are looked for."""

SECONDS = 20.0
"""So long somebody waits for a page; the answer stands nowhere but on it."""
SEAT = 0.5
"""More than this of a whole number of seats is one."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """People whom no panel can contain. `values`: what they have of each feature with quotas;
    `because`: the quotas in the way, empty where nobody looked; `households`: only together with
    the rule about households."""

    people: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    because: tuple[Quota, ...] = ()
    households: bool = False


@dataclass(frozen=True, slots=True)
class Feasibility:
    """What may be expected of pool and targets.

    `bound`: no lottery gives everybody who can be chosen a larger smallest chance; `equal`: the
    chance that everybody would have without quotas. When there is no panel, `conflict` are quotas
    that cannot be kept together (empty: the size alone is out of reach): with `smallest` no fewer
    quotas conflict, and with `households` there would be a panel if people of one household might
    sit together. `in_flex` is the smallest change inside the flex numbers and `least` the smallest
    of all, each None where there is none. `homes`: households in the pool, who lives alone
    included. `undecided`: why the question was given up; then there is no answer, and nothing
    else is told.
    """

    people: int
    size: int
    feasible: bool
    bound: float | None = None
    never: tuple[LeftOut, ...] = ()
    conflict: tuple[Quota, ...] = ()
    households: bool = False
    smallest: bool = True
    homes: int = 0
    in_flex: tuple[Relaxed, ...] | None = None
    least: tuple[Relaxed, ...] | None = None
    undecided: Undecided | None = None

    @property
    def households_matter(self) -> bool:
        """Whether the household rule is in the way, be it beside quotas that conflict anyway."""
        return self.households or 0 < self.homes < self.size

    @property
    def equal(self) -> Fraction:
        return Fraction(self.size, max(self.people, self.size, 1))


def examine(pool: Pool, targets: Targets, patience: Patience | None = None) -> Feasibility:
    """What stands in the way of a panel, or how fair a lottery may be at best.

    Every feature of the targets must be one of the pool's. Nobody waits longer than `patience`:
    what is undecided then is said to be.
    """
    people, size = len(pool.people), targets.size
    if people < size:
        return Feasibility(people, size, feasible=False)
    waits = Patience(seconds=SECONDS) if patience is None else patience
    try:
        return _examined(pool, targets, waits)
    except Undecided as given_up:
        return Feasibility(people, size, feasible=False, undecided=given_up)


def _examined(pool: Pool, targets: Targets, patience: Patience) -> Feasibility:
    people, size = len(pool.people), targets.size
    population = merge(pool, targets.features)
    whole = replace(polytope(population, targets), patience=patience)
    if not is_feasible(whole):
        found = conflict(whole, targets)
        return Feasibility(
            people,
            size,
            feasible=False,
            conflict=found.quotas,
            households=found.households,
            smallest=found.smallest,
            homes=len(homes_of(pool.people)),
            in_flex=relaxation(whole, targets, within_flex=True),
            least=relaxation(whole, targets, within_flex=False),
        )
    reached = _seated(whole, _reached(whole))
    out = tuple(int(one) for one in np.nonzero(~reached)[0])
    never = tuple(
        _left_out(population.types[number], whole, targets, number, explain=place < EXPLAINED)
        for place, number in enumerate(out)
    )
    return Feasibility(people, size, feasible=True, bound=_bound(whole, reached), never=never)


def _left_out(
    one: PersonType, whole: Polytope, targets: Targets, number: int, *, explain: bool
) -> LeftOut:
    closed = tuple(
        quota
        for quota in targets.quotas
        if not quota.most and one.values[targets.features.index(quota.feature)] == quota.value
    )
    values = tuple(zip(targets.features, one.values, strict=True))
    if closed or not explain:
        return LeftOut(one.people, values, closed[:1])
    found = excluding(whole, targets, number)
    return LeftOut(one.people, values, found.quotas, found.households)


def homes_of(people: Iterable[Person]) -> frozenset[tuple[str, str]]:
    """The households of these people; who has none is one alone."""
    return frozenset(
        ("household", one.household) if one.household else ("person", one.id) for one in people
    )


def _reached(whole: Polytope) -> np.ndarray:
    """Which types some mixed panel contains, by one linear program: as many as possible have a
    small part of a seat. A type with a seat on a real panel can always have that part; the others
    are left out before anybody looks for real panels."""
    size, height = len(whole.counts), len(whole.rows)
    part = 1.0 / size
    rows = np.zeros((height + size, 2 * size))
    rows[:height, :size] = whole.rows
    rows[height:, :size] = np.eye(size)
    rows[height:, size:] = -np.eye(size)
    program = Program(
        rows,
        np.concatenate([whole.low, np.zeros(size)]),
        np.concatenate([whole.high, np.full(size, INFINITY)]),
        np.concatenate([whole.floor, np.zeros(size)]),
        np.concatenate([whole.ceiling, np.full(size, part)]),
        np.concatenate([np.zeros(size), np.ones(size)]),
        presolve=True,
        patience=whole.patience,
    )
    if not program.solve():
        raise ArithmeticError("a panel exists and the relaxation has none")
    found: np.ndarray = program.solution[size:] > part * EDGE
    return found


def _seated(whole: Polytope, reached: np.ndarray) -> np.ndarray:
    """Which of these types a real panel contains: panels are looked for, each with as many types
    as possible that none had before, until all have one or no panel has any."""
    oracle, missing = Oracle(whole), reached.astype(np.float64)
    while missing.any():
        panel = oracle.good(missing)
        if panel is None or not missing[panel > 0].any():
            best = oracle.best(missing)
            if best is None or best[1] < SEAT:
                break
            panel = best[0]
        missing[panel > 0] = 0.0
    found: np.ndarray = reached & (missing == 0.0)
    return found


def _bound(whole: Polytope, reached: np.ndarray) -> float:
    """The smallest chance of those who can be chosen, at its largest in the relaxation."""
    size, height = len(whole.counts), len(whole.rows)
    counted = np.nonzero(reached)[0]
    rows = np.zeros((height + len(counted), size + 1))
    rows[:height, :size] = whole.rows
    rows[height + np.arange(len(counted)), counted] = 1.0
    rows[height:, size] = -whole.counts[counted]
    costs: Vector = np.zeros(size + 1)
    costs[size] = 1.0
    program = Program(
        rows,
        np.concatenate([whole.low, np.zeros(len(counted))]),
        np.concatenate([whole.high, np.full(len(counted), INFINITY)]),
        np.append(whole.floor, 0.0),
        np.append(whole.ceiling, 1.0),
        costs,
        presolve=True,
        patience=whole.patience,
    )
    if not program.solve():
        raise ArithmeticError("a panel exists and the relaxation has none")
    return max(0.0, float(program.value))
