"""Table plans: who meets whom and how well tables are mixed, beside the tool in use.

`python -m benchmarks.tables` plans for generated people with seven features (the same people on
every machine) and prints the figures of this engine, those to be reached, and those of
GroupSelect's greedy method, written anew after its published description (`greedy_tables`).
It fails where a figure is not reached or a plan takes over five seconds of CPU.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.greedy_tables import greedy_plan
from benchmarks.measure import machine
from deliberate.core.deliberation.table_plan.arranging import Wanted, arrange
from deliberate.core.deliberation.table_plan.figures import Figures, figures
from deliberate.core.deliberation.table_plan.plan import plan_tables
from deliberate.core.deliberation.table_plan.problem import Guest, Problem, Tables, Weights
from deliberate.core.randomness import seeded

CEILING = 5.0
"""Seconds of CPU that a plan may take."""
SEED = "1"
FEATURES = {
    "sex": (51, 49),
    "age": (30, 37, 33),
    "education": (55, 45),
    "residence": (62, 38),
    "language": (70, 30),
    "work": (60, 40),
    "opinion": (45, 35, 20),
}
"""Seven features of the generated people, each with the weights of its values."""


@dataclass(frozen=True, slots=True)
class Case:
    """A group, and the figures to be reached: pairs who meet, and shares missed in per cent."""

    people: int
    size: int
    rounds: int
    meetings: int
    missed: float
    balance: int

    def problem(self) -> Problem:
        return arrange(tuple(FEATURES), guests(self.people), Wanted(self.size, self.rounds))


CASES = (
    Case(40, 8, 5, 548, 4.0, 3),
    Case(100, 7, 5, 1421, 0.0, 3),
    Case(110, 8, 6, 2207, 0.8, 3),
)


def guests(count: int) -> list[Guest]:
    """People with values drawn by the weights of each feature."""
    rng = seeded("people", str(count))
    return [
        Guest(f"p{n:03}", tuple(_value(rng.below, weights) for weights in FEATURES.values()))
        for n in range(count)
    ]


def _value(below: Callable[[int], int], weights: tuple[int, ...]) -> str:
    left, place = below(sum(weights)), 0
    while left >= weights[place]:
        left -= weights[place]
        place += 1
    return f"v{place}"


def main() -> int:
    print(machine())
    failed = sum(not _compared(case) for case in CASES)
    return 1 if failed + (not _cells()) else 0


def _compared(case: Case) -> bool:
    problem = case.problem()
    tables = len(problem.rounds[0].sizes)
    print(f"\n{case.people} people, {tables} tables, {case.rounds} rounds, 7 features")
    print(f"  to be reached {'':<28}{case.meetings:>6}          {case.missed:>6.2f} % missed")
    greedy, spent = _timed(lambda: greedy_plan(problem, SEED))
    print(_line("GroupSelect's greedy method", figures(problem, greedy), spent))
    weights = Weights(balance=case.balance)
    plan, spent = _timed(lambda: plan_tables(problem, SEED, weights=weights).rounds)
    found = figures(problem, plan)
    print(_line(f"deliberate, balance {case.balance}", found, spent))
    reached = found.meetings >= case.meetings and _missed(found) <= case.missed
    if not reached or spent > CEILING:
        print("  NOT REACHED" if not reached else "  TOO SLOW")
    return reached and spent <= CEILING


def _cells() -> bool:
    """Planning cells: five groups of five, composed anew in each of sixteen units."""
    problem = arrange((), [Guest(f"p{n:02}") for n in range(25)], Wanted(5, 16))
    plan, spent = _timed(lambda: plan_tables(problem, SEED).rounds)
    found = figures(problem, plan)
    print(
        f"\n25 people, 5 tables, 16 rounds: two people meet {found.fewest} to {found.most} times "
        f"(a difference below {found.least_spread} is impossible){spent:>8.2f} s CPU"
    )
    return found.most - found.fewest == found.least_spread


def _timed(make: Callable[[], tuple[Tables, ...]]) -> tuple[tuple[Tables, ...], float]:
    begun = time.process_time()
    made = make()
    return made, time.process_time() - begun


def _missed(found: Figures) -> float:
    return 100 * found.violations / found.cells


def _line(name: str, found: Figures, spent: float) -> str:
    return (
        f"  {name:<42}{found.meetings:>6} of {found.bound:>5}{_missed(found):>8.2f} % missed"
        f"{spent:>8.2f} s CPU"
    )


if __name__ == "__main__":
    sys.exit(main())
