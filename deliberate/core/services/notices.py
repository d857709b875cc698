"""Which letters follow from which facts; they are queued in the same transaction and sent later.

Every letter among the documents of the rulebook is queued when its fact happens, to whomever it is
about. Beside these there are plain notices of facts that people must hear of; whoever gets a letter
of a fact gets no notice of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.services.papers import Paper, issued_papers, papers_for
from deliberate.core.storage.rows import OutboxRow
from deliberate.core.storage.store import Unit

LETTER = "letter"
"""The form of the documents that are sent to one addressee."""
SCHEDULED = "process.scheduled"
TO_ALL_SEATS = frozenset({"materials.sent", "report.drafted", "report.frozen", "report.published"})
TO_ALL_INVOLVED = frozenset(
    {SCHEDULED, "process.suspended", "process.resumed", "process.cancelled"}
)
SESSION = "session"
"""What an announcement is about when it tells members of a session."""
TO_OWNERS = frozenset({"execution.noticed", "execution.returned", "execution.complained"})


def queue_notices(unit: Unit, process: Process, facts: Sequence[Fact]) -> None:
    """Queue one letter per recipient for everything that people must hear about.

    `process` is as it was before `facts`, which one act has brought about. Recipients are seats and
    invited experts, as `seat:P01` and `witness:W01`: their addresses belong to the notifier, never
    to the queue.
    """
    then = replace(process, facts=(*process.facts, *facts))
    told = [fact for fact in facts if not _told_with_another(fact, facts)]
    unit.queue_all([row for fact in told for row in _rows(then, fact)])


def _told_with_another(fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether one letter tells of this fact and of an earlier one of the act: new dates do."""
    first = next((item for item in facts if item.kind == SCHEDULED), fact)
    return fact.kind == SCHEDULED and fact is not first


def scheduled_together(process: Process, cause: Fact) -> tuple[Fact, ...]:
    """The dates that an act set, from the first of them on: one letter tells of all."""
    found: list[Fact] = []
    for fact in process.facts[cause.seq - 1 :]:
        if fact.kind != SCHEDULED or (fact.at, fact.actor) != (cause.at, cause.actor):
            break
        found.append(fact)
    return tuple(found)


def _rows(process: Process, fact: Fact) -> Iterator[OutboxRow]:
    served: set[str] = set()
    for paper in papers_for(process, fact):
        recipient = addressee(process, paper)
        if recipient:
            served.add(recipient)
            yield _row(process, fact, recipient, paper.id)
    for recipient in dict.fromkeys(_told_plainly(process, fact)):
        if recipient not in served:
            yield _row(process, fact, recipient, "")


def _row(process: Process, fact: Fact, recipient: str, document: str) -> OutboxRow:
    return OutboxRow(
        dedup_key="/".join((process.id, str(fact.seq), recipient, document)),
        kind=fact.kind,
        recipient=recipient,
        language=process.pilot.languages[0] if process.pilot.languages else "",
        subject=document or fact.kind,
        body="",
        due_at=fact.at,
        process=process.id,
        rehearsal=process.rehearsal,
    )


def cause_of(row: OutboxRow) -> int:
    """The number of the fact that a letter follows from; 0 for a letter of no fact."""
    parts = row.dedup_key.split("/")
    return int(parts[1]) if len(parts) >= 3 and parts[1].isdigit() else 0


def document_of(row: OutboxRow) -> str:
    """The document that a letter brings; empty for a plain notice."""
    parts = row.dedup_key.split("/")
    return parts[3] if len(parts) == 4 else ""


def seat_of(recipient: str) -> str:
    """The seat that a recipient is; empty where it is an expert."""
    kind, found, name = recipient.partition(":")
    return "" if found and kind != "seat" else name or recipient


def addressee(process: Process, paper: Paper) -> str:
    """To whom a document is sent by letter: the seat, the expert, or whoever answers for the point;
    empty where it is no letter."""
    if paper.template.form != LETTER:
        return ""
    match paper.template.about:
        case "seat":
            return _seat(paper.subject)
        case "witness":
            return f"witness:{paper.subject}"
        case "point":
            return next(iter(_owner(process, paper.subject)), "")
    return ""


def _told_plainly(process: Process, fact: Fact) -> Iterator[str]:
    if fact.kind in TO_ALL_INVOLVED:
        yield from _involved(process)
    elif fact.kind in TO_ALL_SEATS or _notifies_members(process, fact):
        yield from _filled(process)
    elif fact.kind == "appointment.letter_sent":
        yield _seat(str(fact.body["seat"]))
    elif fact.kind in TO_OWNERS:
        yield from _owner(process, str(fact.body["commitment"]))


def _seat(seat: str) -> str:
    return f"seat:{seat}"


def _filled(process: Process) -> Iterator[str]:
    return (_seat(seat.id) for seat in process.roster.filled())


def _involved(process: Process) -> Iterator[str]:
    """Everybody seated, every organisation that was asked to name a member, every expert who was
    invited: they have put days aside."""
    yield from _filled(process)
    for fact in process.select("appointment.letter_sent"):
        yield _seat(str(fact.body["seat"]))
    for paper in issued_papers(process):
        if paper.template.about == "witness":
            yield from filter(None, (addressee(process, paper),))


def _notifies_members(process: Process, fact: Fact) -> bool:
    if fact.kind != "announcement.published" or fact.step is None:
        return False
    step = process.step(fact.step)
    return step is not None and step.parameters.what == SESSION


def _owner(process: Process, commitment: str) -> Iterator[str]:
    frozen = process.latest("report.frozen")
    items = frozen.body["items"] if frozen is not None else ()
    return (_seat(str(item["owner"])) for item in items if item["id"] == commitment)
