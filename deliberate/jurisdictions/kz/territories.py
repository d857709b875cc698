"""The seventeen regions and three cities of Kazakhstan with their populations.

`data/regions.csv`: names, short names for tiles, codes, tile map and population with its status,
from press reports of the Bureau of National Statistics; rows marked APPROXIMATE are scaled to the
official national total.
`data/population_2023.csv`: residents by sex on 1 January 2023.
`data/population_groups.csv`: residents of the whole country by sex, type of place and age, each
number with its source. By region neither type of place nor age is known here.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files

from deliberate.core.jurisdiction import APPROXIMATE, PopulationCount, Territory
from deliberate.core.text import Text

REPORTED = "reported"
COUNTED_ON = date(2023, 1, 1)
COUNTED_BY = "Bureau of National Statistics, open-data-kazakhstan/demographics-kz (PDDL)"
PRINTED_ON = date(2026, 1, 1)
PRINTED_BY = "Bureau of National Statistics, in the press"


def read_territories() -> tuple[Territory, ...]:
    """All units, by their KATO code."""
    by_sex = {row["iso3166_2"]: row for row in _rows("population_2023.csv")}
    return tuple(_territory(row, by_sex[row["iso3166_2"]]) for row in _rows("regions.csv"))


def _territory(row: dict[str, str], by_sex: dict[str, str]) -> Territory:
    return Territory(
        id=row["iso3166_2"],
        code=row["kato2"],
        name=_words(row, "name"),
        population=int(row["population"]),
        population_status=row["population_status"],
        approximate=row["population_status"].startswith(APPROXIMATE),
        tile=(int(row["tile_col"]), int(row["tile_row"])),
        composition=tuple(
            PopulationCount("sex", sex, int(by_sex[sex]), COUNTED_ON, COUNTED_BY, REPORTED)
            for sex in ("female", "male")
        ),
        short=_words(row, "short"),
    )


def read_composition() -> tuple[PopulationCount, ...]:
    """What the whole country consists of: its regions, then what is known beyond them."""
    regions = tuple(
        PopulationCount("region", unit.id, unit.population, PRINTED_ON, PRINTED_BY,
                        unit.population_status)
        for unit in read_territories()
    )  # fmt: skip
    groups = tuple(
        PopulationCount(
            row["feature"],
            row["value"],
            int(row["number"]),
            date.fromisoformat(row["on"]),
            row["source"],
            row["status"],
        )
        for row in _rows("population_groups.csv")
    )
    return groups + regions


def region_words() -> Mapping[str, Sequence[str]]:
    """How tables write the regions: by any of their names, in any language, or by number."""
    return {
        unit.id: [
            unit.code,
            *(words for name in (unit.name, unit.short) for _, words in name.versions),
        ]
        for unit in read_territories()
    }


def _words(row: dict[str, str], name: str) -> Text:
    return Text.of({code: row[f"{name}_{code}"] for code in ("kk", "ru", "en")})


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
