"""Tables from outside, and what ours guard.

CSV with any common separator, in UTF-8 or UTF-16, or the first sheet of a workbook in XLSX.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.services.workbooks import is_workbook, oversized, workbook_rows
from deliberate.core.system_reason import system_reason

ENCODINGS = (("utf-16", (b"\xff\xfe", b"\xfe\xff")), ("utf-8-sig", (b"",)))
Row = tuple[int, list[str]]
LINES_TOLD = 5
"""So many further lines with the same fault are named."""
MOST = 1_048_576
"""Rows of a table: as many as a spreadsheet has."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
BYTE_ORDER_MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, in wide letters too."""


def grouped(faults: Iterable[Finding]) -> tuple[Finding, ...]:
    """Faults of rows, those that say the same as one: it stands at the first line and names others.

    One slip that is repeated in a hundred rows shall not bury whatever else is wrong.
    """
    alike: dict[tuple[str, str, str, str], list[Finding]] = {}
    for one in faults:
        place = one.where or Where("")
        alike.setdefault((one.code, str(one.message), place.file, place.path), []).append(one)
    return tuple(_as_one(group) for group in alike.values())


def _as_one(group: list[Finding]) -> Finding:
    first, lines = group[0], [one.where.line for one in group[1:] if one.where is not None]
    if not lines:
        return first
    told = tuple(map(str, lines[:LINES_TOLD]))
    return replace(first, message=_the_same(first.message, told, len(lines)), lines=tuple(lines))


def _the_same(problem: Message, told: tuple[str, ...], count: int) -> Message:
    if count == 1:
        return message("{problem} The same in line {line}.", problem=problem, line=told[0])
    if count == len(told):
        return message("{problem} The same in lines {lines}.", problem=problem, lines=told)
    return message(
        "{problem} The same in {count} more lines, the first of them {lines}.",
        problem=problem,
        count=count,
        lines=told,
    )


def guarded(cell: str) -> str:
    """A cell with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def unguarded(cell: str) -> str:
    """A cell that `guarded` wrote, as it was before."""
    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell


def formula_fault(cell: str) -> Message | None:
    """What is wrong with an identifier or a value that a spreadsheet would reckon; None: nothing.

    A sign or `@` at its beginning is none: numbers of telephones and names of accounts have it.
    """
    if not cell.startswith(("=", "＝")):
        return None
    return message("“{value}” begins like a formula; save the values instead.", value=cell)


def read_table(path: Path, largest: int, too_large: Message) -> tuple[list[str], list[Row]]:
    """The heads of a table, and its rows that are not empty, each with the line on which it begins.

    `largest` in bytes. Raises `UnusableInput` for a file that cannot be read as a table; heads and
    rows are empty when there is nothing in it.
    """
    data = _bytes(path, largest, too_large)
    if is_workbook(data, path):
        rows = workbook_rows(path, data, largest, too_large)
    else:
        text = _decoded(path, data)
        head = text.split("\n", 1)[0]
        rows = list(_rows(path, text, max(",;\t", key=head.count)))
    return (rows[0][1], rows[1:]) if rows else ([], [])


def wrong_length(path: Path, line: int, found: int, wanted: int) -> Finding:
    """A row that has more or fewer cells than the first line."""
    text = message("{found} cells; the first line has {wanted}.", found=found, wanted=wanted)
    return Finding("ROW", "error", text, Where(str(path), line))


def of_length(
    path: Path, heads: Sequence[str], rows: Iterable[Row]
) -> tuple[list[Row], list[Finding]]:
    """The rows with a cell for each head, and what is wrong with the others."""
    whole: list[Row] = []
    faults: list[Finding] = []
    for line, row in rows:
        if len(row) == len(heads):
            whole.append((line, row))
        else:
            faults.append(wrong_length(path, line, len(row), len(heads)))
    return whole, faults


def _rows(path: Path, text: str, separator: str) -> Iterator[Row]:
    lines = (line[0] for line in _LINE.finditer(text))  # a stream of it takes four times the room
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begins = 1
    kept: dict[str, str] = {}
    try:
        for row in reader:
            if reader.line_num > MOST + 1:
                raise UnusableInput(
                    "SIZE",
                    message("A table has at most {rows} rows.", rows=MOST),
                    where=Where(str(path)),
                )
            if any(cell.strip() for cell in row):
                yield begins, [kept.setdefault(cell, cell) for cell in row]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnusableInput(
            "CSV",
            message("The table cannot be read here: {reason}.", reason=str(error)),
            where=Where(str(path), begins),
        ) from None


def read_text(path: Path, largest: int, too_large: Message) -> str:
    """The text of a file in UTF-8 or UTF-16; raises `UnusableInput`."""
    return _decoded(path, _bytes(path, largest, too_large))


def _bytes(path: Path, largest: int, too_large: Message) -> bytes:
    try:
        if path.stat().st_size > largest:
            raise oversized(path, largest, too_large)
        return path.read_bytes()
    except OSError as error:
        raise UnusableInput(
            "FILE",
            message("The file cannot be read: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
        ) from None


def _decoded(path: Path, data: bytes) -> str:
    encoding = next(name for name, marks in ENCODINGS if data.startswith(marks))
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UnusableInput(
            "ENCODING",
            message("The file is not in UTF-8 or UTF-16."),
            where=Where(str(path), line),
            fix=message("Export it again as UTF-8, or as XLSX."),
        ) from None
