"""What one method makes of the papers, before threshold, quorum and minority are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from deliberate.core.decision.counting.outcome import Caution, Number, Pairwise, Round
from deliberate.core.errors import Message


@dataclass(frozen=True, slots=True)
class Tallied:
    """`counts`, `winners`, `result`, `levels`, `averages`, `rounds`, `pairwise`, `warnings`: as in
    `Outcome`; `steps`: the method's own sentences on how it came to that."""

    counts: Mapping[str, Number]
    winners: tuple[str, ...]
    result: str
    steps: tuple[Message, ...] = ()
    levels: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    averages: Mapping[str, Fraction] = field(default_factory=dict)
    rounds: tuple[Round, ...] = ()
    pairwise: Pairwise | None = None
    warnings: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number of papers is held against. `needed`: None without a threshold."""

    base: int
    needed: int | None

    def carries(self, votes: Number) -> bool:
        """Whether so many papers are enough; nothing is carried on an empty base."""
        return self.base > 0 and (self.needed is None or votes >= self.needed)
