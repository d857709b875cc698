"""Only requests for our own host name are answered: links and redirects are made from it.

Werkzeug's own list of trusted hosts knows no IPv6 addresses, so the check is done here.
Addresses with control characters name nothing that we have, and databases choke on some of them.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import NotFound, SecurityError

from deliberate_web.current import current_config


def prepare(app: Flask) -> None:
    app.before_request(_check_address)


def _check_address() -> None:
    if _host_name() not in current_config().hosts:
        raise SecurityError("untrusted host")
    if any(unicodedata.category(letter) == "Cc" for letter in request.path):
        raise NotFound


def _host_name() -> str | None:
    """The name without its port. Werkzeug leaves it empty when no host can be called so."""
    try:
        return urlsplit(f"//{request.host}").hostname
    except ValueError:
        return None
