"""How many of those who were invited answered and are willing, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

Z = Fraction(1_959_964, 1_000_000)
"""97.5 % of a normal distribution lie below it: an interval of 95 %."""
_SCALE = 10**20


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of earlier invitations to a stratum, in people.

    `eligible`: those of the accepted who may take part, when that was counted; `size`: people of
    the stratum in the register, when that is known.
    """

    stratum: str
    invited: int
    answered: int
    accepted: int
    eligible: int | None = None
    size: int | None = None

    @property
    def willing(self) -> int:
        """Who came into the pool."""
        return self.accepted if self.eligible is None else self.eligible


@dataclass(frozen=True, slots=True)
class Rate:
    """A share, and the interval of 95 % around it."""

    share: Fraction
    low: Fraction
    high: Fraction


def rate(count: int, invited: int) -> Rate:
    """`count` of `invited` with Wilson's interval (*JASA* 22, 1927).

    Its ends are whole numbers of 10⁻²⁰, rounded outwards, so that they are the same everywhere.
    """
    if not 0 <= count <= invited or not invited:
        raise ValueError(f"{count} of {invited} is no share")
    square = Z * Z
    middle = 2 * count + square
    root = _root_above(square * (square + Fraction(4 * count * (invited - count), invited)))
    twice = 2 * (invited + square)
    low = Fraction(0) if count == 0 else (middle - root) / twice
    high = Fraction(1) if count == invited else (middle + root) / twice
    return Rate(Fraction(count, invited), _down(max(low, Fraction(0))), _up(min(high, Fraction(1))))


def _root_above(value: Fraction) -> Fraction:
    """The smallest number of 10⁻²⁰ whose square is not below `value`."""
    scaled = -(-value.numerator * _SCALE * _SCALE // value.denominator)
    root = isqrt(scaled)
    return Fraction(root if root * root == scaled else root + 1, _SCALE)


def _down(value: Fraction) -> Fraction:
    return Fraction(value.numerator * _SCALE // value.denominator, _SCALE)


def _up(value: Fraction) -> Fraction:
    return -_down(-value)
