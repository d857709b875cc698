"""Counting yes, no and abstain, exactly: thresholds are whole votes or fractions, never floats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from deliberate.core.errors import Message, UnusableInput, message

Outcome = Literal["adopted", "not_adopted"]
BASES = ("seats", "present", "cast", "cast_less_opt_outs")


@dataclass(frozen=True, slots=True)
class Threshold:
    """Exactly one of: whole votes, a share that must be reached, a share that must be exceeded."""

    at_least_votes: int | None = None
    at_least: Fraction | None = None
    more_than: Fraction | None = None

    def needed(self, base: int) -> int:
        """How many votes carry the decision on this base."""
        if self.at_least_votes is not None:
            return self.at_least_votes
        if self.at_least is not None:
            return ceil(self.at_least * base)
        if self.more_than is not None:
            return floor(self.more_than * base) + 1
        raise UnusableInput("THRESHOLD", message("The ballot has no threshold."))


@dataclass(frozen=True, slots=True)
class YesNoOutcome:
    """The count. `absent` are seats without a vote; `base` and `needed` in votes."""

    for_: int
    against: int
    abstain: int
    absent: int
    base: int
    needed: int
    outcome: Outcome
    explanation: Message


def count_yes_no(
    votes: Mapping[str, str],
    *,
    seats: int,
    present: int,
    threshold: Threshold,
    base: str,
) -> YesNoOutcome:
    """Count one vote per seat: "for", "against" or "abstain".

    On the base `seats` an absent or abstaining member counts against. Raises `UnusableInput` for
    an unknown choice or base, or more votes than seats.
    """
    strangers = sorted(set(votes.values()) - {"for", "against", "abstain"})
    if strangers or base not in BASES or len(votes) > seats:
        raise UnusableInput(
            "BALLOT",
            message(
                "The votes cannot be counted: {strangers}.",
                strangers=tuple(strangers) or (base, len(votes), seats),
            ),
        )
    for_, against, abstain = (
        sum(choice == wanted for choice in votes.values())
        for wanted in ("for", "against", "abstain")
    )
    size = {
        "seats": seats,
        "present": present,
        "cast": len(votes),
        "cast_less_opt_outs": for_ + against,
    }[base]
    needed = threshold.needed(size)
    outcome: Outcome = "adopted" if size > 0 and for_ >= needed else "not_adopted"
    text = (
        message(
            "{votes} of {base} vote for; {needed} are needed: adopted.",
            votes=for_,
            base=size,
            needed=needed,
        )
        if outcome == "adopted"
        else message(
            "{votes} of {base} vote for; {needed} are needed: not adopted.",
            votes=for_,
            base=size,
            needed=needed,
        )
    )
    return YesNoOutcome(for_, against, abstain, seats - len(votes), size, needed, outcome, text)
