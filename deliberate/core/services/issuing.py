"""Issuing documents: each that the facts call for is composed once and put on the record.

Nothing says "make the letter": what is owed is derived from the facts, as `papers` does, and made
from the process as it was at the cause. So a document that could not be made in the same moment is
made later, from the same state, and nothing is issued twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from deliberate.core.canonical import digest
from deliberate.core.identity.letter_salt import letter_salt
from deliberate.core.process.facts import Actor, Draft
from deliberate.core.process.process import Process
from deliberate.core.record.letter_seal import seal
from deliberate.core.services.appending import append
from deliberate.core.services.context import Context
from deliberate.core.services.opening import VOTER_TAG_SECRET
from deliberate.core.services.papers import Paper, issued_papers
from deliberate.core.services.press import Press
from deliberate.core.storage.store import Unit

ISSUED = "documents.issued"
STEP = "documents"
ISSUER = Actor("documents", "system")
CONTENT_TYPE = "application/json"

Contents = Mapping[str, bytes]
"""What a document says, as canonical JSON, by language."""

Salts = Callable[[Paper], str]
"""The salt of a document."""


def issue_owed(context: Context, process_id: str) -> tuple[Paper, ...]:
    """Issue every document that is owed; returns those that were made now.

    Composing takes time, so it happens outside the transaction; a rival who issued the same
    document in between has made the same one, and it is left out here.
    """
    press = context.press
    if press is None:
        return ()
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
    made = [(paper, _contents(press, process, paper)) for paper in owed_papers(process)]
    if not made:
        return ()
    with context.store.transaction() as unit:
        process = context.read_process(unit, process_id)
        open_now = {(paper.id, paper.version) for paper in owed_papers(process)}
        left = [(p, contents) for p, contents in made if (p.id, p.version) in open_now]
        salt = salts_of(unit, process_id)
        drafts = [_draft(group, salt) for group in _by_cause(left)]
        if drafts:
            _keep(unit, [contents for _, contents in left])
            append(unit, process, ISSUER, drafts)
    return tuple(paper for paper, _ in left)


def salts_of(unit: Unit, process_id: str) -> Salts:
    """The salt of each document that goes to its addressee alone, by paper."""
    secret = unit.secret(process_id, VOTER_TAG_SECRET) or b""
    return lambda paper: letter_salt(secret, process_id, paper.id, paper.version)


def owed_papers(process: Process) -> tuple[Paper, ...]:
    """Documents that a fact calls for and that are not on the record yet."""
    there = {
        (str(item["id"]), int(item["version"]))
        for fact in process.select(ISSUED)
        for item in fact.body["documents"]
    }
    return tuple(
        paper for paper in issued_papers(process) if (paper.id, paper.version) not in there
    )


def issued_hashes(process: Process) -> dict[tuple[str, int], Mapping[str, str]]:
    """The hashes on the record by document and version: language to SHA-256."""
    return {
        (str(item["id"]), int(item["version"])): item["languages"]
        for fact in process.select(ISSUED)
        for item in fact.body["documents"]
    }


def _contents(press: Press, process: Process, paper: Paper) -> Contents:
    return {code: press.compose(process, paper, code) for code in process.pilot.languages}


def _by_cause(made: Sequence[tuple[Paper, Contents]]) -> list[list[tuple[Paper, Contents]]]:
    """The documents of one type that one fact called for, together: 25 notices are one entry."""
    groups: dict[tuple[str, int], list[tuple[Paper, Contents]]] = {}
    for paper, contents in made:
        cause = paper.cause.seq if paper.cause is not None else 0
        groups.setdefault((paper.template.id, cause), []).append((paper, contents))
    return list(groups.values())


def _draft(group: Sequence[tuple[Paper, Contents]], salt: Salts) -> Draft:
    """The entry of documents. Those to one addressee are counted in public and sealed: in an order
    that tells nothing, by hashes that nobody can guess without the salt."""
    template, cause = group[0][0].template, group[0][0].cause
    documents = [_item(paper, contents) for paper, contents in group]
    head: dict[str, Any] = {"type": template.id, "cause": cause.seq if cause is not None else 0}
    if template.public:
        public = {**head, "documents": documents}
    else:
        seals = sorted(_seal(paper, contents, salt) for paper, contents in group)
        public = {**head, "count": len(group), "seals": seals}
    return Draft(ISSUED, STEP, 1, None, {**head, "documents": documents}, public)


def _item(paper: Paper, contents: Contents) -> dict[str, Any]:
    return {
        "id": paper.id,
        "version": paper.version,
        "languages": {code: digest(content) for code, content in contents.items()},
    }


def _seal(paper: Paper, contents: Contents, salt: Salts) -> str:
    process = paper.cause.process if paper.cause is not None else ""
    hashes = {code: digest(content) for code, content in contents.items()}
    return seal(salt(paper), process, paper.id, paper.version, hashes)


def _keep(unit: Unit, made: Sequence[Contents]) -> None:
    for contents in made:
        for content in contents.values():
            unit.add_attachment(content, CONTENT_TYPE)
