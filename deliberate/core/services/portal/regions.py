"""Whom a process concerns: the units of its jurisdiction, where it is held in one or in all."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.jurisdiction import Jurisdiction, Territory
from deliberate.core.process.process import Process
from deliberate.core.text import Text

NATIONAL = "central"


@dataclass(frozen=True, slots=True)
class Region:
    """A unit on the map of tiles; `short` is the name that has room there. `own`: the process is
    held in it; `approximate`: its number of residents is scaled and not counted."""

    code: str
    name: Text
    short: Text
    population: int
    approximate: bool
    column: int
    row: int
    own: bool


def regions_of(process: Process, jurisdiction: Jurisdiction) -> tuple[Region, ...]:
    """All units, for a process of the whole country or of one of them; else none."""
    territory, level = process.pilot.territory, process.pilot.level
    known = jurisdiction.territory(territory.code) is not None
    if not known and (level != NATIONAL or territory.areas):
        return ()
    return tuple(
        _region(unit, own=not known or unit.id == territory.code)
        for unit in jurisdiction.territories
    )


def _region(unit: Territory, *, own: bool) -> Region:
    column, row = unit.tile
    return Region(
        unit.id.partition("-")[2] or unit.id,
        unit.name,
        unit.short or unit.name,
        unit.population,
        unit.approximate,
        column,
        row,
        own,
    )
