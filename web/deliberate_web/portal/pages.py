"""The views of the public pages."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from deliberate.core.services.portal.reading import list_processes, process_page
from deliberate.core.services.portal.record import record_page
from deliberate_web.access import public
from deliberate_web.current import current_context, current_translator, current_viewer
from deliberate_web.portal.shown import Shown

blueprint = Blueprint("portal", __name__)


@blueprint.get("/")
@public
def home() -> str:
    """All processes as cards."""
    cards = list_processes(current_context(), current_viewer())
    return render_template("portal/home.html", cards=cards, show=Shown(current_translator()))


@blueprint.get("/p/<process_id>/")
@public
def process(process_id: str) -> str:
    """Everything public about one process."""
    page = process_page(current_context(), current_viewer(), process_id)
    show = Shown(current_translator(), page.time_zone)
    return render_template("portal/process.html", page=page, show=show)


@blueprint.get("/p/<process_id>/record/")
@public
def record(process_id: str) -> str:
    """The public record, fifty entries at a time; `step` narrows it to one step."""
    page = record_page(
        current_context(),
        current_viewer(),
        process_id,
        _page_number(request.args.get("page", "1")),
        request.args.get("step", ""),
    )
    show = Shown(current_translator(), page.time_zone)
    return render_template("portal/record.html", page=page, show=show)


def _page_number(text: str) -> int:
    """A page number; anything else names a page that does not exist."""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        abort(404)
    return int(text)
