"""Findings about the agenda of each session: its items fit the days on which it is held."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.errors import Finding, message
from deliberate.core.rulebook.checks.context import CheckContext
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot import AgendaItem

AGENDA = "AGENDA"
"""The code of an agenda that does not fit."""

DAY = 24 * 60


def agenda_findings(context: CheckContext) -> Iterator[Finding]:
    """Items of no session, at the same time or past midnight, and on days that a session does not
    have.

    Where several sessions share one agenda, no day of it belongs to one of them alone.
    """
    agenda = context.pilot.agenda
    for one in dict.fromkeys((item.step, item.strand, item.occurrence) for item in agenda):
        yield from _overlapping(context, *one)
    sessions = [step for step in context.rulebook.steps if step.kind == "session"]
    yield from _homeless(context, sessions)
    for step in sessions:
        named = any(item.step for item in context.pilot.agendas_of(step))
        if named or (len(sessions) == 1 and times_held(context) == 1):
            for n in range(1, context.occurrences(step.id) + 1):
                yield from _beyond(context, step, n)


def _homeless(context: CheckContext, sessions: list[Step]) -> Iterator[Finding]:
    """Items that name a step which holds no session."""
    known = {name for step in sessions for name in (step.id, step.origin) if name}
    for index, item in enumerate(context.pilot.agenda):
        if item.step and item.step not in known:
            yield Finding(
                AGENDA,
                "must",
                message("“{item}” belongs to “{step}”, which is no session.", item=item.title,
                        step=item.step),
                context.place("agenda", index, "step"),
                message("Sessions: {steps}.", steps=tuple(sorted(known))),
            )  # fmt: skip


def times_held(context: CheckContext) -> int:
    """How many times the rulebook holds a session; a repeat after a failed vote is not counted."""
    sessions = [step for step in context.rulebook.steps if step.kind == "session"]
    return max((step.occurs.times or 1 for step in sessions if step.occurs is not None), default=1)


def _overlapping(context: CheckContext, step: str, strand: str, n: int) -> Iterator[Finding]:
    """Each item of an agenda begins when the one before it is over, and ends on its day."""
    over: dict[int, int] = {}
    for index, item in enumerate(context.pilot.agenda):
        if (item.step, item.strand, item.occurrence) != (step, strand, n):
            continue
        begin = item.start.hour * 60 + item.start.minute
        free = over.get(item.day, 0)
        where = context.place("agenda", index, "start")
        if begin < free:
            yield Finding(
                AGENDA,
                "must",
                message("“{item}” begins before the item above it is over.", item=item.title),
                where,
                message("Write {time} or later.", time=_time(free)),
            )
        over[item.day] = max(begin, free) + item.minutes
        if begin + item.minutes > DAY:
            yield Finding(
                AGENDA,
                "must",
                message("“{item}” does not end on its day.", item=item.title),
                where,
                message("Let it begin earlier, or take it to the next day."),
            )


def _time(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}:00"


def _beyond(context: CheckContext, of: Step, n: int) -> Iterator[Finding]:
    """The first item on a day that the n-th session does not have."""
    step = of.id
    days = _days(context, step, n)
    items = context.pilot.agenda_of(of, n)
    found = next((item for item in items if days is not None and item.day > days), None)
    if found is None:
        return
    what = {"items": max(item.day for item in items), "days": days, "n": n}
    if found.occurrence == n:
        yield Finding(
            AGENDA,
            "must",
            message("The agenda of session {n} takes {items} days; planned days: {days}.", **what),
            context.place("agenda", _index(context, found), "day"),
            message("Plan the days in calendar.{key}, or shorten the agenda.", key=_key(step, n)),
            (step,),
        )
    else:
        yield Finding(
            AGENDA,
            "should",
            message(
                "Session {n} has no agenda of its own: that of the session before it takes {items}"
                " days; planned days: {days}.",
                **what,
            ),
            context.place_of_date(step, n),
            message("Write items with occurrence = {n}.", n=n),
            (step,),
        )


def _days(context: CheckContext, step: str, n: int) -> int | None:
    """On how many days a session is held; None where the pilot has no date for it."""
    planned = context.pilot.calendar.get(_key(step, n))
    if planned is None:
        return None
    if planned.days:
        return len(planned.days)
    first = context.calendar.local_day(planned.starts)
    return (context.calendar.local_day(planned.ends or planned.starts) - first).days + 1


def _key(step: str, n: int) -> str:
    return step if n == 1 else f"{step}_{n}"


def _index(context: CheckContext, item: AgendaItem) -> int:
    return next(index for index, other in enumerate(context.pilot.agenda) if other is item)
