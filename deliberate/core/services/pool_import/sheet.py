"""A table as it was uploaded, and the form in which a page carries it from one step to the next.

Nothing is kept on the server between the steps of an import: the page holds the table.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deliberate.core.errors import Finding, UnusableInput, Where, message
from deliberate.core.services.table_files import read_table, wrong_length
from deliberate.core.services.uploaded import read_uploaded

LARGEST = 8 * 1024 * 1024
"""Bytes of an uploaded table: some hundred thousand people."""
UNPACKED = 4 * LARGEST


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows`: each with the line on which it begins; all are as long as `heads`."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def column(self, place: int) -> tuple[str, ...]:
        """The cells of a column, without blanks around them."""
        return tuple(row[place].strip() for _line, row in self.rows)

    def where(self, line: int) -> Where:
        return Where(self.name, line)


def sheet_of(name: str, content: bytes) -> Sheet:
    """Read an uploaded table; raises `UnusableInput` with every row that cannot be read."""
    large = message("The file is larger than any pool.")
    heads, rows = read_uploaded(name, content, lambda path: read_table(path, LARGEST, large))
    return _sheet(name, heads, rows)


def _sheet(name: str, heads: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> Sheet:
    if not rows:
        raise UnusableInput("EMPTY", message("The file has no rows."), where=Where(name))
    path, wide = Path(name), len(heads)
    faults = [wrong_length(path, line, len(row), wide) for line, row in rows if len(row) != wide]
    named = [head.strip() for head in heads]
    faults += [
        Finding(
            "COLUMNS",
            "error",
            message("The column “{name}” stands here twice.", name=head),
            Where(name, 1),
        )
        for head, count in Counter(named).items()
        if head and count > 1
    ]
    if faults:
        raise UnusableInput(
            "ROWS",
            message("Rows that cannot be read: {count}. Nothing is taken in.", count=len(faults)),
            where=Where(name),
            findings=tuple(faults),
        )
    return Sheet(name, tuple(named), tuple((line, tuple(row)) for line, row in rows))


def pack(sheet: Sheet) -> str:
    """The table as a text for a hidden field."""
    data = json.dumps([sheet.name, sheet.heads, sheet.rows], ensure_ascii=False)
    return base64.b64encode(zlib.compress(data.encode())).decode()


def unpack(text: str) -> Sheet:
    """The table of a hidden field; raises `UnusableInput` for what no page of ours wrote."""
    try:
        stream = zlib.decompressobj()
        data = stream.decompress(base64.b64decode(text, validate=True), UNPACKED)
        name, heads, rows = json.loads(data)
        sheet = Sheet(
            str(name),
            tuple(map(str, heads)),
            tuple((int(line), tuple(map(str, row))) for line, row in rows),
        )
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError):
        raise _torn() from None
    if not sheet.rows or any(len(row) != len(sheet.heads) for _line, row in sheet.rows):
        raise _torn()
    return sheet


def _torn() -> UnusableInput:
    return UnusableInput(
        "TORN",
        message("The table did not come back whole."),
        fix=message("Upload the file once more."),
    )
