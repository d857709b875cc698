"""The territory of a pilot: the places in which people can say that they live."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from deliberate.core.jurisdiction import Jurisdiction
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Home:
    """Where people live: an area of the pilot or a unit of the jurisdiction, and its weight."""

    id: str
    name: Text
    weight: Fraction


def homes(pilot: Pilot, jurisdiction: Jurisdiction) -> tuple[Home, ...]:
    """The parts of a pilot's territory with their populations (or shares of it).

    The areas that the pilot names; else the unit that it lies in; else, for a national pilot,
    every unit of the jurisdiction.
    """
    areas = pilot.territory.areas
    if areas:
        return tuple(
            Home(area.id, area.name, Fraction(area.population_share or "1")) for area in areas
        )
    code = pilot.territory.code
    units = [unit for unit in jurisdiction.territories if not code or unit.id == code]
    if units:
        return tuple(Home(unit.id, unit.name, Fraction(unit.population)) for unit in units)
    return (Home(code, pilot.territory.name, Fraction(1)),)
