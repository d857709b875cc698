"""Steps that are held in a session, such as ballots: their dates lie within it."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.calendar import Moment
from deliberate.core.errors import Finding, message
from deliberate.core.rulebook.checks.context import CheckContext
from deliberate.core.rulebook.model import Step


def in_session_findings(context: CheckContext) -> Iterator[Finding]:
    """Steps planned outside the session that their `in_session` names.

    What happens in each session anew lies in the session of its number, all else in any of them.
    """
    for step in context.rulebook.steps:
        session = str(getattr(step.parameters, "in_session", "") or "")
        if session:
            for n in range(1, context.occurrences(step.id) + 1):
                yield from _outside(context, step, session, n)


def _outside(context: CheckContext, step: Step, session: str, n: int) -> Iterator[Finding]:
    numbers = [n] if step.occurs is not None else range(1, context.occurrences(session) + 1)
    meant = [found for number in numbers if (found := _planned(context, session, number))]
    own = _planned(context, step.id, n)
    if own is None or not meant or any(_within(context, own, one) for one in meant):
        return
    starts, ends = meant[0][0], meant[-1][1]
    values = {"step": context.title(step.id), "session": context.title(session)}
    yield Finding(
        "CALENDAR",
        "must",
        message(
            "“{step}” is planned for {start} to {end}, outside “{session}” ({first} to {last}).",
            **values,
            start=own[0],
            end=own[1],
            first=starts,
            last=ends,
        )
        if own[0] != own[1]
        else message(
            "“{step}” is planned for {start}, outside “{session}” ({first} to {last}).",
            **values,
            start=own[0],
            first=starts,
            last=ends,
        ),
        context.place_of_date(step.id, n),
        message("Plan “{step}” within “{session}”.", **values),
        (step.id,),
    )


def _planned(context: CheckContext, step: str, n: int) -> tuple[Moment, Moment] | None:
    starts, ends = context.timeline.started(step, n), context.timeline.finished(step, n)
    return None if starts is None or ends is None else (starts, ends)


def _within(
    context: CheckContext, own: tuple[Moment, Moment], session: tuple[Moment, Moment]
) -> bool:
    """By whole days: at what hour of its day a session comes to a vote the chair decides."""
    day = context.calendar.local_day
    return day(session[0]) <= day(own[0]) and day(own[1]) <= day(session[1])
