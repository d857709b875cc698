"""What a table of open data is made of, before it is written for a language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deliberate.core.errors import Message
from deliberate.core.text import Text

Value = Text | str | int | bool | date | datetime | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. `columns`: name and meaning of each; `texts`: the names of those that hold a text
    in several languages. Moments are ISO 8601 with the offset of the process; a value that is not
    known, or not yet public, is None."""

    title: Message
    about: Message
    columns: tuple[tuple[str, Message], ...]
    rows: tuple[Row, ...]
    texts: frozenset[str] = frozenset()
