"""Comment exports of a social page: a table with one comment vote for each account."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deliberate.core.errors import Finding, UnusableInput, Where, message
from deliberate.core.services.public_votes import CommentVote
from deliberate.core.system_reason import system_reason

COLUMNS = ("account", "choice")
LARGEST = 50 * 1024 * 1024
"""In bytes; a national page has fewer comments than this holds."""


def read_comments(path: Path) -> tuple[CommentVote, ...]:
    """The rows of a CSV file with the columns `account` and `choice`.

    UTF-8, with commas or semicolons. Several choices of one account stand in one cell, with `|`
    between them. Raises `UnusableInput` with the line of each row that cannot be used.
    """
    text = _text(path)
    rows = csv.reader(io.StringIO(text), delimiter=_separator(text), strict=True)
    head = _head(path, rows)
    places = [head.index(name) for name in COLUMNS]
    votes: list[CommentVote] = []
    faults: list[Finding] = []
    for line, row in _lines(path, rows):
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


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise UnusableInput(
                "SIZE", message("The file is larger than any export."), where=Where(str(path))
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UnusableInput(
            "ENCODING",
            message("The file is not in UTF-8."),
            where=Where(str(path), line),
            fix=message("Export it again as UTF-8."),
        ) from None
    except OSError as error:
        raise UnusableInput(
            "FILE",
            message("The file cannot be read: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
        ) from None


def _separator(text: str) -> str:
    head = text.split("\n", 1)[0]
    return ";" if head.count(";") > head.count(",") else ","


def _head(path: Path, rows: Iterator[list[str]]) -> list[str]:
    try:
        head = [name.strip().lower() for name in next(rows, [])]
    except csv.Error as error:
        raise _broken(path, 1, error) from None
    missing = tuple(name for name in COLUMNS if name not in head)
    if missing:
        raise UnusableInput(
            "COLUMNS",
            message("These columns are missing: {names}.", names=missing),
            where=Where(str(path)),
            fix=message("The first line names the columns: {names}.", names=COLUMNS),
        )
    return head


def _lines(path: Path, rows: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line on which it begins; a cell may hold several."""
    begins = rows.line_num + 1
    try:
        for row in rows:
            if row:
                yield begins, row
            begins = rows.line_num + 1
    except csv.Error as error:
        raise _broken(path, begins, error) from None


def _fault(path: Path, line: int, missing: list[str], found: int, wanted: int) -> Finding:
    where = Where(str(path), line)
    if found != wanted:
        text = message("{found} cells; the first line has {wanted}.", found=found, wanted=wanted)
    else:
        text = message("This row lacks: {names}.", names=tuple(missing))
    return Finding("ROW", "error", text, where)


def _broken(path: Path, line: int, error: csv.Error) -> UnusableInput:
    return UnusableInput(
        "CSV",
        message("The table cannot be read here: {reason}.", reason=str(error)),
        where=Where(str(path), line),
    )


def _unusable(path: Path, faults: list[Finding]) -> UnusableInput:
    if not faults:
        return UnusableInput("EMPTY", message("The file has no rows."), where=Where(str(path)))
    return UnusableInput(
        "ROWS",
        message("{count} rows cannot be used; nothing was imported.", count=len(faults)),
        where=Where(str(path)),
        findings=tuple(faults),
    )
