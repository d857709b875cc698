"""When two people live in one household."""

from __future__ import annotations

from collections.abc import Iterable


def household_of(cells: Iterable[str]) -> str:
    """The household that these cells name together; empty, and nobody else's, when one is empty.

    Neither blanks nor capital letters make a difference.
    """
    shared = [" ".join(cell.split()).lower() for cell in cells]
    return " / ".join(shared) if all(shared) else ""
