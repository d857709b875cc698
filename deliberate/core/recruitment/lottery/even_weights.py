"""Weights that give panels a wanted mean and lie as near to equal ones as they can.

They solve a least-squares problem and are unique, so that no solver's path shows in them. They are
refined in whole numbers (Wilkinson, 1963): floats only propose steps, exact residuals decide, and
the weights come out the same whatever library of linear algebra a machine has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Panels = npt.NDArray[np.int64]
BITS = 96
"""Weights are refined as whole multiples of 2⁻⁹⁶."""
LIMB = 24
"""Bits of a digit: products of digits and panels stay whole below 2⁵³, in any order of sums."""
RANK = 1e-10
"""Below this part of the largest eigenvalue, one is none."""
RIDGE = 1e-12
"""This part of the largest diagonal is added to it where a look at the weights is enough."""
STEADY = 2**-64
ROUNDS = 12


class EvenWeights:
    """`panels` has a panel in each row; `shares`, the mean that is wanted, are multiples of 2⁻³⁶.

    Weights add up to one and give the mean that is nearest to `shares`; some may be negative.
    Both ways to ask for them raise `numpy.linalg.LinAlgError`.
    """

    def __init__(self, panels: Panels, shares: Vector) -> None:
        self._matrix, self._shares = panels.astype(np.float64), shares
        self._square = self._matrix.T @ self._matrix

    def rough(self) -> Vector:
        """The weights to some digits: good enough to see whether any is negative."""
        equal = np.full(len(self._matrix), 1 / len(self._matrix))
        ridge = self._square + RIDGE * np.max(np.diag(self._square)) * np.eye(len(self._square))
        lacks = self._shares - self._matrix.T @ equal
        return equal + self._matrix @ np.linalg.solve(ridge, lacks)

    def refined(self) -> Vector | None:
        """The weights to the last bit; None when the refinement does not settle."""
        one, inverse = 1 << BITS, self._inverse()
        wanted = [int(share * 2**36) << (BITS - 36) for share in self._shares]
        # Weights are equal ones plus `matrix @ steps`: of all solutions that one is the shortest.
        steps, equal = [0] * len(wanted), one // len(self._matrix)
        for _ in range(ROUNDS):
            weights = [equal + moved for moved in _times(self._matrix, steps)]
            reached = _times(self._matrix.T, weights)
            lacks = [(want - has) / one for want, has in zip(wanted, reached, strict=True)]
            step = inverse(np.array(lacks))
            if float(np.max(np.abs(self._matrix @ step))) < STEADY:
                total = sum(weights)
                return np.array([weight / total for weight in weights])
            moves = [int(part * 2.0**BITS) for part in step.tolist()]
            steps = [old + new for old, new in zip(steps, moves, strict=True)]
        return None

    def _inverse(self) -> Callable[[Vector], Vector]:
        """The shortest solution for a right-hand side, of the system whose steps are weighed."""
        values, vectors = np.linalg.eigh(self._square)
        kept = values > RANK * values[-1]
        values, vectors = values[kept], vectors[:, kept]
        return lambda lacks: vectors @ ((vectors.T @ lacks) / values)


def _times(matrix: Vector, numbers: Sequence[int]) -> list[int]:
    """`matrix @ numbers`, exactly: digit by digit in floats that hold whole numbers."""
    limbs = max(number.bit_length() for number in numbers) // LIMB + 1
    mask = (1 << LIMB) - 1
    digits = np.array(
        [
            [(abs(number) >> LIMB * place & mask) * (1 if number >= 0 else -1)
             for place in range(limbs)]
            for number in numbers
        ],
        dtype=np.float64,
    )  # fmt: skip
    products = (matrix @ digits).astype(np.int64).tolist()
    return [sum(part << LIMB * place for place, part in enumerate(row)) for row in products]
