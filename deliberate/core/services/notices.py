"""Which letters follow from which facts; they are queued in the same transaction and sent later."""

from __future__ import annotations

from collections.abc import Sequence

from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.storage.rows import OutboxRow
from deliberate.core.storage.store import Unit

TO_ALL_SEATS = frozenset(
    {"materials.sent", "process.scheduled", "report.frozen", "report.published"}
)
SESSION = "session"
"""What an announcement is about when it tells members of a session."""
TO_OWNERS = frozenset({"execution.noticed", "execution.returned", "execution.complained"})


def queue_notices(unit: Unit, process: Process, facts: Sequence[Fact]) -> None:
    """Queue one letter per recipient for every fact that people must hear about.

    Recipients are seats: their addresses belong to the notifier, never to the queue.
    """
    unit.queue_all(
        [
            OutboxRow(
                dedup_key=_key(process, fact, recipient),
                kind=fact.kind,
                recipient=recipient,
                language=process.pilot.languages[0] if process.pilot.languages else "",
                subject=fact.kind,
                body="",
                due_at=fact.at,
                process=process.id,
                rehearsal=process.rehearsal,
            )
            for fact in facts
            for recipient in _recipients(process, fact)
        ]
    )


def _key(process: Process, fact: Fact, recipient: str) -> str:
    return f"{process.id}/{fact.seq}/{recipient}"


def cause_of(row: OutboxRow) -> int:
    """The number of the fact that a letter follows from; 0 for a letter of no fact."""
    parts = row.dedup_key.split("/")
    return int(parts[1]) if len(parts) == 3 and parts[1].isdigit() else 0


def _recipients(process: Process, fact: Fact) -> tuple[str, ...]:
    if fact.kind in TO_ALL_SEATS or _notifies_members(process, fact):
        return tuple(seat.id for seat in process.roster.filled())
    if fact.kind == "appointment.letter_sent":
        return (str(fact.body["seat"]),)
    if fact.kind in TO_OWNERS:
        return _owner(process, str(fact.body["commitment"]))
    return ()


def _notifies_members(process: Process, fact: Fact) -> bool:
    if fact.kind != "announcement.published" or fact.step is None:
        return False
    step = process.step(fact.step)
    return step is not None and step.parameters.what == SESSION


def _owner(process: Process, commitment: str) -> tuple[str, ...]:
    frozen = process.latest("report.frozen")
    items = frozen.body["items"] if frozen is not None else ()
    return tuple(str(item["owner"]) for item in items if item["id"] == commitment)
