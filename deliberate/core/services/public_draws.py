"""A public draw over files: the list is fixed in a folder, and dice pick from it later.

The folder holds `record.jsonl` for everybody, `pool.csv` for auditors (people by number, without
names, and who is on which panel) and `names.csv` for the organisers (whose number is whose).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import Refused, UnusableInput, Where, message
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.record.draw_record import (
    begin,
    drawn_by_beacon,
    drawn_by_dice,
    entries_of,
    read_record,
    verify_draw,
)
from deliberate.core.record.entry import Entry
from deliberate.core.recruitment.lottery.decomposition import Tell
from deliberate.core.recruitment.lottery.fair_shares import Objective
from deliberate.core.recruitment.lottery.fairest import NoPanel
from deliberate.core.recruitment.lottery.hidden_list import AuditedPool
from deliberate.core.recruitment.lottery.no_panel import no_panel
from deliberate.core.recruitment.lottery.pool import Pool, Targets
from deliberate.core.recruitment.lottery.public_draw import Prepared, prepare
from deliberate.core.recruitment.lottery.uniform import PANELS
from deliberate.core.services.pool_files import read_pool_file, write_pool
from deliberate.core.services.table_files import guarded, read_table

RECORD, POOL, NAMES = "record.jsonl", "pool.csv", "names.csv"
REPORT = "report"
"""The folder of the report, within that of the draw: what stands beside it is not for everybody."""
SALT = 32
"""In bytes."""
Write = Callable[[Path, str], None]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A list that is fixed. `record_hash`: what has to be known publicly before the dice fall."""

    prepared: Prepared
    record_hash: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class DrawnByChance:
    """The panel that chance picked, and who stands by for it in the order of call; `panels`: how
    many there were to pick from; `names`: whose number is whose, where the folder holds it."""

    number: int
    panels: int
    panel: tuple[int, ...]
    alternates: tuple[int, ...]
    names: Mapping[int, str]
    record_hash: str


def fix(
    pool: Pool,
    targets: Targets,
    *,
    name: str,
    now: datetime,
    rng: Callable[[int], bytes],
    objective: Objective = "leximin",
    panels: int = PANELS,
    alternates: int = 0,
    beacon_round: int | None = None,
    tell: Tell = lambda *_: None,
) -> Fixed:
    """Number the people by chance, make the list of panels, and write down what is fixed.

    `alternates`: how many are to stand by, one for ten seats where it is 0."""
    people, own = _numbered(pool, rng)
    try:
        prepared = prepare(
            people, targets, objective=objective, panels=panels, alternates=alternates, tell=tell
        )
    except NoPanel:
        raise no_panel(pool, targets) from None
    record = begin(name, now, prepared, beacon_round)
    files = {
        RECORD: record,
        POOL: write_pool(AuditedPool(people, prepared.hidden.own()), targets.features),
        NAMES: _names(own),
    }
    return Fixed(prepared, digest(record), files)


def _numbered(
    pool: Pool, rng: Callable[[int], bytes]
) -> tuple[tuple[Respondent, ...], Mapping[int, str]]:
    """People under numbers that chance gives, and whose number is whose."""
    salts = {person.id: rng(SALT).hex() for person in pool.people}
    order = sorted(pool.people, key=lambda person: salts[person.id])
    homes = Counter(person.household for person in order if person.household)
    tags = {
        home: f"H{place:04d}"
        for place, home in enumerate((home for home in homes if homes[home] > 1), start=1)
    }
    people = tuple(
        Respondent(
            number,
            dict(zip(pool.features, person.values, strict=True)),
            tags.get(person.household, ""),
            salts[person.id],
            "willing",
        )
        for number, person in enumerate(order, start=1)
    )
    return people, {number: person.id for number, person in enumerate(order, start=1)}


def _names(own: Mapping[int, str]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["number", "id"])
    table.writerows([printed(number), guarded(name)] for number, name in own.items())
    return out.getvalue().encode()


def write_fixed(folder: Path, fixed: Fixed, write: Write) -> None:
    """Put the files into a folder where nothing is fixed yet; the public record comes last."""
    if (folder / RECORD).exists():
        raise Refused(
            "TWICE",
            message("A list is fixed in this folder already."),
            where=Where(str(folder / RECORD)),
            fix=message("Take another folder; nothing that was fixed is written over."),
        )
    for name in (NAMES, POOL, RECORD):
        write(folder / name, fixed.files[name].decode())


def pick(folder: Path, chance: Sequence[int] | str, now: datetime, write: Write) -> DrawnByChance:
    """Write down what chance showed: the digits of dice, or the value of a beacon's round.

    Raises `Refused` when the panel is drawn already.
    """
    path = folder / RECORD
    before = read_record(path)
    pool = read_pool_file(folder / POOL)
    if isinstance(chance, str):
        record, drawn = drawn_by_beacon(before, now, chance, pool)
    else:
        record, drawn = drawn_by_dice(before, now, chance, pool)
    names = _known_names(folder / NAMES)
    write(path, record.decode())
    fixed = next(entry for entry in entries_of(record) if entry.kind == "lottery.committed")
    return DrawnByChance(
        int(drawn.public["number"]),
        int(fixed.public["panel_count"]),
        tuple(drawn.public["panel"]),
        tuple(drawn.public["alternates"]),
        names,
        digest(record),
    )


def drawn_record(folder: Path) -> tuple[tuple[Entry, ...], AuditedPool]:
    """The entries of a folder whose panel is drawn, and its pool, checked against each other.

    Raises `Refused` before the panel is drawn and where a promise of the record is broken.
    """
    path = folder / RECORD
    record = read_record(path)
    pool = read_pool_file(folder / POOL)
    broken = tuple(one.code for one in verify_draw(record, pool) if one.verdict == "fail")
    if broken:
        check = f"deliberate verify {path} --pool {folder / POOL}"
        raise Refused(
            "BROKEN",
            message("The record does not keep what it promises: {codes}.", codes=broken),
            where=Where(str(path)),
            fix=message("To check it: {command}", command=check),
        )
    entries = entries_of(record)
    if not any(entry.kind == "lottery.drawn" for entry in entries):
        raise Refused("ORDER", message("The panel is not drawn yet."), where=Where(str(path)))
    return entries, pool


def own_proof(pool: AuditedPool, number: int) -> bytes:
    """The file with which a person finds the own panels behind the hash of the list.

    Raises `UnusableInput` for a pool without panels, and for a number that is not in it.
    """
    count = 1 + max((place for own in (pool.own or {}).values() for place in own or ()), default=-1)
    hidden = pool.hidden(count)
    if hidden is None or not count:
        raise UnusableInput(
            "PANELS",
            message("The file of the pool does not tell who is on which panel."),
            fix=message("It does once the list of panels is fixed; export it anew."),
        )
    if number not in hidden.salts:
        raise UnusableInput(
            "NUMBER", message("Nobody in this pool has the number {number}.", number=number)
        )
    return canonical(hidden.proof(number)) + b"\n"


def _known_names(path: Path) -> Mapping[int, str]:
    if not path.exists():
        return {}
    _heads, rows = read_table(path, 64 * 1024 * 1024, message("The file is larger than any pool."))
    return {int(row[0].removeprefix("R")): row[1] for _line, row in rows}
