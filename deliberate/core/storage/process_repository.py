"""Processes, their facts, the entries of their public record, replies and secrets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import JOIN

from deliberate.core.errors import Conflict, Refused, Unknown, message
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.storage import tables
from deliberate.core.storage.prepared import Given, Prepared
from deliberate.core.storage.rows import ProcessRow, ReplyRow, columns
from deliberate.core.storage.session import Session, TakenError, UnreferencedError


def _recorded() -> Prepared:
    fact, entry = tables.Fact, tables.Entry
    own = (entry.process == fact.process) & (entry.seq == fact.seq)
    columns = (*fact._meta.sorted_fields, entry.hash)
    query = fact.select(*columns).join(entry, JOIN.LEFT_OUTER, on=own)
    asked = (fact.process == Given(fact.process)) & (fact.seq >= Given(fact.seq))
    return Prepared(query.where(asked).order_by(fact.seq), columns)


def _last_of(table: Any, column: Any) -> Prepared:
    """One column of the last row that a table has of a process."""
    query = table.select(column).where(table.process == Given(table.process))
    return Prepared(query.order_by(table.seq.desc()).limit(1), (column,))


_RECORDED = _recorded()
_PROCESS = Prepared(
    tables.Process.select().where(tables.Process.id == Given(tables.Process.id)),
    tables.Process._meta.sorted_fields,
)
_LAST = {table: _last_of(table, table.seq) for table in (tables.Fact, tables.Entry)}
_HEAD = _last_of(tables.Entry, tables.Entry.hash)


def no_process(process: str) -> Unknown:
    """The refusal for an identifier that no process has."""
    return Unknown(
        "NO_PROCESS",
        message("There is no process “{process}”.", process=process),
        fix=message("See which there are with: deliberate status."),
    )


class ProcessRepository:
    """Facts and entries are only ever added: nothing here changes or removes one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_process(self, row: ProcessRow) -> None:
        """Store a process that is being opened; refuses an identifier that is taken."""
        try:
            self._session.insert(tables.Process, columns(row))
        except TakenError as error:
            raise Conflict(
                "PROCESS_EXISTS",
                message("A process with the id “{process}” exists already.", process=row.id),
                fix=message("Give the new process another id; nothing was changed."),
            ) from error

    def process(self, process: str) -> ProcessRow:
        """The process as it was opened; refuses an unknown identifier."""
        rows = self._session.asked(_PROCESS, process)
        if not rows:
            raise no_process(process)
        return ProcessRow(**rows[0])

    def processes(self) -> tuple[ProcessRow, ...]:
        """All processes, the oldest first."""
        query = tables.Process.select().order_by(tables.Process.opened_at, tables.Process.id)
        return tuple(ProcessRow(**row) for row in self._session.rows(query))

    def facts(self, process: str, *, after: int = 0) -> tuple[Fact, ...]:
        """The facts of a process in order, from the one that follows number `after`."""
        query = (
            tables.Fact.select()
            .where(tables.Fact.process == process, tables.Fact.seq > after)
            .order_by(tables.Fact.seq)
        )
        return tuple(_fact(row) for row in self._session.rows(query))

    def recorded(self, process: str, first: int) -> tuple[tuple[Fact, str | None], ...]:
        """The facts from number `first` on, each with the hash of its entry in the record."""
        rows = self._session.asked(_RECORDED, process, first)
        return tuple((_fact(row), head) for head, row in map(_with_hash, rows))

    def append(self, facts: Sequence[Fact], entries: Sequence[tuple[int, bytes, str]] = ()) -> None:
        """Add facts of one process, and entries `(seq, canonical JSON, hash)` of its record.

        Raises `Conflict` when somebody else has appended the same number first.
        """
        if not facts:
            raise ValueError("nothing to append: entries enter the record with their facts")
        process = facts[0].process
        self._check_order(tables.Fact, process, [fact.seq for fact in facts], first=1)
        if any(fact.process != process for fact in facts):
            raise ValueError("facts of several processes cannot be appended together")
        try:
            self._session.insert(tables.Fact, *(_fact_row(fact) for fact in facts))
        except TakenError as error:
            raise self._already_done(process, facts) from error
        except UnreferencedError as error:
            raise no_process(process) from error
        self._append_entries(process, facts, entries)

    def _append_entries(
        self, process: str, facts: Sequence[Fact], entries: Sequence[tuple[int, bytes, str]]
    ) -> None:
        self._check_order(tables.Entry, process, [seq for seq, _, _ in entries])
        try:
            self._session.insert(
                tables.Entry,
                *(
                    {"process": process, "seq": seq, "json": json, "hash": digest}
                    for seq, json, digest in entries
                ),
            )
        except TakenError as error:
            raise self._already_done(process, facts) from error

    def _check_order(
        self, table: Any, process: str, numbers: Sequence[int], first: int | None = None
    ) -> None:
        """A gap is a mistake of the caller; an overlap is a rival, whom the constraint finds."""
        if not numbers:
            return
        if list(numbers) != list(range(numbers[0], numbers[0] + len(numbers))):
            raise ValueError(f"numbers are not consecutive: {numbers}")
        last = self._last(table, process)
        expected = first if last is None else last + 1
        if expected is not None and numbers[0] > expected:
            raise ValueError(f"number {numbers[0]} would leave a gap after {last}")

    def _last(self, table: Any, process: str) -> int | None:
        rows = self._session.asked(_LAST[table], process)
        return rows[0]["seq"] if rows else None

    def _already_done(self, process: str, facts: Sequence[Fact]) -> Conflict:
        winner = next(iter(self.facts(process, after=facts[0].seq - 1)), None)
        if winner is None:
            return Conflict(
                "ALREADY_DONE", message("The record of “{process}” has moved on.", process=process)
            )
        return Conflict(
            "ALREADY_DONE",
            message(
                "Already done by {role} at {at}: {kind}.",
                role=winner.actor.role,
                at=winner.at,
                kind=winner.kind,
            ),
            fix=message("Nothing was changed. Look at the process again, then decide."),
        )

    def entries(self, process: str) -> tuple[bytes, ...]:
        """The record's entries in order, byte for byte as they were written."""
        query = (
            tables.Entry.select(tables.Entry.json)
            .where(tables.Entry.process == process)
            .order_by(tables.Entry.seq)
        )
        return tuple(bytes(row["json"]) for row in self._session.rows(query))

    def last_entry_hash(self, process: str) -> str | None:
        """The hash of the record's last entry, None while the record is empty."""
        rows = self._session.asked(_HEAD, process)
        return rows[0]["hash"] if rows else None

    def reply_for(self, process: str, key: str, command_sha256: str) -> ReplyRow | None:
        """The reply that this command got when it came with the same key, None the first time.

        Refuses a key that another command has used.
        """
        table = tables.Reply
        found = self._session.first(
            table.select().where(table.process == process, table.key == key)
        )
        if found is None:
            return None
        reply = ReplyRow(**found)
        if reply.command_sha256 != command_sha256:
            raise Refused(
                "KEY_REUSED",
                message("The idempotency key “{key}” belongs to another command.", key=key),
                fix=message("Send a new key with each new command."),
            )
        return reply

    def remember(self, row: ReplyRow) -> None:
        """Keep a reply in the transaction of its command; `Conflict` when a twin was faster."""
        try:
            self._session.insert(tables.Reply, columns(row))
        except TakenError as error:
            raise Conflict(
                "ALREADY_DONE",
                message("This command has just been carried out."),
                fix=message("Send it again with the same key to see its reply."),
            ) from error
        except UnreferencedError as error:
            raise no_process(row.process) from error

    def add_secret(self, process: str, name: str, value: bytes) -> None:
        """Keep a secret of a process (such as the key of its voter tags), once and for all."""
        try:
            self._session.insert(tables.Secret, {"process": process, "name": name, "value": value})
        except TakenError as error:
            raise Conflict(
                "SECRET_EXISTS", message("The secret “{name}” exists already.", name=name)
            ) from error
        except UnreferencedError as error:
            raise no_process(process) from error

    def secret(self, process: str, name: str) -> bytes | None:
        """A secret of a process, or None when there is none of this name."""
        table = tables.Secret
        row = self._session.first(
            table.select(table.value).where(table.process == process, table.name == name)
        )
        return None if row is None else bytes(row["value"])


def _fact_row(fact: Fact) -> dict[str, Any]:
    if fact.seq < 1:
        raise ValueError(f"facts are numbered from 1, got {fact.seq}")
    row = {name: getattr(fact, name) for name in ("process", "seq", "at", "kind", "step", "n")}
    return row | {
        "actor_id": fact.actor.id,
        "actor_role": fact.actor.role,
        "strand": fact.strand,
        "body": fact.body,
        "public": fact.public,
    }


def _with_hash(row: dict[str, Any]) -> tuple[str | None, dict[str, Any]]:
    return row.pop("hash"), row


def _fact(row: dict[str, Any]) -> Fact:
    actor = Actor(row.pop("actor_id"), row.pop("actor_role"))
    return Fact(actor=actor, **row)
