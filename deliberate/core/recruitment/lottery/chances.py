"""A lottery: panels with whole weights, and the chance of everybody that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from deliberate.core.recruitment.lottery.person_types import Population

TICKETS = 2**40
"""How many tickets the panels share. Whole numbers: a weight means the same on every machine."""


@dataclass(frozen=True, slots=True)
class Lottery:
    """`panels[k][t]`: people of type `t` on panel `k`; `tickets[k]` of `TICKETS` draw it."""

    panels: tuple[tuple[int, ...], ...]
    tickets: tuple[int, ...]

    def chances(self, population: Population) -> Mapping[str, Fraction]:
        """Everybody's chance to be chosen, exactly; the same for everybody of one type."""
        total = sum(self.tickets)
        # Whole numbers below 2⁶³: a panel has fewer than 2²³ people.
        panels = np.array(self.panels, dtype=np.int64)
        means = (np.array(self.tickets, dtype=np.int64) @ panels).tolist()
        return {
            name: Fraction(mean, total * one.count)
            for one, mean in zip(population.types, means, strict=True)
            for name in one.people
        }


def lottery_of(panels: npt.NDArray[np.int64], weights: npt.NDArray[np.float64]) -> Lottery:
    """The lottery with these weights, rounded to tickets by largest remainder."""
    shares = [float(weight) * TICKETS for weight in weights]
    tickets = [int(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda one: (tickets[one] - shares[one], one))
    for one in order[: TICKETS - sum(tickets)]:
        tickets[one] += 1
    kept = [one for one, count in enumerate(tickets) if count]
    return Lottery(
        tuple(tuple(panel) for panel in panels[kept].tolist()),
        tuple(tickets[one] for one in kept),
    )


def gini(chances: Sequence[Fraction]) -> float:
    """How unequal chances are: 0 when all are equal, towards 1 when few have all."""
    ordered = sorted(chances)
    total, count = sum(ordered), len(ordered)
    if not total:
        return 0.0
    ranked = sum(rank * chance for rank, chance in enumerate(ordered, start=1))
    return float(2 * ranked / (count * total) - Fraction(count + 1, count))
