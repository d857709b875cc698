"""The panels that keep quotas and households, as linear constraints over types of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from deliberate.core.recruitment.lottery.person_types import Population
from deliberate.core.recruitment.lottery.pool import Targets
from deliberate.core.recruitment.lottery.program import Patience

Vector = npt.NDArray[np.float64]
EDGE = 1e-7
"""Nearer than this to a bound, a number stands on it."""


@dataclass(frozen=True, eq=False)
class Polytope:
    """`rows @ y` lies between `low` and `high`, and `y` between `floor` and `ceiling`.

    `y[t]`: how many people of type `t` a panel holds. `counts[t]`: how many there are. `size`: of
    a panel. `patience`: how long whoever asks about it waits. The first rows are the quotas in
    their order, then the size of the panel, then the kinds of households.
    """

    rows: npt.NDArray[np.float64]
    low: Vector
    high: Vector
    floor: Vector
    ceiling: Vector
    counts: Vector
    size: int
    patience: Patience | None = None
    homes: int = 0

    def holds(self, panel: npt.NDArray[np.int64]) -> bool:
        """Whether a panel keeps everything, exactly."""
        sums = self.rows @ panel  # whole numbers: exact in floats
        return bool(
            np.all(sums >= self.low)
            and np.all(sums <= self.high)
            and np.all(panel >= self.floor)
            and np.all(panel <= self.ceiling)
        )

    def part(self, types: npt.NDArray[np.int64], taken: Vector) -> Polytope:
        """The panels of some types only, when the others have `taken` so much of each row."""
        return Polytope(
            self.rows[:, types],
            self.low - taken,
            self.high - taken,
            self.floor[types],
            self.ceiling[types],
            self.counts[types],
            self.size,
            self.patience,
            self.homes,
        )

    def dimension(self) -> int:
        """How many directions are open inside it; an upper bound where rows together close one."""
        free = self.floor < self.ceiling
        tight = self.rows[self.low == self.high][:, free]
        closed = int(np.linalg.matrix_rank(tight)) if tight.size else 0
        return int(np.count_nonzero(free)) - closed

    def face(self, point: Vector, *, near: bool) -> Polytope:
        """The smallest face with `point`: what is exhausted there is exhausted in every panel of a
        lottery with that mean. With `near`, only panels within rounding of `point`."""
        sums = self.rows @ point
        full, bare = self.high - sums < EDGE, sums - self.low < EDGE
        floor = np.where(self.ceiling - point < EDGE, self.ceiling, self.floor)
        ceiling = np.where(point - self.floor < EDGE, self.floor, self.ceiling)
        if near:
            floor = np.maximum(floor, np.floor(point + EDGE))
            ceiling = np.minimum(ceiling, np.ceil(point - EDGE))
        return replace(
            self,
            low=np.where(full, self.high, self.low),
            high=np.where(bare, self.low, self.high),
            floor=floor,
            ceiling=np.maximum(floor, ceiling),
        )


def polytope(population: Population, targets: Targets) -> Polytope:
    """The constraints of a population under these targets."""
    types, features = population.types, targets.features
    place = {feature: number for number, feature in enumerate(features)}
    rows: list[Sequence[float]] = [
        [float(one.values[place[quota.feature]] == quota.value) for one in types]
        for quota in targets.quotas
    ]
    rows.append([1.0] * len(types))
    rows += [
        [float(number in kind.types) for number in range(len(types))] for kind in population.kinds
    ]
    low = [quota.least for quota in targets.quotas] + [targets.size] + [0] * len(population.kinds)
    high = [quota.most for quota in targets.quotas] + [targets.size]
    high += [len(kind.households) for kind in population.kinds]
    most = np.array([one.most for one in types], dtype=np.float64)
    return Polytope(
        np.array(rows, dtype=np.float64).reshape(len(rows), len(types)),
        np.array(low, dtype=np.float64),
        np.array(high, dtype=np.float64),
        np.zeros(len(types)),
        most,
        np.array([one.count for one in types], dtype=np.float64),
        targets.size,
        homes=len(population.kinds),
    )
