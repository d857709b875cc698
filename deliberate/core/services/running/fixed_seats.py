"""Fixed seats as they are typed: a seat, its table and, if it is for one round alone, the round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from deliberate.core.deliberation.table_plan.arranging import FixedSeat
from deliberate.core.errors import Finding, UnusableInput, Where, message

MOST = 2000
"""More lines than any plan has fixed seats."""
_BETWEEN = re.compile(r"[\s,;]+")
_NUMBER = re.compile(r"[1-9]\d{0,4}", re.ASCII)


def read_typed(text: str) -> tuple[FixedSeat, ...]:
    """The fixed seats of a text, one a line; raises `UnusableInput` with every line at fault."""
    lines = [(n, line.strip(" \t,;")) for n, line in enumerate(text.splitlines(), 1)]
    rows = [(n, _BETWEEN.split(line)) for n, line in lines if line]
    faults = [
        Finding(
            "ROW",
            "error",
            message("A seat, its table and perhaps a round are expected, such as: R07 2 1"),
            Where("", n),
        )
        for n, cells in rows
        if len(cells) not in (2, 3) or not all(map(_NUMBER.fullmatch, cells[1:]))
    ]
    if faults or len(rows) > MOST:
        raise UnusableInput(
            "ROWS",
            message("Faults: {count}; nothing is computed.", count=len(faults) or len(rows)),
            findings=tuple(faults),
        )
    return tuple(
        FixedSeat(cells[0], int(cells[1]), int(cells[2]) if len(cells) == 3 else 0)
        for _n, cells in rows
    )


def as_typed(seats: Iterable[FixedSeat]) -> str:
    """The same seats as a text to be changed, one a line."""
    return "\n".join(
        f"{one.id} {one.table}" + (f" {one.round}" if one.round else "") for one in seats
    )


def in_short(seats: Sequence[FixedSeat], rounds: Sequence[int]) -> tuple[FixedSeat, ...]:
    """Wishes for each of these rounds, told once where a seat keeps its table in all of them."""
    ahead = [one for one in seats if one.round in rounds]
    tables: dict[str, set[tuple[int, int]]] = {}
    for one in ahead:
        tables.setdefault(one.id, set()).add((one.round, one.table))
    found: list[FixedSeat] = []
    for name, places in tables.items():
        if len(places) == len(rounds) and len({table for _round, table in places}) == 1:
            found.append(FixedSeat(name, next(iter(places))[1]))
        else:
            found += [FixedSeat(name, table, round_) for round_, table in sorted(places)]
    return tuple(found)
