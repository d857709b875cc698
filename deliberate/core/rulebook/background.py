"""What a rulebook knows beside its rules: strengths and threats, figures, what to tell when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from deliberate.core.period import Period
from deliberate.core.text import Text

SwotKind = Literal["strength", "weakness", "opportunity", "threat"]

PAIRS = (("threat", "strength"), ("weakness", "opportunity"))
"""The two tables of a decision matrix: what is met with what."""


@dataclass(frozen=True, slots=True)
class SwotStatement:
    """A line of one of the four lists: strengths, weaknesses, opportunities, threats."""

    id: str
    kind: SwotKind
    text: Text
    source: str = ""
    status: str = "seen"


@dataclass(frozen=True, slots=True)
class Measure:
    """A cell of the decision matrix: threat x strength or weakness x opportunity, with an owner.

    `pair` names the two statements; `owner` is an office or a role, since a rulebook knows nobody.
    """

    id: str
    pair: tuple[str, ...]
    measure: Text
    owner: str
    source: str = ""
    status: str = "seen"


@dataclass(frozen=True, slots=True)
class Figure:
    """A yearly figure that the sources give, such as appeals received in the whole country.

    `parts_sum` is what the parts published beside it add up to, where that is another number.
    """

    id: str
    category: str
    year: int
    value: int
    text: Text
    parts_sum: int | None = None
    source: str = ""
    status: str = "seen"

    @property
    def discrepancy(self) -> int:
        """By how much the published parts exceed the published total."""
        return 0 if self.parts_sum is None else self.parts_sum - self.value


@dataclass(frozen=True, slots=True)
class Telling:
    """Something to tell the public: at the `start` or the `end` of a step, or so long before it.

    Without a step it belongs to no day of the calendar: it is told `within` a period of what
    gives cause for it, such as a crisis.
    """

    id: str
    what: Text
    channels: tuple[str, ...]
    who: str
    step: str | None = None
    at: Literal["start", "end"] = "start"
    before: Period | None = None
    within: Period | None = None
    source: str = ""
    status: str = "seen"


@dataclass(frozen=True, slots=True)
class Background:
    """All of it; what a rulebook does not say is empty."""

    swot: tuple[SwotStatement, ...] = ()
    measures: tuple[Measure, ...] = ()
    figures: tuple[Figure, ...] = ()
    tellings: tuple[Telling, ...] = field(default=())

    def statement(self, name: str) -> SwotStatement | None:
        return next((item for item in self.swot if item.id == name), None)
