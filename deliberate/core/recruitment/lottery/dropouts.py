"""Who drops out: rates of groups, and samples of dropouts that a seed repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from deliberate.core.randomness import Generator

DEFAULT_RATE = Fraction(1, 10)
"""One in ten: what assemblies report."""
FINE = 10**6
"""Rates are rounded to millionths."""


@dataclass(frozen=True, slots=True)
class DropoutRates:
    """The share that drops out: of a group (`feature`, `value`), and of everybody else.

    Of several groups to which a person belongs the largest rate counts.
    """

    groups: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    otherwise: Fraction = DEFAULT_RATE

    def of(self, features: Sequence[str], values: Sequence[str]) -> Fraction:
        """The rate of a person with these values."""
        named = zip(features, values, strict=True)
        own = [self.groups[group] for group in named if group in self.groups]
        return max(own, default=self.otherwise)


def millionths(rates: Sequence[Fraction]) -> npt.NDArray[np.int64]:
    """Rates as whole millionths."""
    return np.array([int(rate * FINE) for rate in rates], dtype=np.int64)


def throws(generator: Generator, rows: int, columns: int) -> npt.NDArray[np.int64]:
    """Numbers below a million; whoever throws less than a rate drops out."""
    drawn = [generator.below(FINE) for _ in range(rows * columns)]
    return np.array(drawn, dtype=np.int64).reshape(rows, columns)
