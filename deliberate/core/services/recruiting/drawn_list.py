"""Whether a file holds those of the draw on the record: as many, by the hashes that the seed gives.

The list that `register draw` writes has, beside the identifier, its hash and its rank in the
stratum. Both follow from the seed on the record, so a row that nobody drew is found here, before
anybody is written to. A list that came from elsewhere, without hashes, can only be counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deliberate.core.errors import Finding, Message, Where, message
from deliberate.core.recruitment.register.selection import JOINED, hash_of
from deliberate.core.services.recruiting.people_files import PeopleFile, PeopleRow

RANK, HASH, ID, STRATUM = "rank", "hash", "id", "stratum"


def can_be_checked(file: PeopleFile) -> bool:
    """Whether the file says enough that each row can be held against the seed."""
    return {HASH, ID} <= set(file.columns)


def against_the_draw(
    file: PeopleFile, drawn: Mapping[str, Any], strata: Sequence[str]
) -> Iterator[Finding]:
    """What does not fit the draw. `strata`: the columns of the strata that the rulebook names."""
    if len(file.rows) != drawn["drawn"]:
        text = message(
            "The file has {rows} rows; the record says that {drawn} people were drawn.",
            rows=len(file.rows),
            drawn=drawn["drawn"],
        )
        yield Finding("DRAW", "error", text, Where(str(file.path)))
    columns = _strata(file, strata)
    recorded = drawn.get("strata") or {}
    if recorded:
        yield from _counts(file, recorded, columns)
    if can_be_checked(file):
        yield from _hashes(file, str(drawn["seed"]))
        if RANK in file.columns and columns:
            yield from _ranks(file, columns)


def _strata(file: PeopleFile, named: Sequence[str]) -> tuple[str, ...]:
    """The columns that make the strata: those that stand between hash and identifier, as the draw
    writes them; else `stratum`; else those that the rulebook names. Empty: the file has none."""
    heads = file.columns
    if HASH in heads and ID in heads:
        between = heads[heads.index(HASH) + 1 : heads.index(ID)]
        if between:
            return between
    if STRATUM in heads:
        return (STRATUM,)
    return tuple(named) if named and set(named) <= set(heads) else ()


def _stratum(row: PeopleRow, columns: Sequence[str]) -> str:
    return JOINED.join(row.cells[column] for column in columns)


def _counts(
    file: PeopleFile, recorded: Mapping[str, int], columns: Sequence[str]
) -> Iterator[Finding]:
    if not columns:
        text = message("The record has strata, and no column of the file tells them.")
        fix = message("Add the column {column}, as the record names them.", column=STRATUM)
        yield Finding("DRAW", "error", text, Where(str(file.path), 1), fix)
        return
    found = Counter(_stratum(row, columns) for row in file.rows)
    for name in sorted({*found, *recorded}):
        if found[name] != recorded.get(name, 0):
            text = message(
                "Stratum {stratum}: {rows} rows in the file, {drawn} on the record.",
                stratum=name,
                rows=found[name],
                drawn=recorded.get(name, 0),
            )
            yield Finding("DRAW", "error", text, Where(str(file.path)))


def _hashes(file: PeopleFile, seed: str) -> Iterator[Finding]:
    for row in file.rows:
        if not row.cells[ID]:
            yield _fault(file, row, message("The identifier is missing."), ID)
        elif hash_of(seed, row.cells[ID]) != row.cells[HASH].lower():
            text = message("The hash is not that of this identifier with the seed on the record.")
            yield _fault(file, row, text, HASH)


def _ranks(file: PeopleFile, columns: Sequence[str]) -> Iterator[Finding]:
    """Ranks grow with the hashes. Some are missing where a household had a smaller hash, so that
    the n-th of a stratum has the rank n or a larger one."""
    strata: dict[str, list[PeopleRow]] = {}
    for row in file.rows:
        strata.setdefault(_stratum(row, columns), []).append(row)
    for rows in strata.values():
        before = 0
        for row in sorted(rows, key=lambda row: row.cells[HASH].lower()):
            words = row.cells[RANK]
            rank = int(words) if words.isascii() and words.isdigit() and len(words) < 12 else 0
            if rank <= before:
                text = message(
                    "The rank is {rank}; by its hash it comes after rank {before} of the stratum.",
                    rank=words or "—",
                    before=before,
                )
                yield _fault(file, row, text, RANK)
            before = max(before, rank)


def _fault(file: PeopleFile, row: PeopleRow, text: Message, column: str) -> Finding:
    return Finding("DRAW", "error", text, Where(str(file.path), row.line, path=column))
