"""The tables around a draw: how many of each stratum, how earlier invitations were answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.recruitment.register.allocation import Counts, Stratum, Wanted
from deliberate.core.recruitment.register.rates import Answers
from deliberate.core.services.table_files import Row, of_length, read_table

LARGEST = 20 * 1024 * 1024
"""In bytes: more strata than anybody has."""


@dataclass(frozen=True, slots=True)
class Table:
    """A small table whose columns are found by name."""

    path: Path
    places: Mapping[str, int]
    rows: Sequence[Row]
    faults: Sequence[Finding] = ()
    """Rows that have more or fewer cells than there are heads."""

    def cell(self, row: Sequence[str], name: str) -> str:
        return row[self.places[name]].strip()

    def count(self, row: Sequence[str], name: str) -> int:
        """A whole number; raises `ValueError` with what is wrong."""
        cell = self.cell(row, name)
        if not (cell.isascii() and cell.isdigit() and len(cell) < 10):
            raise ValueError(
                message(
                    "{column} is “{value}”; a whole number is expected.", column=name, value=cell
                )
            )
        return int(cell)


def read_counts(path: Path, strata: Sequence[str]) -> dict[Stratum, int]:
    """How many are wanted of each stratum: the columns of the strata, and `count`.

    A single column of strata may also be called `stratum`.
    """
    table = _table(path, (*strata, "count"), {strata[0]: "stratum"} if len(strata) == 1 else {})
    counts: dict[Stratum, int] = {}

    def keep(row: Sequence[str]) -> None:
        name = tuple(table.cell(row, column) for column in strata)
        if name in counts:
            raise ValueError(message("{stratum} stands here twice.", stratum=shown(name)))
        counts[name] = table.count(row, "count")

    _each(table, keep)
    return counts


def listed(counts: Counts, path: Path) -> Wanted:
    """So many of each stratum; all strata of the register have to be named, and no others."""

    def wanted(sizes: Counts) -> Counts:
        strange = [name for name in counts if name not in sizes]
        unnamed = [name for name in sorted(sizes) if name not in counts]
        faults = [
            _fault(path, 0, message("The register has no stratum {name}.", name=shown(name)))
            for name in strange
        ] + [
            _fault(
                path,
                0,
                message("The stratum {name} of the register is not named.", name=shown(name)),
                message("Write it with 0 when nobody of it is to be drawn."),
            )
            for name in unnamed
        ]
        if faults:
            raise _faulty(path, faults)
        return counts

    return wanted


def read_answers(path: Path) -> tuple[Answers, ...]:
    """Earlier invitations: `stratum,invited,answered,accepted[,eligible][,size]`, in people."""
    table = _table(path, ("stratum", "invited", "answered", "accepted"))
    found: dict[str, Answers] = {}

    def keep(row: Sequence[str]) -> None:
        one = _answers(table, row)
        if one.stratum in found:
            raise ValueError(message("{stratum} stands here twice.", stratum=one.stratum))
        found[one.stratum] = one

    _each(table, keep)
    return tuple(found.values())


def _answers(table: Table, row: Sequence[str]) -> Answers:
    name = table.cell(row, "stratum")
    if not name:
        raise ValueError(message("The stratum is missing."))
    invited, answered, accepted = (
        table.count(row, column) for column in ("invited", "answered", "accepted")
    )
    further: list[int | None] = []
    for column in ("eligible", "size"):
        known = column in table.places and table.cell(row, column)
        further.append(table.count(row, column) if known else None)
    eligible, size = further
    if not invited:
        raise ValueError(message("Nobody of {stratum} was invited.", stratum=name))
    counted = [invited, answered, accepted, *([] if eligible is None else [eligible])]
    if sorted(counted, reverse=True) != counted:
        raise ValueError(
            message(
                "Of those invited some answer, of these some accept, of these some are eligible."
            )
        )
    return Answers(name, invited, answered, accepted, eligible, size)


def shown(name: Stratum) -> str:
    """A stratum as people read it."""
    return " / ".join(name)


def _table(path: Path, needed: Sequence[str], also: Mapping[str, str] | None = None) -> Table:
    heads, rows = read_table(path, LARGEST, message("The file is too large for a table of strata."))
    known = {head.strip().casefold(): place for place, head in enumerate(heads)}
    places = {head.strip(): place for place, head in enumerate(heads)}
    missing = []
    for name in needed:
        other = (also or {}).get(name, name)
        place = known.get(name.strip().casefold(), known.get(other))
        if place is None:
            missing.append(name)
        else:
            places[name] = place
    if missing:
        raise UnusableInput(
            "COLUMNS",
            message("These columns are missing: {names}.", names=tuple(missing)),
            where=Where(str(path), 1),
        )
    whole, faults = of_length(path, heads, rows)
    return Table(path, places, whole, faults)


def _each(table: Table, keep: Callable[[Sequence[str]], None]) -> None:
    """Every row, and then all that is wrong with some of them."""
    faults = list(table.faults)
    for line, row in table.rows:
        try:
            keep(row)
        except ValueError as error:
            faults.append(_fault(table.path, line, error.args[0]))
    if not table.rows and not faults:
        raise UnusableInput("EMPTY", message("The file has no rows."), where=Where(str(table.path)))
    if faults:
        raise _faulty(table.path, faults)


def _fault(path: Path, line: int, text: Message, fix: Message | None = None) -> Finding:
    return Finding("ROW", "error", text, Where(str(path), line), fix)


def _faulty(path: Path, faults: Sequence[Finding]) -> UnusableInput:
    return UnusableInput(
        "ROWS",
        message("Faults: {count}; nothing was reckoned.", count=len(faults)),
        where=Where(str(path)),
        findings=tuple(faults),
    )
