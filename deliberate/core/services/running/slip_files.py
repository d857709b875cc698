"""Slips as a table: what is on each, and every row at fault before any is entered."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.paper_faults import faults_of_paper
from deliberate.core.decision.counting.terms import RANKED
from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.services.ballot_files import CHOICE, ID, ONE_CHOICE, REASON, read_ballots
from deliberate.core.services.table_files import guarded, read_table

LARGEST = 4 * 1024 * 1024
TOO_LARGE = message("The file is larger than any ballot.")


def columns_for(ballot: BallotDefinition) -> tuple[str, ...]:
    """The columns of a table of slips of this ballot, as they may be given to somebody to fill."""
    if ballot.method == "consent":
        return (ID, CHOICE, REASON)
    if ballot.method in ONE_CHOICE:
        return (ID, CHOICE)
    if ballot.method in RANKED:
        return (ID, *(str(number) for number in range(1, len(ballot.names) + 1)))
    return (ID, *ballot.names)


def read_slips(path: Path, ballot: BallotDefinition, seats: Collection[str]) -> tuple[Paper, ...]:
    """The slips of a file; raises `UnusableInput` with every row at fault.

    `seats`: no slip may bear the name of one.
    """
    found = read_ballots(path, ballot.method, ballot.options)
    faults = list(found.faults)
    for paper in found.papers:
        faults += [_at(paper, one) for one in _faults(ballot, paper, seats)]
    if faults:
        raise UnusableInput(
            "ROWS",
            message("Faults: {count}; nothing is entered.", count=len(faults)),
            where=Where(str(path)),
            findings=tuple(sorted(faults, key=lambda one: one.where.line if one.where else 0)),
        )
    return found.papers


def _faults(
    ballot: BallotDefinition, paper: Paper, seats: Collection[str]
) -> Iterator[tuple[str, Message]]:
    for one in faults_of_paper(ballot, paper):
        yield one.code, one.message
    if paper.id in seats:
        text = message(
            "“{id}” is a seat: a paper without a name bears none. Number the papers.", id=paper.id
        )
        yield "ID", text


def _at(paper: Paper, fault: tuple[str, Message]) -> Finding:
    code, text = fault
    return Finding(code, "error", text, paper.where)


def as_csv(path: Path) -> str:
    """The cells of a table as text: the same rows, however the file was written."""
    heads, rows = read_table(path, LARGEST, TOO_LARGE)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([guarded(cell) for cell in heads])
    writer.writerows([guarded(cell) for cell in row] for _line, row in rows)
    return text.getvalue()
