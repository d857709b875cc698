"""The exact optimum over real panels, where the relaxation promises more than they can give.

Column generation with a whole-number oracle, level by level (Flanigan et al., Nature 596, 2021).
"""

from __future__ import annotations

import numpy as np

from deliberate.core.recruitment.lottery.decomposition import CLOSED, Decomposition
from deliberate.core.recruitment.lottery.oracle import Oracle, Panel
from deliberate.core.recruitment.lottery.polytope import Polytope, Vector
from deliberate.core.recruitment.lottery.program import INFINITY, Program

PRICED = 1e-9
SLACK = 1e-10
ROUNDS = 20_000


class Levels:
    """The chances settled so far, and the panels that have been found."""

    def __init__(self, polytope: Polytope, counted: Vector, panels: list[Panel]) -> None:
        self._counts, self._size = polytope.counts, len(polytope.counts)
        self.open = counted > 0
        self._known: set[bytes] = set()
        self.panels: list[Panel] = []
        # One column so far: the chance of everybody who is not settled.
        rows = np.append(-self._counts * self.open, 0.0).reshape(-1, 1)
        low = np.append(np.where(self.open, 0.0, -INFINITY), 1.0)
        high = np.append(np.full(self._size, INFINITY), 1.0)
        self._program = Program(rows, low, high, np.zeros(1), np.ones(1), np.ones(1))
        for panel in panels:
            self.add(panel)

    def add(self, panel: Panel) -> bool:
        """Take in a panel; False when it was known."""
        if panel.tobytes() in self._known:
            return False
        self._known.add(panel.tobytes())
        self.panels.append(panel)
        places = np.nonzero(panel)[0]
        self._program.add_column(
            0.0, [*places.tolist(), self._size], [*panel[places].astype(float).tolist(), 1.0]
        )
        return True

    def solve(self) -> tuple[Vector, float]:
        """What each person is worth now, and what a new panel has to be worth to help."""
        if not self._program.solve():
            raise ArithmeticError("the weights of the panels cannot be found")
        prices = -self._program.prices
        return prices[:-1], -float(prices[-1])

    def settle(self) -> None:
        """Fix the chance of everybody who can get no more at this level."""
        chance = float(self._program.solution[0])
        prices = np.abs(self._program.prices[:-1])
        priced = self.open & (prices > PRICED)
        settled = priced if priced.any() else self.open.copy()
        for number in np.nonzero(settled)[0]:
            least = self._counts[number] * max(0.0, chance - SLACK)
            self._program.row(int(number), least, INFINITY, without=0)
        self.open &= ~settled

    def weights(self) -> Vector:
        return np.maximum(self._program.solution[1:], 0.0)


def exact_leximin(
    polytope: Polytope, counted: Vector, panels: list[Panel], *, levels: int | None = None
) -> Decomposition:
    """The leximin lottery itself (the first `levels` of it), proved by the whole-number oracle."""
    oracle, state = Oracle(polytope), Levels(polytope, counted, panels)
    done = 0
    while state.open.any() and (levels is None or done < levels):
        _raise_level(oracle, state)
        state.settle()
        done += 1
    state.solve()
    weights = state.weights()
    used = [int(one) for one in np.nonzero(weights > 0)[0]]
    order = sorted(used, key=lambda one: state.panels[one].tolist(), reverse=True)
    chosen = weights[order]
    panels_used = np.array([state.panels[one] for one in order], dtype=np.int64)
    return Decomposition(panels_used, chosen / chosen.sum(), 0.0, proved=True)


def _raise_level(oracle: Oracle, state: Levels) -> None:
    for _ in range(ROUNDS):
        prices, worth = state.solve()
        panel = oracle.good(prices)
        if panel is not None and float(prices @ panel) > worth + CLOSED and state.add(panel):
            continue
        best = oracle.best(prices)
        if best is None:
            raise ArithmeticError("there is no panel at all")
        if best[1] <= worth + CLOSED or not state.add(best[0]):
            return
    raise ArithmeticError("the exact lottery did not end")
