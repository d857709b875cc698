"""The documents of a process that are published: what each is, its number, its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deliberate.core.common.agreement import agreement
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.services.portal.results import Protocol
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A frozen document. `agreed` of `needed` seats agreed to it; a document that needs no
    agreement has zeros there. `sha256` is the hash of its content."""

    step: str
    title: Text
    number: str
    dated: date
    frozen_at: datetime
    version: int
    sha256: str
    agreed: int = 0
    needed: int = 0


def documents_of(process: Process, protocol: Protocol | None) -> tuple[DocumentLine, ...]:
    """Every frozen document in the order of the rulebook, the protocol last; no drafts."""
    found = [_document(process, step) for step in process.rulebook.steps if step.kind == "document"]
    lines = [line for line in found if line is not None]
    if protocol is not None:
        lines.append(
            DocumentLine(
                step=protocol.step,
                title=protocol.title,
                number=protocol.number,
                dated=protocol.dated,
                frozen_at=protocol.published_at,
                version=1,
                sha256=protocol.sha256,
            )
        )
    return tuple(lines)


def _document(process: Process, step: Step) -> DocumentLine | None:
    view = process.view(step)
    frozen = view.last("document.frozen")
    if frozen is None:
        return None
    have, need = agreement(view)
    return DocumentLine(
        step=step.id,
        title=step.title,
        number=str(frozen.body["number"]),
        dated=date.fromisoformat(str(frozen.body["date"])),
        frozen_at=frozen.at,
        version=int(frozen.body["version"]),
        sha256=str(frozen.body["sha256"]),
        agreed=have,
        needed=need,
    )
