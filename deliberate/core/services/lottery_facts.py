"""From a drawn panel to the numbers that may be told of it."""

from __future__ import annotations

from collections import defaultdict

from deliberate.core.recruitment.lottery.facts import (
    LotteryFacts,
    NeverFacts,
    Shares,
    feature_facts,
    grouped,
)
from deliberate.core.recruitment.lottery.pool import Pool, Quota, Targets
from deliberate.core.services.civic_lottery import DrawnPanel


def lottery_facts(
    pool: Pool,
    targets: Targets,
    drawn: DrawnPanel,
    *,
    population: Shares | None = None,
    households: tuple[str, ...] = (),
    id_column: str = "",
) -> LotteryFacts:
    """The facts of a draw with a given seed; `population` has shares of values, by feature one.

    Commitments, alternates and another source of chance are for the caller to add
    (`dataclasses.replace`).
    """
    out = {name for group in drawn.never for name in group.people}
    certificate = drawn.fairest.certificate
    return LotteryFacts(
        pool=len(pool.people),
        panel=targets.size,
        features=feature_facts(pool, targets, drawn.panel, population),
        chances=grouped(chance for name, chance in drawn.chances.items() if name not in out),
        gini=drawn.gini,
        objective=drawn.objective,
        bound=certificate.bound,
        gap=certificate.gap,
        never=_never(drawn),
        seed=drawn.seed,
        input_hash=drawn.input_hash,
        households=households,
        id_column=id_column,
    )


def _never(drawn: DrawnPanel) -> tuple[NeverFacts, ...]:
    """Those who cannot be chosen by what stands in their way, not by who they are."""
    people: dict[tuple[tuple[Quota, ...], bool], int] = defaultdict(int)
    for group in drawn.never:
        people[group.because, group.households] += len(group.people)
    ordered = sorted(people.items(), key=_by_names)
    return tuple(NeverFacts(count, because, homes) for (because, homes), count in ordered)


def _by_names(item: tuple[tuple[tuple[Quota, ...], bool], int]) -> tuple[list[str], bool]:
    (because, households), _count = item
    return [quota.name for quota in because], households
