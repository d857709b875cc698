"""For which issues a model is made, as its rulebook states it: data, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from deliberate.core.rulebook.status import Status
from deliberate.core.text import Text

Strength = Literal["made_for", "suits", "weak", "unsuited"]
"""How well a model goes with an answer: it was made for it; it can well be used; it has been used
and other models do better; it cannot give what is asked for. What is not named is neither."""


@dataclass(frozen=True, slots=True)
class Suitability:
    """How a model goes with some answers to a question. `why` says it in the model's own terms."""

    question: str
    answers: tuple[str, ...]
    strength: Strength
    why: Text = field(default_factory=Text)
    source: str = ""
    status: Status = "practice"


@dataclass(frozen=True, slots=True)
class Span:
    """A number that a model takes: the least it works with, and what is usual."""

    least: int
    usual: int
    source: str = ""
    status: Status = "practice"


@dataclass(frozen=True, slots=True)
class NotAdvised:
    """When a model should not be used. `when`: answers that must all be given for it to apply;
    without them it is said to everybody, because no answer could tell."""

    id: str
    text: Text
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: str = ""
    status: Status = "practice"


@dataclass(frozen=True, slots=True)
class Cost:
    """What the work takes, in person-days of those who do it, and how long it lasts in weeks.

    Person-days: `fixed` + `per_day` for each day of meetings + `per_person` for each member + one
    for each day and each table of `table` members (its moderator; 0: tables work unmoderated).
    Weeks: `preparation` + `recruitment` + the days of meetings at `days_per_week` + `report`.
    """

    fixed: int
    per_day: int
    per_person: Fraction
    table: int
    preparation: int
    recruitment: int
    days_per_week: Fraction
    report: int
    source: str = ""
    status: Status = "practice"


@dataclass(frozen=True, slots=True)
class FitSource:
    """Where a statement about a model's fit is read."""

    id: str
    text: str
    title: Text = field(default_factory=Text)
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """All that a rulebook says about where its model belongs."""

    suits: tuple[Suitability, ...]
    people: Span
    days: Span
    cost: Cost
    not_advised_when: tuple[NotAdvised, ...] = ()
    sources: tuple[FitSource, ...] = ()

    def source(self, name: str) -> FitSource | None:
        return next((item for item in self.sources if item.id == name), None)
