"""Checks that a pilot file and its rulebook alone can answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from deliberate.api import Finding, Message, Period, Process, Rule, Where, message

ORDER = (
    "agency_presentation",
    "positions_state_bodies",
    "positions_ngos_and_experts",
    "non_permanent_members",
    "discussion",
    "ballot",
)
"""The kinds of agenda items that the mechanism asks for, in its order."""

AUTHENTIC = frozenset({"kk", "ru"})
WEEKLY = (Period(7, "days"), Period(1, "weeks"))
REPORTED_ON = ("portal", "social", "press")
"""Where execution is published: the portal, the social pages, print media."""


def broken(
    rule: Rule,
    text: Message,
    where: Where | None = None,
    fix: Message | None = None,
    steps: tuple[str, ...] | None = None,
) -> Finding:
    """A finding of this rule at its level, about its own steps unless others are named."""
    return Finding(rule.code, rule.level, text, where, fix, rule.steps if steps is None else steps)


def order_of_agenda(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ09: the agenda has the mechanism's items in the mechanism's order.

    Without an agenda of its own a pilot takes the rulebook's, which is in order. A repeat session
    may leave out what the first one has heard; what it keeps stands in the same order.
    """
    kinds = [item.kind for item in process.pilot.agenda_of(None, 1)]
    if not kinds:
        return
    missing = tuple(kind for kind in ORDER if kind not in kinds)
    if missing:
        yield broken(
            rule,
            message("The agenda lacks: {missing}.", missing=missing),
            process.pilot.place("agenda"),
            message("Add an item of each of these kinds."),
        )
    for n in sorted({item.occurrence for item in process.pilot.agenda}):
        yield from _out_of_order(process, rule, n)


def _out_of_order(process: Process, rule: Rule, n: int) -> Iterator[Finding]:
    """Items of the n-th session's own agenda that stand before what has to precede them."""
    places: dict[str, int] = {}
    for index, item in enumerate(process.pilot.agenda):
        if item.occurrence == n:
            places.setdefault(item.kind, index)
    present = [kind for kind in ORDER if kind in places]
    for first, second in pairwise(present):
        if places[second] < places[first]:
            yield broken(
                rule,
                message("“{second}” stands before “{first}”.", first=first, second=second),
                process.pilot.place("agenda", places[second]),
                message("The order is: {order}.", order=ORDER),
            )


def authentic_languages(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ41: Kazakh and Russian are authentic, and nothing else is."""
    declared = set(process.pilot.authentic_languages)
    if declared != AUTHENTIC:
        yield broken(
            rule,
            message(
                "The authentic languages are {declared}; the rule asks for {asked}.",
                declared=tuple(sorted(declared)) or None,
                asked=tuple(sorted(AUTHENTIC)),
            ),
            process.pilot.place("authentic_languages"),
            message("Write: {example}", example='authentic_languages = ["kk", "ru"]'),
        )


def weekly_on_every_channel(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ13: a rulebook that keeps this rule reports every seventh day, on all three channels."""
    step = process.rulebook.step("execution")
    if step is None:
        return
    where = process.rulebook.stated_at("execution")
    if step.parameters.every not in WEEKLY:
        yield broken(
            rule,
            message("Execution is reported every {period}.", period=step.parameters.every),
            where,
            message("Write: {example}", example='every = "7 days"'),
        )
    missing = tuple(name for name in REPORTED_ON if name not in step.parameters.channels)
    if missing:
        yield broken(
            rule,
            message("Execution is not reported on: {channels}.", channels=missing),
            where,
            message("Add the channels: {channels}.", channels=missing),
        )


def appeals_before_the_list(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ48: who is refused when nominations end can appeal before the list is published."""
    for step in process.rulebook.steps:
        if step.kind != "nomination" or process.progress(step.id).done:
            continue
        end, limit = process.planned_end(step.id), step.parameters.appeal_within
        if end is None or limit is None:
            continue
        until = process.calendar.add_to_moment(process.calendar.end_moment(end), limit)
        for later in process.rulebook.steps:
            start = process.planned_start(later.id)
            if step.id not in later.after or start is None:
                continue
            if process.calendar.end_moment(start) < until:
                yield broken(
                    rule,
                    message(
                        "Who is refused when nominations end may appeal until {until}; "
                        "“{later}” is planned for {start}.",
                        until=until,
                        later=later.title,
                        start=start,
                    ),
                    process.pilot.place("calendar", later.id),
                    message("End nominations earlier, or plan “{later}” later.", later=later.title),
                    steps=(step.id, later.id),
                )


def meeting_days(process: Process, rule: Rule) -> Iterator[Finding]:
    """CJ02, CP03: as many days of meetings are planned as the pilot states.

    The permitted numbers are the limits of the open parameter `meeting_days`. A calendar without
    any session yet is not held against it.
    """
    planned, last = _days_of_sessions(process)
    stated = int(process.open_parameter("meeting_days"))
    if not last or planned == stated:
        return
    fix = message("Plan {days} more.", days=stated - planned)
    if planned > stated:
        fix = message("Plan {days} fewer, or state the number.", days=planned - stated)
    yield broken(
        rule,
        message(
            "The calendar has {planned} days of meetings; the pilot states {stated}.",
            planned=planned,
            stated=stated,
        ),
        process.pilot.place("calendar", last),
        fix,
    )


def _days_of_sessions(process: Process) -> tuple[int, str]:
    """How many days all sessions have together, and the key of the last one in the calendar."""
    days: set[date] = set()
    last = ""
    sessions = {step.id for step in process.rulebook.steps if step.kind == "session"}
    for key, planned in process.pilot.calendar.items():
        head, _, number = key.rpartition("_")
        if key not in sessions and not (number.isdigit() and head in sessions):
            continue
        last = key
        first = process.calendar.local_day(planned.starts)
        end = first if planned.ends is None else process.calendar.local_day(planned.ends)
        if isinstance(planned.ends, datetime) and planned.ends == process.calendar.start_of(end):
            end -= timedelta(days=1)  # a span of moments that ends at midnight ends the day before
        whole = [first + timedelta(days=number) for number in range((end - first).days + 1)]
        days.update(planned.days or whole)
    return len(days), last
