"""Our two cookies: the session of a signed-in browser, and what binds a form to a browser.

Over https their names begin with `__Host-`: no neighbouring host can set them. Browsers refuse that
name over plain http, which is served on this machine alone.
"""

from __future__ import annotations

from datetime import timedelta

from werkzeug import Response

from deliberate_web.config import WebConfig


def session_cookie(config: WebConfig) -> str:
    return _name(config, "session")


def form_cookie(config: WebConfig) -> str:
    return _name(config, "form")


def set_cookie(
    response: Response, config: WebConfig, name: str, value: str, lasts: timedelta | None = None
) -> None:
    """Set one of our cookies, out of reach of scripts and of other sites."""
    response.set_cookie(
        name,
        value,
        max_age=lasts,
        path="/",
        secure=config.https,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: Response, config: WebConfig, name: str) -> None:
    response.delete_cookie(name, path="/", secure=config.https, httponly=True, samesite="Lax")


def _name(config: WebConfig, what: str) -> str:
    return f"__Host-deliberate-{what}" if config.https else f"deliberate-{what}"
