"""Checks of a bundle's files: the manifest, the chain of entries, the frozen texts, the summary."""

from __future__ import annotations

import re

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.bundle import Bundle
from deliberate.core.record.check_documents import DOCUMENTS
from deliberate.core.record.entry import Entry
from deliberate.core.record.outcome import outcome_of
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import RECORD, Reading, member

CHAIN = message("The record is unbroken")
OUTCOME = "outcome.json"
TEXTS = {"rulebook.toml": "rulebook_sha256", "pilot.toml": "pilot_sha256"}
ALWAYS = (RECORD, *TEXTS, OUTCOME)
VOTES = re.compile(r"votes/[A-Za-z0-9][A-Za-z0-9_-]*-[1-9][0-9]*\.jsonl")


def check_members(bundle: Bundle) -> Message:
    """Every listed file is there with its size and hash, and no other; all of known purpose."""
    listed = {item["name"]: item for item in bundle.manifest["members"]}
    for name in sorted({*listed, *ALWAYS, *bundle.members}):
        content = member(bundle, name)
        if name not in listed:
            raise CheckFailed(message("{file} is not listed in the manifest.", file=name))
        if listed[name]["size"] != len(content) or listed[name]["sha256"] != digest(content):
            raise CheckFailed(message("{file} differs from the manifest.", file=name))
        if name not in ALWAYS and not (VOTES.fullmatch(name) or DOCUMENTS.fullmatch(name)):
            raise CheckFailed(message("{file} does not belong in a bundle.", file=name))
    return message("{count} files have the hashes that the manifest gives.", count=len(listed))


def check_chain(reading: Reading) -> Message:
    """Entries are numbered without gaps, chained by hashes, of one process, in order of time."""
    before: Entry | None = None
    for number, entry in enumerate(reading.entries, start=1):
        if entry.seq != number:
            raise CheckFailed(
                message(
                    "Entry {entry} carries the number {number}.", entry=number, number=entry.seq
                )
            )
        if entry.previous != (before.hash if before else ""):
            raise CheckFailed(
                message("Entry {entry} does not continue the one before it.", entry=number)
            )
        if entry.process != reading.bundle.manifest.get("process"):
            raise CheckFailed(
                message(
                    "Entry {entry} belongs to another process: {process}.",
                    entry=number,
                    process=entry.process,
                )
            )
        if before is not None and entry.moment < before.moment:
            raise CheckFailed(
                message("Entry {entry} is older than the one before it.", entry=number)
            )
        before = entry
    if before is None:
        raise CheckFailed(message("The record is empty."))
    return message(
        "{count} entries, each chained to the one before it.", count=len(reading.entries)
    )


def check_texts(reading: Reading) -> Message:
    """Rulebook and pilot are the texts with which the process was opened, once and first."""
    openings = reading.select("process.opened")
    if len(openings) != 1 or openings[0] is not reading.entries[0]:
        raise CheckFailed(message("The record does not begin with the one opening."))
    opened = openings[0]
    for name, key in TEXTS.items():
        if digest(member(reading.bundle, name)) != shapes.text(opened, key):
            raise CheckFailed(message("{file} is not the text of the opening.", file=name))
    if shapes.flag(opened, "rehearsal") is not reading.bundle.manifest.get("rehearsal"):
        raise CheckFailed(message("Manifest and opening disagree about the rehearsal."))
    return message("Rulebook and pilot have the hashes of the opening entry.")


def check_rehearsal(reading: Reading) -> Message:
    """Manifest, opening and every single entry agree on whether this is a rehearsal."""
    is_rehearsal = reading.bundle.manifest.get("rehearsal")
    for entry in reading.entries:
        if entry.rehearsal is not is_rehearsal:
            raise CheckFailed(
                message(
                    "Entry {entry} and the manifest disagree about the rehearsal.", entry=entry.seq
                )
            )
    if is_rehearsal:
        return message("Every entry says that it belongs to a rehearsal.")
    return message("No entry belongs to a rehearsal.")


def check_outcome(reading: Reading) -> Message:
    """The summary of the outcome follows from the record, byte for byte."""
    try:
        again = canonical(outcome_of(reading.entries)) + b"\n"
    except (KeyError, TypeError):
        raise CheckFailed(message("The record states its results in an unexpected form.")) from None
    if member(reading.bundle, OUTCOME) != again:
        raise CheckFailed(message("{file} differs from what the record says.", file=OUTCOME))
    return message("The summary of the outcome follows from the record.")
