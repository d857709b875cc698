"""Checks of numbers: seats, people, minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from deliberate.core.errors import Finding, Message, Where, message
from deliberate.core.rulebook.checks.agenda import times_held
from deliberate.core.rulebook.checks.context import CheckContext, finding
from deliberate.core.rulebook.checks.values import path_of, values_at
from deliberate.core.rulebook.model import Rule, SeatGroup
from deliberate.core.rulebook.pilot import Pilot, Planned, SeatHolder
from deliberate.core.rulebook.positions import Path
from deliberate.core.text import Text

DAYS = "days"


def check_count(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`count {what, min?, max?, exactly?}`: how many there are.

    `what` is `seats`, `seats:GROUP` (those that the pilot names), `group:GROUP` (all of a group),
    `kind:KIND` (seats held by bodies of a kind), `authority` (the most seats under one authority),
    `days` (on which sessions are planned) or a dotted key of the pilot (its items).
    """
    what = str(rule.parameters["what"])
    subject, number = _counted(context, what)
    if what == DAYS and number == 0:
        return  # A calendar without any session yet is not held against it.
    least, most = _bounds(context, rule)
    wrong = _outside(subject, number, least, most)
    if wrong is not None:
        text, fix = wrong
        yield finding(rule, text, _table(context, what) or fix, where=_where(context, what, most))


def _table(context: CheckContext, what: str) -> Message | None:
    """What to write where the file has nothing yet of what is counted."""
    head = what.partition(":")[0].partition(".")[0]
    table = context.absent_table(head)
    if table is None:
        return None
    if table.startswith("[["):
        return message("Write a table {table} for each.", table=table)
    return message("Write it in the table {table}.", table=table)


def _where(context: CheckContext, what: str, most: int | None) -> Where | None:
    """Where the number is decided: for a group as a whole in the rulebook, unless the pilot names
    its seats or chooses how many there are; for everything else in the pilot."""
    head, _, name = what.partition(":")
    group = context.rulebook.group(name) if head == "group" else None
    if group is None or seats_of(context.pilot, group):
        return context.place(*_place(context.pilot, what, most))
    if group.chosen:
        return context.place("open_parameters", group.chosen.removeprefix("@"))
    return context.rulebook.places.get(f"seat_groups.{name}")


def _place(pilot: Pilot, what: str, most: int | None) -> Path:
    """Where to look: the first seat of a kind that is one too many, or the list as a whole."""
    head, _, name = what.partition(":")
    if head == "kind" and most is not None:
        held = [index for index, seat in enumerate(pilot.seats) if seat.kind == name]
        return ("seats", *held[most : most + 1])
    if what == DAYS:
        return ("calendar",)
    return ("seats",) if head in {"seats", "group", "kind", "authority"} else path_of(what)


def _bounds(context: CheckContext, rule: Rule) -> tuple[int | None, int | None]:
    exactly, least, most = (
        context.parameter(rule.parameters.get(key)) for key in ("exactly", "min", "max")
    )
    if exactly is not None:
        return int(exactly), int(exactly)
    return (
        None if least is None else int(least),
        None if most is None else int(most),
    )


def _outside(
    subject: Any, number: int, least: int | None, most: int | None
) -> tuple[Message, Message] | None:
    if least is not None and number < least:
        asks = (
            message("the rule asks for exactly {number}", number=least)
            if least == most
            else message("the rule asks for at least {number}", number=least)
        )
        return (
            message("{subject}: {count}; {asks}.", subject=subject, count=number, asks=asks),
            message("Add {number}.", number=least - number),
        )
    if most is not None and number > most:
        asks = (
            message("the rule asks for exactly {number}", number=most)
            if least == most
            else message("the rule allows {number} at most", number=most)
        )
        return (
            message("{subject}: {count}; {asks}.", subject=subject, count=number, asks=asks),
            message("Take {number} away.", number=number - most),
        )
    return None


def _counted(context: CheckContext, what: str) -> tuple[Any, int]:
    """What is counted, in words, and how many there are."""
    head, _, name = what.partition(":")
    pilot = context.pilot
    if head in {"seats", "group"} and name:
        group = context.rulebook.group(name)
        if group is None:
            return name, 0
        subject = message("seats of “{group}”", group=group.title or name)
        named = len(seats_of(pilot, group))
        return subject, named if head == "seats" else named or group.count
    if head == "seats":
        return message("all seats"), sum(
            len(seats_of(pilot, group)) or group.count for group in context.rulebook.seat_groups
        )
    if head == "kind":
        held = sum(seat.kind == name for seat in pilot.seats)
        return message("seats held by “{kind}”", kind=name), held
    if what == DAYS:
        return message("days of meetings"), len(session_days(context))
    if head == "authority":
        return _largest_authority(pilot)
    return what, sum(_items(value) for _, value in values_at(pilot, what))


def session_days(context: CheckContext) -> frozenset[date]:
    """Every day on which a session is planned, each once."""
    found: set[date] = set()
    for step in context.rulebook.steps:
        if step.kind != "session":
            continue
        for n in range(1, context.occurrences(step.id) + 1):
            planned = context.pilot.calendar.get(step.id if n == 1 else f"{step.id}_{n}")
            if planned is not None:
                found.update(planned.days or _each(context, planned))
    return frozenset(found)


def _each(context: CheckContext, planned: Planned) -> Iterator[date]:
    first = context.calendar.local_day(planned.starts)
    last = context.calendar.local_day(planned.ends or planned.starts)
    yield from (first + timedelta(days=number) for number in range((last - first).days + 1))


def seats_of(pilot: Pilot, group: SeatGroup) -> tuple[SeatHolder, ...]:
    """The named seats of a group; a seat that names none belongs where its kind may sit."""
    return tuple(
        seat
        for seat in pilot.seats
        if seat.group == group.name or (not seat.group and seat.kind in group.kinds)
    )


def _largest_authority(pilot: Pilot) -> tuple[Message, int]:
    counted = Counter(seat.authority for seat in pilot.seats if seat.authority)
    if not counted:
        return message("seats under one authority"), 0
    # The authority's own seat, if it has one, votes with those under it.
    counted.update(seat.id for seat in pilot.seats if seat.id in counted)
    authority, number = counted.most_common(1)[0]
    holder = pilot.seat(authority)
    name: Text | str = holder.name if holder is not None and holder.name else authority
    return message("seats under one authority ({authority})", authority=name), number


def _items(value: Any) -> int:
    if isinstance(value, tuple):
        return len(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(bool(value))


def check_sum(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`sum {what, min?, max?, per?}`: a total, for example the minutes of an agenda per day.

    Items of a repeat session are left out: the rule speaks of the sessions that have to be held.
    """
    what, per = str(rule.parameters["what"]), rule.parameters.get("per")
    least, most = _bounds(context, rule)
    parent, _, _ = what.rpartition(".")
    numbers = [int(value or 0) for _, value in values_at(context.pilot, what)]
    groups: list[Any] = (
        [value for _, value in values_at(context.pilot, f"{parent}.{per}")] if per else []
    )
    times = [value for _, value in values_at(context.pilot, f"{parent}.occurrence")]
    held = times_held(context)
    totals: Counter[Any] = Counter()
    for index, number in enumerate(numbers):
        if not times or times[index] <= held:
            totals[groups[index] if per else None] += number
    for group, total in totals.items() or [(None, 0)]:
        subject = (
            what
            if group is None
            else message("{what}, {per} {group}", what=what, per=per, group=group)
        )
        wrong = _outside(subject, total, least, most)
        if wrong is not None:
            text, fix = wrong
            table = context.absent_table(path_of(what)[0])
            if table is not None:
                fix = message("Write its items: {table}.", table=table)
            yield finding(rule, text, fix, where=context.place(*path_of(what)))
