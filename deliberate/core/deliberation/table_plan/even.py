"""Where people number the square of a prime: rounds in which they meet as evenly as can be.

People are the points of an affine plane of order q, tables its lines, and a round is one of its
q + 1 classes of parallel lines. In q + 1 rounds everybody meets everybody once; further rounds
begin again, with people at other points, so that no round comes back. Planning cells, five tables
of five people, are the plane of order five. Source:
Bose, "On the application of the properties of Galois fields to the problem of construction of
hyper-Graeco-Latin squares", Sankhya 3, 1938.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deliberate.core.deliberation.table_plan.problem import Problem, Tables, shares
from deliberate.core.randomness import Generator

TRIES = 4_000
"""Exchanges of two people in all rounds that are tried to mix the tables."""
PLACINGS = 20
"""So often people are placed anew where a round would come back; four people have three rounds."""


def even_plan(problem: Problem, rng: Generator) -> tuple[Tables, ...] | None:
    """The even plan with people placed so that the tables are mixed; None where there is none."""
    order = _order(problem)
    if order is None:
        return None
    plan: list[Tables] = []
    while len(plan) < len(problem.rounds):
        plan += _plane(problem, order, plan, rng)
    return tuple(plan)


def _plane(
    problem: Problem, order: int, before: Sequence[Tables], rng: Generator
) -> tuple[Tables, ...]:
    """The next rounds, at most one of each class of lines; none is as one before, if it can be."""
    count = min(order + 1, len(problem.rounds) - len(before))
    lines = [_lines(order, slope) for slope in range(count)]
    known = {frozenset(tables) for tables in before}
    found: tuple[Tables, ...] = ()
    for _ in range(PLACINGS):
        found = _placed(problem, lines, rng)
        if known.isdisjoint(map(frozenset, found)):
            break
    return found


def _placed(problem: Problem, lines: list[list[list[int]]], rng: Generator) -> tuple[Tables, ...]:
    names = rng.shuffle(one.id for one in problem.people)
    if problem.features:
        names = _mixed(problem, lines, names, rng)
    return tuple(
        tuple(tuple(sorted(names[point] for point in line)) for line in round_) for round_ in lines
    )


def _order(problem: Problem) -> int | None:
    """q where q * q people sit at q tables in every round, all free, and q is a prime."""
    count = len(problem.people)
    order = round(count**0.5)
    if order * order != count or order < 2 or any(order % n == 0 for n in range(2, order)):
        return None
    plain = all(
        round_.sizes == (order,) * order and not (round_.fixed or round_.absent or round_.held)
        for round_ in problem.rounds
    )
    return order if plain else None


def _lines(order: int, slope: int) -> list[list[int]]:
    """The parallel lines of a slope; slope `order` is the vertical one."""
    lines: list[list[int]] = [[] for _ in range(order)]
    for x in range(order):
        for y in range(order):
            lines[x if slope == order else (y + slope * x) % order].append(x * order + y)
    return lines


def _mixed(
    problem: Problem, lines: list[list[list[int]]], names: list[str], rng: Generator
) -> list[str]:
    """The names in an order in which fewer shares are missed; who meets how often stays."""
    pairs = problem.values()
    values = {
        one.id: [int(pair in set(zip(problem.features, one.values, strict=False)))
                 for pair in pairs]
        for one in problem.people
    }  # fmt: skip
    tables = np.zeros((len(lines) * len(lines[0]), len(names)), np.int64)
    for row, line in enumerate(line for round_ in lines for line in round_):
        tables[row, line] = 1
    least, most = np.zeros((2, len(tables), len(pairs)), np.int64)
    for number in range(len(lines)):
        for share in shares(problem, number):
            cell = number * len(lines[0]) + share.table, pairs.index((share.feature, share.value))
            least[cell], most[cell] = share.least, share.most

    def missed(order: list[str]) -> int:
        counts = tables @ np.array([values[name] for name in order])
        return int((np.maximum(counts - most, 0) + np.maximum(least - counts, 0)).sum())

    cost = missed(names)
    for _ in range(TRIES):
        if not cost:
            break
        one, other = rng.below(len(names)), rng.below(len(names))
        tried = list(names)
        tried[one], tried[other] = tried[other], tried[one]
        found = missed(tried)
        if found <= cost:
            names, cost = tried, found
    return names
