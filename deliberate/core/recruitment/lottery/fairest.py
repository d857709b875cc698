"""The fairest lottery for a pool and its targets, with a certificate of how fair it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from deliberate.core.recruitment.lottery.chances import Lottery, lottery_of
from deliberate.core.recruitment.lottery.decomposition import (
    CLOSED,
    Decomposition,
    Tell,
    decompose,
)
from deliberate.core.recruitment.lottery.exact import exact_leximin
from deliberate.core.recruitment.lottery.fair_shares import NoShares, Objective, fair_shares
from deliberate.core.recruitment.lottery.no_panel import unsolved
from deliberate.core.recruitment.lottery.oracle import Oracle
from deliberate.core.recruitment.lottery.person_types import Population, merge
from deliberate.core.recruitment.lottery.polytope import EDGE, Polytope, Vector, polytope
from deliberate.core.recruitment.lottery.pool import Pool, Targets

DIGITS = 12
"""Digits behind the point that the numbers of a certificate have."""
Method = Literal["relaxation", "columns", "herding"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why no lottery is fairer.

    `bound`: the smallest chance at the optimum; for leximin and maximin no lottery gives everybody
    who can be chosen a larger one. `gap`: what anybody lacks at most to the chances of the optimum.
    `method`: `relaxation` (measured by the linear relaxation) or `columns` (proved by exact column
    generation; not for nash, which states its gap instead) or `herding` (too many types
    to close the gap: ended when nobody lacked more than a hundredth of the chance, or at the limit
    of panels; the gap is measured by the relaxation).
    """

    bound: float
    gap: float
    method: Method


@dataclass(frozen=True, slots=True)
class Fairest:
    """A lottery over a population. `never`: types that no panel can contain."""

    population: Population
    lottery: Lottery
    certificate: Certificate
    never: tuple[int, ...]


class NoPanel(Exception):
    """No panel keeps all quotas."""


def fairest(
    pool: Pool, targets: Targets, objective: Objective = "leximin", tell: Tell = lambda *_: None
) -> Fairest:
    """The lottery that is best for `objective`.

    Raises `NoPanel`, and `Refused` (SOLVER) when the solver fails on numbers that it should master.
    """
    try:
        return _fairest(pool, targets, objective, tell)
    except ArithmeticError as error:
        raise unsolved(error) from error


def _fairest(pool: Pool, targets: Targets, objective: Objective, tell: Tell) -> Fairest:
    population = merge(pool, targets.features)
    whole = polytope(population, targets)
    possible = np.ones(len(population.types))
    while True:
        shares = _shares(whole, objective, possible)
        possible = np.where(shares > EDGE, possible, 0.0)
        found = decompose(whole, shares, tell)
        if found.gap <= CLOSED:
            return _told(population, whole, found, possible, "relaxation", shares)
        covered = found.panels.sum(axis=0) > 0 if len(found.panels) else np.zeros(len(shares), bool)
        never = _never(whole, possible, covered)
        if not never:
            break
        possible[never] = 0.0
        whole = replace(whole, ceiling=whole.ceiling * possible)
    if found.herded or objective == "nash":
        method: Method = "herding" if found.herded else "relaxation"
        return _told(population, whole, found, possible, method, shares)
    levels = 1 if objective == "maximin" else None
    exact = exact_leximin(whole, possible, list(found.panels), levels=levels)
    return _told(population, whole, exact, possible, "columns", shares)


def _shares(whole: Polytope, objective: Objective, possible: Vector) -> Vector:
    try:
        return fair_shares(whole, objective, possible)
    except NoShares:
        raise NoPanel from None


def _never(whole: Polytope, possible: Vector, covered: np.ndarray) -> list[int]:
    """Types that the relaxation reaches and no real panel does."""
    oracle = Oracle(whole)
    found = []
    for number in np.nonzero((possible > 0) & ~covered)[0]:
        weights = np.zeros(len(possible))
        weights[number] = 1.0
        best = oracle.best(weights)
        if best is None:
            raise NoPanel
        if best[1] < 0.5:
            found.append(int(number))
    return found


def _told(
    population: Population,
    whole: Polytope,
    found: Decomposition,
    possible: Vector,
    method: Method,
    shares: Vector,
) -> Fairest:
    counted = possible > 0
    means = found.weights @ found.panels
    reached = float(np.min((means / whole.counts)[counted]))
    bound = reached if method == "columns" else float(np.min((shares / whole.counts)[counted]))
    never = tuple(int(one) for one in np.nonzero(~counted)[0])
    gap = max(0.0, bound - reached) if method == "columns" else max(found.gap, bound - reached)
    # What a library of linear algebra makes of the last bits is no part of the result.
    certificate = Certificate(round(bound, DIGITS), round(gap, DIGITS), method)
    return Fairest(population, lottery_of(found.panels, found.weights), certificate, never)
