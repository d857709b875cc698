"""A uniform lottery: a list of real panels of which each is equally likely.

Three ten-sided dice pick one of a thousand. Everybody's chance is the share of panels with that
person, a whole number of thousandths, so it can only be the fair chance rounded. The list is made
so that it is: see `multiplicities`, `list_repair` and `assignment`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.assignment import assign
from deliberate.core.recruitment.lottery.fairest import Fairest
from deliberate.core.recruitment.lottery.list_repair import Room, repair
from deliberate.core.recruitment.lottery.multiplicities import multiplicities
from deliberate.core.recruitment.lottery.polytope import polytope
from deliberate.core.recruitment.lottery.pool import Targets

PANELS = 1000
"""As many panels as three ten-sided dice have throws."""
NEAR = Fraction(1, 10**7)
"""A chance nearer than this to a share of panels is meant to be it."""


@dataclass(frozen=True, slots=True)
class UniformLottery:
    """`panels`: the people of each, all equally likely; `chances`: everybody's share of the panels.

    `fair`: everybody's chance in the fair lottery that the list stands for; `never`: who cannot be
    chosen; `bound`: for leximin and maximin, what no lottery gives to everybody else.
    """

    panels: tuple[tuple[str, ...], ...]
    chances: Mapping[str, Fraction]
    fair: Mapping[str, Fraction]
    bound: Fraction
    never: frozenset[str]

    @property
    def largest_deviation(self) -> Fraction:
        """The most by which anybody's chance differs from the fair one."""
        return max(abs(chance - self.fair[name]) for name, chance in self.chances.items())

    @property
    def largest_relative(self) -> Fraction:
        """The same as a share of the fair chance, of those who have one."""
        shares = (
            abs(chance / self.fair[name] - 1)
            for name, chance in self.chances.items()
            if self.fair[name]
        )
        return max(shares, default=Fraction(0))

    @property
    def smallest(self) -> Fraction:
        """The smallest chance of those who can be chosen."""
        return min(chance for name, chance in self.chances.items() if name not in self.never)

    @property
    def loss_of_minimum(self) -> Fraction:
        """The share of the smallest fair chance that is lost; below zero it is a gain."""
        fair = min(chance for name, chance in self.fair.items() if name not in self.never)
        return 1 - self.smallest / fair if fair else Fraction(0)

    @property
    def most_for_all(self) -> Fraction:
        """The largest chance that a list of so many panels could give to everybody."""
        count = len(self.panels)
        return Fraction(floor((self.bound + NEAR) * count), count)

    @property
    def rounded(self) -> bool:
        """Whether everybody's chance is the fair one, rounded down or up to a share of panels."""
        step = Fraction(1, len(self.panels))
        return self.largest_deviation < step + NEAR


def uniform_lottery(
    found: Fairest, targets: Targets, count: int, generator: Generator
) -> UniformLottery:
    """A list of `count` panels whose chances are those of a fair lottery as nearly as can be."""
    population, lottery = found.population, found.lottery
    whole = polytope(population, targets)
    often = multiplicities(lottery, whole.counts, count)
    panels = np.repeat(np.array(lottery.panels, dtype=np.int64), often, axis=0)
    fair = lottery.chances(population)
    own = [fair[one.people[0]] for one in population.types]
    panels = repair(panels, _room(own, whole.counts.tolist(), count), whole, generator)
    # The number of a panel says nothing about it.
    order = generator.shuffle(range(count))
    assigned = assign(panels[order], population, generator)
    times = Counter(name for panel in assigned for name in panel)
    never = frozenset(name for one in found.never for name in population.types[one].people)
    return UniformLottery(
        assigned,
        {name: Fraction(times[name], count) for name in fair},
        fair,
        Fraction(found.certificate.bound),
        never,
    )


def _room(chances: list[Fraction], people: list[float], count: int) -> Room:
    """The places of each type when everybody has the fair number of panels, down or up."""
    down = [floor((chance + NEAR) * count) for chance in chances]
    up = [ceil((chance - NEAR) * count) for chance in chances]
    size = np.array(people)
    return Room(size * np.array(down, dtype=np.float64), size * np.array(up, dtype=np.float64))
