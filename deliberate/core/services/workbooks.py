"""Tables that a spreadsheet saved as XLSX: the cells of the first sheet as texts.

A workbook comes from outside: it is measured before it is unpacked, and nothing in it is reckoned.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from deliberate.core.errors import Finding, Message, UnusableInput, Where, message

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How XLSX begins, and how the older format and encrypted workbooks do."""
UNPACKED = 4
"""A workbook unpacks to at most so many times what its file may have."""
PARTS = 2_000
MARKS = 8_000_000
"""Tags of two million texts, more than a whole sheet of identifiers; each takes 100 bytes."""
ROWS, COLUMNS = 1_048_576, 1_000
"""The rows of a whole sheet (ECMA-376), and more columns than any table of people has."""
TOLD = 100
"""More faults of cells than this are not told one by one."""
Row = tuple[int, list[str]]
_BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, SyntaxError, LookupError, ValueError,
    TypeError, AttributeError, ArithmeticError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the reader raises for what is no workbook: it tells no better."""


def oversized(path: Path, most: int, too_large: Message) -> UnusableInput:
    """The refusal of a table with more than `most` bytes."""
    return UnusableInput(
        "SIZE",
        too_large,
        where=Where(str(path)),
        fix=message("At most {most} MB are read; leave out columns that are not needed.",
                    most=most // 2**20),
    )  # fmt: skip


def is_workbook(data: bytes, path: Path) -> bool:
    """Whether a file is meant to be a workbook, by its first bytes or its name."""
    return data.startswith((ZIP, OLE)) or path.suffix.lower() in (".xlsx", ".xls", ".xlsm")


def workbook_rows(path: Path, data: bytes, largest: int, too_large: Message) -> list[Row]:
    """The rows of the first sheet that are not empty, each with its number.

    All rows are at least as long as the first. `largest` in bytes of a packed file. Raises
    `UnusableInput` for what is no workbook, for formulas and for cells that hold an error.
    """
    if data.startswith(OLE):
        raise UnusableInput(
            "XLSX",
            message("The workbook is protected by a password, or in the older format XLS."),
            where=Where(str(path)),
            fix=message("Save it as XLSX without a password, or as CSV in UTF-8."),
        )
    from openpyxl import load_workbook  # takes long, and most tables are none

    faults: list[Finding] = []
    with _no_traceback(path):
        _measured(path, data, largest, too_large)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like, which no table has
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a workbook says of its size may be wrong
            rows = list(_rows(path, sheet.iter_rows(), faults))
    if faults:
        raise UnusableInput(
            "CELLS",
            message("Cells that cannot be read: {count}. Nothing is taken in.", count=len(faults)),
            where=Where(str(path)),
            fix=message("Save the values instead of formulas: copy, then paste as values."),
            findings=tuple(faults[:TOLD]),
        )
    return _even(rows)


@contextmanager
def _no_traceback(path: Path) -> Iterator[None]:
    try:
        yield
    except UnusableInput:
        raise
    except _BROKEN:
        raise UnusableInput(
            "XLSX",
            message("This is no workbook in the format XLSX, or it is damaged."),
            where=Where(str(path)),
            fix=message("Save it again as XLSX, or as CSV in UTF-8."),
        ) from None


def _measured(path: Path, data: bytes, largest: int, too_large: Message) -> None:
    """Raise `UnusableInput` for a workbook that would not fit into memory.

    The reader of archives never unpacks more of a part than the archive says.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        large = len(parts) > PARTS or sum(part.file_size for part in parts) > largest * UNPACKED
        if large or _marks(archive) > MARKS:
            raise oversized(path, largest * UNPACKED, too_large)


def _marks(archive: zipfile.ZipFile) -> int:
    """How many tags the parts have that the reader keeps in memory: all but the sheets."""
    marks = 0
    for part in archive.infolist():
        if not part.filename.startswith("xl/worksheets/"):
            with archive.open(part) as stream:
                while piece := stream.read(2**20):
                    marks += piece.count(b"<")
    return marks


def _rows(path: Path, rows: Iterable[Iterable[Any]], faults: list[Finding]) -> Iterator[Row]:
    kept: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        cells = [_text(path, cell, faults) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if number > ROWS or len(cells) > COLUMNS:
            raise UnusableInput(
                "SIZE",
                message("A sheet has at most {columns} columns and {rows} rows.",
                        columns=COLUMNS, rows=ROWS),
                where=Where(str(path), number),
            )  # fmt: skip
        if cells:
            yield number, [kept.setdefault(cell, cell) for cell in cells]


def _even(rows: list[Row]) -> list[Row]:
    """The rows with the empty cells at their end that a workbook leaves out."""
    wide = len(rows[0][1]) if rows else 0
    return [(number, cells + [""] * (wide - len(cells))) for number, cells in rows]


def _text(path: Path, cell: Any, faults: list[Finding]) -> str:
    """What a cell shows, as plainly as a table without formats would have it."""
    if cell.value is None:
        return ""
    if cell.data_type in ("f", "e"):
        said = (
            message("The cell {cell} holds a formula.", cell=cell.coordinate)
            if cell.data_type == "f"
            else message("The cell {cell} shows the error {error}.", cell=cell.coordinate,
                         error=str(cell.value))
        )  # fmt: skip
        faults.append(Finding("CELL", "error", said, Where(str(path), cell.row)))
        return "?"
    return _plain(cell.value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(Decimal(int(value)) if value.is_integer() else Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
