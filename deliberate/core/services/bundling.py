"""Making the public bundle of a process: everything a stranger needs to recompute it."""

from __future__ import annotations

from pathlib import Path

from deliberate.core.canonical import canonical
from deliberate.core.process.process import Process
from deliberate.core.record.bundle import write_bundle
from deliberate.core.record.check_documents import document_file
from deliberate.core.record.entry import parse_entry
from deliberate.core.record.outcome import outcome_of
from deliberate.core.recruitment.public_vote import vote_lines
from deliberate.core.services.commands import public_lines
from deliberate.core.services.context import Context
from deliberate.core.services.issuing import ISSUED
from deliberate.core.storage.rows import ProcessRow
from deliberate.core.storage.store import Unit


def export_bundle(context: Context, process_id: str, path: Path) -> str:
    """Write the bundle and return its identity, the hash of its manifest.

    A vote that is not closed yet is left out: nobody sees results before the close.
    """
    with context.store.read() as unit:
        row = unit.process(process_id)
        process = context.read_process(unit, process_id)
        members = bundle_members(unit, process, row)
    return write_bundle(path, members, {"process": process_id, "rehearsal": process.rehearsal})


def bundle_members(unit: Unit, process: Process, row: ProcessRow) -> dict[str, bytes]:
    """The files of the bundle by name. A vote that is not closed yet is none of them."""
    lines = unit.entries(process.id)
    entries = [parse_entry(line) for line in lines]
    members = {
        "record.jsonl": b"".join(line + b"\n" for line in lines),
        "rulebook.toml": row.rulebook_text.encode(),
        "pilot.toml": row.pilot_text.encode(),
        "outcome.json": canonical(outcome_of(entries)) + b"\n",
    }
    for closed in process.select("public_vote.closed"):
        # Each occurrence by itself: a second vote may be open while the first is closed.
        step, n = str(closed.step), closed.n
        votes = vote_lines(public_lines(unit, process, step, n))
        members[f"votes/{step}-{n}.jsonl"] = b"".join(canonical(vote) + b"\n" for vote in votes)
    members.update(_documents(unit, process))
    return members


def _documents(unit: Unit, process: Process) -> dict[str, bytes]:
    """The public documents in the words of their versions; a letter to one person is none."""
    return {
        document_file(item["id"], item["version"], language): unit.attachment(sha256).content
        for fact in process.select(ISSUED)
        for item in fact.public.get("documents", ())
        for language, sha256 in item["languages"].items()
    }
