"""The outcome of a ballot: what was decided, by which numbers, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from deliberate.core.decision.counting.threshold import Threshold
from deliberate.core.errors import Message

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Tie:
    """Options that stood equal. `rule`: how it was broken ("none": it stands); `kept`: those that
    go on or win; `round` counts from 1 in instant-runoff, else 0."""

    options: tuple[str, ...]
    rule: str
    kept: tuple[str, ...]
    round: int = 0

    def as_body(self) -> dict[str, Any]:
        return {
            "options": list(self.options),
            "rule": self.rule,
            "kept": list(self.kept),
            "round": self.round,
        }


@dataclass(frozen=True, slots=True)
class Round:
    """One round of instant-runoff: votes of the options still in it, who leaves after it, where
    their papers go (in the next round), and papers without a further preference so far."""

    number: int
    counts: Mapping[str, int]
    eliminated: tuple[str, ...]
    transfers: Mapping[str, int]
    exhausted: int

    def as_body(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "counts": dict(self.counts),
            "eliminated": list(self.eliminated),
            "transfers": dict(self.transfers),
            "exhausted": self.exhausted,
        }


@dataclass(frozen=True, slots=True)
class Pairwise:
    """Every option against every other. `wins[a][b]`: papers that rank a above b; `winner`: beats
    all others, or None; `smith`: the smallest set of options each of which beats all outside it
    (more than one option: a cycle or a tie)."""

    wins: Mapping[str, Mapping[str, int]]
    winner: str | None
    smith: tuple[str, ...]

    def as_body(self) -> dict[str, Any]:
        return {
            "wins": {a: dict(row) for a, row in self.wins.items()},
            "winner": self.winner,
            "smith": list(self.smith),
        }


@dataclass(frozen=True, slots=True)
class Position:
    """A minority position: what others than the majority wanted, with how much support. Whose it
    was is not told here."""

    option: str
    votes: Number
    share: Fraction | None = None
    reasons: tuple[str, ...] = ()

    def as_body(self) -> dict[str, Any]:
        return {
            "option": self.option,
            "votes": written(self.votes),
            "share": None if self.share is None else str(self.share),
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True)
class Caution:
    """Something a reader should know before relying on the outcome.

    Codes: CONDORCET (the pairwise winner is another), CYCLE (there is none), EMPTY_BASE (nobody is
    counted: nothing is adopted and there are no shares), EXHAUSTED (most papers did not reach the
    last round), INVALID (papers set aside), LOT_NEEDED (a tie waits for a lot).
    """

    code: str
    message: Message


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one ballot, complete: the same papers and definition give the same one.

    `result`: "adopted", "not_adopted", "adopted_in_part" on proposals; the name of the one option
    that won, or "chosen", "tied", "no_winner", "not_adopted" among options; "measured" where
    support is published and nothing decided; "no_quorum". This is what conditions
    (`when = "vote1 = ..."`) ask for.
    `winners`: options that won, best first (on a proposal: "for", "consent", or what was accepted).
    `counts`: votes, sums or points by option (in instant-runoff of the last round; pairwise wins in
    Condorcet). `shares`: exact parts of `base` by option, empty where the method has none or the
    base is zero; show them by `threshold.percent`. `levels`: papers by option and number given
    (score, live_with, support, points), else empty. `averages`: sum by paper (score, points,
    Borda).
    `cast`: papers handed in; `opt_outs`, `invalid` among them; `absent`: seats without a paper.
    `base`, `needed`: in papers; `needed` is None without a threshold. `quorum`: how many had to be
    present, None without one. `explanation`: the count in words, sentence by sentence.
    """

    method: str
    result: str
    winners: tuple[str, ...]
    counts: Mapping[str, Number]
    cast: int
    opt_outs: int
    invalid: int
    absent: int
    present: int
    seats: int
    base: int
    needed: int | None
    threshold: Threshold | None
    quorum: int | None
    shares: Mapping[str, Fraction] = field(default_factory=dict)
    levels: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    averages: Mapping[str, Fraction] = field(default_factory=dict)
    rounds: tuple[Round, ...] = ()
    pairwise: Pairwise | None = None
    ties: tuple[Tie, ...] = ()
    warnings: tuple[Caution, ...] = ()
    minority: tuple[Position, ...] = ()
    explanation: tuple[Message, ...] = ()

    def warned(self, code: str) -> bool:
        """Whether the outcome carries this caution."""
        return any(caution.code == code for caution in self.warnings)

    def as_body(self) -> dict[str, Any]:
        """The outcome for the record and for machines; fractions as text ("7/2")."""
        return {
            "method": self.method,
            "outcome": self.result,
            "winners": list(self.winners),
            "counts": {name: written(number) for name, number in self.counts.items()},
            "cast": self.cast,
            "opt_outs": self.opt_outs,
            "invalid": self.invalid,
            "absent": self.absent,
            "present": self.present,
            "base": self.base,
            "needed": self.needed,
            "quorum": self.quorum,
            "shares": {name: str(share) for name, share in self.shares.items()},
            "levels": {
                name: {str(level): papers for level, papers in row.items()}
                for name, row in self.levels.items()
            },
            "averages": {name: str(number) for name, number in self.averages.items()},
            "rounds": [entry.as_body() for entry in self.rounds],
            "pairwise": self.pairwise.as_body() if self.pairwise else None,
            "ties": [tie.as_body() for tie in self.ties],
            "warnings": [caution.code for caution in self.warnings],
            "minority": [position.as_body() for position in self.minority],
        }


def written(number: Number) -> int | str:
    """A number of the count as JSON keeps it: whole, or a fraction as text."""
    return int(number) if Fraction(number).denominator == 1 else str(number)
