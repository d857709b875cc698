"""Headers that every answer carries: what a browser may load, send, frame and keep."""

from __future__ import annotations

import secrets
from typing import cast

from flask import Flask, Response, g, request

from deliberate_web.current import current_config, current_locale

_POLICY = (
    "default-src 'none'",
    "script-src 'self' 'nonce-{nonce}'",
    "style-src 'self' 'nonce-{nonce}'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
_FEATURES = (
    "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
    "midi", "payment", "usb",
)  # fmt: skip
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
API = "/api/"
"""Where programs read; one address answers in every language."""

_TWO_YEARS = 2 * 365 * 24 * 60 * 60


def prepare(app: Flask) -> None:
    app.after_request(_add)


def csp_nonce() -> str:
    """The one-time word that lets a script or style element of this page run."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return cast(str, g.nonce)


def keep_nothing() -> None:
    """Ask browsers and proxies not to keep this answer, and not to tell where it was read."""
    g.private = True


def _add(response: Response) -> Response:
    config = current_config()
    policy = "; ".join(_POLICY).format(nonce=csp_nonce())
    if config.https:
        policy += "; upgrade-insecure-requests"
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = (
                f"max-age={_TWO_YEARS}; includeSubDomains"
            )
    response.headers["Content-Security-Policy"] = policy
    # Only the origin leaves with a form of a private page: its address may hold a secret.
    response.headers["Referrer-Policy"] = "strict-origin" if g.get("private") else "same-origin"
    for name, value in _FIXED.items():
        response.headers[name] = value
    _limit_keeping(response)
    if request.path.startswith(API):
        response.headers["Content-Language"] = current_locale()
        response.vary.add("Accept-Language")
    return response


def _limit_keeping(response: Response) -> None:
    if g.get("private") or g.get("account") is not None:
        response.headers["Cache-Control"] = "no-store"
        return
    if request.endpoint != "static":
        response.vary.add("Cookie")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-cache"
