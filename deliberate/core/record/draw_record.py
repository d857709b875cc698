"""A public draw without a process: a record of its own, in the same entries and the same checks.

It holds the closing of the pool, the targets, the list of panels and, once it is drawn, what chance
showed. Whoever keeps a copy of the list's hash from before the draw holds the organisers to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from deliberate.core.errors import Message, Refused, UnusableInput, Where, message
from deliberate.core.record import shapes
from deliberate.core.record.bundle import Bundle
from deliberate.core.record.check_files import CHAIN, check_chain
from deliberate.core.record.check_lottery import (
    LIST,
    check_lottery_list,
    check_pick,
    targets_in,
)
from deliberate.core.record.check_pool import check_with_pool, list_of
from deliberate.core.record.entry import Entry
from deliberate.core.record.own_panels import OwnPanels, check_own
from deliberate.core.record.promise import CheckFailed, Promise, judge
from deliberate.core.record.reading import RECORD, Reading, read_entries
from deliberate.core.recruitment.lottery.hidden_list import AuditedPool, HiddenList
from deliberate.core.recruitment.lottery.public_draw import (
    Prepared,
    beacon_seed,
    panel_counts,
    picked_by,
    thrown,
)
from deliberate.core.recruitment.registered import pool_hash
from deliberate.core.recruitment.replacing import chosen_alternates
from deliberate.core.system_reason import system_reason

CHECKS: tuple[tuple[str, Message, Callable[[Reading], Message | None]], ...] = (
    ("R1", CHAIN, check_chain),
    ("C1", LIST, check_lottery_list),
    ("C2", message("The panel was picked by chance"), check_pick),
)
STEP = "lottery"
ROLE = "agency"
SHORTEST = 16
"""In bytes: a shorter value of a beacon could be guessed."""


def begin(name: str, now: datetime, prepared: Prepared, beacon_round: int | None = None) -> bytes:
    """The record of a list that is fixed now; `name` stands in each entry.

    Dice pick from it, or the round of a public beacon that is named here and still to come.
    """
    body = prepared.as_body()
    how: dict[str, Any] = {"randomness": "dice"}
    if beacon_round is not None:
        how = {"randomness": "beacon", "round": beacon_round}
    entries: list[Entry] = []
    closed = {"sha256": body["pool_hash"], "count": len(prepared.hidden.numbers)}
    _add(entries, name, now, "registration.closed", closed)
    targets = {"size": body["size"], "quotas": body["quotas"]}
    _add(entries, name, now, "lottery.targets_set", targets)
    _add(entries, name, now, "lottery.committed", {**body, **how})
    return _lines(entries)


def drawn_by_dice(
    record: bytes, now: datetime, digits: Sequence[int], pool: AuditedPool
) -> tuple[bytes, Entry]:
    """The record with what the dice show, and the entry of the panel they pick from the list."""
    entries, fixed, hidden = _waiting(record, "dice", pool)
    wanted = len(str(len(hidden.panels) - 1))
    if len(digits) != wanted or not all(0 <= digit <= 9 for digit in digits):
        raise UnusableInput(
            "DIGITS",
            message("{count} digits from 0 to 9 are expected, one for each die.", count=wanted),
        )
    number = thrown(digits)
    if number >= len(hidden.panels):
        raise UnusableInput("DIGITS", message("No panel has the number {number}.", number=number))
    _add(entries, fixed.process, now, "lottery.thrown", {"digits": list(digits)})
    return _drawn(entries, now, _panel(fixed, hidden, number, pool), {"digits": list(digits)})


def drawn_by_beacon(
    record: bytes, now: datetime, value: str, pool: AuditedPool
) -> tuple[bytes, Entry]:
    """The record with the value (hexadecimal) of the round that was named with the list."""
    entries, fixed, hidden = _waiting(record, "beacon", pool)
    try:
        shown = bytes.fromhex(value)
    except ValueError:
        shown = b""
    if len(shown) < SHORTEST:
        raise UnusableInput(
            "VALUE",
            message(
                "The value of a round is hexadecimal, of {count} bytes or more.", count=SHORTEST
            ),
        )
    number = int(fixed.public["round"])
    public = {"round": number, "value": shown.hex()}
    _add(entries, fixed.process, now, "lottery.beacon", public)
    seed = beacon_seed(str(fixed.public["panels_hash"]), number, shown.hex())
    panel = _panel(fixed, hidden, picked_by(seed, len(hidden.panels)), pool)
    return _drawn(entries, now, panel, {"seed": seed})


def _waiting(record: bytes, way: str, pool: AuditedPool) -> tuple[list[Entry], Entry, HiddenList]:
    """The entries of a list that waits for this way of drawing, and the list."""
    entries = list(entries_of(record))
    fixed = _fixed(entries)
    if any(entry.kind == "lottery.drawn" for entry in entries):
        raise Refused("TWICE", message("The panel is drawn already."))
    if fixed.public.get("randomness") != way:
        raise Refused("OTHER_WAY", message("The list was fixed for another way of drawing."))
    try:
        shapes.require_same(fixed, {"pool_hash": pool_hash(pool.people)})
        return entries, fixed, list_of(fixed, pool)
    except CheckFailed as failure:
        raise UnusableInput(
            "RECORD",
            failure.reason,
            fix=message("The panel is drawn from the pool.csv that was written with this record."),
        ) from None


def _panel(fixed: Entry, hidden: HiddenList, number: int, pool: AuditedPool) -> dict[str, Any]:
    """The panel with a number, opened, and those who stand by for it."""
    panel = hidden.panels[number]
    body = {**fixed.public, "never": sorted(hidden.never)}
    return {
        "number": number,
        "panel": list(panel),
        **hidden.opened(number),
        "alternates": list(chosen_alternates(pool.people, body, panel, number)),
        "counts": panel_counts(panel, pool.people, targets_in(fixed)),
    }


def _drawn(
    entries: list[Entry], now: datetime, panel: dict[str, Any], how: dict[str, Any]
) -> tuple[bytes, Entry]:
    _add(entries, entries[0].process, now, "lottery.drawn", {**panel, **how})
    return _lines(entries), entries[-1]


def entries_of(record: bytes) -> tuple[Entry, ...]:
    """The entries of such a record; raises `UnusableInput` when it is none."""
    try:
        return read_entries(Bundle({}, {RECORD: record}, ""))
    except CheckFailed as failure:
        raise UnusableInput("RECORD", failure.reason) from None


def read_record(path: Path) -> bytes:
    """The bytes of a record's file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnusableInput(
            "FILE",
            message("The file cannot be read: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
        ) from None


def verify_draw(
    record: bytes, pool: AuditedPool | None = None, own: OwnPanels | None = None
) -> tuple[Promise, ...]:
    """What this record promises, recomputed; with `pool`, what only its people and their panels
    show; with `own`, what one person was given."""
    entries = entries_of(record)
    about = {"process": entries[0].process if entries else ""}
    reading = Reading(Bundle(about, {RECORD: record}, ""), entries)
    judged = [judge(code, title, partial(check, reading)) for code, title, check in CHECKS]
    mine = () if own is None else (check_own(reading, own),)
    return (*judged, *check_with_pool(reading, pool), *mine)


def _fixed(entries: Sequence[Entry]) -> Entry:
    found = [entry for entry in entries if entry.kind == "lottery.committed"]
    if len(found) != 1:
        raise UnusableInput("RECORD", message("This is not the record of one draw."))
    return found[0]


def _add(entries: list[Entry], name: str, now: datetime, kind: str, public: dict[str, Any]) -> None:
    previous = entries[-1].hash if entries else ""
    at = now.astimezone(UTC).isoformat()
    entries.append(Entry(name, len(entries) + 1, at, ROLE, kind, STEP, 1, None, public, previous))


def _lines(entries: Sequence[Entry]) -> bytes:
    return b"".join(entry.json + b"\n" for entry in entries)
