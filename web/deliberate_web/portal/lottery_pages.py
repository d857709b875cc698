"""The transparency report of a lottery as a file."""

from __future__ import annotations

from flask import Response, abort

from deliberate.core.services.processes import seen_process
from deliberate.documents.transparency.of_process import process_report
from deliberate_web.access import public
from deliberate_web.current import (
    current_context,
    current_press,
    current_translator,
    current_viewer,
)
from deliberate_web.portal.blueprint import blueprint


@blueprint.get("/p/<process_id>/lottery/<step>.pdf")
@public
def lottery_report(process_id: str, step: str) -> Response:
    """How the panel was drawn, in the reader's language; 404 before it is."""
    process = seen_process(current_context(), current_viewer(), process_id)
    say = current_translator()
    document = process_report(process, step, say)
    if document is None:
        abort(404)
    response = Response(current_press().pdf(document))
    response.content_type = "application/pdf"
    name = f"{process_id}-{step}.{say.locale}.pdf"
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response
