"""Seat groups whose size the pilot decides: `chosen = "@members"` beside the usual `count`."""

from __future__ import annotations

from dataclasses import replace

from deliberate.core.rulebook.model import Rulebook, SeatGroup
from deliberate.core.rulebook.pilot import Pilot


def sized(rulebook: Rulebook, pilot: Pilot) -> Rulebook:
    """The rulebook with as many seats in each group as the pilot chooses.

    A choice that does not fit is reported by the check of open parameters; here it counts for
    nothing. A rulebook without such groups stays as it is.
    """
    if not any(group.chosen for group in rulebook.seat_groups):
        return rulebook
    groups = tuple(_sized(group, rulebook, pilot) for group in rulebook.seat_groups)
    return replace(rulebook, seat_groups=groups)


def _sized(group: SeatGroup, rulebook: Rulebook, pilot: Pilot) -> SeatGroup:
    if not group.chosen:
        return group
    name = group.chosen.removeprefix("@")
    parameter = rulebook.open_parameters[name]
    value = pilot.open_parameters.get(name, parameter.default)
    return replace(group, count=value if parameter.permits(value) else parameter.default)
