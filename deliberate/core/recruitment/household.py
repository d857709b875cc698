"""When two people live in one household."""

from __future__ import annotations

from collections.abc import Iterable


def folded(cell: str) -> str:
    """A cell as households are compared: neither blanks nor capital letters make a difference."""
    return " ".join(cell.split()).casefold()


def household_of(cells: Iterable[str]) -> str:
    """The household that these cells name together; empty, and nobody else's, when one is empty."""
    shared = [folded(cell) for cell in cells]
    return " / ".join(shared) if all(shared) else ""
