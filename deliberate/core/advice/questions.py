"""The questions in words: what is asked, why it is asked, and what each answer means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from deliberate.core.errors import UnusableInput, message
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    ListOf,
    MapOf,
    StrictSchema,
    Table,
    TextField,
)
from deliberate.core.rulebook.issue_vocabulary import CHOICES, HOME, MEANS, PREFLIGHT, QUESTIONS
from deliberate.core.rulebook.records import schema_of
from deliberate.core.rulebook.source import read_toml
from deliberate.core.text import Text

FILE = Path(__file__).with_name("questions.toml")
Part = Literal["preflight", "question", "circumstance", "home", "means"]
Instead = Literal["not_yet", "hearing"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `why` says what the answer is needed for; `options` are its answers in words,
    none where a number is asked for or the answers depend on what is installed.

    Of the pre-flight: `failing` says what to do while the answer is no, and `instead` what is
    advised meanwhile: not to deliberate yet, or a hearing in its place.
    """

    id: str
    text: Text
    why: Text
    options: Mapping[str, Text] = field(default_factory=dict)
    short: Text = field(default_factory=Text)
    failing: Text = field(default_factory=Text)
    instead: Instead = "not_yet"

    @property
    def part(self) -> Part:
        if self.id in PREFLIGHT:
            return "preflight"
        if self.id in MEANS:
            return "means"
        if self.id == HOME:
            return "home"
        return "question" if self.id in QUESTIONS else "circumstance"

    def label(self, answer: str) -> Text:
        """An answer in words."""
        return self.options[answer]


@dataclass(frozen=True, slots=True)
class Questions:
    """All questions, in the order in which they are asked."""

    items: tuple[Question, ...]

    def of(self, part: Part) -> tuple[Question, ...]:
        return tuple(item for item in self.items if item.part == part)

    def __getitem__(self, name: str) -> Question:
        return next(item for item in self.items if item.id == name)


QuestionSchema = schema_of(
    Question,
    id=IdentifierField(required=True),
    text=TextField(required=True),
    why=TextField(required=True),
    options=MapOf(TextField()),
    short=TextField(required=True),
    failing=TextField(),
    instead=Choice(("not_yet", "hearing")),
)


class _File(StrictSchema):
    """The file of questions."""

    questions = ListOf(Table(QuestionSchema), required=True)


def read_questions() -> Questions:
    """The questions that come with the software; they and the closed lists agree."""
    read: dict[str, Any] = _File().load(read_toml(FILE).data)
    found = {item.id: item for item in read["questions"]}
    asked = {**dict.fromkeys((*PREFLIGHT, HOME, *MEANS), ()), **CHOICES}
    if {name: tuple(item.options) for name, item in found.items()} != asked:
        raise UnusableInput(
            "QUESTIONS", message("The questions and their answers do not agree with the software.")
        )
    order = (*PREFLIGHT, *CHOICES, HOME, *MEANS)
    return Questions(tuple(found[name] for name in order))
