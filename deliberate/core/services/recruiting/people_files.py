"""Lists of people as files: those drawn from a register, or a pool that somebody else recruited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.services.table_files import read_table, unguarded, wrong_length

LARGEST = 200 * 1024 * 1024
PERSON = ("name", "address", "postcode", "city", "phone", "email", "language", "needs", "id")
"""What is kept of a person until it is blanked; `id` is the identifier in the register."""
HOUSEHOLD, IDENTIFIER = "household", "id"


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """One line of a file: its cells by the name of their column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PeopleFile:
    path: Path
    columns: tuple[str, ...]
    rows: tuple[PeopleRow, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column says what: `person` and `values` by our names, `household` where there is one.

    What is not named here is not taken in: data that nobody needs are not kept.
    """

    person: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    household: str = ""

    @classmethod
    def of(cls, names: tuple[str, ...], fields: tuple[str, ...]) -> Columns:
        """The columns that are called as we call them, whatever their case."""
        own = {name.strip().lower(): name for name in names}
        return cls(
            {name: own[name] for name in PERSON if name in own},
            {name: own[name.lower()] for name in fields if name.lower() in own},
            own.get(HOUSEHOLD, ""),
        )

    @property
    def used(self) -> frozenset[str]:
        return frozenset({*self.person.values(), *self.values.values(), self.household})


def columns_named(file: PeopleFile, fields: tuple[str, ...], named: Mapping[str, str]) -> Columns:
    """The columns of a file by their names, and those that `named` calls otherwise."""
    found = Columns.of(file.columns, fields)
    known = (*PERSON, *fields, HOUSEHOLD)
    for name, column in named.items():
        if name not in known:
            raise UnusableInput(
                "COLUMN",
                message("Nothing here is called “{name}”.", name=name),
                fix=message("Known: {options}.", options=known),
            )
        if column not in file.columns:
            raise UnusableInput(
                "COLUMNS",
                message("These columns are missing: {names}.", names=(column,)),
                where=Where(str(file.path), 1),
            )
    return Columns(
        {**found.person, **{n: c for n, c in named.items() if n in PERSON and n not in fields}},
        {**found.values, **{n: c for n, c in named.items() if n in fields}},
        named.get(HOUSEHOLD, found.household),
    )


def read_people(path: Path) -> PeopleFile:
    """The rows of a CSV file; raises `UnusableInput` with the line of each that is no row."""
    heads, rows = read_table(path, LARGEST, message("The file is larger than any list."))
    if not rows:
        raise UnusableInput("EMPTY", message("The file has no rows."), where=Where(str(path)))
    twice = tuple(sorted({head for head in heads if heads.count(head) > 1}))
    if twice:
        raise UnusableInput(
            "COLUMNS",
            message("These columns stand there twice: {names}.", names=twice),
            where=Where(str(path), 1),
        )
    wrong = tuple(
        wrong_length(path, line, len(row), len(heads))
        for line, row in rows
        if len(row) != len(heads)
    )
    if wrong:
        raise UnusableInput(
            "ROWS",
            message("{count} rows cannot be used; nothing was imported.", count=len(wrong)),
            where=Where(str(path)),
            findings=wrong,
        )
    return PeopleFile(
        path,
        tuple(heads),
        tuple(
            PeopleRow(
                line, {head: _read(head, cell) for head, cell in zip(heads, row, strict=True)}
            )
            for line, row in rows
        ),
    )


def _read(head: str, cell: str) -> str:
    """A cell without blanks around it, and without what guarded it from spreadsheets. Blanks of an
    identifier belong to it: it is hashed exactly as it stands in the register."""
    exact = head == IDENTIFIER and cell.strip()
    return unguarded(cell if exact else cell.strip())
