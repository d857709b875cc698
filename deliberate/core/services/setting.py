"""Where a pilot takes place: its jurisdiction and the calendar it lives by. Needs no database."""

from __future__ import annotations

from deliberate.core.calendar import Calendar, zone_named
from deliberate.core.jurisdiction import Jurisdiction
from deliberate.core.registry import Registry
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.pilot import Pilot


def jurisdiction_of(registry: Registry, rulebook: Rulebook, pilot: Pilot) -> Jurisdiction:
    """The jurisdiction a pilot names, else the one its rulebook is made for."""
    return registry.jurisdiction(pilot.jurisdiction or rulebook.jurisdiction)


def calendar_of(pilot: Pilot, jurisdiction: Jurisdiction) -> Calendar:
    """The jurisdiction's calendar in the pilot's zone, with the transfers the pilot enters."""
    holidays = jurisdiction.holidays.with_transfers(
        days_off=pilot.days_off, working=pilot.working_days
    )
    zone = zone_named(pilot.time_zone) if pilot.time_zone else jurisdiction.zone
    return Calendar(zone, holidays, jurisdiction.advice)
