"""Checks of steps that a rulebook repeats a fixed number of times: their dates, one after another.

A repeat that only a failed vote brings is no part of this: whether it comes nobody knows yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.errors import Finding, message
from deliberate.core.rulebook.checks.agenda import AGENDA
from deliberate.core.rulebook.checks.context import CheckContext
from deliberate.core.rulebook.checks.timing import follows
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.occurrences import fixed_times
from deliberate.core.rulebook.strands import calendar_key
from deliberate.core.text import Text

SESSION = "session"


def repeat_findings(context: CheckContext) -> Iterator[Finding]:
    """Times without a date or before the time that they follow, and items of no time at all.

    Strands that share their dates are told once.
    """
    yield from dict.fromkeys(
        finding
        for step in context.rulebook.steps
        if fixed_times(step) > 1 and context.timeline.started(step.id) is not None
        for finding in (*_missing(context, step), *_early(context, step))
    )
    yield from _never_held(context)


def _missing(context: CheckContext, step: Step) -> Iterator[Finding]:
    """Sessions that the rulebook counts on and the calendar leaves out."""
    times, name = fixed_times(step), step.origin or step.id
    lost = [n for n in range(2, times + 1) if context.timeline.started(step.id, n) is None]
    if lost and step.kind == SESSION:
        yield Finding(
            "CALENDAR",
            "must",
            message(
                "“{step}” takes place {times} times; dates that are missing: {keys}.",
                step=_title(context, step, 1),
                times=times,
                keys=tuple(f"{name}_{n}" for n in lost),
            ),
            context.place("calendar"),
            message("Write each of these keys with its date into [calendar]."),
            (name,),
        )


def _early(context: CheckContext, step: Step) -> Iterator[Finding]:
    """Each time begins when the one before it is over."""
    for n in range(2, fixed_times(step) + 1):
        done = context.timeline.finished(step.id, n - 1)
        start = context.timeline.started(step.id, n)
        if done is None or start is None or follows(context.calendar, done, start):
            continue
        title = _title(context, step, n)
        yield Finding(
            "ORDER",
            "must",
            message(
                "“{step}”: number {n} begins {start}, before number {before} is over ({done}).",
                step=title,
                n=n,
                start=start,
                before=n - 1,
                done=done,
            ),
            context.place_of_date(step.id, n),
            message("“{second}” on {done} at the earliest.", second=title, done=done),
            (step.origin or step.id,),
        )


def _title(context: CheckContext, step: Step, n: int) -> Text | str:
    """The title that strands share where they share the date as well."""
    own = calendar_key(context.rulebook, context.pilot, step.id, n).startswith(step.id)
    return context.title(step.id) if own or not step.origin else step.shared_title


def _never_held(context: CheckContext) -> Iterator[Finding]:
    """The first item of each session that neither rulebook nor calendar knows of."""
    sessions = [step for step in context.rulebook.steps if step.kind == SESSION]
    told = set()
    for index, item in enumerate(context.pilot.agenda):
        own = [step for step in sessions if item in context.pilot.agendas_of(step)]
        held = max((_most(context, step) for step in own), default=None)
        if held is None or item.occurrence <= held or (item.step, item.occurrence) in told:
            continue
        told.add((item.step, item.occurrence))
        yield Finding(
            AGENDA,
            "must",
            message(
                "“{item}” is for session {n}; sessions planned: {held}.",
                item=item.title,
                n=item.occurrence,
                held=int(held),
            ),
            context.place("agenda", index),
            message("Plan the session in [calendar], or remove its items."),
        )


def _most(context: CheckContext, step: Step) -> float:
    """How many times a session can take place; without end where a vote may repeat it."""
    if step.occurs is not None and step.occurs.times is None:
        return float("inf")
    return max(fixed_times(step), context.occurrences(step.id))
