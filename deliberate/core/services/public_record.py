"""The public record as programs read it: entries in order, frozen texts, the bundle."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.identity.visibility import Viewer
from deliberate.core.record.bundle import pack
from deliberate.core.record.entry import Entry, parse_entry
from deliberate.core.services.bundling import bundle_members
from deliberate.core.services.context import Context
from deliberate.core.services.processes import process_seen


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Entries in order. `next` is the number to go on after, None at the end; `head` is the hash
    of the record's last entry."""

    entries: tuple[Entry, ...]
    total: int
    next: int | None
    head: str


@dataclass(frozen=True, slots=True)
class Packed:
    """A bundle ready to be sent, with its identity (the hash of its manifest)."""

    content: bytes
    identity: str


def entry_page(
    context: Context, viewer: Viewer, process_id: str, *, after: int, limit: int
) -> EntryPage:
    """At most `limit` entries that follow number `after`."""
    with context.store.read() as unit:
        process_seen(unit, viewer, process_id)
        lines = unit.entries(process_id)
        head = unit.last_entry_hash(process_id) or ""
    end = after + limit
    return EntryPage(
        tuple(parse_entry(line) for line in lines[after:end]),
        len(lines),
        end if end < len(lines) else None,
        head,
    )


def rulebook_text(context: Context, viewer: Viewer, process_id: str) -> str:
    """The rulebook that governs a process, as it was frozen at the opening."""
    with context.store.read() as unit:
        return process_seen(unit, viewer, process_id).rulebook_text


def packed_bundle(context: Context, viewer: Viewer, process_id: str) -> Packed:
    """The bundle of a process at this moment; an open vote is not in it."""
    with context.store.read() as unit:
        row = process_seen(unit, viewer, process_id)
        process = context.read_process(unit, process_id)
        members = bundle_members(unit, process, row)
    content, identity = pack(members, {"process": process_id, "rehearsal": process.rehearsal})
    return Packed(content, identity)
