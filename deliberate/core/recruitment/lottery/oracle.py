"""The best real panel for given weights: a linear program, then a dive to whole numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from deliberate.core.recruitment.lottery.polytope import Polytope, Vector
from deliberate.core.recruitment.lottery.program import Program

Panel = npt.NDArray[np.int64]
WHOLE = 1e-6
"""Nearer than this to a whole number, a solution is one."""
PATIENCE = 40
"""How many wrong turns a dive may take before it is given up."""


class Oracle:
    """Panels of one polytope. Consecutive questions are cheap when their weights are alike."""

    def __init__(self, polytope: Polytope) -> None:
        self.polytope = polytope
        self._program = Program(
            polytope.rows, polytope.low, polytope.high, polytope.floor, polytope.ceiling
        )
        self.solves = 0

    def good(self, weights: Vector) -> Panel | None:
        """A panel of large weight, found quickly; None when the dive finds none."""
        program = self._program
        program.costs(weights)
        self.solves += 1
        if not program.solve():
            return None
        basis, fixed = program.basis, set[int]()
        try:
            return self._dive(program.solution, fixed)
        finally:
            for number in fixed:
                self._free(number)
            program.restart(basis)

    def best(self, weights: Vector) -> tuple[Panel, float] | None:
        """The panel of the largest weight, and the weight; None when there is no panel at all."""
        polytope = self.polytope
        program = Program(
            polytope.rows, polytope.low, polytope.high, polytope.floor, polytope.ceiling,
            weights, whole=True, presolve=True,
        )  # fmt: skip
        if not program.solve():
            return None
        panel = np.rint(program.solution).astype(np.int64)
        return panel, float(weights @ panel)

    def _dive(self, point: Vector, fixed: set[int]) -> Panel | None:
        """Round up the larger fractions, half of them at a time, and solve again."""
        turns = 0
        while True:
            down = np.floor(point + WHOLE)
            part = point - down
            broken = np.nonzero(part > WHOLE)[0]
            if not len(broken):
                panel = np.rint(point).astype(np.int64)
                return panel if self.polytope.holds(panel) else None
            order = broken[np.argsort(-part[broken], kind="stable")]
            wanted = [int(one) for one in order[: max(1, len(order) // 2)] if part[one] > 0.5]
            found = self._round(wanted or [int(order[0])], down, fixed)
            if found is None:
                return None
            turned, point = found
            turns += turned
            if turns > PATIENCE:
                return None

    def _round(self, wanted: list[int], down: Vector, fixed: set[int]) -> tuple[int, Vector] | None:
        """Round up as many of `wanted` as go together, else the first of them down."""
        turns = 0
        while wanted:
            self._fix(((one, down[one] + 1) for one in wanted), fixed)
            if self._solve():
                return turns, self._program.solution
            turns += 1
            for one in wanted:
                self._free(one)
                fixed.discard(one)
            if len(wanted) == 1:
                self._fix([(wanted[0], down[wanted[0]])], fixed)
                return (turns, self._program.solution) if self._solve() else None
            wanted = wanted[: len(wanted) // 2]
        return None

    def _solve(self) -> bool:
        self.solves += 1
        return self._program.solve()

    def _fix(self, values: Iterable[tuple[int, float]], fixed: set[int]) -> None:
        for one, value in values:
            self._program.bounds(one, value, value)
            fixed.add(one)

    def _free(self, one: int) -> None:
        self._program.bounds(one, self.polytope.floor[one], self.polytope.ceiling[one])
