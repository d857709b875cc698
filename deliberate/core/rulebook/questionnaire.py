"""Questionnaires: the questions of a survey as a rulebook or a pilot words them."""

from __future__ import annotations

from dataclasses import dataclass, field

from deliberate.core.rulebook.status import Status
from deliberate.core.text import Text

KINDS = ("single", "multiple", "scale", "number", "text")
CHOSEN = ("single", "multiple")
"""Kinds of questions that are answered by options."""
EVALUATION = "evaluation"
"""The questionnaire at the end of a process, where neither rulebook nor pilot words another."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a question offers."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `correct`: the right option of a knowledge question; every other answer, "don't
    know" and no answer at all count as wrong. `lowest`, `highest`: the ends of a scale, and
    `lowest_text`, `highest_text` what they mean; for a number, its limits."""

    id: str
    text: Text
    kind: str
    options: tuple[Option, ...] = ()
    correct: str = ""
    lowest: int | None = None
    highest: int | None = None
    lowest_text: Text = field(default_factory=Text)
    highest_text: Text = field(default_factory=Text)

    @property
    def answers(self) -> tuple[str, ...]:
        """What can be counted: the options, or the points of a scale."""
        if self.kind == "scale":
            return tuple(str(point) for point in range(self.lowest or 0, (self.highest or 0) + 1))
        return tuple(option.id for option in self.options)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A list of questions by its name; `source` and `status` say where its wording comes from."""

    id: str
    items: tuple[Item, ...]
    title: Text = field(default_factory=Text)
    source: str = ""
    status: Status = "practice"

    def item(self, name: str) -> Item | None:
        return next((item for item in self.items if item.id == name), None)
