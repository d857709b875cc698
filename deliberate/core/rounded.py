"""A number as it is told: to so many decimals, whichever sign a language puts before them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number of which `decimals` digits are shown after the decimal sign, zeros included."""

    number: float | Fraction
    decimals: int

    def __str__(self) -> str:
        return f"{float(self.number):.{self.decimals}f}"
