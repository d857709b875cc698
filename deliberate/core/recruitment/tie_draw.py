"""Breaking a tie by commit and reveal: no party alone can steer it, anyone can recompute it.

Each party commits to a secret value before any value is known, then reveals it. The seed is
SHA-256 over the context and all revealed values in the order of the parties' names. The parties
are different people, and at most one of them belongs to those who run the vote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import Refused, message
from deliberate.core.randomness import Generator

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


def draw(
    items: Iterable[str],
    seats: int,
    reveals: Sequence[Reveal],
    commitments: Sequence[Commitment],
    context: str,
) -> Drawn:
    """The order of the tied items; the first `seats` of them win.

    Refuses a reveal that fits no commitment, and a commitment that is not revealed yet.
    """
    tied = sorted(set(items))
    if not 0 < seats < len(tied):
        raise Refused("NO_TIE", message("There is no tie to be drawn."))
    revealed = {reveal.party: reveal for reveal in reveals}
    for commitment in commitments:
        reveal = revealed.get(commitment.party)
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
    if len(commitments) < 2 or len(revealed) != len(commitments):
        raise Refused("COMMITMENTS", message("A draw needs the committed values of two parties."))
    values = [[name, revealed[name].value.hex()] for name in sorted(revealed)]
    seed = digest(canonical({"context": context, "values": values}))
    return Drawn(tuple(Generator(bytes.fromhex(seed)).shuffle(tied)), seed)
