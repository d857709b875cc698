"""Looking through a register before anything is drawn: its columns, strata and faults."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.recruitment.register.allocation import Stratum
from deliberate.core.recruitment.register.reader import Column, Reader
from deliberate.core.recruitment.register.statement import View, repeated, survey, suspects
from deliberate.core.services.lottery_files import IDS

TOLD = 20
"""So many faults of one kind are told at most."""
MOST_STRATA = 100_000
"""More of them are no strata: the column names people, or addresses."""
IDENTIFIERS = re.compile(
    r"text|uuid|u?(small|big|huge|tiny)?int(eger)?|character( varying)?(\(\d+\))?"
    r"|(numeric|decimal)\(\d+,0\)"
)
"""Types whose values every engine writes alike."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a draw reads."""

    id: Column
    strata: tuple[Column, ...]
    household: tuple[Column, ...] = ()
    keep: tuple[Column, ...] = ()

    @property
    def heads(self) -> list[str]:
        """The heads of the list of those who are drawn."""
        strata, keep = ([column.head for column in some] for some in (self.strata, self.keep))
        return ["rank", "hash", *strata, "id", *keep]

    def view(self, register: Reader) -> View:
        """What the statements about this register read."""
        return View(
            register.dialect,
            register.source,
            self.id.name,
            tuple(column.name for column in self.strata),
            tuple(column.name for column in (*self.household, *self.keep)),
        )


def find_columns(
    register: Reader,
    strata: Sequence[str],
    id_column: str = "",
    household: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> Columns:
    """The columns of these names; raises `UnusableInput` with all that are missing."""
    ids = (id_column,) if id_column else IDS
    own = next(filter(None, (_column(register, name) for name in ids)), None)
    named = {name: _column(register, name) for name in (*strata, *household, *keep)}
    missing = [name for name, column in named.items() if column is None]
    if own is None or missing:
        raise UnusableInput(
            "COLUMNS",
            message(
                "These columns are missing: {names}.",
                names=(*((ids[0],) if own is None else ()), *missing),
            ),
            where=Where(register.shown),
            fix=message(
                "The register has: {names}.", names=tuple(one.head for one in register.columns)
            ),
        )
    if not IDENTIFIERS.fullmatch(own.kind):
        raise UnusableInput(
            "IDENTIFIER",
            message(
                "{column} is of the type {kind}; identifiers are texts or whole numbers.",
                column=own.head,
                kind=own.kind,
            ),
            where=Where(register.shown),
        )
    found = {name: column for name, column in named.items() if column is not None}
    columns = Columns(
        own,
        tuple(found[name] for name in strata),
        tuple(found[name] for name in household),
        tuple(found[name] for name in keep),
    )
    twice = {head for head in columns.heads if columns.heads.count(head) > 1}
    if twice:
        raise UnusableInput(
            "COLUMNS",
            message(
                "The list would have these columns twice: {names}.", names=tuple(sorted(twice))
            ),
            fix=message("Leave them out of --keep, or give them other names in the register."),
        )
    return columns


def _column(register: Reader, name: str) -> Column | None:
    """The column of this very name, or else the one that differs in blanks and capitals only."""
    alike = [one for one in register.columns if one.head == name] or [
        one for one in register.columns if one.head.strip().casefold() == name.strip().casefold()
    ]
    if len(alike) > 1:
        raise UnusableInput(
            "COLUMNS",
            message("The column {name} stands there {count} times.", name=name, count=len(alike)),
            where=Where(register.shown),
        )
    return alike[0] if alike else None


def surveyed(register: Reader, columns: Columns) -> dict[Stratum, int]:
    """The size of each stratum; raises `UnusableInput` with every kind of fault of the rows."""
    try:
        sizes, faults = _looked_through(register, columns)
    except UnusableInput as error:
        rest = register.past_faults() if error.findings else None
        if rest is None:
            raise
        sizes, faults = {}, [*error.findings, *_further(rest, columns)]
    if faults:
        raise UnusableInput(
            "ROWS",
            message("The register has faults; nothing is drawn."),
            where=Where(register.shown),
            findings=tuple(faults),
        )
    return sizes


def _further(register: Reader, columns: Columns) -> list[Finding]:
    """What is wrong with the rows that are whole; nothing where that cannot be found out."""
    try:
        return _looked_through(register, columns)[1]
    except UnusableInput:
        return []


def _looked_through(register: Reader, columns: Columns) -> tuple[dict[Stratum, int], list[Finding]]:
    """The size of each stratum, and every kind of fault of the rows."""
    view = columns.view(register)
    rows = register.ask(survey(view, MOST_STRATA + 1))
    if not rows:
        raise UnusableInput("EMPTY", message("The file has no rows."), where=Where(register.shown))
    if len(rows) > MOST_STRATA:
        raise UnusableInput(
            "STRATA",
            message(
                "{columns} make more than {most} strata.",
                columns=tuple(column.head for column in columns.strata),
                most=MOST_STRATA,
            ),
            where=Where(register.shown),
            fix=message("Name columns that put many people together."),
        )
    count = len(columns.strata)
    sizes = {tuple(row[:count]): int(row[count]) for row in rows}
    faults = _nameless(register, columns, sum(int(row[count + 1]) for row in rows))
    for place, column in enumerate(columns.strata):
        without = sum(size for name, size in sizes.items() if not name[place].strip())
        faults += _without_stratum(register, column, without)
    faults += _twice(register, columns, view)
    return sizes, faults


def _nameless(register: Reader, columns: Columns, count: int) -> list[Finding]:
    if not count:
        return []
    return [
        _fault(register, message("Rows without an identifier: {count}.", count=count)),
        *_at(register, columns.id, {""}, message("The identifier is missing.")),
    ]


def _without_stratum(register: Reader, column: Column, count: int) -> list[Finding]:
    if not count:
        return []
    text = message("Rows without {column}: {count}.", column=column.head, count=count)
    here = message("{column} is empty.", column=column.head)
    fix = message("Fill it in, or write the word for those of whom it is not known.")
    return [_fault(register, text, fix), *_at(register, column, {""}, here)]


def _twice(register: Reader, columns: Columns, view: View) -> list[Finding]:
    """Identifiers that stand there more than once; keys find out quickly whether there are any."""
    if not register.ask(suspects(view)):
        return []
    found = {str(name): int(count) for name, count in register.ask(repeated(view, TOLD))}
    faults = []
    for name, count in found.items():
        text = message("{id} stands here {count} times.", id=name, count=count)
        lines = register.lines(columns.id, {name})
        places = [Where(register.shown, line) for line, _cell in lines[:2]]
        faults += [Finding("ROW", "error", text, at) for at in places or [Where(register.shown)]]
    return faults


def _at(register: Reader, column: Column, cells: set[str], text: Message) -> list[Finding]:
    return [
        Finding("ROW", "error", text, Where(register.shown, line))
        for line, _cell in register.lines(column, cells)
    ]


def _fault(register: Reader, text: Message, fix: Message | None = None) -> Finding:
    return Finding("ROW", "error", text, Where(register.shown), fix)
