"""The file of a pool without names: what an auditor needs to make a lottery again.

One line for each person: `number`, `salt`, `household` and a column for each feature. It is for
auditors and organisers: values of several features together may point to somebody.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from deliberate.core.errors import Finding, Message, Refused, UnusableInput, Where, message
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.recruitment.registered import pool_of
from deliberate.core.services.context import Context
from deliberate.core.services.respondents import known_respondents
from deliberate.core.services.table_files import read_table, wrong_length

FIXED = ("number", "salt", "household")
LARGEST = 64 * 1024 * 1024


def write_pool(people: Sequence[Respondent], features: Sequence[str]) -> bytes:
    """The file's bytes, people by number."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow([*FIXED, *features])
    for one in sorted(people, key=lambda person: person.number):
        own = [one.values.get(feature, "") for feature in features]
        table.writerow([printed(one.number), one.salt, one.household, *own])
    return out.getvalue().encode()


def read_pool_file(path: Path) -> tuple[Respondent, ...]:
    """The people of such a file; raises `UnusableInput` with each line that cannot be read."""
    heads, rows = read_table(path, LARGEST, message("The file is larger than any pool."))
    missing = tuple(name for name in FIXED if name not in heads)
    if missing:
        raise UnusableInput(
            "COLUMNS",
            message("These columns are missing: {names}.", names=missing),
            where=Where(str(path), 1),
        )
    people: list[Respondent] = []
    faults: list[Finding] = []
    for line, row in rows:
        if len(row) != len(heads):
            faults.append(wrong_length(path, line, len(row), len(heads)))
            continue
        cells = dict(zip(heads, row, strict=True))
        number = cells["number"].removeprefix("R")
        if not (number.isascii() and number.isdigit()):
            said = message("“{value}” is no number of a person.", value=cells["number"])
            faults.append(_fault(path, line, said))
            continue
        values = {name: cell for name, cell in cells.items() if name not in FIXED}
        people.append(Respondent(int(number), values, cells["household"], cells["salt"], "willing"))
    if faults or not people:
        raise UnusableInput(
            "ROWS",
            message("{count} rows cannot be read.", count=len(faults))
            if faults
            else message("The file has no rows."),
            where=Where(str(path)),
            findings=tuple(faults),
        )
    return tuple(people)


def _fault(path: Path, line: int, text: Message) -> Finding:
    return Finding("ROW", "error", text, Where(str(path), line))


def pool_of_process(context: Context, process_id: str) -> bytes:
    """The file of the pool that a process closed its registration with.

    Raises `Refused` while it is open.
    """
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
        closed = process.latest("registration.closed")
        if closed is None or closed.step is None:
            raise Refused("ORDER", message("The registration is not closed yet."))
        known = known_respondents(unit, process.id, closed.step)
    people = pool_of([one.respondent for one in known])
    features = sorted({feature for one in people for feature in one.values})
    return write_pool(people, features)
