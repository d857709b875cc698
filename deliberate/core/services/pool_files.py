"""The file of a pool without names: what an auditor needs to make a lottery again.

One line for each person: `number`, `salt`, `household`, once the list is fixed `panels`, and a
column for each feature. `panels` holds the numbers of the panels that the person is on, or the word
`never` for whom no panel can contain. The file is for auditors and organisers: values of several
features together, and who is on panels with whom, may point to somebody.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from deliberate.core.errors import Finding, Message, Refused, UnusableInput, Where, message
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.recruitment.lottery.hidden_list import AuditedPool, Own
from deliberate.core.recruitment.lottery.public_draw import hidden_of
from deliberate.core.recruitment.registered import pool_of
from deliberate.core.services.context import Context
from deliberate.core.services.respondents import known_respondents
from deliberate.core.services.table_files import read_table, wrong_length

FIXED = ("number", "salt", "household")
PANELS, NEVER = "panels", "never"
LARGEST = 64 * 1024 * 1024


def write_pool(pool: AuditedPool, features: Sequence[str]) -> bytes:
    """The file's bytes, people by number."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    own = pool.own
    table.writerow([*FIXED, *([] if own is None else [PANELS]), *features])
    for one in sorted(pool.people, key=lambda person: person.number):
        values = [one.values.get(feature, "") for feature in features]
        panels = [] if own is None else [_panels_cell(own[one.number])]
        table.writerow([printed(one.number), one.salt, one.household, *panels, *values])
    return out.getvalue().encode()


def _panels_cell(own: Own) -> str:
    return NEVER if own is None else " ".join(map(str, own))


def _read_panels(cell: str) -> Own:
    """The panels that a cell names; raises `ValueError` when it names none."""
    if cell == NEVER:
        return None
    numbers = cell.split()
    if not all(word.isascii() and word.isdigit() and len(word) < 6 for word in numbers):
        raise ValueError(cell)
    return tuple(map(int, numbers))


def read_pool_file(path: Path) -> AuditedPool:
    """What such a file tells; raises `UnusableInput` with each line that cannot be read."""
    heads, rows = read_table(path, LARGEST, message("The file is larger than any pool."))
    missing = tuple(name for name in FIXED if name not in heads)
    if missing:
        raise UnusableInput(
            "COLUMNS",
            message("These columns are missing: {names}.", names=missing),
            where=Where(str(path), 1),
        )
    twice = tuple(name for name in dict.fromkeys(heads) if heads.count(name) > 1)
    if twice:
        raise UnusableInput(
            "COLUMNS",
            message("These columns stand there twice: {names}.", names=twice),
            where=Where(str(path), 1),
        )
    fixed = {*FIXED, PANELS} if PANELS in heads else set(FIXED)
    people: list[Respondent] = []
    own: dict[int, Own] = {}
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
        try:
            own[int(number)] = _read_panels(cells.get(PANELS, ""))
        except ValueError:
            faults.append(_fault(path, line, message("The panels of this person are no numbers.")))
            continue
        values = {name: cell for name, cell in cells.items() if name not in fixed}
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
    return AuditedPool(tuple(people), own if PANELS in heads else None)


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
    everybody = [one.respondent for one in known]
    fixed = process.latest("lottery.committed")
    if fixed is None:
        pool = AuditedPool(pool_of(everybody))
    else:
        numbers = set(fixed.body["numbers"])
        people = tuple(one for one in everybody if one.number in numbers)
        pool = AuditedPool(people, hidden_of(everybody, fixed.body).own())
    features = sorted({feature for one in pool.people for feature in one.values})
    return write_pool(pool, features)
