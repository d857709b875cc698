"""“Today”: the read-only page of whoever runs a session, for a tablet or, in large, the wall."""

from __future__ import annotations

from flask import Response, make_response, request

from deliberate.core.services.member.landing import RUNS
from deliberate.core.services.member.today import today_page
from deliberate_web.access import needs
from deliberate_web.current import current_context, current_viewer
from deliberate_web.member.blueprint import blueprint, page

EVERY = 60
"""Seconds after which a page that somebody wants renewed is loaded again."""


@blueprint.get("/p/<process_id>/today/")
@needs(*RUNS)
def today(process_id: str) -> Response:
    """`view=projector` is in large type and leaves out names; `renew=on` loads it every minute.

    A page renews itself only where the reader asked for it, and can be told to stop.
    """
    found = today_page(current_context(), current_viewer(), process_id)
    projector = request.args.get("view") == "projector"
    renew = request.args.get("renew") == "on"
    template = "projector" if projector else "today"
    response = make_response(page(template, found.frame, today=found, renew=renew))
    if renew:
        response.headers["Refresh"] = str(EVERY)
    return response
