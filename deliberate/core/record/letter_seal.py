"""Seals of letters: what the public record holds of a document that goes to its addressee alone.

A seal is a hash over the letter and a salt of its own. Whoever has the letter's proof, a file that
lies beside it, can find it on the record; nobody else learns from the seal what or whose it is.

    proof   process, document, version, salt, languages (each with the document as composed)
    seal    SHA-256 of the canonical JSON of the same, with the hash of each document in its place
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deliberate.core.canonical import canonical, digest, parse_canonical
from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.record.promise import Promise
from deliberate.core.record.reading import Reading
from deliberate.core.system_reason import system_reason

ISSUED = "documents.issued"
TITLE = message("The letter is on the record")
Proof = Mapping[str, Any]
FIELDS = frozenset({"process", "document", "version", "salt", "languages"})


def seal(salt: str, process: str, document: str, version: int, languages: Mapping[str, str]) -> str:
    """The seal of a document; `languages`: the SHA-256 of its canonical text in each."""
    return digest(
        canonical(
            {
                "process": process,
                "document": document,
                "version": version,
                "salt": salt,
                "languages": dict(languages),
            }
        )
    )


def proof(
    salt: str, process: str, document: str, version: int, texts: Mapping[str, bytes]
) -> bytes:
    """The file with which an addressee finds a letter on the record; `texts` are canonical."""
    return canonical(
        {
            "process": process,
            "document": document,
            "version": version,
            "salt": salt,
            "languages": {code: parse_canonical(text) for code, text in texts.items()},
        }
    )


def check_letter(reading: Reading, found: Proof) -> Promise:
    """Whether the record of a bundle holds the seal of the letter of this proof."""
    again = seal(
        found["salt"],
        found["process"],
        found["document"],
        found["version"],
        {code: digest(canonical(data)) for code, data in found["languages"].items()},
    )
    for entry in reading.select(ISSUED):
        seals = entry.public.get("seals")
        if isinstance(seals, list) and again in seals:
            reason = message("Entry {entry} holds its seal.", entry=entry.seq)
            return Promise("L1", TITLE, "pass", reason)
    reason = message("No entry holds its seal: this letter, or a word of it, is another one.")
    return Promise("L1", TITLE, "fail", reason)


def read_proof(path: Path) -> Proof:
    """The proof in a file; raises `UnusableInput` (PROOF) for any other file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = message("The file cannot be read: {reason}.", reason=system_reason(error))
        raise UnusableInput("PROOF", reason, where=Where(str(path))) from None
    try:
        # Spaces and the order of keys do not matter here: the hash is over the canonical form.
        data = json.loads(content)
        canonical(data)
    except (ValueError, RecursionError, UnusableInput):
        data = None
    if (
        not isinstance(data, dict)
        or set(data) != FIELDS
        or not all(isinstance(data[key], str) for key in ("process", "document", "salt"))
        or not isinstance(data["version"], int)
        or isinstance(data["version"], bool)
        or not isinstance(data["languages"], dict)
    ):
        raise UnusableInput(
            "PROOF",
            message("This file is no proof of a letter."),
            where=Where(str(path)),
            fix=message("It lies beside the letter and is called proof.json."),
        )
    found: Proof = data
    return found
