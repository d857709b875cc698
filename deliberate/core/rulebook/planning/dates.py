"""The dates of a process as events of a calendar: of its steps, activities, points, announcements.

Whoever shows dates makes them here, so that one date has one identifier everywhere: a calendar
program that has it from the plan replaces it by the one from the portal or from a letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from deliberate.core.errors import Message, message
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.pilot import AgendaItem, Moment, Pilot, Planned
from deliberate.core.rulebook.planning.ics import Event, calendar_file
from deliberate.core.rulebook.planning.plan import Plan, PlanLine
from deliberate.core.text import Text

Say = Callable[[Text | Message | str], str]
"""Renders a text in the reader's language, or in several."""

SESSION = "session"
"""The kind of steps to which people come: they have hours and a place."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """When on a day of a session people come together, and where. `zone`: the local clock."""

    agenda: tuple[AgendaItem, ...]
    zone: ZoneInfo
    venue: Text

    def on(self, day: date, number: int) -> tuple[datetime, datetime] | None:
        """From the first item of the `number`-th day to the end of its last, where it has any."""
        spans = [
            (begins, begins + timedelta(minutes=item.minutes))
            for item in self.agenda
            if item.day == number
            for begins in (datetime.combine(day, item.start, self.zone),)
        ]
        if not spans:
            return None
        return min(first for first, _ in spans), max(last for _, last in spans)


@dataclass(frozen=True, slots=True)
class Sittings:
    """The agendas of all sessions: `agendas` by step and number."""

    agendas: Mapping[tuple[str, int], tuple[AgendaItem, ...]]
    zone: ZoneInfo
    venue: Text

    @classmethod
    def planned(cls, rulebook: Rulebook, pilot: Pilot, zone: ZoneInfo) -> Sittings:
        """The agendas that a pilot file states."""
        agendas = {
            (step.id, n): tuple(item for item in items if item.occurrence == n)
            for step in rulebook.steps
            if step.kind == SESSION
            for items in (pilot.agendas_of(step),)
            for n in {item.occurrence for item in items}
        }
        return cls(agendas, zone, pilot.territory.venue)

    def of(self, step: str, n: int) -> Sitting:
        """The n-th session of a step; one without an agenda of its own has that before it."""
        own = [number for name, number in self.agendas if name == step and number <= n]
        known = max(own, default=n)
        return Sitting(self.agendas.get((step, known), ()), self.zone, self.venue)


def uid(*names: str | int) -> str:
    """The identifier of an event, the same from one making to the next."""
    return "-".join(str(name) for name in names) + "@deliberate"


def step_events(
    names: tuple[str | int, ...], summary: str, planned: Planned, place: str = ""
) -> Iterator[Event]:
    """The events of a step that has windows or days; `names` make its identifier."""
    if not planned.days:
        yield Event(uid(*names), summary, planned.starts, planned.ends, location=place)
    for number, (first, last) in enumerate(runs(planned.days), start=1):
        yield Event(uid(*names, number), summary, first, last, location=place)


def session_events(
    names: tuple[str | int, ...], summary: str, planned: Planned, sitting: Sitting, say: Say
) -> Iterator[Event]:
    """The events of a session: one for each day, with its hours and its place."""
    place = say(sitting.venue) if sitting.venue else ""
    if not sitting.agenda:
        yield from step_events(names, summary, planned, place)
        return
    for number, day in enumerate(_days(planned), start=1):
        hours = sitting.on(day, number)
        if hours is None:
            yield Event(uid(*names, number), summary, day, location=place)
        else:
            yield Event(uid(*names, number), summary, *hours, location=place, busy=True)
    if isinstance(planned.starts, datetime) and not planned.days:
        ends = planned.ends if isinstance(planned.ends, datetime) else _end(planned, sitting)
        yield Event(uid(*names), summary, planned.starts, ends, location=place, busy=True)


def point_event(process: str, point: str, due: date, text: Text, say: Say) -> Event:
    """The last day for a point of the protocol."""
    summary = say(message("Last day for point {point}", point=point))
    return Event(uid(process, "point", point), summary, due, description=say(text) if text else "")


def to_ics(plan: Plan, say: Say, stamp: datetime) -> str:
    """The dates of a plan as an iCalendar text; `stamp` is when it was made (aware)."""
    return calendar_file(say(plan.pilot.title), _plan_events(plan, say), stamp)


def _plan_events(plan: Plan, say: Say) -> Iterator[Event]:
    pilot = plan.pilot
    for line in plan.lines:
        yield from _line_events(plan, line, say)
    for activity in pilot.engagement:
        names = (pilot.id, "engagement", activity.id)
        yield Event(uid(*names), say(activity.title), activity.starts, activity.ends)
    for number, item in enumerate(pilot.communication, start=1):
        yield Event(uid(pilot.id, "communication", number), say(item.what), item.when)
    for point in pilot.script.commitments:
        if point.due is not None:
            yield point_event(pilot.id, point.id, point.due, point.text, say)


def _line_events(plan: Plan, line: PlanLine, say: Say) -> Iterator[Event]:
    if line.starts is None:
        return
    pilot, names = plan.pilot, (plan.pilot.id, line.step.id, line.n)
    summary = say(line.step.title) or line.step.id
    planned = Planned(line.starts, line.ends, line.days)
    if line.step.kind == SESSION:
        sittings = Sittings.planned(plan.rulebook, pilot, plan.calendar.zone)
        sitting = sittings.of(line.step.id, line.n)
        yield from session_events(names, summary, planned, sitting, say)
    else:
        yield from step_events(names, summary, planned)


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days (in order) that follow each other without a gap, as first and last of each run."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = runs[-1][0], day
        else:
            runs.append((day, day))
    return runs


def _days(planned: Planned) -> tuple[date, ...]:
    """The days of a session; none where it is planned for a moment."""
    if planned.days or isinstance(planned.starts, datetime):
        return planned.days
    last: Moment = planned.starts if planned.ends is None else planned.ends
    length = (last - planned.starts).days if not isinstance(last, datetime) else 0
    return tuple(planned.starts + timedelta(days=number) for number in range(length + 1))


def _end(planned: Planned, sitting: Sitting) -> datetime | None:
    """When a session that has only a beginning ends, by the length of its agenda's first day."""
    minutes = sum(item.minutes for item in sitting.agenda if item.day == 1)
    if not minutes or not isinstance(planned.starts, datetime):
        return None
    return planned.starts + timedelta(minutes=minutes)
