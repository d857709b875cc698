"""Tables of ballots: one row a paper, `id` first, in the shape that the method of the vote has.

* One choice (yes_no_abstain, single_choice, consent): a column `choice`, for consent `reason` too.
* Approval: a column for each option with a mark in it, or `choices` with `|` between options.
* Rankings: columns `1`, `2`, `3` with the option at each rank, or a column for each option with its
  rank.
* Scores, levels and points: a column for each option with its number.

Who states no opinion writes the word for that ("abstain") into any column, or a mark into a column
of that name. Nothing is counted here; every fault is kept with its line.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import Option
from deliberate.core.decision.counting.terms import FIXED_OPTIONS, RANKED, Method
from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.services import ballot_cells
from deliberate.core.services.ballot_cells import SEPARATOR, Cells, Fault, Mark, is_tick
from deliberate.core.services.ballot_options import OPT_OUT, Names, names_of, options_of, plain
from deliberate.core.services.table_files import (
    formula_fault,
    read_table,
    unguarded,
    wrong_length,
)

LARGEST = 64 * 1024 * 1024
"""In bytes: papers of more than a million people."""
ID, CHOICE, CHOICES, REASON = "id", "choice", "choices", "reason"
ONE_CHOICE: frozenset[Method] = frozenset({"yes_no_abstain", "single_choice", "consent"})

Marking = Callable[[Cells, Names], Iterator[Mark | Fault]]


@dataclass(frozen=True, slots=True)
class BallotFile:
    """What a file holds. `papers` are those whose row is sound; `rows`: how many rows there are;
    `faults` are of the others. `found`: whether the options were taken from the papers themselves,
    so that a slip of the pen would be an option of its own. `sha256`: of the file's bytes."""

    path: Path
    options: tuple[Option, ...]
    papers: tuple[Paper, ...]
    rows: int
    faults: tuple[Finding, ...] = ()
    found: bool = False
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a table by column, each with its line; `marks`: the columns that hold marks."""

    path: Path
    rows: Sequence[tuple[int, dict[str, str]]]
    marks: tuple[str, ...]
    opt_outs: frozenset[str]
    faults: list[Finding] = field(default_factory=list)

    def fault(self, line: int, code: str, text: Message, column: str) -> None:
        self.faults.append(Finding(code, "error", text, Where(str(self.path), line, path=column)))

    def opt_out(self, cell: str) -> bool:
        return cell.casefold() in self.opt_outs


def read_ballots(
    path: Path,
    method: Method,
    options: Sequence[Option] = (),
    opt_outs: Sequence[str] = (),
) -> BallotFile:
    """The papers of a file. Without `options` they are the columns of the file, or what the papers
    name. `opt_outs`: further words of who states no opinion.

    Faults of single rows are kept in the answer; raises `UnusableInput` for what is no such table.
    """
    words = OPT_OUT | {plain(word).casefold() for word in opt_outs}
    table = _table(path, method, words)
    one_choice = table.marks == (CHOICE,) and names_of(method, options).find(CHOICE) is None
    if one_choice and method not in ONE_CHOICE:
        raise _one_choice(path, method)
    marking, by_column = _marking(table, method, options)
    names, found = _names(table, method, options, by_column, marking)
    if by_column:
        _hold_columns(table, names)
    readable = tuple(head for head in table.marks if not by_column or names.find(head) is not None)
    papers = _papers(table, names, marking, readable)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    faults = tuple(sorted(table.faults, key=lambda one: one.where or Where("")))
    return BallotFile(path, names.options, papers, len(table.rows), faults, found, digest)


def _table(path: Path, method: Method, opt_outs: frozenset[str]) -> _Table:
    first, rows = read_table(path, LARGEST, message("The file is larger than any ballot."))
    if not rows:
        raise UnusableInput(
            "EMPTY",
            message("The file has no ballots."),
            where=Where(str(path)),
            fix=message(
                "The first line names the columns, “id” first; each line below is a paper."
            ),
        )
    heads = _heads(path, first)
    own = {ID, REASON} if method == "consent" else {ID}
    faults = [wrong_length(path, at, len(row), len(heads)) for at, row in rows
              if len(row) != len(heads)]  # fmt: skip
    whole = [
        (at, dict(zip(heads, (plain(unguarded(cell)) for cell in row), strict=True)))
        for at, row in rows
        if len(row) == len(heads)
    ]
    marks = tuple(head for head in heads if head not in own)
    table = _Table(path, whole, marks, opt_outs, faults)
    if method in ONE_CHOICE and marks != (CHOICE,):
        raise _columns(path, message("This method has the columns: {names}.",
                                     names=(ID, CHOICE, *sorted(own - {ID}))))  # fmt: skip
    if not marks:
        raise _columns(path, message("There is no column beside “id”."))
    return table


def _heads(path: Path, first: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns; those that we know may be written in capitals."""
    heads = tuple(plain(unguarded(head)) for head in first)
    lowered = {ID, CHOICE, CHOICES, REASON}
    heads = tuple(head.lower() if head.lower() in lowered else head for head in heads)
    if heads[0] != ID:
        raise _columns(path, message("The first column is called “id”, not “{name}”.",
                                     name=heads[0]))  # fmt: skip
    if "" in heads:
        number = heads.index("") + 1
        raise _columns(path, message("Column {number} has no name.", number=number))
    twice = tuple(head for head, times in Counter(heads).items() if times > 1)
    if twice:
        raise _columns(path, message("Columns that are there twice: {names}.", names=twice))
    return heads


def _one_choice(path: Path, method: Method) -> UnusableInput:
    """The table of a vote on one thing, where the method compares options."""
    return _columns(
        path,
        message(
            "This table has the column “choice”, as a vote on one thing has; a ranking has columns "
            "1, 2, 3 with the option at each rank, or one for each option."
        )
        if method in RANKED
        else message(
            "This table has the column “choice”, as a vote on one thing has; this method has a "
            "column for each option."
        ),
    )


def _columns(path: Path, text: Message) -> UnusableInput:
    fix = message("The shapes of these tables: {command}", command="deliberate count --help")
    return UnusableInput("COLUMNS", text, where=Where(str(path), 1), fix=fix)


def _marking(table: _Table, method: Method, options: Sequence[Option]) -> tuple[Marking, bool]:
    """How the cells of this table mark options, and whether each option has a column."""
    if method in ONE_CHOICE:
        return ballot_cells.choice, False
    if method == "approval":
        listed = table.marks == (CHOICES,)
        return (ballot_cells.choices if listed else ballot_cells.ticks), not listed
    own = [head for head in table.marks if not table.opt_out(head)]
    if method in RANKED and _are_ranks(own, names_of(method, options)):
        return ballot_cells.ranked, False
    return ballot_cells.numbers, True


def _are_ranks(heads: Sequence[str], names: Names) -> bool:
    """Whether columns are ranks: numbers, unless all are options that happen to be numbers, such
    as years. Columns from 1 on without a gap are ranks whatever the options are called."""
    if not heads or not all(head.isascii() and head.isdigit() for head in heads):
        return False
    from_one = sorted(map(int, heads)) == list(range(1, len(heads) + 1))
    return from_one or not all(names.find(head) is not None for head in heads)


def _names(
    table: _Table, method: Method, options: Sequence[Option], by_column: bool, marking: Marking
) -> tuple[Names, bool]:
    """The options that a cell or a column may name, and whether they were found on the papers."""
    if options or method in FIXED_OPTIONS:
        names = names_of(method, options)
        _refuse_twofold(names, table.opt_outs)
        return names, False
    if by_column:
        labels = [head for head in table.marks if not table.opt_out(head)]
        return names_of(method, options_of(labels)), False
    part = SEPARATOR if marking is ballot_cells.choices else None
    cells = {
        plain(piece)
        for _, row in table.rows
        for head in table.marks
        for piece in ([row[head]] if part is None else row[head].split(part))
    }
    return names_of(
        method, options_of(sorted(c for c in cells if c and not table.opt_out(c)))
    ), True


def _refuse_twofold(names: Names, opt_outs: frozenset[str]) -> None:
    """Raise `UnusableInput` for an option that is also a word for having no opinion."""
    twofold = tuple(word for word in names.words() if word.casefold() in opt_outs)
    twofold += tuple(sorted(word for word in opt_outs if names.fixed and names.find(word)))
    if twofold:
        raise UnusableInput(
            "OPTIONS",
            message("An option is also the word for having no opinion: {names}.", names=twofold),
            fix=message("Call the option, or having no opinion, by another word."),
        )


def _hold_columns(table: _Table, names: Names) -> None:
    """Hold the columns against the options: each has one, and there is no other."""
    there = {names.find(head) for head in table.marks}
    for head in table.marks:
        if names.find(head) is None and not table.opt_out(head):
            text = message("Column “{column}” is none of the options: {options}.",
                           column=head, options=names.words())  # fmt: skip
            table.fault(1, "UNKNOWN_OPTION", text, head)
    for option, words in zip(names.options, names.words(), strict=True):
        if option.id not in there:
            text = message("The option “{option}” has no column.", option=words)
            table.fault(1, "COLUMNS", text, words)


def _papers(
    table: _Table, names: Names, marking: Marking, readable: Sequence[str]
) -> tuple[Paper, ...]:
    """The papers of all sound rows; `readable`: the columns in which marks may stand."""
    found: list[Paper] = []
    seen: dict[str, int] = {}
    for line, row in table.rows:
        before = len(table.faults)
        _hold_id(table, line, row[ID], seen)
        marks = _marks(table, names, marking, line, row, readable)
        if len(table.faults) == before:
            where = Where(str(table.path), line)
            reason = row.get(REASON, "")
            found.append(Paper(row[ID], marks, _left_out(table, row), reason, where))
    return tuple(found)


def _hold_id(table: _Table, line: int, name: str, seen: dict[str, int]) -> None:
    if not name:
        table.fault(line, "ID", message("The paper has no id."), ID)
        return
    if (formula := formula_fault(name)) is not None:
        table.fault(line, "ID", formula, ID)
    if name in seen:
        text = message("Paper “{paper}” stands on line {line} already.", paper=name,
                       line=seen[name])  # fmt: skip
        table.fault(line, "PAPER_TWICE", text, ID)
    seen.setdefault(name, line)


def _left_out(table: _Table, row: dict[str, str]) -> bool:
    """Whether the paper states no opinion."""
    return any(
        table.opt_out(row[head]) or (table.opt_out(head) and is_tick(row[head]))
        for head in table.marks
    )


def _marks(
    table: _Table,
    names: Names,
    marking: Marking,
    line: int,
    row: dict[str, str],
    readable: Sequence[str],
) -> tuple[Mark, ...]:
    cells = {
        head: row[head]
        for head in readable
        if not table.opt_out(row[head]) and not table.opt_out(head)
    }
    marks: list[Mark] = []
    for found in marking(cells, names):
        if len(found) == 2:
            marks.append(found)
        else:
            code, text, column = found
            table.fault(line, code, text, column)
    return tuple(marks)
