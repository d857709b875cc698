"""Changes by hand: two people exchange seats, or one moves, with what that breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deliberate.core.deliberation.table_plan.figures import encounters, misses
from deliberate.core.deliberation.table_plan.plan import in_order
from deliberate.core.deliberation.table_plan.problem import Problem, Tables
from deliberate.core.errors import Message, Refused, message


@dataclass(frozen=True, slots=True)
class Changed:
    """`rounds`: the plan after the change; `broken`: the constraints that it newly breaks, in
    words; `again`: pairs who meet oftener than before though they have met already."""

    rounds: tuple[Tables, ...]
    broken: tuple[Message, ...]
    again: int


def swap(problem: Problem, plan: Sequence[Tables], number: int, one: str, other: str) -> Changed:
    """Two people of a round, from 0 on, exchange seats."""
    first, second = _table(problem, plan, number, one), _table(problem, plan, number, other)
    tables = [set(table) for table in plan[number]]
    tables[first] ^= {one, other} if first != second else set()
    tables[second] ^= {one, other} if first != second else set()
    return _changed(problem, plan, number, tables)


def move(problem: Problem, plan: Sequence[Tables], number: int, one: str, table: int) -> Changed:
    """One person of a round, from 0 on, goes to another table, from 0 on."""
    first = _table(problem, plan, number, one)
    if not 0 <= table < len(plan[number]):
        raise Refused("NO_TABLE", message("There is no table {table}.", table=table + 1))
    tables = [set(people) for people in plan[number]]
    tables[first].discard(one)
    tables[table].add(one)
    return _changed(problem, plan, number, tables)


def _table(problem: Problem, plan: Sequence[Tables], number: int, name: str) -> int:
    if not 0 <= number < len(plan):
        raise Refused("NO_ROUND", message("There is no round {round}.", round=number + 1))
    if problem.rounds[number].held:
        raise Refused("HELD", message("Round {round} has been held.", round=number + 1))
    found = [table for table, people in enumerate(plan[number]) if name in people]
    if not found:
        raise Refused(
            "NO_SEAT",
            message("{id} has no seat in round {round}.", id=name, round=number + 1),
        )
    return found[0]


def _changed(
    problem: Problem, plan: Sequence[Tables], number: int, tables: Sequence[set[str]]
) -> Changed:
    after = (*plan[:number], in_order([sorted(table) for table in tables]), *plan[number + 1 :])
    before = {str(text) for text in broken(problem, plan, number)}
    new = tuple(text for text in broken(problem, after, number) if str(text) not in before)
    met, now = encounters(plan), encounters(after)
    again = sum(count > max(1, met.get(pair, 0)) for pair, count in now.items())
    return Changed(after, new, again)


def broken(problem: Problem, plan: Sequence[Tables], number: int) -> tuple[Message, ...]:
    """The constraints that a round does not keep: sizes, fixed seats, shares."""
    round_, tables = problem.rounds[number], plan[number]
    sizes = [len(table) for table in tables]
    found = []
    if max(sizes) - min(sizes) > 1:
        found.append(
            message(
                "Round {round}: tables have from {least} to {most} people.",
                round=number + 1,
                least=min(sizes),
                most=max(sizes),
            )
        )
    for name, table in sorted(round_.fixed.items()):
        if name not in tables[table]:
            found.append(
                message(
                    "Round {round}: {id} has a fixed seat at table {table}.",
                    round=number + 1,
                    id=name,
                    table=table + 1,
                )
            )
    for share, here in misses(problem, plan, number):
        found.append(
            message(
                "Round {round}, table {table}: {here} with {feature} “{value}”; its share is "
                "{least}–{most}.",
                round=number + 1,
                table=share.table + 1,
                here=here,
                feature=share.feature,
                value=share.value,
                least=share.least,
                most=share.most,
            )
        )
    return tuple(found)
