"""The shelf of documents: what a viewer may read of a process, issued or in draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from deliberate.core.errors import Refused, Unknown, message
from deliberate.core.identity.visibility import Place, Viewer, What, sees
from deliberate.core.process.process import Process
from deliberate.core.services.context import Context
from deliberate.core.services.issuing import issued_hashes, owed_papers
from deliberate.core.services.papers import Paper, draft_papers, issued_papers, latest_papers
from deliberate.core.services.processes import process_seen
from deliberate.core.storage.store import Unit

ShelfState = Literal["issued", "owed", "draft"]
"""`owed`: a fact has called for the document, and it is not on the record yet."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """One document. `at`: when its cause happened; `hashes`: language to SHA-256, once issued."""

    paper: Paper
    state: ShelfState
    at: datetime | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of a process that one viewer may read, in the order of the rulebook."""

    process: Process
    items: tuple[Shelved, ...]

    def find(self, document: str, version: int | None = None) -> Shelved:
        """The document of this name; without a version, the one in force."""
        for item in reversed(self.items):
            if item.paper.id == document and version in {None, item.paper.version}:
                return item
        raise Unknown(
            "NO_DOCUMENT",
            message("There is no document “{document}” here for you.", document=document),
            fix=message("Drafts and letters are for those who write and receive them."),
        )


def read_shelf(
    context: Context, viewer: Viewer, process_id: str, *, versions: bool = False
) -> Shelf:
    """The documents of a process for a viewer; with `versions`, replaced ones too."""
    with context.store.read() as unit:
        agency = process_seen(unit, viewer, process_id).agency
        process = context.read_process(unit, process_id)
    return shelf_of(process, viewer, agency, versions=versions)


def whole_shelf(context: Context, process_id: str) -> Shelf:
    """All documents of a process, for whoever holds the database itself."""
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
    return Shelf(process, _all(process, versions=False))


def shelf_of(process: Process, viewer: Viewer, agency: str, *, versions: bool = False) -> Shelf:
    """The shelf as this viewer sees it."""
    place = Place(process.id, agency)
    seen = (
        item for item in _all(process, versions=versions) if _visible(process, item, viewer, place)
    )
    return Shelf(process, tuple(seen))


def _all(process: Process, *, versions: bool) -> tuple[Shelved, ...]:
    hashes = issued_hashes(process)
    owed = {(paper.id, paper.version) for paper in owed_papers(process)}
    issued = tuple(
        Shelved(
            paper,
            "owed" if (paper.id, paper.version) in owed else "issued",
            paper.cause.at if paper.cause is not None else None,
            hashes.get((paper.id, paper.version), {}),
        )
        for paper in (issued_papers(process) if versions else latest_papers(process))
    )
    return (*issued, *(Shelved(paper, "draft") for paper in draft_papers(process)))


def _visible(process: Process, item: Shelved, viewer: Viewer, place: Place) -> bool:
    """Published documents are for everybody, drafts for those who write, letters for whom they
    are to; a draft that members are asked about is theirs as well."""
    template = item.paper.template
    if item.state != "draft" and template.public:
        return sees(viewer, What.RECORD, place)
    if template.about == "seat" and item.state != "draft":
        seat = process.roster.seat(item.paper.subject)
        holder = seat.holder if seat is not None and seat.holder else None
        own = Place(place.process, place.agency, about=holder)
        return sees(viewer, What.PERSON, own)
    if item.state == "draft" and _put_to_members(process, item.paper):
        return sees(viewer, What.PUT_TO_MEMBERS, place)
    return sees(viewer, What.DRAFT, place)


def _put_to_members(process: Process, paper: Paper) -> bool:
    """Whether members are asked to agree to this draft, or to comment on it."""
    step = process.step(paper.template.step) if paper.template.step else None
    if step is None:
        return False
    drafted = process.select("document.drafted", "report.drafted", step=step.id)
    return bool(drafted)


def content_of(context: Context, shelf: Shelf, item: Shelved, language: str) -> bytes:
    """What a document says in one language: the version on the record, else made anew.

    Raises `Refused` (NO_PRESS) where nothing can make one, and (NO_LANGUAGE) for a language that
    the process does not have.
    """
    require_language(shelf, language)
    sha256 = item.hashes.get(language, "")
    if sha256:
        with context.store.read() as unit:
            if unit.has_attachment(sha256):
                return _kept(unit, sha256)
    if context.press is None:
        raise Refused("NO_PRESS", message("This installation composes no documents."))
    return context.press.compose(shelf.process, item.paper, language)


def require_language(shelf: Shelf, language: str) -> None:
    """Refuse (NO_LANGUAGE) a language that the process does not have."""
    known = shelf.process.pilot.languages
    if language not in known:
        raise Unknown(
            "NO_LANGUAGE",
            message(
                "The documents of this process are not written in “{language}”.", language=language
            ),
            fix=message("Known: {options}.", options=known),
        )


def _kept(unit: Unit, sha256: str) -> bytes:
    return unit.attachment(sha256).content
