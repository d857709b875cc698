"""Comment exports of a social page: a table with one comment vote for each account."""

from __future__ import annotations

from pathlib import Path

from deliberate.core.errors import Finding, UnusableInput, Where, message
from deliberate.core.services.public_votes import CommentVote
from deliberate.core.services.table_files import read_table, wrong_length

COLUMNS = ("account", "choice")
LARGEST = 50 * 1024 * 1024
"""In bytes; a national page has fewer comments than this holds."""


def read_comments(path: Path) -> tuple[CommentVote, ...]:
    """The rows of a CSV file with the columns `account` and `choice`.

    UTF-8 or UTF-16, with commas, semicolons or tabs. Several choices of one account stand in one
    cell, with `|` between them. Raises `UnusableInput` with the line of each row that cannot be
    used.
    """
    first, rows = read_table(path, LARGEST, message("The file is larger than any export."))
    head = _head(path, first)
    places = [head.index(name) for name in COLUMNS]
    votes: list[CommentVote] = []
    faults: list[Finding] = []
    for line, row in rows:
        cells = [row[place].strip() if place < len(row) else "" for place in places]
        missing = [name for name, cell in zip(COLUMNS, cells, strict=True) if not cell]
        if len(row) != len(head) or missing:
            faults.append(_fault(path, line, missing, len(row), len(head)))
        else:
            choices = tuple(part.strip() for part in cells[1].split("|") if part.strip())
            votes.append(CommentVote(cells[0], choices, line))
    if faults or not votes:
        raise _unusable(path, faults)
    return tuple(votes)


def _head(path: Path, first: list[str]) -> list[str]:
    head = [name.strip().lower() for name in first]
    missing = tuple(name for name in COLUMNS if name not in head)
    if missing:
        raise UnusableInput(
            "COLUMNS",
            message("These columns are missing: {names}.", names=missing),
            where=Where(str(path)),
            fix=message("The first line names the columns: {names}.", names=COLUMNS),
        )
    return head


def _fault(path: Path, line: int, missing: list[str], found: int, wanted: int) -> Finding:
    if found != wanted:
        return wrong_length(path, line, found, wanted)
    text = message("This row lacks: {names}.", names=tuple(missing))
    return Finding("ROW", "error", text, Where(str(path), line))


def _unusable(path: Path, faults: list[Finding]) -> UnusableInput:
    if not faults:
        return UnusableInput("EMPTY", message("The file has no rows."), where=Where(str(path)))
    return UnusableInput(
        "ROWS",
        message("{count} rows cannot be used; nothing was imported.", count=len(faults)),
        where=Where(str(path)),
        findings=tuple(faults),
    )
