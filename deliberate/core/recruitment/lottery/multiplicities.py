"""How often each panel of a lottery stands in a list of equally likely panels.

Whole parts of the wanted numbers first, then one panel at a time for what is still owed, then
exchanges of one panel for another while they bring the sums nearer. Every number is whole and small
enough for a float to hold it exactly, so that the choice is the same on every machine.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from deliberate.core.recruitment.lottery.chances import Lottery
from deliberate.core.recruitment.lottery.polytope import Vector

STEPS = 16
"""Wanted sums are taken in sixteenths of a person."""
WEIGHT = 60
"""What a person too many or too few weighs in a type of one; in larger types less."""
TRIED = 8
"""Panels that are tried for leaving, the likeliest first, before exchanges end."""
EXCHANGES = 2000


def multiplicities(lottery: Lottery, counts: Vector, count: int) -> npt.NDArray[np.int64]:
    """How often each panel of `lottery` is taken; they add up to `count`."""
    panels = np.array(lottery.panels, dtype=np.float64)
    tickets = np.array(lottery.tickets, dtype=object)
    total = int(tickets.sum())
    times = np.array([int(share) * count // total for share in tickets], dtype=np.int64)
    means = [int(mean) for mean in panels.astype(np.int64).T.astype(object) @ tickets]
    wanted = np.array([mean * count * STEPS // total for mean in means], dtype=np.float64)
    balance = _Balance(panels, counts, wanted, times)
    while times.sum() < count:
        balance.take(int(np.argmax(balance.worth())))
    for _ in range(EXCHANGES):
        if not balance.exchange():
            break
    return times


class _Balance:
    """What is still owed to each type, and what a panel more or less would do about it."""

    def __init__(
        self,
        panels: npt.NDArray[np.float64],
        counts: Vector,
        wanted: Vector,
        times: npt.NDArray[np.int64],
    ) -> None:
        self._panels, self._times = panels, times
        self._weighted = panels * np.maximum(1.0, np.floor(WEIGHT / counts))
        self._own = (panels * self._weighted).sum(axis=1) * STEPS
        self._owed = wanted - STEPS * (times @ panels)

    def worth(self) -> Vector:
        """By how much the squares of what is owed shrink with one panel more of each."""
        worth: Vector = 2.0 * (self._weighted @ self._owed) - self._own
        return worth

    def take(self, number: int, times: int = 1) -> None:
        self._times[number] += times
        self._owed -= times * STEPS * self._panels[number]

    def exchange(self) -> bool:
        """One panel for another that serves better; False when none was found."""
        here = np.nonzero(self._times)[0]
        leaving = -2.0 * (self._weighted @ self._owed) - self._own
        for number in here[np.argsort(-leaving[here], kind="stable")][:TRIED]:
            self.take(int(number), -1)
            worth = self.worth()
            best = int(np.argmax(worth))
            if worth[best] > worth[number]:
                self.take(best)
                return True
            self.take(int(number))
        return False
