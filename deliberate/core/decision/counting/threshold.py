"""Thresholds, bases and percentages: whole votes or fractions of a base, never floats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any, Literal

from deliberate.core.errors import UnusableInput, message

Base = Literal["seats", "present", "cast", "cast_less_opt_outs"]
BASES: tuple[Base, ...] = ("seats", "present", "cast", "cast_less_opt_outs")
"""What a share is a share of: all seats, members present, papers, papers that state an opinion."""
SHARE = re.compile(r"\d{1,9}(/[1-9]\d{0,8})?")
FORMS = ("at_least_votes", "at_least", "more_than")


@dataclass(frozen=True, slots=True)
class Threshold:
    """Exactly one of: whole votes (1 or more), a share that must be reached (above 0, at most 1),
    a share that must be exceeded (from 0, below 1). Anything else is refused (THRESHOLD)."""

    at_least_votes: int | None = None
    at_least: Fraction | None = None
    more_than: Fraction | None = None

    def __post_init__(self) -> None:
        given = [name for name in FORMS if getattr(self, name) is not None]
        if len(given) != 1:
            raise UnusableInput(
                "THRESHOLD",
                message("A threshold is exactly one of: {forms}.", forms=FORMS),
            )
        if self.at_least_votes is not None and self.at_least_votes < 1:
            raise _outside(given[0], self.at_least_votes)
        if self.at_least is not None and not 0 < self.at_least <= 1:
            raise _outside(given[0], self.at_least)
        if self.more_than is not None and not 0 <= self.more_than < 1:
            raise _outside(given[0], self.more_than)

    def needed(self, base: int) -> int:
        """The least whole number of votes that carries the decision on this base; on a base of
        zero a share needs one vote, which nobody has."""
        if self.at_least_votes is not None:
            return self.at_least_votes
        if self.at_least is not None:
            return max(1, ceil(self.at_least * base))
        return floor((self.more_than or Fraction(0)) * base) + 1

    def as_body(self) -> dict[str, Any]:
        """As it is frozen in the record: whole votes as a number, shares as text ("4/5")."""
        if self.at_least_votes is not None:
            return {"at_least_votes": self.at_least_votes}
        if self.at_least is not None:
            return {"at_least": str(self.at_least)}
        return {"more_than": str(self.more_than)}

    @classmethod
    def of_body(cls, body: Any) -> Threshold:
        """The threshold of its frozen form; raises `UnusableInput` (THRESHOLD)."""
        if not isinstance(body, Mapping) or len(body) != 1:
            raise UnusableInput(
                "THRESHOLD",
                message("A threshold is exactly one of: {forms}.", forms=FORMS),
            )
        match dict(body):
            case {"at_least_votes": int() as votes} if not isinstance(votes, bool):
                return cls(at_least_votes=votes)
            case {"at_least": share}:
                return cls(at_least=share_of(share))
            case {"more_than": share}:
                return cls(more_than=share_of(share))
        raise UnusableInput(
            "THRESHOLD",
            message("“{value}” is no threshold.", value=str(dict(body))),
            fix=message("Write whole votes as a number, a share as a fraction such as 4/5."),
        )


def share_of(value: Any) -> Fraction:
    """An exact share, written as a fraction ("4/5", "1"); raises `UnusableInput` (THRESHOLD)."""
    if isinstance(value, Fraction):
        return value
    if not isinstance(value, str) or not SHARE.fullmatch(value):
        raise UnusableInput(
            "THRESHOLD",
            message("“{value}” is no share.", value=str(value)),
            fix=message("Write whole votes as a number, a share as a fraction such as 4/5."),
        )
    return Fraction(value)


def percent(part: Fraction | int, base: Fraction | int, decimals: int = 1) -> Fraction:
    """A percentage for display, rounded half up to so many decimals; the base is above zero.

    50 of 89 is 562/10, shown as 56.2. Decisions are never taken on it.
    """
    steps = 10**decimals
    return Fraction(floor(Fraction(part) * 100 * steps / base + Fraction(1, 2)), steps)


def _outside(name: str, value: int | Fraction) -> UnusableInput:
    return UnusableInput(
        "THRESHOLD",
        message("The threshold {name} = {value} can decide nothing.", name=name, value=value),
        fix=message(
            "Write at_least_votes from 1, at_least above 0 up to 1, or more_than from 0 below 1."
        ),
    )
