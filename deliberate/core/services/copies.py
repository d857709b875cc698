"""Copies: the documents that a letter brings, in the words in which they stand on the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.services.issuing import Salts, issued_hashes
from deliberate.core.services.notices import LETTER, document_of, seat_of
from deliberate.core.services.papers import Paper, enclosed, issued_papers
from deliberate.core.storage.rows import OutboxRow
from deliberate.core.storage.store import Unit

POST = "post"
"""The form of texts for social pages and the press: nobody gets them by letter."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A document in a letter. `texts`: its canonical text by language as it was issued, empty where
    none is kept; `salt` is that of its seal, empty for a public document."""

    paper: Paper
    texts: Mapping[str, bytes]
    salt: str = ""
    enclosed: bool = False


def copies_for(
    unit: Unit, process: Process, row: OutboxRow, cause: Fact, salts: Salts
) -> tuple[Copy, ...]:
    """What a letter of the outbox brings: its documents first, then what they enclose."""
    papers = tuple(_papers(process, row, cause))
    hashes = issued_hashes(process)
    return (
        *(_copy(unit, paper, hashes, salts) for paper in papers),
        *(
            _copy(unit, paper, hashes, salts, is_enclosed=True)
            for letter in papers
            for paper in enclosed(process, letter)
        ),
    )


def _papers(process: Process, row: OutboxRow, cause: Fact) -> Iterator[Paper]:
    """The document that the row names, else what the fact has published about its matter."""
    caused = [item for item in issued_papers(process) if item.cause is cause]
    named = document_of(row)
    if named:
        yield from (item for item in caused if item.id == named)
        return
    subjects = {"", seat_of(row.recipient), str(cause.body.get("commitment", ""))}
    # A row that was queued before recipients had a kind names no document: its is the seat's own.
    left_out = {POST, LETTER} if ":" in row.recipient else {POST}
    for item in caused:
        if item.template.form not in left_out and item.subject in subjects:
            yield item


def _copy(
    unit: Unit,
    paper: Paper,
    hashes: Mapping[tuple[str, int], Mapping[str, str]],
    salts: Salts,
    *,
    is_enclosed: bool = False,
) -> Copy:
    issued = hashes.get((paper.id, paper.version), {})
    texts = {
        code: unit.attachment(sha256).content
        for code, sha256 in issued.items()
        if unit.has_attachment(sha256)
    }
    salt = "" if paper.template.public or len(texts) < len(issued) or not issued else salts(paper)
    return Copy(paper, texts, salt, is_enclosed)
