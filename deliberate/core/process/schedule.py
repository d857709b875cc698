"""When each time of each step is meant to happen: the pilot's dates and every rescheduling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from deliberate.core.process.facts import Fact
from deliberate.core.process.moments import read_moment
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.occurrences import fixed_times
from deliberate.core.rulebook.pilot import Pilot, Planned


def schedule(
    rulebook: Rulebook, pilot: Pilot, rescheduled: Iterable[Fact]
) -> dict[tuple[str, int], Planned]:
    """The plan of every step and occurrence; `rescheduled` are facts `process.scheduled`."""
    plan = {(step, 1): planned for step, planned in pilot.calendar.items()}
    for step in rulebook.steps:
        # Times that the rulebook fixes are known from the beginning, each with its own date.
        for n in range(2, fixed_times(step) + 1):
            if (planned := plan.pop((f"{step.id}_{n}", 1), None)) is not None:
                plan[step.id, n] = planned
    for fact in rescheduled:
        plan[str(fact.body["step"]), int(fact.body["n"])] = _planned(fact.body)
    return plan


def _planned(body: Mapping[str, Any]) -> Planned:
    ends = body.get("ends")
    return Planned(
        read_moment(str(body["starts"])),
        None if ends is None else read_moment(str(ends)),
        tuple(date.fromisoformat(day) for day in body.get("days", ())),
    )
