"""Pools and quotas that lotteries are measured on, each as two files in a folder."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from pathlib import Path

from deliberate.core.randomness import Generator
from deliberate.core.recruitment.quotas.composition import Group
from deliberate.core.recruitment.quotas.making import Room, make_quotas

NAMES = (
    "mass_like_24", "sf_b_like_20", "sf_c_like_44", "sf_a_like_35", "il_wide_60", "il_exact_60",
    "nexus_like_170", "cca_like_75", "sf_e_like_110",
)  # fmt: skip
"""Calibrated instances, small ones first; the last word of a name is the size of the panel."""
TOGETHER = ("sf_c_like_44", "cca_like_75")
"""Those that are asked once more with households."""
HOME = "address"
NASH = ("mass_like_24", "sf_c_like_44")
"""Those on which the product of chances is measured too."""
BOTH = (("leximin", "maximin"), ("maximin", "maximin"))
"""Objectives of ours and of the peer, side by side."""
SAME = (*BOTH, ("leximin", "leximin"))
"""With the peer's own leximin, where it has the proprietary solver for that."""
POOL, TARGETS = "pool.csv", "targets.csv"


@dataclass(frozen=True, slots=True)
class Instance:
    """A folder with pool.csv and targets.csv. `address`: the column of the household, or empty.

    `objectives`: what is asked of both sides, ours first. `seconds` and `memory` (MiB): ceilings
    of ours that stand in for a comparison where the peer would take hours.
    """

    name: str
    folder: Path
    size: int
    address: str = ""
    objectives: tuple[tuple[str, str], ...] = BOTH
    seconds: float | None = None
    memory: float | None = None
    compared: bool = True


def instances(data: Path | None, folder: Path, wanted: str) -> Iterator[Instance]:
    """Those whose name holds `wanted`; generated ones are written into `folder`.

    Without `data`, the folder of the calibrated instances, only generated ones.
    """
    for name in NAMES if data is not None else ():
        assert data is not None
        size = int(name.rsplit("_", 1)[1])
        asked = BOTH if name not in NASH else (*BOTH, ("nash", "nash"))
        ceiling = 10.0 if name.startswith("sf_e") else None
        if wanted in name:
            yield Instance(name, data / name, size, objectives=asked, seconds=ceiling)
        together = f"{name} in households"
        if name in TOGETHER and wanted in together:
            homes = _with_homes(data / name, folder / name)
            yield Instance(together, homes, size, HOME, objectives=SAME)
    for made in INVENTED:
        if wanted in made.name:
            yield made.written(folder / made.name.replace(" ", "_"))


def _with_homes(source: Path, folder: Path) -> Path:
    """The same people, put into homes by chance: as many homes as people, so most share one."""
    folder.mkdir()
    shutil.copy(source / TARGETS, folder / TARGETS)
    with (source / POOL).open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    chance = Generator(folder.name.encode())
    homes = [f"h{chance.below(len(rows))}" for _ in rows]
    _write(
        folder / POOL,
        [[*head, HOME], *([*row, home] for row, home in zip(rows, homes, strict=True))],
    )
    return folder


@dataclass(frozen=True, slots=True)
class Invented:
    """A pool of `people` with a feature for each of `values`, its number of values.

    Volunteers are unlike the population, in which all values of a feature are as frequent: the
    first value is many times more frequent than the last.
    """

    name: str
    people: int
    values: tuple[int, ...]
    panel: int
    seconds: float
    memory: float

    def written(self, folder: Path) -> Instance:
        folder.mkdir()
        chance = Generator(self.name.encode())
        features = [f"f{number}" for number in range(len(self.values))]
        _write(folder / POOL, [["id", *features], *self._rows(chance)])
        groups = [
            Group(feature, f"v{value}", Fraction(1, count))
            for feature, count in zip(features, self.values, strict=True)
            for value in range(count)
        ]
        quotas = [one.quota for one in make_quotas(groups, self.panel, Room(seats=Fraction(2)))]
        _write(
            folder / TARGETS,
            [
                ["feature", "value", "min", "max"],
                *([one.feature, one.value, str(one.least), str(one.most)] for one in quotas),
            ],
        )
        return Instance(
            self.name, folder, self.panel, objectives=(("leximin", "maximin"),),
            seconds=self.seconds, memory=self.memory, compared=False,
        )  # fmt: skip

    def _rows(self, chance: Generator) -> Iterator[list[str]]:
        for number in range(self.people):
            # One number for all values: hashing is most of what a large pool takes to make.
            drawn = chance.below(prod(self.values) ** 2)
            row = [f"p{number:06d}"]
            for count in self.values:
                drawn, one = divmod(drawn, count)
                drawn, other = divmod(drawn, count)
                row.append(f"v{min(one, other)}")
            yield row


INVENTED = (
    Invented("generated, 720 types", 100_000, (2, 3, 4, 5, 3, 2), 100, 60.0, 2048.0),
    Invented("generated, many types", 9_500, (2, 6, 6, 6, 8, 4), 110, 600.0, 4096.0),
)


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
