"""From the people with the smallest hashes to those who are drawn.

Of two drawn from one household the one with the smaller hash stays, and the stratum of the other is
topped up by its next rank, who may in turn meet somebody of a household. Strata propose people in
the order of their hashes and a household keeps the smallest: deferred acceptance (Gale and Shapley,
*American Mathematical Monthly* 69, 1962), whose outcome does not depend on who proposes first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isqrt

from deliberate.core.recruitment.register.allocation import Counts, Stratum

JOINED = " / "
"""Between the values of several columns that make a stratum together."""
HIGHEST = "f" * 64
"""The largest hash there can be."""
SPARE, SPREAD = 20, 6
"""A limit is set so high that more than enough people lie below it in nearly every draw: six
standard deviations and twenty more. Where they do not suffice, it is raised."""


def hash_of(seed: str, identifier: str) -> str:
    """SHA-256 of the seed followed by the identifier, as every engine of a register reckons it."""
    return sha256(f"{seed}{identifier}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of a register; `rank` counts from 1 in the stratum, by hash."""

    stratum: Stratum
    rank: int
    hash: str
    id: str
    household: str = ""
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selected:
    """Who is drawn of a stratum, by rank.

    `considered`: the last rank that was looked at, and `last_hash` its hash. Without households
    exactly the ranks up to it are drawn.
    """

    drawn: tuple[Candidate, ...]
    considered: int
    last_hash: str


def enough(wanted: int, size: int, spare: int = 1) -> str:
    """A hash below which more than `wanted` of `size` people lie, nearly surely.

    `spare` multiplies the number that is expected below it. With everybody below it, `HIGHEST`.
    """
    expected = (wanted + SPREAD * isqrt(wanted) + SPARE) * spare
    if expected >= size:
        return HIGHEST
    return f"{expected * 2**256 // size:064x}"


def lacking(
    selected: Mapping[Stratum, Selected], wanted: Counts, found: Counts, sizes: Counts
) -> list[Stratum]:
    """Strata of which more people have to be looked at before the draw is done."""
    return [
        name
        for name, choice in selected.items()
        if len(choice.drawn) < wanted[name] and found[name] < sizes[name]
    ]


def select(
    queues: Mapping[Stratum, Sequence[Candidate]], wanted: Counts
) -> dict[Stratum, Selected]:
    """`wanted` of each queue, one of each household; fewer where the queue ends before."""
    held: dict[str, Candidate] = {}
    chosen: dict[Stratum, dict[str, Candidate]] = {name: {} for name in sorted(queues)}
    asked = dict.fromkeys(chosen, 0)
    waiting = deque(chosen)
    while waiting:
        name = waiting.popleft()
        own, queue = chosen[name], queues[name]
        while len(own) < wanted[name] and asked[name] < len(queue):
            one = queue[asked[name]]
            asked[name] += 1
            other = held.get(one.household) if one.household else None
            if other is not None and other.hash < one.hash:
                continue
            if other is not None:
                del chosen[other.stratum][other.id]
                waiting.append(other.stratum)
            own[one.id] = one
            if one.household:
                held[one.household] = one
    return {
        name: Selected(tuple(own.values()), asked[name], _last(queues[name], asked[name]))
        for name, own in chosen.items()
    }


def _last(queue: Sequence[Candidate], asked: int) -> str:
    return queue[asked - 1].hash if asked else ""
