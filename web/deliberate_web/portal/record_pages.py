"""The public record in pages."""

from __future__ import annotations

from flask import abort, request

from deliberate.core.services.portal.record import record_page
from deliberate_web.access import public
from deliberate_web.current import current_context, current_viewer
from deliberate_web.portal.blueprint import blueprint
from deliberate_web.portal.process_pages import shown_process


@blueprint.get("/p/<process_id>/record/")
@public
def record(process_id: str) -> str:
    """The public record, fifty entries at a time; `step` narrows it to one step."""
    shown = record_page(
        current_context(),
        current_viewer(),
        process_id,
        _page_number(request.args.get("page", "1")),
        request.args.get("step", ""),
    )
    return shown_process(process_id, "portal/parts/record.html", "record", record=shown)


def _page_number(text: str) -> int:
    """A page number; anything else names a page that does not exist."""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        abort(404)
    return int(text)
