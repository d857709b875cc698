"""The files of the papers for members: read by whoever may read the record, once they were sent."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.canonical import digest
from deliberate.core.errors import Refused, message
from deliberate.core.identity.visibility import Place, Viewer, What, sees
from deliberate.core.process.process import Process
from deliberate.core.services.context import Context
from deliberate.core.services.processes import process_seen


@dataclass(frozen=True, slots=True)
class PaperFile:
    """One paper in one language, byte for byte as it was sent."""

    content: bytes
    media_type: str
    sha256: str


def paper_file(
    context: Context, viewer: Viewer, process_id: str, paper: str, language: str
) -> PaperFile:
    """The file whose hash the record names.

    Raises `Refused` (NO_PAPER) for what was not sent or is not kept here, or is not for this
    viewer, and (HASH) for a file that is no longer the one that was sent.
    """
    with context.store.read() as unit:
        agency = process_seen(unit, viewer, process_id).agency
        sha256 = sent_hashes(context.read_process(unit, process_id)).get(f"{paper}/{language}", "")
        seen = sees(viewer, What.RECORD, Place(process_id, agency))
        if not sha256 or not seen or not unit.has_attachment(sha256):
            raise Refused("NO_PAPER", message("There is no paper “{paper}” here.", paper=paper))
        row = unit.attachment(sha256)
    if digest(row.content) != sha256:
        raise Refused("HASH", message("The file is not the one that was sent; it is not shown."))
    return PaperFile(row.content, row.media_type, sha256)


def kept_files(context: Context, process_id: str) -> frozenset[str]:
    """The hashes of the papers whose file is kept here; others were only named by their hash."""
    with context.store.read() as unit:
        sent = sent_hashes(context.read_process(unit, process_id)).values()
        return frozenset(sha256 for sha256 in sent if unit.has_attachment(sha256))


def sent_hashes(process: Process) -> dict[str, str]:
    """What was sent to the members last, as `M1/kk` to SHA-256."""
    sent = process.latest("materials.sent")
    return dict(sent.body["materials"]) if sent is not None else {}
