"""What is ruled before a vote and frozen with it: method, options, threshold, ties, gaps, rounding.

Nothing of it may be decided once papers are known. `as_body` is the form in the public record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from deliberate.core.decision.counting.definition_faults import (
    defaults,
    faults_of_definition,
    require_shape,
)
from deliberate.core.decision.counting.terms import (
    CHOOSING,
    FIXED_OPTIONS,
    SUPPORT,
    Irregular,
    Method,
    Tie,
    Unmarked,
)
from deliberate.core.decision.counting.threshold import Base, Threshold
from deliberate.core.errors import UnusableInput, message
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Option:
    """One option on the paper: a name for files and conditions, and its words."""

    id: str
    text: Text = field(default_factory=Text)


@dataclass(frozen=True)
class BallotDefinition:
    """One ballot as frozen before it opens. Raises `UnusableInput` (BALLOT) with all its faults as
    findings.

    `options`: for `yes_no_abstain` and `consent` fixed (they may be left out), for `live_with` the
    proposals, for `support` the ideas. `seats`: all seats of the panel, filled or not. `quorum`:
    how many must be present, as votes or as a share of the seats. `opt_out`: a paper may state no
    opinion (abstain).
    `ties`: rules tried one after the other; `tie_order`: the order for the rule `order`, first is
    best. `gaps`, `repeats`, `equals`: irregular rankings. `most`: marks per paper at most
    (approval). `winners`: how many are chosen. `scale`: lowest and highest score or level.
    `live_with_from`: the lowest level that accepts. `budget`: points of each person; `spend_all`:
    all must be given. `objections_allowed`: how many serious objections do not yet block.
    `decimals`: percentages are shown rounded half up to so many.
    """

    method: Method
    options: tuple[Option, ...] = ()
    seats: int = 0
    threshold: Threshold | None = None
    base: Base = "seats"
    quorum: Threshold | None = None
    opt_out: bool = True
    ties: tuple[Tie, ...] = ("none",)
    tie_order: tuple[str, ...] = ()
    gaps: Irregular = "refuse"
    repeats: Irregular = "refuse"
    equals: Irregular = "refuse"
    unmarked: Unmarked = "least"
    most: int | None = None
    winners: int = 1
    budget: int | None = None
    spend_all: bool = False
    scale: tuple[int, int] | None = None
    live_with_from: int | None = None
    objections_allowed: int = 0
    decimals: int = 1

    def __post_init__(self) -> None:
        if self.method in FIXED_OPTIONS and not self.options:
            fixed = tuple(Option(name) for name in FIXED_OPTIONS[self.method])
            object.__setattr__(self, "options", fixed)
        if self.method == "support":
            object.__setattr__(self, "scale", self.scale or (0, len(SUPPORT) - 1))
            # An idea that somebody passes over is not one that they are against.
            object.__setattr__(self, "unmarked", "refuse")
        found = faults_of_definition(self)
        if found:
            raise UnusableInput(
                "BALLOT", message("This ballot cannot be held as it is defined."), findings=found
            )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the options, in the order of the paper."""
        return tuple(option.id for option in self.options)

    @property
    def chooses(self) -> bool:
        """Whether the ballot chooses among its options, rather than adopting a proposal or not."""
        return self.method in CHOOSING

    def text_of(self, name: str) -> Any:
        """The words of an option, or its name where it has none."""
        return next((o.text for o in self.options if o.id == name and o.text), name)

    def as_body(self) -> dict[str, Any]:
        """The whole definition, every rule spelled out, for the record and for files."""
        return {
            "method": self.method,
            "options": [{"id": o.id, "text": o.text.as_dict()} for o in self.options],
            "seats": self.seats,
            "threshold": self.threshold.as_body() if self.threshold else None,
            "base": self.base,
            "quorum": self.quorum.as_body() if self.quorum else None,
            "opt_out": self.opt_out,
            "ties": list(self.ties),
            "tie_order": list(self.tie_order),
            "gaps": self.gaps,
            "repeats": self.repeats,
            "equals": self.equals,
            "unmarked": self.unmarked,
            "most": self.most,
            "winners": self.winners,
            "budget": self.budget,
            "spend_all": self.spend_all,
            "scale": list(self.scale) if self.scale else None,
            "live_with_from": self.live_with_from,
            "objections_allowed": self.objections_allowed,
            "decimals": self.decimals,
            "rounding": "half_up",
        }

    @classmethod
    def of_body(cls, body: Mapping[str, Any]) -> BallotDefinition:
        """The definition of its frozen form or of a file; absent keys take their default.

        An option may be a name alone. Raises `UnusableInput` (BALLOT, THRESHOLD) with all faults.
        """
        given = {**defaults(cls), **require_shape(body)}
        given.pop("rounding", None)
        for name in ("threshold", "quorum"):
            if given[name] is not None:
                given[name] = Threshold.of_body(given[name])
        given["options"] = tuple(_option(option) for option in given["options"])
        for name in ("ties", "tie_order", "scale"):
            if given[name] is not None:
                given[name] = tuple(given[name])
        return cls(**given)


def _option(written: str | Mapping[str, Any]) -> Option:
    if isinstance(written, str):
        return Option(written)
    return Option(written["id"], Text.of(written.get("text", {})))
