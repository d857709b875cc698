"""People, fixed seats, absences and rounds held for a table plan, as files; and a plan as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from deliberate.core.deliberation.table_plan.arranging import Absence, FixedSeat, Wanted, arrange
from deliberate.core.deliberation.table_plan.plan import TablePlan, in_order
from deliberate.core.deliberation.table_plan.problem import Guest, Problem, Tables
from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.services.lottery_files import IDS, Sheet
from deliberate.core.services.table_files import (
    formula_fault,
    guarded,
    of_length,
    read_table,
    read_text,
)

LARGEST = 4 * 1024 * 1024
TOO_LARGE = message("The file is larger than any table plan.")
ROUND = "round_"
"""How the columns of a plan begin: the table of each person in the round of that number."""
TOLD = 30


def read_problem(
    people: Path,
    *,
    size: int,
    rounds: int,
    mix: Sequence[str] = (),
    id_column: str = "",
    fixed: Path | None = None,
    absent: Path | None = None,
    held: Path | None = None,
    held_rounds: int | None = None,
) -> Problem:
    """The problem of these files; raises `UnusableInput` with every fault and its line.

    Without `mix` every column but that of identifiers is a feature to mix.
    """
    sheet = _sheet(people)
    features, guests = _guests(sheet, mix, id_column)
    before = read_rounds(held) if held is not None else ()
    kept = before if held_rounds is None else before[:held_rounds]
    if held_rounds is not None and held_rounds > len(before):
        raise UnusableInput(
            "TABLE_PLAN",
            message("Rounds held: {held}; the file has {rounds}.", held=held_rounds,
                    rounds=len(before)),
            where=Where(str(held)) if held is not None else None,
        )  # fmt: skip
    wanted = Wanted(
        size,
        rounds,
        read_fixed(fixed) if fixed is not None else (),
        _absent(absent) if absent is not None else (),
        kept,
    )
    return arrange(features, guests, wanted, Where(str(people)))


def _guests(
    sheet: Sheet, mix: Sequence[str], id_column: str
) -> tuple[tuple[str, ...], list[Guest]]:
    own = sheet.column((id_column.lower(),)) if id_column else sheet.column(IDS)
    columns = {name: sheet.column((name.strip().lower(),)) for name in mix}
    missing = [name for name, place in columns.items() if place is None]
    if own is None or missing:
        raise _columns(sheet, ([id_column or IDS[0]] if own is None else []) + missing)
    named = dict.fromkeys(place for place in columns.values() if place is not None)
    places = list(named) or [place for place in range(len(sheet.heads)) if place != own]
    times = Counter(row[own].strip() for _line, row in sheet.rows)
    faults, guests = list(sheet.faults), []
    for line, row in sheet.rows:
        name = row[own].strip()
        faults += [_row(sheet, line, text) for text in _faults(name, times)]
        guests.append(Guest(name, tuple(row[place].strip() for place in places)))
    _refuse(sheet, sorted(faults, key=lambda one: one.where or Where("")))
    return tuple(sheet.heads[place].strip() for place in places), guests


def _faults(name: str, times: Counter[str]) -> Iterator[Message]:
    if not name:
        yield message("The identifier is missing.")
    elif times[name] > 1:
        yield message("{id} stands here {count} times.", id=name, count=times[name])
    if formula := formula_fault(name):
        yield formula


def read_fixed(path: Path) -> tuple[FixedSeat, ...]:
    """The fixed seats of a file, one a line; raises `UnusableInput` with every fault."""
    return tuple(
        FixedSeat(name, table, round_, where)
        for name, (table, round_), where in _lines(path, ("table", "round"), ("table",))
    )


def _absent(path: Path) -> tuple[Absence, ...]:
    return tuple(
        Absence(name, round_, where) for name, (round_,), where in _lines(path, ("round",), ())
    )


def _lines(
    path: Path, numbers: Sequence[str], needed: Sequence[str]
) -> Iterator[tuple[str, tuple[int, ...], Where]]:
    """Each line's identifier and whole numbers; one that is not needed and empty is 0."""
    sheet = _sheet(path)
    own, places = sheet.column(IDS), [sheet.column((name,)) for name in numbers]
    missing = [name for name, place in zip(numbers, places, strict=True)
               if place is None and name in needed]  # fmt: skip
    if own is None or missing:
        raise _columns(sheet, ([IDS[0]] if own is None else []) + missing)
    faults, found = list(sheet.faults), []
    for line, row in sheet.rows:
        cells = ["" if place is None else row[place].strip() for place in places]
        if not row[own].strip():
            faults.append(_row(sheet, line, message("The identifier is missing.")))
        for name, cell in zip(numbers, cells, strict=True):
            if not _whole(cell) and (cell or name in needed):
                text = message("{column} is “{value}”; a whole number is expected.", column=name,
                               value=cell)  # fmt: skip
                faults.append(_row(sheet, line, text))
        where = Where(str(path), line)
        found.append((row[own].strip(), tuple(int(c) if _whole(c) else 0 for c in cells), where))
    _refuse(sheet, faults)
    yield from found


def _whole(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) < 6 and int(cell) > 0


def read_rounds(path: Path) -> tuple[Tables, ...]:
    """The rounds of a plan that was written before, as CSV or as JSON; raises `UnusableInput`."""
    if path.suffix.lower() == ".json":
        return _rounds_of_json(path)
    sheet = _sheet(path)
    own = sheet.column(IDS)
    if own is None or sheet.column((f"{ROUND}1",)) is None:
        raise _columns(sheet, [IDS[0]] if own is None else [f"{ROUND}1"])
    rounds: list[Tables] = []
    faults = list(sheet.faults)
    while (place := sheet.column((f"{ROUND}{len(rounds) + 1}",))) is not None:
        tables: dict[int, list[str]] = {}
        for line, row in sheet.rows:
            cell = row[place].strip()
            if cell and not _whole(cell):
                text = message("{column} is “{value}”; a whole number is expected.",
                               column=sheet.heads[place], value=cell)  # fmt: skip
                faults.append(_row(sheet, line, text))
            elif cell:
                tables.setdefault(int(cell), []).append(row[own].strip())
        rounds.append(in_order([tables[number] for number in sorted(tables)]))
    _refuse(sheet, faults)
    return tuple(rounds)


def _rounds_of_json(path: Path) -> tuple[Tables, ...]:
    try:
        rounds = json.loads(read_text(path, LARGEST, TOO_LARGE))["rounds"]
        if not all(isinstance(name, str) for tables in rounds for table in tables
                   for name in table):  # fmt: skip
            raise ValueError
        return tuple(in_order(tables) for tables in rounds)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnusableInput(
            "TABLE_PLAN",
            message("The file holds no table plan."),
            where=Where(str(path)),
            fix=message("Give what this program wrote with {one} or {other}.", one="--json",
                        other="--csv"),
        ) from None  # fmt: skip


def plan_csv(plan: TablePlan) -> str:
    """A row for each person: the table in each round, from 1 on; empty who is not there."""
    seats: dict[tuple[str, int], int] = {
        (name, number): table
        for number, tables in enumerate(plan.rounds)
        for table, people in enumerate(tables, 1)
        for name in people
    }
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", *(f"{ROUND}{n}" for n in range(1, len(plan.rounds) + 1))])
    for one in plan.problem.people:
        row = [seats.get((one.id, number), "") for number in range(len(plan.rounds))]
        writer.writerow([guarded(one.id), *row])
    return text.getvalue()


def _sheet(path: Path) -> Sheet:
    heads, rows = read_table(path, LARGEST, TOO_LARGE)
    if not heads:
        raise UnusableInput("EMPTY", message("The file has no rows."), where=Where(str(path)))
    names = [head.strip().lower() for head in heads]
    twice = tuple(sorted({name for name in names if names.count(name) > 1}))
    if twice:
        raise UnusableInput(
            "COLUMNS",
            message("These columns stand there twice: {names}.", names=twice),
            where=Where(str(path), 1),
        )
    whole, faults = of_length(path, heads, rows)
    cells = tuple((line, tuple(row)) for line, row in whole)
    return Sheet(path, tuple(heads), cells, tuple(faults))


def _row(sheet: Sheet, line: int, text: Message) -> Finding:
    return Finding("ROW", "error", text, Where(str(sheet.path), line))


def _refuse(sheet: Sheet, faults: Sequence[Finding]) -> None:
    if faults:
        raise UnusableInput(
            "ROWS",
            message("Faults: {count}; nothing is computed.", count=len(faults)),
            where=Where(str(sheet.path)),
            findings=tuple(faults),
        )


def _columns(sheet: Sheet, names: Sequence[str]) -> UnusableInput:
    return UnusableInput(
        "COLUMNS",
        message("These columns are missing: {names}.", names=tuple(names)),
        where=Where(str(sheet.path), 1),
        fix=message("The file has: {names}. Rename its columns.", names=sheet.heads[:TOLD]),
    )
