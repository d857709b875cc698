"""Whether a panel keeps all quotas, and the least that has to give way where none does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from deliberate.core.recruitment.lottery.conflicts import departing
from deliberate.core.recruitment.lottery.polytope import Polytope
from deliberate.core.recruitment.lottery.pool import Quota, Targets
from deliberate.core.recruitment.lottery.program import INFINITY, Program


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
    """Whether there is a real panel; a mixed one is looked for first, as that is quick."""
    return (
        _program(whole, whole_numbers=False).solve() and _program(whole, whole_numbers=True).solve()
    )


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
    program = departing(whole, count, below, above)
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


def _program(whole: Polytope, *, whole_numbers: bool) -> Program:
    return Program(
        whole.rows, whole.low, whole.high, whole.floor, whole.ceiling,
        whole=whole_numbers, presolve=True, patience=whole.patience,
    )  # fmt: skip
