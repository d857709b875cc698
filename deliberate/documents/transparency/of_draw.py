"""What a public draw tells of itself: the list that was fixed and the panel that chance picked.

The same entries stand on the record of a process and on the record of a draw without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any, cast

from deliberate.core.process.respondents import printed
from deliberate.core.recruitment.lottery.chances import gini
from deliberate.core.recruitment.lottery.facts import (
    Committed,
    FeatureFacts,
    LotteryFacts,
    NeverFacts,
    Randomness,
    Shares,
    UniformLottery,
    ValueFacts,
    grouped,
)
from deliberate.core.recruitment.lottery.fair_shares import Objective
from deliberate.core.recruitment.lottery.pool import Quota
from deliberate.core.recruitment.lottery.public_draw import stated_chances
from deliberate.core.recruitment.replacing import fixed_targets
from deliberate.i18n import Translator

Counts = Mapping[str, Mapping[str, int]]
"""By feature and value, how many people of the pool have it."""


def drawn_facts(
    fixed: Mapping[str, Any],
    drawn: Mapping[str, Any],
    pool: Counts,
    say: Translator,
    population: Shares | None = None,
) -> LotteryFacts:
    """The facts that `fixed` (lottery.committed) and `drawn` (lottery.drawn) state, with the words
    of `say` for features. The source of chance, commitments and households are for the caller to
    add (`dataclasses.replace`); `population` has shares of values, by feature one."""
    never = int(fixed["excluded"])
    everybody = [chance for chance, people in stated_chances(fixed) for _ in range(people)]
    deviation = Fraction(str(fixed["largest_deviation"]))
    return LotteryFacts(
        pool=len(everybody),
        panel=int(fixed["size"]),
        features=tuple(_features(fixed, drawn, pool, say, population or {})),
        chances=grouped(everybody[never:]),
        gini=gini(everybody),
        objective=cast(Objective, fixed["objective"]),
        bound=float(fixed["bound"]),
        gap=float(fixed["gap"]) + float(deviation),
        never=(NeverFacts(never, ()),) if never else (),
        seed="",
        input_hash=str(fixed["panels_hash"]),
        randomness=cast(Randomness, fixed["randomness"]),
        alternates=len(drawn["alternates"]),
        uniform=UniformLottery(int(fixed["panel_count"]), deviation),
        members=tuple(printed(int(number)) for number in drawn["panel"]),
    )


def fixed_hashes(fixed: Mapping[str, Any], at: datetime, say: Translator) -> Iterator[Committed]:
    """The hashes that were public before chance decided."""
    for what, key in (
        (say.gettext("Hash of the pool"), "pool_hash"),
        (say.gettext("Hash of the quotas"), "targets_hash"),
        (say.gettext("Hash of the list"), "panels_hash"),
    ):
        yield Committed(at, what, str(fixed[key]))


def _features(
    fixed: Mapping[str, Any],
    drawn: Mapping[str, Any],
    pool: Counts,
    say: Translator,
    population: Shares,
) -> Iterator[FeatureFacts]:
    panel = {(str(f), str(v)): int(count) for f, v, count in drawn["counts"]}
    targets = fixed_targets(fixed)
    for feature in targets.features:
        counts: Mapping[str, int] = pool.get(feature, {})
        yield FeatureFacts(
            say.word("feature", feature),
            tuple(
                ValueFacts(
                    _named(quota, say),
                    counts.get(quota.value, 0),
                    panel.get((feature, quota.value), 0),
                    population.get((feature, quota.value)),
                )
                for quota in targets.quotas
                if quota.feature == feature
            ),
        )


def _named(quota: Quota, say: Translator) -> Quota:
    return replace(
        quota,
        feature=say.word("feature", quota.feature),
        value=say.word("feature value", quota.value),
    )
