"""What a draw needs of a register, whatever keeps it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from deliberate.core.recruitment.register.statement import Dialect


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the `head` that people call it by, its quoted `name` in SQL, and its type."""

    head: str
    name: str
    kind: str = "text"


class Reader(Protocol):
    """An open register. It answers as it was when it was opened, or refuses when it has changed."""

    @property
    def shown(self) -> str:
        """What it is called, without a password."""
        ...

    @property
    def dialect(self) -> Dialect: ...

    @property
    def source(self) -> str:
        """What stands behind FROM."""
        ...

    @property
    def columns(self) -> Sequence[Column]: ...

    @property
    def sha256(self) -> str:
        """Of the file; empty where there is none."""
        ...

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of an answer; raises `UnusableInput` with what cannot be read."""
        ...

    def lines(self, column: Column, cells: Collection[str]) -> list[tuple[int, str]]:
        """Some lines of the file on which the column has one of these cells, with the cell."""
        ...

    def past_faults(self) -> Reader | None:
        """The same without the rows that are none, to see what else is wrong; None where a table
        cannot have such rows."""
        ...
