"""The best real panel for given weights: a linear program, then a dive to whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from deliberate.core.recruitment.lottery.polytope import Polytope, Vector
from deliberate.core.recruitment.lottery.program import Patience, Program, Undecided

Panel = npt.NDArray[np.int64]
WHOLE = 1e-6
"""Nearer than this to a whole number, a solution is one."""
NARROW = 200
"""A question is first asked among so many types that are nearly undecided, or more."""
PATIENCE = 40
"""How many wrong turns a dive may take before it is given up."""
TRIED = 2000
"""Branches of the search that follows such a dive."""


class Oracle:
    """Panels of one polytope. Consecutive questions are cheap when their weights are alike."""

    def __init__(self, polytope: Polytope) -> None:
        self.polytope = polytope
        self._program = _program(polytope)
        self._prices: Vector | None = None
        self._window = max(NARROW, len(polytope.counts) * 9 // 20)

    def good(self, weights: Vector) -> Panel | None:
        """A panel of large weight, found quickly; None when the dive finds none."""
        size = len(weights)
        if self._prices is not None and self._window < size * 4 // 5:
            panel = self._narrowly(weights, self._prices, self._window, shifted=True)
            if panel is not None:
                return panel
        program = self._program
        program.costs(weights)
        if not program.solve():
            return None
        point, basis, self._prices = program.solution, program.basis, program.prices
        if not np.any(_fractions(point) > WHOLE):
            return _checked(self.polytope, point)
        panel = None
        if size > 2 * NARROW:
            panel = self._narrowly(weights, self._prices, NARROW, shifted=False)
        if panel is None:
            dive = Dive(self.polytope, program)
            panel = dive.panel(point)
            dive.undo()
            program.restart(basis)
        return self._searched(weights, self._prices) if panel is None else panel

    def _searched(self, weights: Vector, prices: Vector) -> Panel | None:
        """Where dives fail, what a short search for whole numbers finds among the closest types.

        Fractions that quotas tie to each other lead a dive astray although there are panels; a
        herd that stopped there would leave everything to columns, which take hours for a thousand
        types and more.
        """
        chosen, rest, narrow = self._close(weights, prices, NARROW, shifted=False)
        whole = self.polytope.patience
        short = Patience(TRIED) if whole is None else Patience(TRIED, whole.left)
        program = _program(replace(narrow, patience=short), weights[chosen], whole=True)
        try:
            if not program.solve():
                return None
        except Undecided:
            return None
        rest[chosen] = program.solution
        return _checked(self.polytope, rest)

    def _narrowly(
        self, weights: Vector, prices: Vector, width: int, *, shifted: bool
    ) -> Panel | None:
        """`_among_close`; where rounding ends this shorter way, None: there are others."""
        try:
            return self._among_close(weights, prices, width, shifted=shifted)
        except ArithmeticError:
            return None

    def _among_close(
        self, weights: Vector, prices: Vector, width: int, *, shifted: bool
    ) -> Panel | None:
        """A panel in which only the `width` types are open whose worth is nearest to their prices.

        With `shifted` the prices are of an earlier question: they are moved all together until
        about as many people are worth theirs as a panel holds.
        """
        chosen, rest, narrow = self._close(weights, prices, width, shifted=shifted)
        program = _program(narrow, weights[chosen])
        if not program.solve():
            return None
        self._prices = program.prices
        found = Dive(narrow, program).panel(program.solution)
        if found is None:
            return None
        rest[chosen] = found
        return _checked(self.polytope, rest)

    def _close(
        self, weights: Vector, prices: Vector, width: int, *, shifted: bool
    ) -> tuple[npt.NDArray[np.int64], Vector, Polytope]:
        """The types whose worth is nearest to their prices, what the others give, and the panels
        that are then open."""
        polytope = self.polytope
        gain = np.round(weights - polytope.rows.T @ prices, 9)
        if shifted:
            order = np.argsort(-gain, kind="stable")
            people = np.cumsum((polytope.ceiling - polytope.floor)[order])
            wanted = polytope.size - float(np.sum(polytope.floor))
            gain = gain - gain[order[min(int(np.searchsorted(people, wanted)), len(order) - 1)]]
        chosen = np.sort(np.argsort(np.abs(gain), kind="stable")[:width])
        rest = np.where(gain > 0, polytope.ceiling, polytope.floor)
        rest[chosen] = 0.0
        return chosen, rest, polytope.part(chosen, polytope.rows @ rest)

    def best(self, weights: Vector) -> tuple[Panel, float] | None:
        """The panel of the largest weight, and the weight; None when there is no panel at all."""
        program = _program(self.polytope, weights, whole=True)
        if not program.solve():
            return None
        panel = np.rint(program.solution).astype(np.int64)
        return panel, float(weights @ panel)


def _program(polytope: Polytope, costs: Vector | None = None, *, whole: bool = False) -> Program:
    return Program(
        polytope.rows, polytope.low, polytope.high, polytope.floor, polytope.ceiling, costs,
        whole=whole, presolve=whole, patience=polytope.patience,
    )  # fmt: skip


def _fractions(point: Vector) -> Vector:
    """The broken part of each number; rounded, for ties that fall the same way everywhere."""
    return np.round(point - np.floor(point + WHOLE), 6)


def _checked(polytope: Polytope, point: Vector) -> Panel | None:
    panel = np.rint(point).astype(np.int64)
    return panel if polytope.holds(panel) else None


class Dive:
    """From a solution in fractions to a whole one: some are fixed, the others solved again."""

    def __init__(self, polytope: Polytope, program: Program) -> None:
        self._polytope, self._program = polytope, program
        self._fixed: set[int] = set()

    def panel(self, point: Vector) -> Panel | None:
        """Round up the larger fractions, half of them at a time, and solve again."""
        turns = 0
        while turns <= PATIENCE:
            part = _fractions(point)
            broken = np.nonzero(part > WHOLE)[0]
            if not len(broken):
                return _checked(self._polytope, point)
            order = broken[np.argsort(-part[broken], kind="stable")]
            wanted = [int(one) for one in order[: max(1, len(order) // 2)] if part[one] > 0.5]
            found = self._round(wanted or [int(order[0])], np.floor(point + WHOLE))
            if found is None:
                return None
            turned, point = found
            turns += turned
        return None

    def _round(self, wanted: list[int], down: Vector) -> tuple[int, Vector] | None:
        """Round up as many of `wanted` as go together, else the first of them down."""
        turns = 0
        while wanted:
            self._fix((one, down[one] + 1) for one in wanted)
            if self._program.solve():
                return turns, self._program.solution
            turns += 1
            self._free(wanted)
            if len(wanted) == 1:
                self._fix([(wanted[0], down[wanted[0]])])
                return (turns, self._program.solution) if self._program.solve() else None
            wanted = wanted[: len(wanted) // 2]
        return None

    def _fix(self, values: Iterable[tuple[int, float]]) -> None:
        for one, value in values:
            self._program.bounds(one, value, value)
            self._fixed.add(one)

    def _free(self, types: Iterable[int]) -> None:
        for one in types:
            self._program.bounds(one, self._polytope.floor[one], self._polytope.ceiling[one])
            self._fixed.discard(one)

    def undo(self) -> None:
        """Give the program its own bounds again."""
        self._free(sorted(self._fixed))
