"""Why no panel keeps all quotas: a smallest set of them, and whether households are part of it.

Whatever makes a panel possible by leaving some quotas out has to leave out one of every conflict.
So a smallest set that has one of each way out found so far is either a conflict, and then a
smallest one, or leads to a way out that it did not touch (implicit hitting sets, as Ignatiev,
Previti, Liffiton and Marques-Silva 2015 use for formulas).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from deliberate.core.recruitment.lottery.polytope import Polytope, Vector
from deliberate.core.recruitment.lottery.pool import Quota, Targets
from deliberate.core.recruitment.lottery.program import INFINITY, Patience, Program

SEARCHES = 120
"""So many ways out are looked for; then a conflict is told that may not be a smallest one."""
SEARCHES_EACH = 12
"""The same for each kind of people who can never be chosen: there may be hundreds of kinds."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Quotas that no panel of this size keeps together. Empty: the size alone is out of reach.

    `households`: they could be kept if people of one household might sit together. `smallest`: no
    set of fewer quotas conflicts; otherwise it is only certain that none can be left out.
    """

    quotas: tuple[Quota, ...]
    households: bool = False
    smallest: bool = True


def conflict(whole: Polytope, targets: Targets, searches: int = SEARCHES) -> Conflict:
    """What conflicts where there is no panel; of the quotas alone, wherever they do.

    Of several smallest sets the one whose quotas come first in the targets. It is known to be one
    if that takes no more than about so many `searches`.
    """
    apart = without_households(whole)
    households = bool(whole.homes) and _keeps(apart)
    asked = whole if households else apart
    found, smallest = _smallest(asked, len(targets.quotas), searches)
    return Conflict(tuple(targets.quotas[one] for one in found), households, smallest)


def excluding(whole: Polytope, targets: Targets, number: int) -> Conflict:
    """What stands in the way of everybody of a type, whom no panel contains."""
    floor = whole.floor.copy()
    floor[number] = 1.0
    ceiling = np.maximum(whole.ceiling, floor)
    return conflict(replace(whole, floor=floor, ceiling=ceiling), targets, SEARCHES_EACH)


def without_households(whole: Polytope) -> Polytope:
    """The same question where people of one household may sit together."""
    if not whole.homes:
        return whole
    high = whole.high.copy()
    high[-whole.homes :] = INFINITY
    return replace(whole, high=high, ceiling=np.maximum(whole.ceiling, whole.counts))


def _smallest(whole: Polytope, count: int, searches: int) -> tuple[tuple[int, ...], bool]:
    """A conflict by the numbers of its quotas, and whether it is known to be a smallest one."""
    ways_out: list[tuple[int, ...]] = []
    while len(ways_out) < searches:
        chosen = _touching(ways_out, count, whole.patience)
        more = _ways_out(whole, chosen, count)
        if not more:
            return chosen, True
        if () in more:
            break  # Only rounding can find a panel that keeps everything here.
        ways_out += more
    left_out: list[int] = []
    for one in range(count):
        if not _keeps(whole, [*left_out, one]):
            left_out.append(one)
    return tuple(one for one in range(count) if one not in left_out), False


def _touching(
    ways_out: Sequence[tuple[int, ...]], count: int, patience: Patience | None
) -> tuple[int, ...]:
    """As few quotas as have one of each way out; of several sets, the one that comes first."""
    if not ways_out:
        return ()
    rows = np.zeros((len(ways_out), count))
    for row, way_out in zip(rows, ways_out, strict=True):
        row[list(way_out)] = 1.0
    # Together less than one quota, so that a set with fewer quotas is always preferred.
    later = np.arange(count) / (count * (count + 1.0))
    program = Program(
        rows, np.ones(len(rows)), np.full(len(rows), INFINITY), np.zeros(count), np.ones(count),
        -1.0 - later, whole=True, presolve=True, patience=patience,
    )  # fmt: skip
    if not program.solve():
        raise ArithmeticError("no quotas touch every way out")
    return tuple(int(one) for one in np.nonzero(np.rint(program.solution))[0])


def _ways_out(whole: Polytope, chosen: Iterable[int], count: int) -> list[tuple[int, ...]]:
    """Ways out that touch neither those chosen nor one another; none when those chosen conflict."""
    kept, found = set(chosen), []
    while (way_out := _way_out(whole, kept, count)) is not None:
        found.append(way_out)
        kept.update(way_out)
        if not way_out:
            break
    return found


def _way_out(whole: Polytope, chosen: Iterable[int], count: int) -> tuple[int, ...] | None:
    """Quotas not kept by a panel that keeps those chosen and departs little from the others; None
    when no panel keeps those chosen."""
    free = np.ones(count)
    free[list(chosen)] = 0.0
    below = free * np.maximum(whole.low[:count], 0.0)
    program = departing(whole, count, below, free * whole.size)
    if not program.solve():
        return None
    given = np.rint(program.solution[len(whole.counts) :])
    return tuple(one for one in range(count) if given[one] or given[count + one])


def departing(whole: Polytope, count: int, below: Vector, above: Vector) -> Program:
    """The panel that departs least from the quotas: by so many people `below` and `above` each at
    most. Behind the types stand how many each lacks and then how many it has too many."""
    size = len(whole.counts)
    rows = np.zeros((len(whole.rows) + count, size + 2 * count))
    rows[: len(whole.rows), :size] = whole.rows
    # A quota gives way below through its first variable and above through its second.
    for one in range(count):
        rows[one, size + one] = 1.0
        rows[len(whole.rows) + one, :size] = whole.rows[one]
        rows[len(whole.rows) + one, size + count + one] = -1.0
    low, high = whole.low.copy(), whole.high.copy()
    high[:count] = INFINITY
    return Program(
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


def _keeps(whole: Polytope, left_out: Sequence[int] = ()) -> bool:
    """Whether a panel keeps the size, the households and all quotas but those left out."""
    low, high = whole.low.copy(), whole.high.copy()
    low[list(left_out)], high[list(left_out)] = 0.0, INFINITY
    return Program(
        whole.rows, low, high, whole.floor, whole.ceiling,
        whole=True, presolve=True, patience=whole.patience,
    ).solve()  # fmt: skip
