"""A table plan: who sits where in each round, found with a seed, with what it achieves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deliberate.core.canonical import digest
from deliberate.core.deliberation.table_plan.even import even_plan
from deliberate.core.deliberation.table_plan.figures import Figures, figures
from deliberate.core.deliberation.table_plan.problem import Problem, Proposal, Tables, Weights
from deliberate.core.deliberation.table_plan.search import Search, usual_steps
from deliberate.core.randomness import Generator, seeded

TRADED = (0, 1, 2, 4, 8, 32)
"""Weights of balance, beside 2 for an encounter, at which the trade-off is shown."""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """`rounds`: for each round who sits at which table; `input_hash`: SHA-256 of people, features
    and rounds; `weights` and `steps`: how it was searched for, so that anybody can repeat it."""

    problem: Problem
    rounds: tuple[Tables, ...]
    figures: Figures
    seed: str
    weights: Weights
    steps: int
    input_hash: str


def plan_tables(
    problem: Problem, seed: str, *, weights: Weights | None = None, steps: int | None = None
) -> TablePlan:
    """The best plan that so many steps find; rounds that were held stay, and count.

    The same problem, seed, weights and steps give the same plan. Raises `UnusableInput` for a seed
    that is no text.
    """
    weights = weights or Weights()
    steps = usual_steps(problem) if steps is None else steps
    rng = seeded("tables", seed)
    start = even_plan(problem, rng)
    if start is None or problem.features:
        search = Search(problem, start or first_plan(problem, rng), weights, rng)
        search.run(steps)
        start = search.plan()
    return TablePlan(
        problem, start, figures(problem, start), seed, weights, steps, digest(as_input(problem))
    )


def propose_tables(problem: Problem, seed: str) -> Proposal:
    """The core's own plan, with what it takes to find it again."""
    found = plan_tables(problem, seed)
    return Proposal(found.rounds, found.weights, found.steps)


def trade_off(problem: Problem, seed: str, *, steps: int | None = None) -> tuple[TablePlan, ...]:
    """Plans from encounters alone to balance nearly alone."""
    steps = usual_steps(problem) // 3 if steps is None else steps
    return tuple(
        plan_tables(problem, seed, weights=Weights(2, balance), steps=steps) for balance in TRADED
    )


def first_plan(problem: Problem, rng: Generator) -> tuple[Tables, ...]:
    """Seats at random, with those that are fixed."""
    return tuple(_first_round(problem, number, rng) for number in range(len(problem.rounds)))


def _first_round(problem: Problem, number: int, rng: Generator) -> Tables:
    round_ = problem.rounds[number]
    if round_.held:
        return in_order(round_.held)
    tables: list[list[str]] = [[] for _ in round_.sizes]
    for name, table in round_.fixed.items():
        tables[table].append(name)
    loose = iter(
        rng.shuffle(one.id for one in problem.present(number) if one.id not in round_.fixed)
    )
    for people, size in zip(tables, round_.sizes, strict=True):
        people += [next(loose) for _ in range(size - len(people))]
    return in_order(tables)


def in_order(tables: Sequence[Sequence[str]]) -> Tables:
    """The tables with those who sit there in the order of their identifiers."""
    return tuple(tuple(sorted(table)) for table in tables)


def as_input(problem: Problem) -> dict[str, Any]:
    """What a plan is made from, for its hash."""
    return {
        "features": list(problem.features),
        "people": [[one.id, *one.values] for one in problem.people],
        "rounds": [
            {
                "sizes": list(round_.sizes),
                "fixed": dict(round_.fixed),
                "absent": sorted(round_.absent),
                "held": [list(table) for table in round_.held],
            }
            for round_ in problem.rounds
        ],
    }
