"""Check of the acts of members: each by themselves, or from a sheet that two people recorded.

What carries no mark was done by the own account. A mark of paper names the sheet by its hash, is
written by those who keep the record, and in earnest follows the approval of a second person; a vote
that was called out in the room is marked as that, and so is the slip of a vote without names.
"""

from __future__ import annotations

import re

from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading

PAPER, ROLL_CALL = "paper", "roll_call"
OF_SEATS = {
    "document.agreed": {"member"},
    "document.refused": {"member"},
    "confirmation.declared": {"member"},
    "ballot.cast": {"member", "chair"},
    "ballot.participated": {"member", "chair"},
    "report.commented": {"member"},
    "report.minority": {"member"},
    "report.minority_joined": {"member"},
    "report.refused": {"member", "chair", "secretary"},
    "execution.judged": {"member", "chair"},
}
"""Acts of seats and offices, with the roles in which somebody does them in person."""
ALSO_MARKED = ("report.signed", "appointment.office")
"""Acts that may be recorded from a sheet, and whose other form is checked elsewhere."""
RECORDERS = frozenset({"agency", "secretary"})
CALLERS = frozenset({"secretary", "chair"})
ENTERERS = frozenset({"secretary", "returning_officer"})
_HASH = re.compile(r"[0-9a-f]{64}")


def check_acts(reading: Reading) -> Message | None:
    """Whoever acts for a seat is its member, or the record says how it came there."""
    acts = reading.select(*OF_SEATS, *ALSO_MARKED)
    marked = 0
    for entry in acts:
        form = entry.public.get("form")
        marked += form is not None
        match form:
            case "paper":
                _check_paper(reading, entry)
            case "roll_call" if entry.kind == "ballot.cast" and entry.role in CALLERS:
                pass
            case "slip" if entry.kind == "ballot.participated" and entry.role in ENTERERS:
                pass
            case None if entry.role in OF_SEATS.get(entry.kind, {entry.role}):
                pass
            case _:
                raise CheckFailed(
                    message(
                        "Entry {entry} (“{kind}”) was not written by whom it speaks for.",
                        entry=entry.seq,
                        kind=entry.kind,
                    )
                )
    if not acts:
        return None
    return message(
        "{count} acts of members: {marked} recorded for them and marked so.",
        count=len(acts),
        marked=marked,
    )


def _check_paper(reading: Reading, entry: Entry) -> None:
    """A sheet that can be asked for, recorded by two."""
    key = "signature_sha256" if entry.kind == "report.signed" else "sheet_sha256"
    if not _HASH.fullmatch(shapes.text(entry, key)):
        raise CheckFailed(message("Entry {entry} names no sheet.", entry=entry.seq))
    if entry.role not in RECORDERS or not _by_two(reading, entry):
        raise CheckFailed(
            message("Entry {entry} was recorded from paper by one person.", entry=entry.seq)
        )


def _by_two(reading: Reading, entry: Entry) -> bool:
    """Right before what follows from the same sheet stands an approval; a rehearsal needs none."""
    if entry.rehearsal:
        return True
    for before in reversed(reading.entries[: entry.seq - 1]):
        if before.kind == "approval.given":
            return str(before.public.get("action", "")).endswith("_on_paper")
        if before.public.get("form") != PAPER:
            return False
    return False
