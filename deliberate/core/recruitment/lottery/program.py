"""Linear programs, one thread and one order of work, so that the same input gives the same output.

A thin layer over HiGHS (Huangfu and Hall, 2018): it keeps a basis between solves, which makes the
next one cheap.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import highspy
import numpy as np
import numpy.typing as npt

from deliberate.core.errors import Refused, message

Vector = npt.NDArray[np.float64]
INFINITY = float("inf")


OPTIONS: Mapping[str, bool | int | float | str] = MappingProxyType(
    {
        "output_flag": False,
        "log_to_console": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
        "simplex_strategy": 1,
        "simplex_dual_edge_weight_strategy": 2,
    }
)
"""One thread, always the same way. The dual simplex moves many bounded columns in one step."""
NARROW: Mapping[str, float] = MappingProxyType(
    {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
)
"""For chances and prices. A search for whole numbers rounds anyway, and may not end with these."""


NODES = 200_000
"""Branches of a search for whole numbers, at most. A count ends a search at the same place on every
machine, which no clock does."""
SPENT = frozenset(
    {
        highspy.HighsModelStatus.kIterationLimit,
        highspy.HighsModelStatus.kSolutionLimit,
        highspy.HighsModelStatus.kTimeLimit,
    }
)


class Undecided(Refused):
    """The search was given up before it had an answer; nothing is known, and nothing was drawn."""

    def __init__(self, nodes: int, seconds: float) -> None:
        super().__init__(
            "UNDECIDED",
            message("The solver was stopped after {nodes} branches.", nodes=nodes)
            if math.isinf(seconds)
            else message("Not decided within {seconds} seconds.", seconds=round(seconds)),
            fix=message("Make the quotas wider, or have fewer of them, and try again."),
        )


class Patience:
    """How long an examination may take in all: so many branches of each search, and so many
    seconds of all of them together. Seconds differ between machines: they are for pages whose
    answer is recorded nowhere. Whatever is recorded counts branches alone."""

    def __init__(self, nodes: int = NODES, seconds: float = INFINITY) -> None:
        self.nodes, self.seconds, self._spent = nodes, seconds, 0.0

    @property
    def left(self) -> float:
        return max(0.0, self.seconds - self._spent)

    def spend(self, seconds: float) -> None:
        self._spent += seconds


def _solver() -> highspy.Highs:
    """A silent solver: the class below the public one, which prints a banner when it is made."""
    made: highspy.Highs = vars(highspy)["_Highs"]()
    return made


class Program:
    """Maximise costs over `low <= rows @ x <= high`, `floor <= x <= ceiling`."""

    def __init__(
        self,
        rows: npt.NDArray[np.float64],
        low: Vector,
        high: Vector,
        floor: Vector,
        ceiling: Vector,
        costs: Vector | None = None,
        *,
        whole: bool = False,
        presolve: bool = False,
        patience: Patience | None = None,
    ) -> None:
        self._patience = Patience() if patience is None else patience
        self.width = rows.shape[1]
        self._numbers = np.arange(self.width, dtype=np.int32)
        self._highs = _solver()
        own = OPTIONS if whole or presolve else {**OPTIONS, **NARROW}
        for name, value in {**own, "presolve": "on" if presolve else "off"}.items():
            self._highs.setOptionValue(name, value)
        self._highs.setOptionValue("mip_max_nodes", self._patience.nodes)
        given = costs if costs is not None else np.zeros(self.width)
        self._highs.passModel(_model(rows, low, high, floor, ceiling, given, whole=whole))

    def costs(self, costs: Vector) -> None:
        self._highs.changeColsCost(self.width, self._numbers, costs)

    def bounds(self, column: int, floor: float, ceiling: float) -> None:
        self._highs.changeColBounds(int(column), float(floor), float(ceiling))

    def row_bounds(self, row: int, low: float, high: float) -> None:
        self._highs.changeRowBounds(int(row), float(low), float(high))

    def row(self, row: int, low: float, high: float, *, without: int) -> None:
        """New bounds of a row, from which one column is taken out."""
        self._highs.changeCoeff(int(row), int(without), 0.0)
        self.row_bounds(row, low, high)

    def add_column(self, cost: float, rows: Sequence[int], values: Sequence[float]) -> None:
        """Another column, from 0 on without end."""
        places = np.array(rows, dtype=np.int32)
        weights = np.array(values, dtype=np.float64)
        self._highs.addCol(cost, 0.0, INFINITY, len(places), places, weights)

    def solve(self) -> bool:
        """Solve; False when there is no solution; `Undecided` when patience is at its end. Any
        other end is a defect and raises."""
        patience, begun = self._patience, self._highs.getRunTime()
        if not math.isinf(patience.seconds):
            self._highs.setOptionValue("time_limit", begun + patience.left)
        status = self._run()
        patience.spend(self._highs.getRunTime() - begun)
        if status in SPENT:
            raise Undecided(patience.nodes, patience.seconds)
        if status == highspy.HighsModelStatus.kOptimal:
            return True
        if status in {
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        }:
            return False
        raise ArithmeticError(f"the linear program ended as {status.name}")

    def _run(self) -> highspy.HighsModelStatus:
        """A basis that rounding has spoilt is forgotten: from none the same question may end."""
        self._highs.run()
        if self._highs.getModelStatus() == highspy.HighsModelStatus.kUnknown:
            self._highs.clearSolver()
            self._highs.run()
        return self._highs.getModelStatus()

    @property
    def solution(self) -> Vector:
        return np.array(self._highs.getSolution().col_value)

    @property
    def prices(self) -> Vector:
        """The dual value of each row."""
        return np.array(self._highs.getSolution().row_dual)

    @property
    def value(self) -> float:
        return float(self._highs.getInfo().objective_function_value)

    @property
    def basis(self) -> highspy.HighsBasis:
        found: highspy.HighsBasis = self._highs.getBasis()
        return found

    def restart(self, basis: highspy.HighsBasis) -> None:
        """Begin the next solve from a basis that was kept."""
        self._highs.setBasis(basis)


def _model(
    rows: npt.NDArray[np.float64],
    low: Vector,
    high: Vector,
    floor: Vector,
    ceiling: Vector,
    costs: Vector,
    *,
    whole: bool,
) -> highspy.HighsLp:
    by_column = rows.T
    columns, places = np.nonzero(by_column)
    starts = np.cumsum(np.bincount(columns, minlength=len(by_column)))
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = rows.shape
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_, model.col_lower_, model.col_upper_ = costs, floor, ceiling
    model.row_lower_, model.row_upper_ = low, high
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.concatenate([[0], starts])
    matrix.index_ = places
    matrix.value_ = by_column[columns, places]
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * rows.shape[1]
    return model
