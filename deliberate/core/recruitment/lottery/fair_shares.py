"""Fair shares: how many of each type a panel should hold on average.

The polytope of mixed panels is taken without the demand that panels are whole. What is reached
there is a bound for every lottery of real panels, and most often real panels reach it.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from deliberate.core.recruitment.lottery.polytope import EDGE, Polytope, Vector
from deliberate.core.recruitment.lottery.program import INFINITY, Program
from deliberate.core.recruitment.lottery.summit import summit

Objective = Literal["leximin", "maximin", "nash"]
OBJECTIVES: tuple[str, ...] = get_args(Objective)
PRICED = 1e-9
"""A type whose chance has a dual price above this can get no more."""
SLACK = 1e-11
"""How far a chance that was settled may give way to rounding in later rounds."""
MORE_SLACK = (1e-10, 1e-9)
"""Tried in turn where rounding of many settled chances adds up to more than that."""
GRID = 2.0**36
"""Shares are whole multiples of its inverse."""
NEAR = 1e-2
"""From here on, as the logarithm of a chance on average, the optimum is tried for."""
NASH_GAP = 1e-9
NASH_ROUNDS = 200


class NoShares(Exception):
    """Nobody's chances can be given: the quotas contradict each other even for parts of people."""


def fair_shares(polytope: Polytope, objective: Objective, chosen: Vector | None = None) -> Vector:
    """The mean panel (people of each type) that is best for `objective`.

    Raises `NoShares`; `ArithmeticError` when the solver fails on what it solved before.

    `chosen` marks types that can be chosen at all (1) or not (0); others count for nothing.
    """
    counted = np.ones(len(polytope.counts)) if chosen is None else chosen
    if objective == "nash":
        return _straight(polytope, _nash(polytope, counted))
    rounds = 1 if objective == "maximin" else None
    return _straight(polytope, _leximin(polytope, counted, rounds))


def _straight(polytope: Polytope, shares: Vector) -> Vector:
    """The shares without the slack of the solver: on the edges on which they nearly lie.

    What two machines may differ in, the last bits, is rounded off: from here on sums and
    differences of shares are exact.
    """
    face = polytope.face(shares, near=True)
    free, tight = face.floor < face.ceiling, face.low == face.high
    point = np.where(free, shares, face.floor)
    lacks = face.low[tight] - face.rows[tight] @ point
    point[free] += np.linalg.lstsq(face.rows[tight][:, free], lacks)[0]
    return np.maximum(np.rint(point * GRID), 0.0) / GRID


def _leximin(polytope: Polytope, counted: Vector, rounds: int | None) -> Vector:
    """Raise the smallest chance as far as it goes, settle whoever can get no more, and go on.

    Flanigan, Gölz, Gupta, Hennig and Procaccia, Nature 596 (2021); here over types and without
    panels.
    """
    size, height = len(polytope.counts), len(polytope.rows)
    program = _chances_at_least(polytope, counted)
    open_types = counted > 0
    kept: dict[int, float] = {}
    done = 0
    while open_types.any() and (rounds is None or done < rounds):
        if not program.solve() and not _with_more_slack(program, polytope, kept):
            if not kept:
                raise NoShares
            raise ArithmeticError("a fair share that was reached is lost")
        chance = float(program.solution[size])
        priced = open_types & (np.abs(program.prices[height:]) > PRICED)
        settled = priced if priced.any() else open_types.copy()
        for number in np.nonzero(settled)[0].tolist():
            kept[number] = chance
            program.row_bounds(height + number, -INFINITY, INFINITY)
            _keep(program, polytope, number, chance - SLACK)
        open_types &= ~settled
        done += chance > EDGE  # a level of those whom no panel can contain is none
    return program.solution[:size]


def _keep(program: Program, polytope: Polytope, number: int, chance: float) -> None:
    """From now on each of this type has at least this chance."""
    least = polytope.counts[number] * chance
    program.bounds(number, max(0.0, float(least)), polytope.ceiling[number])


def _with_more_slack(program: Program, polytope: Polytope, kept: dict[int, float]) -> bool:
    """Whether there is a solution when the chances that were settled give way a little more."""
    for slack in MORE_SLACK if kept else ():
        for number, chance in kept.items():
            _keep(program, polytope, number, chance - slack)
        if program.solve():
            return True
    return False


def _chances_at_least(polytope: Polytope, counted: Vector) -> Program:
    """Variables: people of each type, and the chance that every counted person has at least."""
    size, height = len(polytope.counts), len(polytope.rows)
    rows = np.zeros((height + size, size + 1))
    rows[:height, :size] = polytope.rows
    rows[height:, :size] = np.eye(size)
    rows[height:, size] = -polytope.counts
    free = np.where(counted > 0, 0.0, -INFINITY)
    costs = np.zeros(size + 1)
    costs[size] = 1.0
    return Program(
        rows,
        np.concatenate([polytope.low, free]),
        np.concatenate([polytope.high, np.full(size, INFINITY)]),
        np.append(polytope.floor, 0.0),
        np.append(polytope.ceiling, 1.0),
        costs,
    )


def _nash(polytope: Polytope, counted: Vector) -> Vector:
    """The largest product of everybody's chances, by tangents to the logarithm (Kelley, 1960).

    From where the tangents are near, the optimum is reached at once; where this fails the tangents
    go on as far as the solver's tolerances carry.
    """
    size, counts = len(polytope.counts), polytope.counts
    point = _leximin(polytope, counted, rounds=None)
    counted = np.where(point > EDGE, counted, 0.0)  # whom no panel can contain
    asked = np.nonzero(counted > 0)[0]
    tangents = [(int(t), float(point[t] / counts[t])) for t in asked]
    least = _least_under_nash(point, counts, counted)
    people = float(np.sum(counts[asked]))
    for _ in range(NASH_ROUNDS):
        program = _tangent_program(polytope, least, tangents)
        if not program.solve():
            raise ArithmeticError("the product of chances has no maximum")
        point, above = program.solution[:size], program.solution[size:]
        chances = np.maximum(point[asked] / counts[asked], least[asked])
        reached = float(np.sum(counts[asked] * np.log(chances)))
        allowed = NASH_GAP * max(1.0, abs(program.value))
        lacks = program.value - reached
        if lacks < NEAR * people and (best := summit(polytope, point, counted)) is not None:
            return best
        if lacks < allowed:
            break
        # A tangent where the last one is good enough would only be a row like another.
        apart = above[asked] - np.log(chances) > allowed / people
        tangents += [
            (int(t), float(at)) for t, at in zip(asked[apart], chances[apart], strict=True)
        ]
    return point


def _least_under_nash(point: Vector, counts: Vector, counted: Vector) -> Vector:
    """A chance that nobody falls below at the optimum; 0 for types that do not count.

    At the optimum c no panel d has a sum of d/c over all people above their number. So a type of n
    people out of N, whose chance in `point` is p, has at least n·p/N. Without this a tangent could
    be taken next to zero, where it is too steep for the tolerances of a solver.
    """
    people = float(np.sum(counts * (counted > 0)))
    return np.where(counted > 0, point / people, 0.0) * (1 - SLACK)


def _tangent_program(
    polytope: Polytope, least: Vector, tangents: list[tuple[int, float]]
) -> Program:
    """Maximise the sum of `u`, where `u` of a type lies under each of its tangents.

    `u` stands for the logarithm of a chance, from that of `least` to 0, that of certainty.
    """
    height, size = polytope.rows.shape
    rows = np.zeros((height + len(tangents), 2 * size))
    rows[:height, :size] = polytope.rows
    high = np.empty(len(tangents))
    for number, (one, at) in enumerate(tangents):
        rows[height + number, one] = -1.0 / (at * polytope.counts[one])
        rows[height + number, size + one] = 1.0
        high[number] = np.log(at) - 1.0
    counted = least > 0
    return Program(
        rows,
        np.concatenate([polytope.low, np.full(len(tangents), -INFINITY)]),
        np.concatenate([polytope.high, high]),
        np.concatenate(
            [
                np.maximum(polytope.floor, least * polytope.counts),
                np.log(np.where(counted, least, 1.0)),
            ]
        ),
        np.concatenate([polytope.ceiling, np.zeros(size)]),
        np.concatenate([np.zeros(size), polytope.counts * counted]),
    )
