"""Letters that wait to be sent, and the files that facts refer to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from deliberate.core.errors import Conflict, Refused, UnusableInput, message
from deliberate.core.storage import tables
from deliberate.core.storage.process_repository import no_process
from deliberate.core.storage.rows import ATTACHMENT_LIMIT, AttachmentRow, OutboxRow, columns
from deliberate.core.storage.session import Session, TakenError, UnreferencedError

Outbox = tables.Outbox


def _values(row: OutboxRow) -> dict[str, Any]:
    """The row without its number, which the database gives."""
    values = columns(row)
    del values["id"]
    return values


class OutboxRepository:
    """A letter is queued in the transaction of the act that causes it, and sent afterwards."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def queue(self, row: OutboxRow) -> bool:
        """Queue a letter; False when one with the same `dedup_key` was queued before."""
        try:
            self._session.insert(Outbox, _values(row))
        except TakenError:
            return False
        except UnreferencedError as error:
            raise no_process(row.process or "") from error
        return True

    def queue_all(self, rows: Sequence[OutboxRow]) -> None:
        """Queue letters of one process; one that was queued before stays as it is."""
        if not rows:
            return
        try:
            self._session.insert(Outbox, *map(_values, rows))
        except TakenError:
            for row in rows:
                self.queue(row)
        except UnreferencedError as error:
            raise no_process(rows[0].process or "") from error

    def unsent(self, now: datetime, limit: int = 100) -> tuple[OutboxRow, ...]:
        """Letters that are due and not sent: the least tried first, then the longest due."""
        query = (
            Outbox.select()
            .where(Outbox.sent_at.is_null(), Outbox.due_at <= now)
            .order_by(Outbox.attempts, Outbox.due_at, Outbox.id)
            .limit(limit)
        )
        return tuple(OutboxRow(**row) for row in self._session.rows(query))

    def letters(self, process: str) -> tuple[OutboxRow, ...]:
        """All letters of a process in the order in which they were queued."""
        query = Outbox.select().where(Outbox.process == process).order_by(Outbox.id)
        return tuple(OutboxRow(**row) for row in self._session.rows(query))

    def mark_sent(self, letter: int, at: datetime, proof: str) -> None:
        """Record that a letter was sent, with the proof; `Conflict` when it was sent before."""
        self._attempt(letter, sent_at=at, proof=proof)

    def mark_failed(self, letter: int, reason: str) -> None:
        """Record a failed attempt and why; the letter stays unsent."""
        self._attempt(letter, proof=reason)

    def _attempt(self, letter: int, **values: Any) -> None:
        update: Any = Outbox.update(attempts=Outbox.attempts + 1, **values)
        if not self._session.change(update.where(Outbox.id == letter, Outbox.sent_at.is_null())):
            raise Conflict("ALREADY_SENT", message("This letter was sent already."))

    def add_attachment(self, content: bytes, media_type: str) -> str:
        """Keep a file and return its SHA-256; the same content is kept once."""
        if len(content) > ATTACHMENT_LIMIT:
            raise UnusableInput(
                "ATTACHMENT_SIZE",
                message(
                    "The file has {size} bytes; at most {limit} are kept.",
                    size=len(content),
                    limit=ATTACHMENT_LIMIT,
                ),
            )
        sha256 = hashlib.sha256(content).hexdigest()
        row = AttachmentRow(sha256, content, media_type)
        if not self.has_attachment(sha256):
            try:
                self._session.insert(tables.Attachment, columns(row))
            except TakenError:
                return sha256  # a rival stored the same bytes a moment ago
        return sha256

    def has_attachment(self, sha256: str) -> bool:
        """Whether a file with this hash is kept; does not read the file."""
        table = tables.Attachment
        query = table.select(table.media_type).where(table.sha256 == sha256)
        return self._session.first(query) is not None

    def attachment(self, sha256: str) -> AttachmentRow:
        """The file with this hash; refuses an unknown one."""
        table = tables.Attachment
        row = self._session.first(table.select().where(table.sha256 == sha256))
        if row is None:
            raise Refused("NO_ATTACHMENT", message("There is no file with this hash."))
        return AttachmentRow(row["sha256"], bytes(row["content"]), row["media_type"])
