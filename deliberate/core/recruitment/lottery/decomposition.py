"""A mean panel as a lottery of real panels: herding, one linear program, and columns where needed.

Herding (Welling, 2009) asks for panel after panel, each the best for what is still owed to every
type. After about one panel per type the mean lies in their convex hull; weights follow from one
linear program. Where it does not, its prices say which panel is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from deliberate.core.recruitment.lottery.oracle import Oracle, Panel
from deliberate.core.recruitment.lottery.polytope import Polytope, Vector
from deliberate.core.recruitment.lottery.program import INFINITY, Program

CLOSED = 1e-9
"""A gap of everybody's chance that is none."""
COLUMNS = 2000
Tell = Callable[[str, int, int], None]
"""Told about progress: what is done, how much of it, of how much."""


@dataclass(frozen=True, eq=False)
class Decomposition:
    """`panels` (one in each row) with `weights` that add up to one; `gap`: what the worst-off
    person lacks to the fair share; `proved`: no real panel could make the gap smaller."""

    panels: npt.NDArray[np.int64]
    weights: Vector
    gap: float
    proved: bool


def decompose(polytope: Polytope, shares: Vector, tell: Tell = lambda *_: None) -> Decomposition:
    """Real panels whose weighted mean is `shares`, or as near to it as real panels come."""
    near = Oracle(polytope.face(shares, near=True))
    panels = _herd(near, shares, tell)
    master = Master(polytope, shares, panels)
    if master.gap > CLOSED:
        _add_columns(master, near, exact=False)
    if master.gap > CLOSED:
        wide = Oracle(polytope.face(shares, near=False))
        _add_columns(master, wide, exact=True)
    return master.result()


def _herd(oracle: Oracle, shares: Vector, tell: Tell) -> list[Panel]:
    """About one panel for each type, each for what the panels so far still owe."""
    wanted = len(shares) + 10
    found: dict[bytes, Panel] = {}
    owed = shares.copy()
    for number in range(wanted):
        panel = oracle.good(owed)
        if panel is None:
            break
        found.setdefault(panel.tobytes(), panel)
        owed += shares - panel
        if number % 50 == 0:
            tell("panels", number, wanted)
    tell("panels", wanted, wanted)
    return list(found.values())


class Master:
    """The weights of the panels found so far, with the smallest gap of anybody's chance."""

    def __init__(self, polytope: Polytope, shares: Vector, panels: list[Panel]) -> None:
        self._counts, self._shares = polytope.counts, shares
        self.panels: list[Panel] = []
        self._known: set[bytes] = set()
        size = len(shares)
        # One column so far: the gap. Rows: the chance of each type, and the sum of weights.
        rows = np.append(self._counts, 0.0).reshape(-1, 1)
        low = np.append(shares, 1.0)
        high = np.append(np.full(size, INFINITY), 1.0)
        self._program = Program(
            rows, low, high, np.zeros(1), np.full(1, INFINITY), np.full(1, -1.0)
        )
        for panel in panels:
            self._add(panel)
        self.proved = False
        self.gap = INFINITY
        if self.panels:
            self.solve()

    def _add(self, panel: Panel) -> bool:
        key = panel.tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        self.panels.append(panel)
        places = np.nonzero(panel)[0]
        values = panel[places].astype(np.float64)
        self._program.add_column(
            0.0, [*places.tolist(), len(self._shares)], [*values.tolist(), 1.0]
        )
        return True

    def add(self, panel: Panel) -> bool:
        """Take in a panel and weigh anew; False when it was known."""
        if not self._add(panel):
            return False
        self.solve()
        return True

    def solve(self) -> None:
        if not self._program.solve():
            raise ArithmeticError("the weights of the panels cannot be found")
        self.gap = max(0.0, -self._program.value)

    def prices(self) -> tuple[Vector, float]:
        """What a person of each type more is worth, and what a panel has to be worth to help."""
        if not self.panels:
            return np.zeros(len(self._shares)), -INFINITY
        prices = -self._program.prices
        return prices[:-1], -float(prices[-1])

    def result(self) -> Decomposition:
        weights = np.maximum(self._program.solution[1:], 0.0)
        used = np.nonzero(weights > 0)[0]
        order = sorted(used.tolist(), key=lambda one: self.panels[one].tolist(), reverse=True)
        panels = np.array([self.panels[one] for one in order], dtype=np.int64)
        chosen = weights[order]
        return Decomposition(panels, chosen / chosen.sum(), self.gap, self.proved)


def _add_columns(master: Master, oracle: Oracle, *, exact: bool) -> None:
    """Panels that the prices ask for, until the gap is closed or no panel helps."""
    for _ in range(COLUMNS):
        prices, worth = master.prices()
        panel = oracle.good(prices)
        if panel is None or not master.add(panel):
            if not exact:
                return
            best = oracle.best(prices)
            if best is None or best[1] <= worth + CLOSED or not master.add(best[0]):
                master.proved = True
                return
        if master.gap <= CLOSED:
            return
