"""Where somebody arrives after signing in: each process and role, and what to do first."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from deliberate.core.services.member.landing import landing
from deliberate_web.access import needs
from deliberate_web.current import (
    current_account,
    current_context,
    current_translator,
    current_viewer,
)
from deliberate_web.headers import keep_nothing
from deliberate_web.portal.shown import Shown

blueprint = Blueprint("own_place", __name__)


@blueprint.get("/my-place")
@needs()
def show() -> str:
    account = current_account()
    if account is None:
        abort(403)
    keep_nothing()
    viewer = current_viewer()
    return render_template(
        "member/landing.html",
        label=account.label,
        wide=[grant for grant in viewer.grants if grant.scope != "process"],
        landing=landing(current_context(), viewer),
        show=Shown(current_translator()),
    )
