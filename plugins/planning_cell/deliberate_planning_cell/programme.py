"""Checks of the programme: work units, their parts, their days, and who speaks in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from deliberate.api import (
    AgendaItem,
    Finding,
    Process,
    Rule,
    Step,
    broken,
    message,
    named_sides,
    opposed_sides,
)

UNIT = 90
PARTS: Mapping[str, int] = MappingProxyType(
    {"talks": 30, "questions": 10, "groups": 35, "presentation": 10, "weighting": 5}
)
"""Minutes of each part of a work unit on a topic."""
CLOSING = ("reflection", "closing_discussion")
"""What the last day is for."""
A_DAY, FEWEST_DAYS, MOST_DAYS = 4, 3, 4


def minutes(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC03: each work unit is on the agenda and takes ninety minutes, there as in the calendar."""
    yield from _on_the_agenda(process, rule)
    yield from _in_the_calendar(process, rule)


def _on_the_agenda(process: Process, rule: Rule) -> Iterator[Finding]:
    for step in _cells(process):
        for n in range(1, process.scheduled(step.id) + 1):
            items = _items(process, step, n)
            total = sum(item.minutes for item in items)
            if total != UNIT:
                yield broken(
                    rule,
                    message(
                        "Work unit {n} takes {minutes} minutes; the rule asks for {asked}.",
                        n=n,
                        minutes=total,
                        asked=UNIT,
                    ),
                    process.pilot.place("agenda", *_at(process, items[:1])),
                    message("Write its items with occurrence = {n}.", n=n) if not items else None,
                    step=step,
                )


def _in_the_calendar(process: Process, rule: Rule) -> Iterator[Finding]:
    """Units that are planned to the minute; cells that share a date are told of it once."""
    written, told = process.pilot.source.data.get("calendar", {}), set[str]()
    for step in process.rulebook.copies("unit"):
        for n in range(1, process.scheduled(step.id) + 1):
            start, end = process.planned_start(step.id, n), process.planned_end(step.id, n)
            own = _key(step.id, n)
            key = own if own in written else _key(step.origin or step.id, n)
            if not isinstance(start, datetime) or not isinstance(end, datetime) or key in told:
                continue
            told.add(key)
            planned = (end - start) // timedelta(minutes=1)
            if planned not in (0, UNIT):
                yield broken(
                    rule,
                    message(
                        "Work unit {n} is planned for {minutes} minutes; the rule asks for "
                        "{asked}.",
                        n=n,
                        minutes=planned,
                        asked=UNIT,
                    ),
                    process.pilot.place("calendar", key),
                    step=step,
                )


def _key(step: str, n: int) -> str:
    """The key of the calendar that dates the n-th unit."""
    return step if n == 1 else f"{step}_{n}"


def parts(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC04: thirty minutes of talks, ten, thirty-five, ten and five, in the rulebook as in the
    agenda."""
    template = process.rulebook.copies("unit")
    if template:
        planned: Counter[str] = Counter()
        for item in template[0].parameters.items:
            planned[item["kind"]] += item["minutes"]
        for part, given, asked in _wrong(planned):
            yield broken(
                rule,
                message(
                    "The rulebook gives {minutes} minutes to “{part}”; the rule asks for {asked}.",
                    minutes=given,
                    part=part,
                    asked=asked,
                ),
                process.rulebook.stated_at("unit"),
                step=template[0],
            )
    for step, n, items in _topics(process):
        given_to: Counter[str] = Counter()
        for item in items:
            given_to[item.kind] += item.minutes
        for part, given, asked in _wrong(given_to):
            own = [item for item in items if item.kind == part] or list(items)
            yield broken(
                rule,
                message(
                    "Work unit {n} gives {minutes} minutes to “{part}”; the rule asks for {asked}.",
                    n=n,
                    minutes=given,
                    part=part,
                    asked=asked,
                ),
                process.pilot.place("agenda", *_at(process, own[:1])),
                step=step,
            )


def _wrong(given: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    for part in dict.fromkeys((*PARTS, *given)):
        if given.get(part, 0) != PARTS.get(part, 0):
            yield part, given.get(part, 0), PARTS.get(part, 0)


def days(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC05: three or four days, four work units a day at most; told once for cells that share
    their days."""
    told = set()
    for step in process.rulebook.copies("unit"):
        planned = [
            process.calendar.local_day(start)
            for n in range(1, process.scheduled(step.id) + 1)
            if (start := process.planned_start(step.id, n)) is not None
        ]
        if not planned or tuple(planned) in told:
            continue
        told.add(tuple(planned))
        where = process.pilot.place("calendar", step.origin or step.id)
        number, most = len(set(planned)), max(Counter(planned).values())
        if not FEWEST_DAYS <= number <= MOST_DAYS:
            yield broken(
                rule,
                message(
                    "The cells meet on {days} days; the rule asks for {least} to {most}.",
                    days=number,
                    least=FEWEST_DAYS,
                    most=MOST_DAYS,
                ),
                where,
                step=step,
            )
        if most > A_DAY:
            yield broken(
                rule,
                message(
                    "There are {units} work units on one day; the rule allows {most}.",
                    units=most,
                    most=A_DAY,
                ),
                where,
                step=step,
            )


def sides(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC08: the speakers of a unit who take a side do not all take the same."""
    views = {witness.id: witness.viewpoint for witness in process.pilot.witnesses}
    named = (named_sides(process.rulebook), process.pilot.oversight.sides)
    for step, n, items in _topics(process):
        talks = [item for item in items if item.kind == "talks" and item.speaker in views]
        heard = opposed_sides((views[item.speaker] for item in talks), *named)
        if len(heard) == 1:
            yield broken(
                rule,
                message("The talks of work unit {n} come from one side: {side}.", n=n,
                        side=next(iter(heard))),
                process.pilot.place("agenda", *_at(process, talks[:1])),
                message("Invite a speaker of another view."),
                step=step,
            )  # fmt: skip


def one_programme(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC09: what one cell hears and does, every other one does as well."""
    cells = process.rulebook.copies("unit")
    for n in range(1, max((process.scheduled(step.id) for step in cells), default=0) + 1):
        programmes = [_items(process, step, n) for step in cells]
        first = _content(programmes[0])
        for step, items in zip(cells[1:], programmes[1:], strict=True):
            if _content(items) != first:
                own = [item for item in (*programmes[0], *items) if item.strand]
                yield broken(
                    rule,
                    message("Work unit {n} is not the same in all cells.", n=n),
                    process.pilot.place("agenda", *_at(process, own[:1])),
                    message("Write the item for all cells, without strand."),
                    step=step,
                )


def closing_day(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC20: the units after the last topic are reflection and the closing discussion."""
    for step in _cells(process):
        topics = int(process.open_parameter("topics"))
        rest = range(topics + 1, process.scheduled(step.id) + 1)
        items = [item for n in rest for item in _items(process, step, n)]
        kinds = {item.kind for item in items}
        missing = tuple(kind for kind in CLOSING if kind not in kinds)
        if process.pilot.agenda and missing:
            yield broken(
                rule,
                message("The last day lacks: {missing}.", missing=missing),
                process.pilot.place("agenda", *_at(process, items[:1])),
                message("Add an item of each of these kinds."),
                step=step,
            )


def _cells(process: Process) -> Sequence[Step]:
    """The cells whose programmes are looked at: one where they share it."""
    copies = process.rulebook.copies("unit")
    return copies if any(item.strand for item in process.pilot.agenda) else copies[:1]


def _topics(process: Process) -> Iterator[tuple[Step, int, Sequence[AgendaItem]]]:
    """The units with a topic that have items of their own."""
    for step in _cells(process):
        for n in range(1, int(process.open_parameter("topics")) + 1):
            items = _items(process, step, n)
            if items:
                yield step, n, items


def _items(process: Process, step: Step, n: int) -> list[AgendaItem]:
    """The n-th unit of a cell as the pilot's agenda has it."""
    return [item for item in process.pilot.agendas_of(step) if item.occurrence == n]


def _content(items: Sequence[AgendaItem]) -> list[tuple[object, ...]]:
    """What cells have to share. Times and speakers may differ: nobody speaks in two at once."""
    return [(item.kind, item.minutes, item.title) for item in items]


def _at(process: Process, items: Sequence[AgendaItem]) -> Sequence[int]:
    """The place of the first of these items in the agenda, where there is one."""
    return [
        index for index, other in enumerate(process.pilot.agenda) if items and other is items[0]
    ]
