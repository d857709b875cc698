"""The greedy draw of the older tools, kept to be compared with: it promises nobody a chance.

Again and again a random person of the value that is most urgent is taken. A value is urgent by what
it still needs, divided by who is left of it. Where that ends without a panel, it begins anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.pool import Pool, Quota, Targets

ATTEMPTS = 1_000
"""Beginnings of one draw before it gives up."""
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


class DeadEnd(Exception):
    """No panel came of any attempt. `quota`: what most attempts broke on; None: the size."""

    def __init__(self, quota: Quota | None) -> None:
        super().__init__()
        self.quota = quota


@dataclass(frozen=True, slots=True)
class Question:
    """Pool and targets as a table of who has which value (quotas x people)."""

    pool: Pool
    size: int
    quotas: tuple[Quota, ...]
    has: Flags
    homes: npt.NDArray[np.int64]

    @classmethod
    def of(cls, pool: Pool, targets: Targets) -> Question:
        """The question in one order, whatever the order of rows and quotas."""
        quotas = tuple(sorted(targets.quotas, key=lambda quota: (quota.feature, quota.value)))
        places = [pool.features.index(quota.feature) for quota in quotas]
        has = np.array(
            [
                [person.values[place] == quota.value for person in pool.people]
                for quota, place in zip(quotas, places, strict=True)
            ],
            dtype=np.bool_,
        )
        numbers: dict[str, int] = {}
        homes = [
            numbers.setdefault(person.household, len(numbers)) if person.household else -1
            for person in pool.people
        ]
        return cls(pool, targets.size, quotas, has, np.array(homes, dtype=np.int64))

    @property
    def least(self) -> Counts:
        return np.array([quota.least for quota in self.quotas], dtype=np.int64)

    @property
    def most(self) -> Counts:
        return np.array([quota.most for quota in self.quotas], dtype=np.int64)


def greedy_panel(question: Question, generator: Generator) -> tuple[int, ...]:
    """A panel, as places in the pool; raises `DeadEnd` after `ATTEMPTS`."""
    broken: dict[int, int] = {}
    for _attempt in range(ATTEMPTS):
        found = _attempted(question, generator)
        if not isinstance(found, int):
            return found
        broken[found] = broken.get(found, 0) + 1
    worst = max(sorted(broken), key=lambda number: broken[number])
    raise DeadEnd(question.quotas[worst] if worst >= 0 else None)


def _attempted(question: Question, generator: Generator) -> tuple[int, ...] | int:
    """A panel, or the number of the quota that could no longer be kept (-1: the size)."""
    has, least, most = question.has, question.least, question.most
    alive = ~has[most == 0].any(axis=0)
    chosen: list[int] = []
    taken = np.zeros(len(least), dtype=np.int64)
    left = has[:, alive].sum(axis=1)
    while len(chosen) < question.size:
        short = (least - taken) > left
        if short.any():
            return int(np.argmax(short))
        if not alive.any():
            return -1
        urgency = np.where(taken < least, (least - taken) / np.maximum(left, 1), 0.0)
        urgent = int(np.argmax(urgency))
        candidates = alive & has[urgent] if urgency[urgent] > 0 else alive
        person = int(generator.choice(np.nonzero(candidates)[0].tolist()))
        chosen.append(person)
        taken += has[:, person]
        gone = alive & has[(taken == most) & has[:, person]].any(axis=0)
        gone[person] = True
        if question.homes[person] >= 0:
            gone |= alive & (question.homes == question.homes[person])
        alive &= ~gone
        left -= has[:, gone].sum(axis=1)
    short = taken < least
    return int(np.argmax(short)) if short.any() else tuple(sorted(chosen))


def simulated(
    question: Question,
    generator: Generator,
    draws: int,
    tell: Callable[[str, int, int], None] = lambda *_: None,
) -> Mapping[str, Fraction]:
    """On what share of so many draws everybody was; raises `DeadEnd`."""
    times = np.zeros(len(question.pool.people), dtype=np.int64)
    for number in range(draws):
        times[list(greedy_panel(question, generator))] += 1
        tell("simulation", number + 1, draws)
    people = question.pool.people
    return {one.id: Fraction(int(n), draws) for one, n in zip(people, times, strict=True)}
