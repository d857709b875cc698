"""What a pilot puts to its members: one question or several, their limits, their neutrality."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class RemitQuestion:
    """One of several questions that members answer."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Remit:
    """The question put to members, its limits, and who answers for its neutrality.

    `questions`: where more than one is put, each of them; `question` is what they are about.
    """

    question: Text = field(default_factory=Text)
    status_quo: Text = field(default_factory=Text)
    scope_in: Text = field(default_factory=Text)
    scope_out: Text = field(default_factory=Text)
    background: Text = field(default_factory=Text)
    neutrality_signed_off_by: str = ""
    tested_with_readers: int | None = None
    questions: tuple[RemitQuestion, ...] = ()

    @property
    def whole(self) -> Text:
        """The question and below it, numbered, those that are put, in each of its languages."""
        return Text.of(
            {
                language: "\n".join((words, *self._numbered(language)))
                for language, words in self.question.as_dict().items()
            }
        )

    def _numbered(self, language: str) -> Iterator[str]:
        for number, item in enumerate(self.questions, start=1):
            yield f"{number}. {item.text.best(language)[0]}"
