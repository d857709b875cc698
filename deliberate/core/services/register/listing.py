"""The list of those who are drawn, as a table for people and for letters."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from deliberate.core.canonical import canonical
from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.recruitment.register.selection import JOINED, Candidate
from deliberate.core.services.register.drawing import RegisterDraw
from deliberate.core.services.table_files import BYTE_ORDER_MARK, guarded, read_table

LARGEST = 500 * 1024 * 1024
"""In bytes: a list of some million people."""


def to_csv(draw: RegisterDraw) -> str:
    """RFC 4180 with a byte order mark: rank, hash, the stratum, the identifier, what was kept.

    By stratum and rank. A cell that a spreadsheet would run as a formula gets an apostrophe before
    it.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([guarded(head) for head in draw.columns.heads])
    writer.writerows(_row(person) for person in draw.people)
    return BYTE_ORDER_MARK + stream.getvalue()


def to_body(draw: RegisterDraw) -> bytes:
    """What the invitation of a process takes on its record, in canonical JSON.

    Raises `UnusableInput` for the table of a database, which has no SHA-256.
    """
    if not draw.sha256:
        raise UnusableInput(
            "NO_HASH",
            message("A table in a database has no SHA-256, which the record of a process needs."),
            fix=message("Export the table as CSV or Parquet, and draw from the file."),
        )
    strata = {JOINED.join(one.stratum): one.drawn for one in draw.strata}
    return canonical(
        {
            "register_sha256": draw.sha256,
            "people": draw.rows,
            "seed": draw.seed,
            "drawn": len(draw.people),
            "strata": strata,
        }
    )


def _row(person: Candidate) -> list[str]:
    cells = (*person.stratum, person.id, *person.kept)
    return [str(person.rank), person.hash, *(guarded(cell) for cell in cells)]


def differences(path: Path, draw: RegisterDraw) -> Iterator[tuple[int, str]]:
    """Lines of a list that are not as drawn, with the identifier; line 0 for those who are missing.

    Compared are rank, hash, stratum and identifier; the order of the rows does not matter.
    """
    found, rows = read_table(path, LARGEST, message("The file is larger than any list."))
    wanted = [guarded(head) for head in draw.columns.heads]
    own = len(draw.columns.strata) + 3
    if found[:own] != wanted[:own]:
        raise UnusableInput(
            "COLUMNS",
            message(
                "This is no list of this draw: {names} is expected.", names=tuple(wanted[:own])
            ),
            where=Where(str(path), 1),
        )
    drawn = {tuple(_row(person)[:own]): guarded(person.id) for person in draw.people}
    for line, row in rows:
        if drawn.pop(tuple(row[:own]), None) is None:
            yield line, row[own - 1] if len(row) >= own else ""
    yield from ((0, name) for name in drawn.values())
