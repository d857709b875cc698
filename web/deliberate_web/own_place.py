"""Where somebody arrives after signing in: who one is here, and in which processes what role."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from deliberate.core.services.own_places import own_places
from deliberate_web.access import needs
from deliberate_web.current import current_account, current_context, current_viewer

blueprint = Blueprint("own_place", __name__)


@blueprint.get("/my-place")
@needs()
def show() -> str:
    account = current_account()
    if account is None:
        abort(403)
    viewer = current_viewer()
    return render_template(
        "own_place/own_place.html",
        label=account.label,
        wide=[grant for grant in viewer.grants if grant.scope != "process"],
        places=own_places(current_context(), viewer),
    )
