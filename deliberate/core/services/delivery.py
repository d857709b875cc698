"""Delivery: letters that wait in the outbox are written, handed to a notifier, and proved.

A letter is queued in the transaction of the act that causes it, with its recipient and no words.
Its words are made when it is sent, from the process as it was at the act, so that a late letter
says what a punctual one would have said. Sending is repeated until it succeeds; sending twice is
prevented by the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from deliberate.core.errors import DeliberateError, Message, Refused, message
from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.services.context import Context
from deliberate.core.services.copies import Copy, copies_for
from deliberate.core.services.issuing import issue_owed, salts_of
from deliberate.core.services.notices import cause_of, seat_of
from deliberate.core.services.papers import before, issued_papers
from deliberate.core.storage.rows import OutboxRow
from deliberate.core.storage.store import Unit
from deliberate.core.text import Text

Queued = OutboxRow
"""A letter as it waits, or was sent."""

Tell = Callable[[int, int], None]
"""Hears how many letters of how many have been dealt with."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to go. `recipient` is a seat or an expert, as `seat:P01`: the address is the
    notifier's business.

    `files`: name to content, such as the same words set for print, or dates for a calendar.
    """

    id: int
    process: str
    recipient: str
    subject: str
    text: str
    files: Mapping[str, bytes] = field(default_factory=dict)


class Notifier(Protocol):
    """Sends letters: into a folder, by mail, by message."""

    def send(self, letter: Letter) -> str:
        """Send it and return the proof of sending; raises `DeliberateError` when it cannot."""
        ...


class Secretariat(Protocol):
    """Writes letters; stands above the core, where words and renderers are."""

    def letter(
        self, process: Process, row: OutboxRow, cause: Fact, copies: Sequence[Copy]
    ) -> Letter:
        """The letter of a row; `copies` are the documents that it brings, if there are any."""
        ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of one letter: its proof, or the reason why it was not sent.

    `other_holder`: since the act the seat has passed to somebody else, or to nobody; the letter is
    to whoever held it then.
    """

    row: OutboxRow
    sent: bool
    proof: str
    reason: Message | None = None
    other_holder: bool = False


def deliver(
    context: Context,
    secretariat: Secretariat,
    notifier: Notifier,
    process_id: str,
    tell: Tell = lambda done, of: None,
) -> tuple[Delivered, ...]:
    """Send every letter of a process that is due and not sent, in the order of their queueing.

    Documents that are owed are issued before: a letter can prove only what is on the record.
    """
    issue_owed(context, process_id)
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
        unsent = [row for row in unit.letters(process_id) if row.sent_at is None]
    due = [row for row in unsent if row.due_at <= context.clock.now() or process.rehearsal]
    done: list[Delivered] = []
    for row in due:
        done.append(_send(context, secretariat, notifier, process, row))
        tell(len(done), len(due))
    return tuple(done)


def titles_of(context: Context, process_id: str) -> Mapping[str, Text]:
    """The title of every document of a process by its name: what letters bring."""
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
    return {paper.id: paper.template.title for paper in issued_papers(process)}


def letters_of(context: Context, process_id: str) -> tuple[OutboxRow, ...]:
    """All letters of a process, sent and unsent, in the order in which they were queued."""
    with context.store.read() as unit:
        unit.process(process_id)
        return unit.letters(process_id)


def _send(
    context: Context,
    secretariat: Secretariat,
    notifier: Notifier,
    process: Process,
    row: OutboxRow,
) -> Delivered:
    """Send one letter; whatever stands in its way is kept with it, and it goes on waiting."""
    try:
        cause = _cause(process, row)
        with context.store.read() as unit:
            copies = _copies(unit, process, row, cause)
        proof = notifier.send(secretariat.letter(process, row, cause, copies))
    except DeliberateError as error:
        with context.store.transaction() as unit:
            unit.mark_failed(row.id, error.code)
        return Delivered(row, sent=False, proof=error.code, reason=error.message)
    with context.store.transaction() as unit:
        unit.mark_sent(row.id, context.clock.now(), proof)
    holder = _holder(before(process, cause), row)
    other = holder not in {"", _holder(process, row)}
    return Delivered(row, sent=True, proof=proof, other_holder=other)


def _cause(process: Process, row: OutboxRow) -> Fact:
    seq = cause_of(row)
    if not 1 <= seq <= len(process.facts):
        raise Refused("NO_FACT", message("There is no fact number {seq}.", seq=seq))
    return process.facts[seq - 1]


def _copies(unit: Unit, process: Process, row: OutboxRow, cause: Fact) -> tuple[Copy, ...]:
    return copies_for(unit, process, row, cause, salts_of(unit, process.id))


def _holder(process: Process, row: OutboxRow) -> str:
    """Who holds the seat that a letter is to; empty for a seat of nobody, and for an expert."""
    seat = process.roster.seat(seat_of(row.recipient))
    return seat.holder if seat is not None else ""
