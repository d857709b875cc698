"""The cells of one ballot: which marks they make, and what is wrong with those that make none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from deliberate.core.errors import Message, message
from deliberate.core.services.ballot_options import Names, plain

Mark = tuple[str, int]
Fault = tuple[str, Message, str]
"""Code, what is wrong, and the column."""
Cells = Mapping[str, str]
"""The cells of a row by column, those that hold marks."""

SEPARATOR = "|"
"""Between options in one cell."""
TICKS = frozenset({"1", "x", "х", "+", "✓", "✔", "yes", "true", "да", "иә"})
"""A mark beside an option, in small letters; the Latin and the Cyrillic x look alike."""
NO_TICKS = frozenset({"", "0", "-", "–", "—", "no", "false", "нет", "жоқ"})
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")


def choice(cells: Cells, names: Names) -> Iterator[Mark | Fault]:
    """The option that each filled cell names, with a 1 beside it."""
    for column, cell in cells.items():
        if cell:
            yield _option(cell, names, column) or (names.find(cell) or "", 1)


def choices(cells: Cells, names: Names) -> Iterator[Mark | Fault]:
    """The options that a cell names, parted by `|`."""
    for column, cell in cells.items():
        for part in filter(None, map(plain, cell.split(SEPARATOR))):
            yield _option(part, names, column) or (names.find(part) or "", 1)


def ticks(cells: Cells, names: Names) -> Iterator[Mark | Fault]:
    """A mark beside each option that is approved, nothing or 0 beside the others."""
    for column, cell in cells.items():
        if is_tick(cell):
            yield names.find(column) or "", 1
        elif cell.casefold() not in NO_TICKS:
            text = message(
                "Column “{column}”: “{value}” is no mark; write 1, or leave it empty.",
                column=column,
                value=cell,
            )
            yield "MARK", text, column


def ranked(cells: Cells, names: Names) -> Iterator[Mark | Fault]:
    """The option at each rank; the columns are the ranks."""
    for column, cell in cells.items():
        if cell:
            yield _option(cell, names, column) or (names.find(cell) or "", int(column))


def numbers(cells: Cells, names: Names) -> Iterator[Mark | Fault]:
    """The number beside each option: a rank, a score, a level, points. Empty cells say nothing."""
    for column, cell in cells.items():
        if _WHOLE.fullmatch(cell):
            yield names.find(column) or "", int(cell)
        elif cell:
            text = message(
                "Column “{column}”: “{value}” is no whole number.", column=column, value=cell
            )
            yield "NUMBER", text, column


def is_tick(cell: str) -> bool:
    """Whether a cell marks the option of its column."""
    return cell.casefold() in TICKS


def _option(cell: str, names: Names, column: str) -> Fault | None:
    """The fault of a cell that names no option."""
    if names.find(cell) is not None:
        return None
    text = message(
        "Column “{column}”: there is no option “{value}”; the options are: {options}.",
        column=column,
        value=cell,
        options=names.words(),
    )
    return "UNKNOWN_OPTION", text, column
