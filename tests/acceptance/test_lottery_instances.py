"""The lottery on calibrated instances: the smallest chance and the gini found by two methods."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from deliberate.core.services.civic_lottery import draw
from deliberate.core.services.lottery_files import read_pool, read_targets

INSTANCES = (
    "mass_like_24", "sf_b_like_20", "sf_c_like_44", "sf_a_like_35", "nexus_like_170",
    "cca_like_75", "il_wide_60", "il_exact_60", "sf_e_like_110",
)  # fmt: skip
TOLERANCE = 1e-4


@pytest.mark.parametrize("name", INSTANCES)
def test_the_expected_chances_are_reached(test_data: Path, name: str) -> None:
    folder = test_data / "data" / "sortition"
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        wanted = next(row for row in csv.DictReader(file) if row["instance"] == name)
    size = int(wanted["panel"])
    targets = read_targets(folder / name / "targets.csv", size)
    pool = read_pool(folder / name / "pool.csv", targets)
    drawn = draw(pool, targets, "acceptance")
    assert len(drawn.panel) == size
    assert float(drawn.smallest) >= float(wanted["min_probability"]) - TOLERANCE
    assert drawn.gini == pytest.approx(float(wanted["gini_leximin"]), abs=6e-4)
    assert drawn.fairest.certificate.gap < 1e-6
    for quota in targets.quotas:
        place = pool.features.index(quota.feature)
        chosen = set(drawn.panel)
        count = sum(
            person.values[place] == quota.value for person in pool.people if person.id in chosen
        )
        assert quota.least <= count <= quota.most
