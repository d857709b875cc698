"""Weights that give panels a wanted mean and lie as near to equal ones as they can.

They solve a least-squares problem and are unique, so that no solver's path shows in them. They are
refined in whole numbers (Wilkinson, 1963): floats only propose steps, exact residuals decide, and
the weights come out the same whatever library of linear algebra a machine has.
"""

from __future__ import annotations

from collections.abc import Sequence

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
STEADY = 2**-64
ROUNDS = 12


class EvenWeights:
    """`panels` has a panel in each row; `shares`, the mean that is wanted, are multiples of 2⁻³⁶.

    Weights add up to one and give the mean that is nearest to `shares`; some may be negative.
    Raises `numpy.linalg.LinAlgError`.
    """

    def __init__(self, panels: Panels, shares: Vector) -> None:
        self._matrix, self._shares = panels.astype(np.float64), shares
        values, vectors = np.linalg.eigh(self._matrix.T @ self._matrix)
        kept = values > RANK * values[-1]
        self._values, self._vectors = values[kept], vectors[:, kept]

    def rough(self) -> Vector:
        """The weights as floats give them: good enough to see whether any is negative."""
        equal = np.full(len(self._matrix), 1 / len(self._matrix))
        return equal + self._matrix @ self._step(self._shares - self._matrix.T @ equal)

    def refined(self) -> Vector | None:
        """The weights to the last bit; None when the refinement does not settle."""
        one = 1 << BITS
        wanted = [int(share * 2**36) << (BITS - 36) for share in self._shares]
        # Weights are equal ones plus `matrix @ steps`: of all solutions that one is the shortest.
        steps, equal = [0] * len(wanted), one // len(self._matrix)
        for _ in range(ROUNDS):
            weights = [equal + moved for moved in _times(self._matrix, steps)]
            reached = _times(self._matrix.T, weights)
            lacks = [(want - has) / one for want, has in zip(wanted, reached, strict=True)]
            step = self._step(np.array(lacks))
            if float(np.max(np.abs(self._matrix @ step))) < STEADY:
                total = sum(weights)
                return np.array([weight / total for weight in weights])
            moves = [int(part * 2.0**BITS) for part in step.tolist()]
            steps = [old + new for old, new in zip(steps, moves, strict=True)]
        return None

    def _step(self, lacks: Vector) -> Vector:
        solved: Vector = self._vectors @ ((self._vectors.T @ lacks) / self._values)
        return solved


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
