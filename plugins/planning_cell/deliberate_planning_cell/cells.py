"""Checks of the cells: how many sit in each and in each group, who accompanies and runs them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from deliberate.api import Finding, Process, Rule, broken, message

SEATS, GROUP, GROUPS, STEWARDS = 25, 5, 5, 2


def seats(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC01: each cell is planned for 25. How many come is another matter: see PC21."""
    planned = cell_seats(process)
    if planned != SEATS:
        yield broken(
            rule,
            message(
                "Each cell is planned for {seats} seats; the rule asks for {asked}.",
                seats=planned,
                asked=SEATS,
            ),
            process.rulebook.places.get("seat_groups.members"),
        )


def cell_seats(process: Process) -> int:
    """How many seats a cell has: those of all members, divided among the cells."""
    return process.rulebook.seats // max(1, len(process.pilot.strands))


def groups(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC06: five groups of five, composed anew in each unit with a topic, without a moderator."""
    steps = process.rulebook.copies("groups")
    if not steps:
        return
    asked = steps[0].parameters
    size, rounds = process.parameter(asked.size), process.parameter(asked.rounds)
    number, topics = -(-cell_seats(process) // size), process.open_parameter("topics")
    where = process.rulebook.stated_at("groups")
    if (number, size) != (GROUPS, GROUP):
        yield broken(
            rule,
            message(
                "There are {number} groups of {size}; the rule asks for {groups} of {people}.",
                number=number,
                size=size,
                groups=GROUPS,
                people=GROUP,
            ),
            where,
            step=steps[0],
        )
    if not asked.recompose or rounds != topics:
        yield broken(
            rule,
            message(
                "The groups are composed {times} times for {topics} work units.",
                times=rounds if asked.recompose else 1,
                topics=topics,
            ),
            where,
            step=steps[0],
        )
    if asked.moderated:
        yield broken(rule, message("The groups have a moderator."), where, step=steps[0])


def executor(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC11: somebody else than the agency runs the process."""
    organiser = process.pilot.conduct.organiser
    where = process.pilot.place("conduct", "organiser")
    same = set(process.pilot.agency.name.versions) & set(organiser.versions)
    if not organiser:
        fix = message("Write who runs it: {example}", example='organiser.en = "…"')
        yield broken(rule, message("It is not said who runs the process."), where, fix)
    elif same:
        yield broken(
            rule,
            message("The agency runs the process itself."),
            where,
            message("Entrust it to a neutral executor."),
        )


def stewards(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC12: two stewards for each cell, and none of them in two cells at the same time."""
    for index, cell in enumerate(process.pilot.strands):
        where = process.pilot.place("strands", index, "led_by")
        people = {_plain(name): name for name in cell.led_by}
        if len(people) != STEWARDS or len(cell.led_by) != STEWARDS:
            yield broken(
                rule,
                message(
                    "“{cell}”: stewards named: {count}; the rule asks for {asked}.",
                    cell=cell.title,
                    count=len(people),
                    asked=STEWARDS,
                ),
                where,
                message("Write: {example}", example='led_by = ["…", "…"]'),
            )
        for other in process.pilot.strands[:index]:
            shared = sorted(name for name in map(_plain, other.led_by) if name in people)
            if shared and _at_once(process, other.id, cell.id):
                yield broken(
                    rule,
                    message(
                        "“{cell}” and “{other}” meet at the same time with the same stewards: "
                        "{people}.",
                        cell=cell.title,
                        other=other.title,
                        people=tuple(people[name] for name in shared),
                    ),
                    where,
                    message("Name others, or plan the cells one after the other."),
                )


def _plain(name: str) -> str:
    return name.strip().casefold()


def _at_once(process: Process, one: str, other: str) -> bool:
    """Whether work units of two cells overlap: by the minute, or by days where no hour is said."""
    mine, theirs = ([*_units(process, strand)] for strand in (one, other))
    return any(a[0] < b[1] and b[0] < a[1] for a in mine for b in theirs)


def _units(process: Process, strand: str) -> Iterator[tuple[datetime, datetime]]:
    """When the work units of a cell are planned to begin and to end."""
    calendar = process.calendar
    for step in process.rulebook.copies("unit"):
        for n in range(1, process.scheduled(step.id) + 1) if step.strand == strand else ():
            start, end = process.planned_start(step.id, n), process.planned_end(step.id, n)
            if start is not None and end is not None:
                yield calendar.start_moment(start), calendar.end_moment(end)


def attendance(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC21: members who did not come, told once for each cell by its smallest work unit."""
    planned = cell_seats(process)
    for step in process.rulebook.copies("unit"):
        opened = process.select("session.opened", step=step.id)
        came = [len(fact.body["present"]) + len(fact.body["remote"]) for fact in opened]
        if came and min(came) < planned:
            yield broken(
                rule,
                message(
                    "“{cell}”: {present} of {seats} members were present.",
                    cell=step.title,
                    present=min(came),
                    seats=planned,
                ),
                step=step,
            )


def one_vote(process: Process, rule: Rule) -> Iterator[Finding]:
    """PC27: one vote of all cells, without a threshold."""
    votes = process.rulebook.copies("vote")
    where = process.rulebook.stated_at("vote")
    if any(step.strand for step in votes):
        yield broken(rule, message("Each cell votes for itself."), where)
    if any(step.parameters.threshold for step in votes):
        yield broken(rule, message("The closing vote has a threshold."), where)
