"""The timeline of a plan: what the pilot file says, before anything has happened."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.calendar import Calendar
from deliberate.core.rulebook.pilot import Moment, Pilot, Planned


@dataclass(frozen=True, slots=True)
class PlannedTimeline:
    """Dates as the pilot plans them. The n-th time of a step is planned under `STEP_n`."""

    pilot: Pilot
    calendar: Calendar

    def planned(self, step: str, n: int = 1) -> Planned | None:
        return self.pilot.calendar.get(step if n == 1 else f"{step}_{n}")

    def started(self, step: str, n: int = 1) -> Moment | None:
        planned = self.planned(step, n)
        if planned is None:
            return None
        return planned.days[0] if planned.days else planned.starts

    def finished(self, step: str, n: int = 1) -> Moment | None:
        planned = self.planned(step, n)
        if planned is None:
            return None
        if planned.days:
            return planned.days[-1]
        return planned.starts if planned.ends is None else planned.ends

    def occurrences(self, step: str) -> int:
        """How many times the pilot plans a step (a repeat may be planned ahead)."""
        n = 1
        while self.planned(step, n + 1) is not None:
            n += 1
        return n
