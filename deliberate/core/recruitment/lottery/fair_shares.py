"""Fair shares: how many of each type a panel should hold on average.

The polytope of mixed panels is taken without the demand that panels are whole. What is reached
there is a bound for every lottery of real panels, and most often real panels reach it.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from deliberate.core.recruitment.lottery.polytope import EDGE, Polytope, Vector
from deliberate.core.recruitment.lottery.program import INFINITY, Program

Objective = Literal["leximin", "maximin", "nash"]
OBJECTIVES: tuple[str, ...] = get_args(Objective)
PRICED = 1e-9
"""A type whose chance has a dual price above this can get no more."""
SLACK = 1e-11
"""How far a chance that was settled may give way to rounding in later rounds."""
GRID = 2.0**36
"""Shares are whole multiples of its inverse."""
NASH_GAP = 1e-9
NASH_ROUNDS = 200


def fair_shares(polytope: Polytope, objective: Objective, chosen: Vector | None = None) -> Vector:
    """The mean panel (people of each type) that is best for `objective`.

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
    done = 0
    while open_types.any() and (rounds is None or done < rounds):
        if not program.solve():
            raise ArithmeticError("a fair share that was reached is lost")
        chance = float(program.solution[size])
        priced = open_types & (np.abs(program.prices[height:]) > PRICED)
        settled = priced if priced.any() else open_types.copy()
        for number in np.nonzero(settled)[0]:
            least = polytope.counts[number] * (chance - SLACK)
            program.row_bounds(height + int(number), -INFINITY, INFINITY)
            program.bounds(int(number), max(0.0, least), polytope.ceiling[number])
        open_types &= ~settled
        done += 1
    return program.solution[:size]


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
    """The largest product of everybody's chances, by tangents to the logarithm (Kelley, 1960)."""
    size, height = len(polytope.counts), len(polytope.rows)
    counts = polytope.counts
    point = _leximin(polytope, counted, rounds=None)
    counted = np.where(point > EDGE, counted, 0.0)  # whom no panel can contain
    asked = np.nonzero(counted > 0)[0]
    tangents = [(int(t), float(point[t] / counts[t])) for t in asked]
    for _ in range(NASH_ROUNDS):
        program = _tangent_program(polytope, counted, tangents, size, height)
        if not program.solve():
            raise ArithmeticError("the product of chances has no maximum")
        point = program.solution[:size]
        chances = np.maximum(point[asked] / counts[asked], 1e-12)
        bound = program.value
        reached = float(np.sum(counts[asked] * np.log(chances)))
        if bound - reached < NASH_GAP * max(1.0, abs(bound)):
            break
        tangents += [(int(t), float(chance)) for t, chance in zip(asked, chances, strict=True)]
    return point


def _tangent_program(
    polytope: Polytope,
    counted: Vector,
    tangents: list[tuple[int, float]],
    size: int,
    height: int,
) -> Program:
    """Maximise the sum of `u`, where `u` of a type lies under each of its tangents."""
    rows = np.zeros((height + len(tangents), 2 * size))
    rows[:height, :size] = polytope.rows
    high = np.empty(len(tangents))
    for number, (one, at) in enumerate(tangents):
        rows[height + number, one] = -1.0 / (at * polytope.counts[one])
        rows[height + number, size + one] = 1.0
        high[number] = np.log(at) - 1.0
    unbounded = np.full(size, INFINITY)
    return Program(
        rows,
        np.concatenate([polytope.low, np.full(len(tangents), -INFINITY)]),
        np.concatenate([polytope.high, high]),
        np.concatenate([polytope.floor, np.where(counted > 0, -INFINITY, 0.0)]),
        np.concatenate([polytope.ceiling, np.where(counted > 0, unbounded, 0.0)]),
        np.concatenate([np.zeros(size), polytope.counts * (counted > 0)]),
    )
