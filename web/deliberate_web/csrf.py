"""A form is accepted from our own page in the same browser, and from nowhere else.

Two walls: browsers say in `Sec-Fetch-Site` and `Origin` where a request comes from; and each form
carries a token that only our page for this browser could know, bound by HMAC to the session or,
without one, to a cookie.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from flask import Flask, Response, g, request
from markupsafe import Markup
from werkzeug.exceptions import Forbidden, RequestEntityTooLarge

from deliberate.core.errors import Message, message
from deliberate_web.config import WebConfig
from deliberate_web.cookies import form_cookie, session_cookie, set_cookie
from deliberate_web.current import current_account, current_config

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LENGTH = 16


class ForgedForm(Forbidden):
    """The form did not come from our page. `reason` is told to the person."""

    def __init__(self, reason: Message) -> None:
        super().__init__()
        self.reason = reason


def prepare(app: Flask) -> None:
    app.after_request(_set_cookie)


def csrf_field() -> Markup:
    """The hidden field that every form with an unsafe method needs."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token())


def csrf_token() -> str:
    """A token for this browser; each call gives another one, and each of them is right."""
    nonce = secrets.token_hex(_LENGTH)
    return f"{nonce}.{_signature(current_config(), _binding(make=True), nonce)}"


def check_form() -> None:
    """Before each request: refuse an unsafe one that is not from our own page."""
    if request.method in SAFE:
        return
    if (request.content_length or 0) > (request.max_content_length or 0):
        raise RequestEntityTooLarge  # before anybody reads it, whether or not somebody would
    if not _from_here(current_config()):
        raise ForgedForm(message("This form was sent from another site."))
    token = request.headers.get(HEADER) or request.form.get(FIELD, "")
    nonce, _, signature = token.partition(".")
    binding = _binding(make=False)
    if not binding:
        raise ForgedForm(message("Your browser sent no cookie with this form."))
    expected = _signature(current_config(), binding, nonce)
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        raise ForgedForm(message("This form was not made for this browser, or it is too old."))


def _from_here(config: WebConfig) -> bool:
    """What the browser says; old browsers and programs say nothing, and the token decides."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    # A proxy may pass the name on without the port that browsers see.
    return origin in (f"{config.scheme}://{request.host}", config.origin)


def _binding(*, make: bool) -> str:
    """What ties a token to this browser: its session, else a cookie that holds nothing else."""
    account = current_account()
    if account is not None:
        return f"{session_cookie(current_config())}={account.token}"
    name = form_cookie(current_config())
    value: str = g.get("form_cookie") or request.cookies.get(name, "")
    if not value and make:
        value = g.form_cookie = secrets.token_urlsafe(_LENGTH)
    return f"{name}={value}" if value else ""


def _signature(config: WebConfig, binding: str, nonce: str) -> str:
    return hmac.new(config.secret_key, f"form:{binding}:{nonce}".encode(), sha256).hexdigest()


def _set_cookie(response: Response) -> Response:
    if "form_cookie" in g:
        set_cookie(response, current_config(), form_cookie(current_config()), g.form_cookie)
    return response
