"""The lottery on calibrated instances: the smallest chance and the gini found by two methods.

No instance has households, so people of some are put into homes by chance; there is no second
method to compare with then, but every panel has to keep them and the certificate has to close.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.drawing import draw_panel, people_of
from deliberate.core.recruitment.lottery.pool import Pool, Targets
from deliberate.core.services.civic_lottery import DrawnPanel, draw
from deliberate.core.services.lottery_files import read_pool, read_targets

INSTANCES = (
    "mass_like_24", "sf_b_like_20", "sf_c_like_44", "sf_a_like_35", "nexus_like_170",
    "cca_like_75", "il_wide_60", "il_exact_60", "sf_e_like_110",
)  # fmt: skip
TOLERANCE = 1e-4
CLOSED = 1e-9
DRAWS = 200


@pytest.mark.parametrize("name", INSTANCES)
def test_the_expected_chances_are_reached(test_data: Path, name: str) -> None:
    folder = test_data / "data" / "sortition"
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        wanted = next(row for row in csv.DictReader(file) if row["instance"] == name)
    pool, targets = question(folder / name, int(wanted["panel"]))
    drawn = draw(pool, targets, "acceptance")
    assert float(drawn.smallest) == pytest.approx(float(wanted["min_probability"]), abs=TOLERANCE)
    near = tolerance_of(wanted["gini_leximin"])
    assert drawn.gini == pytest.approx(float(wanted["gini_leximin"]), abs=near)
    assert_fair_and_permitted(drawn, pool, targets)


@pytest.mark.parametrize("name", ["mass_like_24", "sf_c_like_44", "il_wide_60", "cca_like_75"])
def test_with_households_every_panel_keeps_them(test_data: Path, name: str) -> None:
    size = int(name.rsplit("_", 1)[1])
    pool, targets = question(test_data / "data" / "sortition" / name, size)
    chance = Generator(name.encode())
    # As many homes as people: most live alone, every third with one or two others.
    homes = [f"h{chance.below(len(pool.people))}" for _ in pool.people]
    people = [replace(one, household=home) for one, home in zip(pool.people, homes, strict=True)]
    assert max(Counter(homes).values()) > 2
    together = Pool.of(pool.features, people)
    assert_fair_and_permitted(draw(together, targets, "acceptance"), together, targets)


def question(folder: Path, size: int) -> tuple[Pool, Targets]:
    targets = read_targets(folder / "targets.csv", size)
    return read_pool(folder / "pool.csv", targets), targets


def tolerance_of(written: str) -> float:
    """Of a number written with so many digits: half of the last one, where that is more."""
    return max(TOLERANCE, 0.5 * 10.0 ** -len(written.partition(".")[2]))


def assert_fair_and_permitted(drawn: DrawnPanel, pool: Pool, targets: Targets) -> None:
    """The certificate is closed or exact; every panel of the lottery keeps everything."""
    found, certificate = drawn.fairest, drawn.fairest.certificate
    assert certificate.method in {"relaxation", "columns"}
    assert certificate.gap <= CLOSED
    assert sum(drawn.chances.values()) == targets.size
    assert_permitted(drawn.panel, pool, targets)
    chance = Generator(b"every panel")
    for counts in found.lottery.panels:
        assert_permitted(people_of(counts, found.population, chance), pool, targets)
    for _ in range(DRAWS):
        assert_permitted(draw_panel(found.lottery, found.population, chance), pool, targets)


def assert_permitted(panel: tuple[str, ...], pool: Pool, targets: Targets) -> None:
    chosen = set(panel)
    people = [person for person in pool.people if person.id in chosen]
    assert len(people) == len(panel) == targets.size
    homes = [person.household for person in people if person.household]
    assert len(set(homes)) == len(homes)
    groups = Counter(
        group for person in people for group in zip(pool.features, person.values, strict=True)
    )
    for quota in targets.quotas:
        assert quota.least <= groups[quota.feature, quota.value] <= quota.most
