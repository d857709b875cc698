"""The mean panel with the largest product of chances, to the last digits.

Tangents come near it, to some ten-thousandths of a chance. But they find which quotas are exhausted
at the optimum, and where these are fixed Newton's method needs two or three steps.
"""

from __future__ import annotations

import numpy as np

from deliberate.core.recruitment.lottery.polytope import EDGE, Polytope, Vector
from deliberate.core.recruitment.lottery.program import Program

STEPS = 30
SHORT = 1e-12
"""A relative step below this is rounding."""
INWARDS = 0.9
"""The part of the way to a chance of zero that a step may take."""
WORTH = 1e-9
"""By how much the worth of a panel may exceed the number of people, as a part of it."""


def summit(polytope: Polytope, near: Vector, counted: Vector) -> Vector | None:
    """The optimum on the face of `near` (people of each type), if it is that of the polytope.

    None: it lies elsewhere. `counted` marks types that count (1) or not (0). At the optimum c of
    the sum of log c no mixed panel d has a sum of d/c over all people above their number; as the
    sum is strictly concave, this proves the optimum, which is unique.
    """
    point = _climbed(polytope, near, counted)
    if not _inside(polytope, point):
        return None
    worth = np.divide(polytope.counts, point, out=np.zeros(len(point)), where=counted > 0)
    program = Program(
        polytope.rows, polytope.low, polytope.high, polytope.floor, polytope.ceiling, worth
    )
    people = float(np.sum(polytope.counts * (counted > 0)))
    return point if program.solve() and program.value <= people * (1 + WORTH) else None


def _climbed(polytope: Polytope, near: Vector, counted: Vector) -> Vector:
    """Newton's method for the sum of n log x, x people of a type of n, with exhausted rows kept."""
    sums = polytope.rows @ near
    tight = (polytope.high - sums < EDGE) | (sums - polytope.low < EDGE)
    free = (counted > 0) & (polytope.ceiling - near >= EDGE)
    rows, counts = polytope.rows[tight][:, free], polytope.counts[free]
    point = near.copy()
    for _ in range(STEPS):
        here = point[free]
        room = here**2 / counts
        prices = np.linalg.lstsq((rows * room) @ rows.T, rows @ here)[0]
        step = here - room * (rows.T @ prices)
        shrinks = step < 0
        least = float(np.min(-here[shrinks] / step[shrinks])) if shrinks.any() else np.inf
        point[free] = here + min(1.0, INWARDS * least) * step
        if np.max(np.abs(step / here), initial=0.0) < SHORT:
            break
    return point


def _inside(polytope: Polytope, point: Vector) -> bool:
    sums = polytope.rows @ point
    return bool(
        np.all(sums > polytope.low - EDGE)
        and np.all(sums < polytope.high + EDGE)
        and np.all(point < polytope.ceiling + EDGE)
    )
