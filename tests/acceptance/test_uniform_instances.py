"""A thousand panels for every calibrated instance: how much of the smallest chance they lose.

Pipage rounding loses 5.2 % on average, a greedy choice with swaps 2.5 %.
"""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

from deliberate.core.services.lottery_files import read_pool, read_targets
from deliberate.core.services.uniform_draws import UniformDraw, draw_from_list

MOST_LOST = 0.0075
"""On average over the instances; 0.70 % when measured, and no list of a thousand can lose less."""


def test_a_thousand_panels_lose_as_little_as_any_thousand_can(test_data: Path) -> None:
    folder = test_data / "data" / "sortition"
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        instances = [(row["instance"], int(row["panel"])) for row in csv.DictReader(file)]
    lost = [_lost(folder / name, size) for name, size in instances]
    assert len(lost) == 9
    assert sum(lost) / len(lost) <= MOST_LOST


def _lost(folder: Path, size: int) -> float:
    targets = read_targets(folder / "targets.csv", size)
    pool = read_pool(folder / "pool.csv", targets)
    made = draw_from_list(pool, targets, "acceptance", 1000, later=True)
    lottery = made.lottery
    assert lottery.rounded, folder.name
    assert lottery.largest_deviation < Fraction(1, 1000)
    assert lottery.smallest == lottery.most_for_all
    _assert_treated_alike(made)
    values = {person.id: person.values for person in pool.people}
    for panel in lottery.panels:
        assert len(set(panel)) == size
        counts = Counter(
            group for name in panel for group in zip(pool.features, values[name], strict=True)
        )
        for quota in targets.quotas:
            assert quota.least <= counts[quota.feature, quota.value] <= quota.most
    return float(lottery.loss_of_minimum)


def _assert_treated_alike(made: UniformDraw) -> None:
    """People of one type have numbers of panels that differ by one at most."""
    for one in made.drawn.fairest.population.types:
        own = [made.lottery.chances[name] for name in one.people]
        assert max(own) - min(own) <= Fraction(1, 1000)
