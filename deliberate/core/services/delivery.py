"""Delivery: letters that wait in the outbox are written, handed to a notifier, and proved.

A letter is queued in the transaction of the act that causes it, with its recipient and no words.
Its words are made when it is sent, from the process as it was at the act, so that a late letter
says what a punctual one would have said. Sending is repeated until it succeeds; sending twice is
prevented by the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from deliberate.core.errors import DeliberateError, Refused, message
from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.services.context import Context
from deliberate.core.services.notices import cause_of
from deliberate.core.services.papers import Paper, issued_papers
from deliberate.core.storage.rows import OutboxRow

Queued = OutboxRow
"""A letter as it waits, or was sent."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to go. `recipient` is a seat: its address is the notifier's business.

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

    def letter(self, process: Process, row: OutboxRow, cause: Fact, paper: Paper | None) -> Letter:
        """The letter of a row; `paper` is the document that it brings, if there is one."""
        ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of one letter: its proof, or the reason why it was not sent."""

    row: OutboxRow
    sent: bool
    proof: str


def deliver(
    context: Context, secretariat: Secretariat, notifier: Notifier, process_id: str
) -> tuple[Delivered, ...]:
    """Send every letter of a process that is due and not sent, the longest due first."""
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
        waiting = [row for row in unit.letters(process_id) if row.sent_at is None]
    papers = _papers(process)
    return tuple(
        _send(context, secretariat, notifier, process, row, papers)
        for row in waiting
        if row.due_at <= context.clock.now() or process.rehearsal
    )


def letters_of(context: Context, process_id: str) -> tuple[OutboxRow, ...]:
    """All letters of a process, sent and unsent, in the order in which they were queued."""
    with context.store.read() as unit:
        unit.process(process_id)
        return unit.letters(process_id)


Papers = Mapping[tuple[int, str], Paper]
"""Documents by the number of their cause and whom they are about; "" for everybody."""


def _papers(process: Process) -> Papers:
    found: dict[tuple[int, str], Paper] = {}
    for paper in issued_papers(process):
        if paper.cause is not None and paper.template.form != "post":
            found.setdefault((paper.cause.seq, paper.subject), paper)
    return found


def _send(
    context: Context,
    secretariat: Secretariat,
    notifier: Notifier,
    process: Process,
    row: OutboxRow,
    papers: Papers,
) -> Delivered:
    seq = cause_of(row)
    if not 1 <= seq <= len(process.facts):
        raise Refused("NO_FACT", message("There is no fact number {seq}.", seq=seq))
    cause = process.facts[seq - 1]
    paper = papers.get((seq, row.recipient)) or papers.get((seq, str(_point(cause))))
    letter = secretariat.letter(process, row, cause, paper or papers.get((seq, "")))
    try:
        proof = notifier.send(letter)
    except DeliberateError as error:
        with context.store.transaction() as unit:
            unit.mark_failed(row.id, error.code)
        return Delivered(row, sent=False, proof=error.code)
    with context.store.transaction() as unit:
        unit.mark_sent(row.id, context.clock.now(), proof)
    return Delivered(row, sent=True, proof=proof)


def _point(cause: Fact) -> str:
    return str(cause.body.get("commitment", ""))
