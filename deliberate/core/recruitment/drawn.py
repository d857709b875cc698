"""Who was drawn from a pool, by number: what calls, thanks and seats go by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deliberate.core.process.process import Process

DRAWN = "lottery.drawn"


@dataclass(frozen=True, slots=True)
class Drawn:
    """`panel` in ascending order, `alternates` in the order in which they follow; `seq`: the number
    of the fact."""

    panel: tuple[int, ...]
    alternates: tuple[int, ...]
    seq: int


def drawn_in(process: Process) -> Drawn | None:
    """The latest draw of a process, or None before it."""
    fact = process.latest(DRAWN)
    if fact is None:
        return None
    panel = sorted(_numbers(fact.body.get("panel", ())))
    return Drawn(tuple(panel), tuple(_numbers(fact.body.get("alternates", ()))), fact.seq)


def _numbers(values: Iterable[object]) -> Iterable[int]:
    """Numbers as they are, or as papers print them."""
    return (int(str(value).lstrip("R")) for value in values)
