"""Signing in with a one-time link, and signing out.

Opening the link changes nothing: programs that look through mail open every link they find. The
button on the page is what uses it up.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from deliberate.core.services.accounts import SESSION_LIFETIME, redeem, sign_out
from deliberate_web.access import needs, public
from deliberate_web.cookies import drop_cookie, form_cookie, session_cookie, set_cookie
from deliberate_web.current import current_account, current_config, current_context
from deliberate_web.headers import keep_nothing

blueprint = Blueprint("signing_in", __name__)


@blueprint.get("/sign-in/<token>")
@public
def show(token: str) -> str:
    """The page with the button. Nothing is looked up, so nothing can be learned by guessing."""
    keep_nothing()
    return render_template("sign_in/confirm.html", token=token)


@blueprint.post("/sign-in/<token>")
@public
def use(token: str) -> Response:
    """Use the link up, begin a session and lead on."""
    keep_nothing()
    context, config = current_context(), current_config()
    secret, _ = redeem(context, token)
    old = request.cookies.get(session_cookie(config))
    if old:
        sign_out(context, old)
    response = redirect(url_for("own_place.show"), 303)
    set_cookie(response, config, session_cookie(config), secret, SESSION_LIFETIME)
    drop_cookie(response, config, form_cookie(config))
    return response


@blueprint.post("/sign-out")
@needs()
def leave() -> Response:
    """End the session on the server and in the browser."""
    keep_nothing()
    account = current_account()
    if account is not None:
        sign_out(current_context(), account.token)
    response = redirect(url_for("signing_in.left"), 303)
    drop_cookie(response, current_config(), session_cookie(current_config()))
    return response


@blueprint.get("/signed-out")
@public
def left() -> str:
    return render_template("sign_in/signed_out.html")
