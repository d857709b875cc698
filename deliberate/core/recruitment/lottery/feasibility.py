"""What stands in the way when no panel keeps all quotas, and the least that has to give way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from deliberate.core.recruitment.lottery.polytope import Polytope
from deliberate.core.recruitment.lottery.pool import Quota, Targets
from deliberate.core.recruitment.lottery.program import INFINITY, Program

EXHAUSTIVE = 2
"""Conflicts of so many quotas are looked for among all; larger ones are only irreducible."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A quota that gives way: from its own numbers to `least` and `most`."""

    quota: Quota
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Advice:
    """The smallest change that makes a panel possible, in people summed over quotas.

    `within_flex`: it stays inside the flex numbers of the targets.
    """

    relaxed: tuple[Relaxed, ...]
    within_flex: bool


def is_feasible(whole: Polytope) -> bool:
    """Whether there is a real panel."""
    return stands_in_reach(whole)[1]


def stands_in_reach(whole: Polytope) -> tuple[bool, bool]:
    """Whether a mixed panel keeps everything, and whether a real one does."""
    relaxed = _program(whole, whole_numbers=False).solve()
    return relaxed, relaxed and _program(whole, whole_numbers=True).solve()


def conflict(
    whole: Polytope,
    targets: Targets,
    *,
    hit: Iterable[Quota] | None = None,
    whole_numbers: bool = True,
) -> tuple[Quota, ...]:
    """A smallest set of quotas that no panel of this size keeps together.

    Up to two quotas: no smaller set exists. More: none can be left out. Empty when the size alone
    cannot be reached. `hit`: quotas without which there is a panel, so that every conflict has one
    of them; fewer sets are tried then. `whole_numbers`: whether larger sets need a real panel to
    be told; False where not even a mixed one keeps all quotas.
    """
    count = len(targets.quotas)
    must = None if hit is None else {targets.quotas.index(quota) for quota in hit}
    for size in range(EXHAUSTIVE + 1):
        for chosen in combinations(range(count), size):
            if size and must is not None and must.isdisjoint(chosen):
                continue
            if not _keeps(whole, chosen, count):
                return tuple(targets.quotas[one] for one in chosen)
    kept = list(range(count))
    for one in range(count):
        fewer = [other for other in kept if other != one]
        if not _keeps(whole, fewer, count, whole_numbers=whole_numbers):
            kept = fewer
    return tuple(targets.quotas[one] for one in kept)


def _keeps(
    whole: Polytope, chosen: Iterable[int], count: int, *, whole_numbers: bool = False
) -> bool:
    """Whether a panel keeps the chosen quotas, its size and the households, whatever the others."""
    left = np.ones(count, dtype=bool)
    left[list(chosen)] = False
    low, high = whole.low.copy(), whole.high.copy()
    low[:count][left], high[:count][left] = 0.0, INFINITY
    loose = replace(whole, low=low, high=high)
    return _program(loose, whole_numbers=whole_numbers).solve()


def advice(whole: Polytope, targets: Targets) -> Advice | None:
    """The smallest relaxation, first within the flex numbers; None: the size is out of reach."""
    for within in (True, False):
        found = relaxation(whole, targets, within_flex=within)
        if found is not None:
            return Advice(found, within)
    return None


def _has_flex(quota: Quota) -> bool:
    return quota.least_flex is not None or quota.most_flex is not None


def relaxation(
    whole: Polytope, targets: Targets, *, within_flex: bool
) -> tuple[Relaxed, ...] | None:
    """Fewest people by which quotas give way in all, as whole numbers; None: no such way."""
    if within_flex and not any(_has_flex(quota) for quota in targets.quotas):
        return None
    count, size = len(targets.quotas), len(whole.counts)
    below = np.array([_room_below(quota, within_flex) for quota in targets.quotas])
    above = np.array([_room_above(quota, within_flex) for quota in targets.quotas])
    rows = np.zeros((len(whole.rows) + count, size + 2 * count))
    rows[: len(whole.rows), :size] = whole.rows
    # A quota gives way below through its first variable and above through its second.
    for one in range(count):
        rows[one, size + one] = 1.0
        rows[len(whole.rows) + one, :size] = whole.rows[one]
        rows[len(whole.rows) + one, size + count + one] = -1.0
    low, high = whole.low.copy(), whole.high.copy()
    high[:count] = INFINITY
    program = Program(
        rows,
        np.concatenate([low, np.full(count, -INFINITY)]),
        np.concatenate([high, whole.high[:count]]),
        np.concatenate([whole.floor, np.zeros(2 * count)]),
        np.concatenate([whole.ceiling, below, above]),
        np.concatenate([np.zeros(size), np.full(2 * count, -1.0)]),
        whole=True,
        presolve=True,
        patience=whole.patience,
    )
    if not program.solve():
        return None
    given = np.rint(program.solution[size:]).astype(int)
    return tuple(
        Relaxed(quota, quota.least - int(given[one]), quota.most + int(given[count + one]))
        for one, quota in enumerate(targets.quotas)
        if given[one] or given[count + one]
    )


def _room_below(quota: Quota, within_flex: bool) -> float:
    if not within_flex:
        return float(quota.least)
    return float(quota.least - (quota.least if quota.least_flex is None else quota.least_flex))


def _room_above(quota: Quota, within_flex: bool) -> float:
    if not within_flex:
        return INFINITY
    return float((quota.most if quota.most_flex is None else quota.most_flex) - quota.most)


def excluding(whole: Polytope, targets: Targets, number: int) -> tuple[Quota, ...]:
    """The quotas because of which no panel contains anybody of a type."""
    floor = whole.floor.copy()
    floor[number] = 1.0
    ceiling = np.maximum(whole.ceiling, floor)
    return conflict(replace(whole, floor=floor, ceiling=ceiling), targets)


def _program(whole: Polytope, *, whole_numbers: bool) -> Program:
    return Program(
        whole.rows, whole.low, whole.high, whole.floor, whole.ceiling,
        whole=whole_numbers, presolve=True, patience=whole.patience,
    )  # fmt: skip
