"""Tables from outside: CSV with any common separator, in UTF-8 or UTF-16; and what ours guard."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.system_reason import system_reason

ENCODINGS = (("utf-16", (b"\xff\xfe", b"\xfe\xff")), ("utf-8-sig", (b"",)))
Row = tuple[int, list[str]]
BYTE_ORDER_MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, in wide letters too."""


def guarded(cell: str) -> str:
    """A cell with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def read_table(path: Path, largest: int, too_large: Message) -> tuple[list[str], list[Row]]:
    """The heads of a table, and its rows that are not empty, each with the line on which it begins.

    `largest` in bytes. Raises `UnusableInput` for a file that cannot be read as a table; heads and
    rows are empty when there is nothing in it.
    """
    text = read_text(path, largest, too_large)
    head = text.split("\n", 1)[0]
    rows = list(_rows(path, text, max(",;\t", key=head.count)))
    return (rows[0][1], rows[1:]) if rows else ([], [])


def wrong_length(path: Path, line: int, found: int, wanted: int) -> Finding:
    """A row that has more or fewer cells than the first line."""
    text = message("{found} cells; the first line has {wanted}.", found=found, wanted=wanted)
    return Finding("ROW", "error", text, Where(str(path), line))


def _rows(path: Path, text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnusableInput(
            "CSV",
            message("The table cannot be read here: {reason}.", reason=str(error)),
            where=Where(str(path), begins),
        ) from None


def read_text(path: Path, largest: int, too_large: Message) -> str:
    """The text of a file in UTF-8 or UTF-16; raises `UnusableInput`."""
    try:
        if path.stat().st_size > largest:
            raise UnusableInput("SIZE", too_large, where=Where(str(path)))
        data = path.read_bytes()
    except OSError as error:
        raise UnusableInput(
            "FILE",
            message("The file cannot be read: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
        ) from None
    encoding = next(name for name, marks in ENCODINGS if data.startswith(marks))
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UnusableInput(
            "ENCODING",
            message("The file is not in UTF-8 or UTF-16."),
            where=Where(str(path), line),
            fix=message("Export it again as UTF-8."),
        ) from None
