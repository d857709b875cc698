"""The greedy draw from a pool and its targets, with everybody's chance as simulations show it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from deliberate.core.errors import Message, Refused, message
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.chances import gini
from deliberate.core.recruitment.lottery.decomposition import Tell
from deliberate.core.recruitment.lottery.examination import LeftOut, examine
from deliberate.core.recruitment.lottery.greedy import (
    ATTEMPTS,
    DeadEnd,
    Question,
    greedy_panel,
    simulated,
)
from deliberate.core.recruitment.lottery.no_panel import no_panel
from deliberate.core.recruitment.lottery.pool import Pool, Quota, Targets
from deliberate.core.recruitment.lottery.program import Patience
from deliberate.core.services.civic_lottery import input_hash

DRAWS = 1_000
"""Simulated draws: a chance of 0.1 is met within 0.02 nineteen times out of twenty."""


@dataclass(frozen=True, slots=True)
class GreedyDraw:
    """A panel, and on what share of `draws` simulated ones everybody was.

    `never`: those whom no panel can contain; `seconds` of work.
    """

    panel: tuple[str, ...]
    chances: Mapping[str, Fraction]
    never: tuple[LeftOut, ...]
    draws: int
    seed: str
    input_hash: str
    seconds: float

    @property
    def smallest(self) -> Fraction:
        """The smallest estimate of those who can be chosen."""
        return min(self.possible.values())

    @property
    def possible(self) -> Mapping[str, Fraction]:
        """The estimates of those who can be chosen."""
        out = {name for group in self.never for name in group.people}
        return {name: chance for name, chance in self.chances.items() if name not in out}

    @property
    def gini(self) -> float:
        """How unequal the estimates of everybody in the pool are."""
        return gini(list(self.chances.values()))


def draw_greedily(
    pool: Pool, targets: Targets, seed: str, *, draws: int = DRAWS, tell: Tell = lambda *_: None
) -> GreedyDraw:
    """Draw a panel with `seed`, and simulate `draws` others, the same ones whatever the seed.

    Raises `Refused`: NO_PANEL where there is none, DEAD_END where none was found.
    """
    begun = time.process_time()
    hashed = input_hash(pool, targets, "legacy")
    examined = examine(pool, targets, Patience())
    if examined.undecided is not None:
        raise examined.undecided
    if not examined.feasible:
        raise no_panel(pool, targets)
    question = Question.of(pool, targets)
    try:
        places = greedy_panel(question, Generator(f"{seed}/{hashed}".encode()))
        chances = simulated(question, Generator(f"simulation/{hashed}".encode()), draws, tell)
    except DeadEnd as end:
        raise _dead_end(end.quota) from None
    panel = tuple(pool.people[place].id for place in places)
    return GreedyDraw(
        panel, chances, examined.never, draws, seed, hashed, time.process_time() - begun
    )


def _dead_end(quota: Quota | None) -> Refused:
    why: Message = (
        message("Most of them had too few people left to fill the panel.")
        if quota is None
        else message("Most of them could no longer keep {quota}: {least}–{most}.",
                     quota=quota.name, least=quota.least, most=quota.most)
    )  # fmt: skip
    return Refused(
        "DEAD_END",
        message(
            "There are panels, but {attempts} attempts of the greedy draw found none. {why}",
            attempts=ATTEMPTS,
            why=why,
        ),
        fix=message("Draw with leximin, which finds a panel whenever there is one."),
    )
