"""Breaking a tie by commit and reveal: no party alone can steer it, anyone can recompute it.

Each party commits to a secret value before any value is known, then reveals it. The seed is
SHA-256 over the context and both revealed values in the order of the parties' names. The parties
are two different people, and at most one of them belongs to those who run the vote.

Nobody can hold the draw up: a value that is not revealed in time is replaced by a hash that was
fixed before. Where neither is, two others commit anew; a draw of theirs is another round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import Refused, message
from deliberate.core.randomness import Generator

PARTIES = 2
Committed = TypeVar("Committed")
ORGANISERS = frozenset({"agency", "secretary"})
"""The roles of those who run the vote: together they are one party at most."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """A party's value, revealed."""

    party: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Commitment:
    """A party's commitment: SHA-256 of the context, its name and its value."""

    party: str
    hash: str

    def fits(self, reveal: Reveal, context: str) -> bool:
        return self == commit(reveal.party, reveal.value, context)


@dataclass(frozen=True, slots=True)
class Drawn:
    """All tied items in the order of the draw, and the seed (hexadecimal) it came from."""

    order: tuple[str, ...]
    seed: str


def commit(party: str, value: bytes, context: str) -> Commitment:
    """The commitment of a party to its secret value for this one draw."""
    return Commitment(
        party,
        digest(canonical({"context": context, "party": party, "value": value.hex()})),
    )


def one_sided(roles: Collection[str]) -> bool:
    """Whether parties in these roles, one for each, are too few or too close to each other."""
    return len(roles) < 2 or sum(role in ORGANISERS for role in roles) > 1


def rounds(committed: Sequence[Committed]) -> list[Sequence[Committed]]:
    """What was committed, two by two in its order; the last round may still lack one."""
    return [committed[n : n + PARTIES] for n in range(0, len(committed), PARTIES)]


def context_of_round(context: str, number: int) -> str:
    """What binds the commitments of a round to it; the first is bound to the vote alone."""
    return context if number <= 1 else f"{context}/{number}"


def extended(
    until: datetime, since: datetime, pauses: Iterable[tuple[datetime, datetime]]
) -> datetime:
    """A deadline set at a moment, later by all pauses that began before it: nobody could act."""
    for begun, over in pauses:
        if since <= begun < until:
            until += over - begun
    return until


def draw(
    items: Iterable[str],
    seats: int,
    reveals: Sequence[Reveal],
    commitments: Sequence[Commitment],
    context: str,
    *,
    instead: str = "",
) -> Drawn:
    """The order of the tied items; the first `seats` of them win.

    `instead`: the hash in the place of one value that was not revealed in time; without it that is
    still waited for. Refuses a reveal that fits no commitment.
    """
    tied = sorted(set(items))
    if not 0 < seats < len(tied):
        raise Refused("NO_TIE", message("There is no tie to be drawn."))
    seed = common_seed(reveals, commitments, context, instead=instead)
    return Drawn(tuple(Generator(bytes.fromhex(seed)).shuffle(tied)), seed)


def common_seed(
    reveals: Sequence[Reveal],
    commitments: Sequence[Commitment],
    context: str,
    *,
    instead: str = "",
) -> str:
    """What both parties' values give together, in hexadecimal; refuses as `draw` does."""
    revealed = {reveal.party: reveal for reveal in reveals}
    for commitment in commitments:
        reveal = revealed.get(commitment.party)
        if reveal is None and instead and revealed:
            continue
        if reveal is None:
            raise Refused(
                "NOT_REVEALED",
                message("{party} has not revealed its value.", party=commitment.party),
            )
        if not commitment.fits(reveal, context):
            raise Refused(
                "COMMITMENT",
                message("This value does not fit the commitment of {party}.", party=reveal.party),
            )
    parties = {commitment.party for commitment in commitments}
    if len(commitments) != PARTIES or len(parties) != PARTIES or not set(revealed) <= parties:
        raise Refused("COMMITMENTS", message("A draw needs the committed values of two parties."))
    given = {party: reveal.value.hex() for party, reveal in revealed.items()}
    values = [[name, given.get(name, instead)] for name in sorted(parties)]
    return digest(canonical({"context": context, "values": values}))
