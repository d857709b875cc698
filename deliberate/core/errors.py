"""Messages, findings and errors: what is wrong, where, why, and what to do.

The core never formats a sentence for a reader. It makes a `Message` (an English msgid and its
values); the doors render it in the reader's language through `deliberate.i18n`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Level = Literal["must", "should", "error"]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence still to be translated: `text` is the msgid with `{named}` values.

    One that counts something has a `plural`, the msgid for any other number than one, and the
    `number` by which a language chooses its form.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str = ""
    number: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __str__(self) -> str:
        return self.english.format(**self.values)

    @property
    def english(self) -> str:
        """The msgid in the form for its number, with its placeholders."""
        return self.plural if self.plural and self.number != 1 else self.text

    def __hash__(self) -> int:
        return hash((self.text, tuple(sorted((k, str(v)) for k, v in self.values.items()))))


def message(text: str, /, **values: Any) -> Message:
    """Mark `text` for the catalogues (Babel extracts this call) and bind its values."""
    return Message(text, values)


def nmessage(one: str, many: str, /, count: int, **values: Any) -> Message:
    """`message` for a sentence about so many of something: both forms are marked, as `ngettext`
    has them, and `{count}` is bound."""
    return Message(one, {"count": count, **values}, many, count)


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file: `line` and `column` count from 1; line 0 is the file as a whole; `path` is
    the dotted key."""

    file: str
    line: int = 0
    column: int = 1
    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure from a rule (`must`, `should`) or an unusable input (`error`).

    `lines`: all further lines of the file with the same fault, of which the message names a few.
    """

    code: str
    level: Level
    message: Message
    where: Where | None = None
    fix: Message | None = None
    steps: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


class DeliberateError(Exception):
    """Base of every error a person may meet; `code` is stable, `message` translatable.

    `data`: what a program may want of it in numbers, where there are any."""

    def __init__(
        self,
        code: str,
        text: Message,
        *,
        where: Where | None = None,
        fix: Message | None = None,
        findings: tuple[Finding, ...] = (),
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code, text)
        self.code = code
        self.message = text
        self.where = where
        self.fix = fix
        self.findings = findings
        self.data = data

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.fix}" if self.fix else ""
        return f"{place}{self.code} {self.message}{remedy}"


class UnusableInput(DeliberateError):
    """The input cannot be read or understood; nothing was computed or changed (exit code 2)."""


class Refused(DeliberateError):
    """A well-formed command that a rule, a role or the state forbids; nothing was changed."""


class Unknown(Refused):
    """The command names a process, a document or a language that is not there (exit code 2)."""


class Conflict(Refused):
    """Somebody else acted first on the same facts; read again, then decide again."""
