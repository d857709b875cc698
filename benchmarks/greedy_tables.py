"""GroupSelect's greedy method, written anew after its published description, for comparison.

Each attempt shuffles people, orders them by their values (the most common first) and puts each at
the table that has the fewest with the same values and is not full, the emptiest of several. Of a
hundred attempts it then picks one for each round, at random, a hundred times over, and keeps the
pick in which most pairs meet. Source: Sortition Foundation, groupselect-lib, "Legacy Algorithm";
Barrett, Verpoort and Gal, "A New Heuristic Algorithm for Balanced Deliberation Groups", 2024
(arXiv:2410.21451).
"""

from __future__ import annotations

from collections import Counter

from deliberate.core.deliberation.table_plan.figures import encounters
from deliberate.core.deliberation.table_plan.plan import in_order
from deliberate.core.deliberation.table_plan.problem import Guest, Problem, Tables
from deliberate.core.randomness import Generator, seeded

ATTEMPTS = 100


def greedy_plan(problem: Problem, seed: str) -> tuple[Tables, ...]:
    """The rounds that the greedy method gives; it knows no fixed seats and no absences."""
    rng = seeded("greedy", seed)
    made = [_allocation(problem, rng) for _ in range(ATTEMPTS)]
    count = len(problem.rounds)
    picks = [tuple(rng.choice(made) for _ in range(count)) for _ in range(ATTEMPTS)]
    return max(picks, key=lambda pick: len(encounters(pick)))


def _allocation(problem: Problem, rng: Generator) -> Tables:
    sizes = problem.rounds[0].sizes
    common = [
        [value for value, _ in Counter(one.values[place] for one in problem.people).most_common()]
        for place in range(len(problem.features))
    ]
    queue = sorted(
        rng.shuffle(problem.people),
        key=lambda one: [
            order.index(value) for order, value in zip(common, one.values, strict=True)
        ],
    )
    tables: list[list[Guest]] = [[] for _ in sizes]
    for one in queue:
        free = [table for table, size in zip(tables, sizes, strict=True) if len(table) < size]
        min(free, key=lambda table: (_alike(one, table), len(table))).append(one)
    return in_order([[one.id for one in table] for table in tables])


def _alike(one: Guest, table: list[Guest]) -> list[int]:
    return [
        sum(other.values[place] == value for other in table)
        for place, value in enumerate(one.values)
    ]
