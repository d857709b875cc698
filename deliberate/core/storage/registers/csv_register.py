"""How a CSV of a register is built: its separator and heads, and where its faults are."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from deliberate.core.errors import Finding, Message, UnusableInput, Where, message

if TYPE_CHECKING:
    from _csv import Reader as _Rows

    import duckdb

HEAD_BYTES = 1 << 20
"""The first line, with the heads, is shorter than that."""
SHOWN = 20
"""So many faults are told at most."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The heads of a table and the character between its cells."""

    heads: tuple[str, ...]
    separator: str


def read_shape(path: Path) -> Shape:
    """The shape of a CSV, from its first line; raises `UnusableInput` when it has none."""
    with path.open("rb") as stream:
        data = stream.read(HEAD_BYTES)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _not_utf8(path, 0)
    try:
        # A letter may be cut in two where the first bytes end.
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError as error:
        raise _not_utf8(path, data[: error.start].count(b"\n") + 1) from None
    first = io.StringIO(text, newline="").readline()
    separator = max(",;\t", key=first.count)
    try:
        heads = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
    except csv.Error:
        heads = []
    if not any(head.strip() for head in heads):
        raise UnusableInput(
            "EMPTY",
            message("The first line has no names of columns."),
            where=Where(str(path), 1),
        )
    return Shape(tuple(head.strip() for head in heads), separator)


def _not_utf8(path: Path, line: int) -> UnusableInput:
    return UnusableInput(
        "ENCODING",
        message("The file is not in UTF-8."),
        where=Where(str(path), line),
        fix=message("Export it again as UTF-8."),
    )


def reading(path: Path, shape: Shape, more: str = "") -> str:
    """DuckDB's reader for this shape: every cell a text, nothing guessed."""
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(shape.heads)))
    name = str(path).replace("'", "''")
    return (
        f"read_csv('{name}', columns={{{columns}}}, auto_detect=false, header=true, "
        f"delim='{shape.separator}', quote='\"', escape='\"'{more})"
    )


def reading_past_faults(path: Path, shape: Shape) -> str:
    """The same reader, which leaves out rows that are none."""
    return reading(path, shape, ", ignore_errors=true")


def faulty(
    connection: duckdb.DuckDBPyConnection, shown: str, alias: Path, shape: Shape
) -> tuple[Finding, ...]:
    """The rows that are none, each with its line: the file is read once more, past its faults."""
    reads = reading(
        alias, shape, f", ignore_errors=true, store_rejects=true, rejects_limit={SHOWN:d}"
    )
    every = ", ".join(f"max(c{number})" for number in range(len(shape.heads)))
    connection.execute(f"SELECT {every} FROM {reads}").fetchall()
    # A row has a fault for each cell that is missing or too many. The first of those that are
    # missing, and the last of those too many, tell how many cells there are.
    rejected = connection.execute(
        "SELECT line, CAST(error_type AS text) AS kind, list(error_message ORDER BY column_idx) "
        "FROM reject_errors GROUP BY line, kind ORDER BY line, kind"
    ).fetchall()
    return tuple(
        Finding(
            "ROW",
            "error",
            _said(kind, details[-1 if kind.startswith("TOO MANY") else 0]),
            Where(shown, line),
        )
        for line, kind, details in rejected
    )


def line_ends(path: Path, shown: str) -> tuple[Finding, ...]:
    """The first line that ends otherwise than the one of the heads; nothing where all are alike."""
    with path.open("rb") as stream:
        first = stream.readline().endswith(b"\r\n")
        for number, line in enumerate(stream, 2):
            if line.endswith(b"\n") and line.endswith(b"\r\n") != first:
                text = message("This line ends in another way than the first one.")
                fix = message(
                    "Export it again: CSV in UTF-8 with one kind of line ends, or Parquet."
                )
                return (Finding("ROW", "error", text, Where(shown, number), fix),)
    return ()


def _said(kind: str, detail: str) -> Message:
    """DuckDB's kinds of faults in our words; its own words would show what stands in the row."""
    numbers = re.findall(r"\d+", detail)
    if kind.endswith("COLUMNS") and len(numbers) == 2:
        return message(
            "{found} cells; the first line has {wanted}.",
            found=int(numbers[1]),
            wanted=int(numbers[0]),
        )
    if kind == "INVALID ENCODING":
        return message("The file is not in UTF-8.")
    if kind == "UNQUOTED VALUE":
        return message("A quotation mark is not closed, or stands inside a cell without quotes.")
    return message("This row cannot be read.")


def lines_with(
    path: Path, shape: Shape, place: int, cells: Collection[str]
) -> list[tuple[int, str]]:
    """The first lines with one of these cells in a column; the file is read to the last of them."""
    wanted = set(cells)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, delimiter=shape.separator)
        next(rows)
        return list(islice(_found(rows, place, wanted), SHOWN))


def _found(rows: _Rows, place: int, wanted: Collection[str]) -> Iterator[tuple[int, str]]:
    begins = rows.line_num + 1
    try:
        for row in rows:
            cell = row[place] if place < len(row) else None
            if cell is not None and (cell in wanted or ("" in wanted and not cell.strip(" "))):
                yield begins, cell
            begins = rows.line_num + 1
    except csv.Error:  # a cell that is too large here; the faults are told without further lines
        return
