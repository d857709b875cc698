"""Checks of the documents: those in the bundle are those on the record, each with its hash."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deliberate.core.canonical import digest, parse_canonical
from deliberate.core.errors import Message, UnusableInput, message
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading, member
from deliberate.core.record.shapes import texts, whole

ISSUED = "documents.issued"
DOCUMENTS = re.compile(r"documents/[A-Za-z0-9_-]+-v[1-9][0-9]*\.[a-z]{2,3}\.json")

SEAL = re.compile(r"[0-9a-f]{64}")


def document_file(document: str, version: int, language: str) -> str:
    """The name of the member that holds a document in one language."""
    return f"documents/{document}-v{version}.{language}.json"


def check_documents(reading: Reading) -> Message | None:
    """Every public document is there with the hash on the record, says what it is, and no other."""
    wanted: dict[str, tuple[Entry, Mapping[str, Any], str]] = {}
    for entry in reading.select(ISSUED):
        _require_cause(reading, entry)
        _require_seals(entry)
        for item in _items(entry):
            for language in item["languages"]:
                name = document_file(item["id"], item["version"], language)
                if name in wanted:
                    raise CheckFailed(
                        message("Entry {entry} issues {file} again.", entry=entry.seq, file=name)
                    )
                wanted[name] = (entry, item, language)
    there = {name for name in reading.bundle.members if DOCUMENTS.fullmatch(name)}
    for name in sorted(there - set(wanted)):
        raise CheckFailed(message("{file} is not on the record.", file=name))
    for name, (entry, item, language) in wanted.items():
        _check_one(reading, name, entry, item, language)
    sealed = sum(len(entry.public.get("seals", ())) for entry in reading.select(ISSUED))
    if not wanted and not sealed:
        return None
    return message(
        "{count} documents have the hashes on the record; letters that are sealed there: {sealed}.",
        count=len(wanted),
        sealed=sealed,
    )


def _check_one(
    reading: Reading, name: str, entry: Entry, item: Mapping[str, Any], language: str
) -> None:
    content = member(reading.bundle, name)
    if digest(content) != item["languages"][language]:
        raise CheckFailed(
            message("{file} differs from the hash in entry {entry}.", file=name, entry=entry.seq)
        )
    try:
        data = parse_canonical(content)
    except UnusableInput as error:
        raise CheckFailed(
            message("{file} cannot be read: {reason}", file=name, reason=error.message)
        ) from None
    said = {"process": entry.process, "id": item["id"], "version": item["version"]}
    own = {key: data.get(key) for key in said} if isinstance(data, dict) else {}
    if own != said or data.get("language") != language:
        raise CheckFailed(message("{file} is not the document that it is named.", file=name))


def _require_cause(reading: Reading, entry: Entry) -> None:
    """A document follows from an earlier entry."""
    cause = entry.public.get("cause")
    if not isinstance(cause, int) or not 1 <= cause < entry.seq:
        raise CheckFailed(
            message("Entry {entry} issues a document that nothing called for.", entry=entry.seq)
        )


def _require_seals(entry: Entry) -> None:
    """As many seals as letters, in the order of their hashes, which tells nothing."""
    if "documents" in entry.public and "seals" not in entry.public:
        return
    count, seals = whole(entry, "count"), texts(entry, "seals")
    if (
        "documents" in entry.public
        or not count
        or len(seals) != count
        or list(seals) != sorted(set(seals))
        or not all(SEAL.fullmatch(item) for item in seals)
    ):
        raise CheckFailed(
            message("Entry {entry}: its letters are not sealed one by one.", entry=entry.seq)
        )


def _items(entry: Entry) -> Iterator[Mapping[str, Any]]:
    items = entry.public.get("documents", [])
    if not isinstance(items, list) or not all(_is_item(item) for item in items):
        raise CheckFailed(
            message(
                "Entry {entry}: “{key}” is missing or has an unexpected form.",
                entry=entry.seq,
                key="documents",
            )
        )
    yield from items


def _is_item(item: object) -> bool:
    if not isinstance(item, dict) or set(item) != {"id", "version", "languages"}:
        return False
    version, languages = item["version"], item["languages"]
    return (
        isinstance(item["id"], str)
        and isinstance(version, int)
        and not isinstance(version, bool)
        and isinstance(languages, dict)
        and all(isinstance(value, str) for value in languages.values())
    )
