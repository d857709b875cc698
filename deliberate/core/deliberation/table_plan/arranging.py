"""From people, wishes and absences to a problem; everything that cannot be is named at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deliberate.core.deliberation.table_plan.problem import (
    Guest,
    Problem,
    Round,
    Tables,
    table_sizes,
)
from deliberate.core.errors import Finding, Message, UnusableInput, Where, message

MOST_PEOPLE, MOST_ROUNDS = 1000, 100


@dataclass(frozen=True, slots=True)
class FixedSeat:
    """Somebody sits at a table, from 1 on: in one round, from 1 on, or in all of them (0)."""

    id: str
    table: int
    round: int = 0
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is not there: in one round, from 1 on, or in all that are still to come (0)."""

    id: str
    round: int = 0
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """`size`: people at a table at most; `rounds`: how many; `held`: those that have taken place,
    the first ones."""

    size: int
    rounds: int
    fixed: tuple[FixedSeat, ...] = ()
    absent: tuple[Absence, ...] = ()
    held: tuple[Tables, ...] = ()


def arrange(
    features: Sequence[str],
    people: Sequence[Guest],
    wanted: Wanted,
    where: Where | None = None,
) -> Problem:
    """The problem; raises `UnusableInput` with every fault, before anything is computed.

    Who sat in a round that was held and is no longer among the people counts as somebody who left.
    Wishes and absences of rounds that were held are past.
    """
    _refuse(tuple(_of_people(features, people, wanted, where)), where)
    faults = list(_of_names(people, wanted))
    known = {one.id for one in people}
    sat = {name for tables in wanted.held for table in tables for name in table}
    everybody = [*people, *(Guest(name) for name in sorted(sat - known))]
    rounds = [
        _held(everybody, tables) if tables else _open(known, everybody, wanted, number, faults)
        for number, tables in _numbered(wanted)
    ]
    _refuse(faults, where)
    return Problem.of(features, everybody, rounds)


def _numbered(wanted: Wanted) -> Iterator[tuple[int, Tables]]:
    for number in range(1, wanted.rounds + 1):
        yield number, wanted.held[number - 1] if number <= len(wanted.held) else ()


def _refuse(found: Sequence[Finding], where: Where | None) -> None:
    """Refuse with each fault; a line of a file that is at fault in every round is named once."""
    faults = {fault.where or str(fault.message): fault for fault in reversed(found)}
    if faults:
        raise UnusableInput(
            "TABLE_PLAN",
            message("Faults: {count}; nothing is computed.", count=len(faults)),
            where=where,
            findings=tuple(reversed(faults.values())),
        )


def _fault(text: Message, where: Where | None = None) -> Finding:
    return Finding("TABLE_PLAN", "error", text, where)


def _of_people(
    features: Sequence[str], people: Sequence[Guest], wanted: Wanted, where: Where | None
) -> Iterator[Finding]:
    count = len(people)
    if count < 2:
        yield _fault(message("People: {people}; a table plan needs two at least.", people=count),
                     where)  # fmt: skip
        return
    if count > MOST_PEOPLE or wanted.rounds > MOST_ROUNDS:
        yield _fault(
            message("A plan has at most {people} people and {rounds} rounds.",
                    people=MOST_PEOPLE, rounds=MOST_ROUNDS), where
        )  # fmt: skip
    if wanted.size > count:
        yield _fault(
            message("Tables of {size} are larger than the group: {people} people.",
                    size=wanted.size, people=count), where
        )  # fmt: skip
    if wanted.size < 2:
        yield _fault(message("Nobody meets anybody at tables of {size}.", size=wanted.size))
    if len(wanted.held) > wanted.rounds:
        yield _fault(
            message("Rounds held: {held}; the plan has {rounds}.", held=len(wanted.held),
                    rounds=wanted.rounds)
        )  # fmt: skip
    for place, feature in enumerate(features):
        values = {one.values[place] for one in people if one.values}
        if len(values) > 1 and len(values) >= sum(bool(one.values) for one in people):
            yield _fault(
                message("Everybody has another value of “{feature}”: no table can mix it.",
                        feature=feature), where
            )  # fmt: skip


def _of_names(people: Sequence[Guest], wanted: Wanted) -> Iterator[Finding]:
    known = {one.id for one in people}
    named: tuple[FixedSeat | Absence, ...] = (*wanted.fixed, *wanted.absent)
    for item in named:
        if item.id not in known:
            yield _fault(message("{id} is not among the people.", id=item.id), item.where)
        if not 0 <= item.round <= wanted.rounds:
            yield _fault(
                message("There is no round {round}; the plan has {rounds}.", round=item.round,
                        rounds=wanted.rounds), item.where
            )  # fmt: skip
    for number, tables in enumerate(wanted.held, 1):
        times = Counter(name for table in tables for name in table)
        for name in sorted(name for name, count in times.items() if count > 1):
            yield _fault(message("{id} sat at two tables in round {round}.", id=name,
                                 round=number))  # fmt: skip


def _held(everybody: Sequence[Guest], tables: Tables) -> Round:
    seated = {name for table in tables for name in table}
    return Round(
        tuple(map(len, tables)),
        absent=frozenset(one.id for one in everybody) - seated,
        held=tables,
    )


def _open(
    known: set[str], everybody: Sequence[Guest], wanted: Wanted, number: int, faults: list[Finding]
) -> Round:
    """A round still to come, with its fixed seats; what contradicts is added to the faults."""
    away = {item.id for item in wanted.absent if item.round in (0, number)}
    present = known - away
    if len(present) < 2:
        faults.append(_fault(message("Round {round}: fewer than two people are there.",
                                     round=number)))  # fmt: skip
        return Round(())
    sizes = table_sizes(len(present), wanted.size)
    fixed: dict[str, int] = {}
    for item in (item for item in wanted.fixed if item.id in known):
        if item.round in (0, number) and not (item.round == 0 and item.id in away):
            faults += _clash(item, away, fixed, sizes, number)
            fixed.setdefault(item.id, item.table - 1)
    faults += _full(wanted, fixed, sizes, number)
    absent = frozenset(one.id for one in everybody) - present
    return Round(sizes, dict(sorted(fixed.items())), absent)


def _full(
    wanted: Wanted, fixed: Mapping[str, int], sizes: tuple[int, ...], number: int
) -> Iterator[Finding]:
    """Tables with more fixed seats than places, each with the first line that is too much."""
    places = {item.id: item.where for item in wanted.fixed if item.round in (0, number)}
    for table, size in enumerate(sizes):
        seated = [name for name, place in fixed.items() if place == table]
        if len(seated) > size:
            text = message("Round {round}, table {table}: {fixed} fixed seats, and {size} places.",
                           round=number, table=table + 1, fixed=len(seated), size=size)  # fmt: skip
            yield _fault(text, places[seated[size]])


def _clash(
    item: FixedSeat, away: set[str], fixed: dict[str, int], sizes: tuple[int, ...], number: int
) -> Iterator[Finding]:
    if item.id in away:
        yield _fault(message("{id} has a fixed seat in round {round} and is absent from it.",
                             id=item.id, round=number), item.where)  # fmt: skip
    if not 1 <= item.table <= len(sizes):
        yield _fault(message("There is no table {table} in round {round}; it has {tables}.",
                             table=item.table, round=number, tables=len(sizes)),
                     item.where)  # fmt: skip
    if fixed.get(item.id, item.table - 1) != item.table - 1:
        yield _fault(message("Round {round}: {id} is fixed at two tables, {one} and {other}.",
                             round=number, id=item.id, one=fixed[item.id] + 1,
                             other=item.table), item.where)  # fmt: skip
