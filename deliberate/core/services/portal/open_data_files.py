"""Writing tables of open data as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from zoneinfo import ZoneInfo

from deliberate.core.errors import Message
from deliberate.core.services.portal.open_data import LICENCE, LICENCE_URL, Cell, Table
from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.services.table_files import BYTE_ORDER_MARK, guarded


def to_csv(table: Table) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, as spreadsheets expect it.

    A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay
    numbers.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()


def to_json(page: ProcessPage, table: Table, say: Callable[[Message], str]) -> bytes:
    """The table as an object: what it is, its licence, its columns, and a row as an object each."""
    names = [column.name for column in table.columns]
    document = {
        "process": page.id,
        "table": table.name,
        "title": say(table.title),
        "about": say(table.about),
        "as_of": page.now.astimezone(ZoneInfo(page.time_zone)).isoformat(),
        "rehearsal": page.rehearsal,
        "fictional": page.fictional,
        "licence": {"name": LICENCE, "url": LICENCE_URL},
        "columns": [{"name": item.name, "about": say(item.about)} for item in table.columns],
        "rows": [dict(zip(names, row, strict=True)) for row in table.rows],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _written(cell: Cell) -> str | int:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str():
            return guarded(cell)
        case _:
            return cell
