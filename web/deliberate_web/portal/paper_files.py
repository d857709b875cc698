"""The papers for the members: a page, and each paper as the file that was sent."""

from __future__ import annotations

from flask import Response, abort

from deliberate.core.errors import Refused
from deliberate.core.services.paper_files import kept_files, paper_file
from deliberate_web.access import public
from deliberate_web.current import current_context, current_viewer
from deliberate_web.portal.blueprint import blueprint
from deliberate_web.portal.process_pages import shown_process

SHOWN = {"text/plain": "txt", "application/pdf": "pdf"}
"""What a browser shows by itself, and how such a file is called; anything else is for keeping."""


@blueprint.get("/p/<process_id>/materials/")
@public
def materials(process_id: str) -> str:
    """Every paper with what speaks for and against it, and its files."""
    return shown_process(
        process_id,
        "portal/parts/materials.html",
        "materials",
        kept=kept_files(current_context(), process_id),
    )


@blueprint.get("/p/<process_id>/materials/<paper>/<language>")
@public
def material_file(process_id: str, paper: str, language: str) -> Response:
    """One paper in one language, byte for byte; its hash is that of the record."""
    try:
        found = paper_file(current_context(), current_viewer(), process_id, paper, language)
    except Refused as refused:
        if refused.code == "NO_PAPER":
            abort(404)
        raise
    plain = found.media_type.partition(";")[0].strip()
    response = Response(found.content, content_type=found.media_type)
    response.headers.set(
        "Content-Disposition",
        "inline" if plain in SHOWN else "attachment",
        filename=f"{process_id}-{paper}.{language}.{SHOWN.get(plain, 'bin')}",
    )
    return response
