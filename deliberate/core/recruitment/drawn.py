"""Who was drawn from a pool, by number: what calls, thanks and seats go by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deliberate.core.process.process import Process
from deliberate.core.process.respondents import printed

DRAWN, REPLACED = "lottery.drawn", "lottery.replaced"


@dataclass(frozen=True, slots=True)
class Drawn:
    """`panel` in ascending order, `alternates` in the order in which they follow; `seq`: the number
    of the fact; `left`: who had a seat and has left it."""

    panel: tuple[int, ...]
    alternates: tuple[int, ...]
    seq: int
    left: tuple[int, ...] = ()


def drawn_in(process: Process) -> Drawn | None:
    """The latest draw of a process, or None before it."""
    fact = process.latest(DRAWN)
    if fact is None:
        return None
    filled = process.select("seat.filled", step=fact.step)
    seated = list(_numbers(one.body["holder"] for one in filled)) or list(
        _numbers(fact.body.get("panel", ()))
    )
    gone = [
        number for number in seated if filled and process.roster.seat_of(printed(number)) is None
    ]
    panel = sorted(set(seated) - set(gone))
    last = process.latest(REPLACED) or fact
    alternates = tuple(_numbers(last.body.get("alternates", ())))
    return Drawn(tuple(panel), alternates, fact.seq, tuple(gone))


def _numbers(values: Iterable[object]) -> Iterable[int]:
    """Numbers as they are, or as papers print them."""
    return (int(str(value).lstrip("R")) for value in values)
