"""The language stands in the address: /kk/, /ru/, /en/."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, g, redirect, request
from werkzeug import Response
from werkzeug.routing import BaseConverter

from deliberate.i18n import LOCALES
from deliberate_web.access import public

PREFIX = "/<language:locale>"
"""Where every page lives; views do not take the argument, `current_locale` has it."""

STATE_LANGUAGE = LOCALES[0]
_CODE = re.compile(r"[a-z]{2,3}")


class LanguageConverter(BaseConverter):
    """A language of the interface; any other word leads to a page that does not exist."""

    regex = "|".join(LOCALES)


def prepare(app: Flask) -> None:
    """Take the language out of addresses, put it into those that are made, greet at `/`."""
    app.url_map.converters["language"] = LanguageConverter
    app.before_request(_remember)
    app.url_value_preprocessor(_take)
    app.url_defaults(_give)
    app.add_url_rule("/", "door", public(_door))


def wished() -> str:
    """The language that the browser asks for, among ours; else the state language."""
    return request.accept_languages.best_match(LOCALES, STATE_LANGUAGE) or STATE_LANGUAGE


def names_a_language() -> bool:
    """Whether the address begins with one of our languages."""
    return _parts()[0] in LOCALES


def asked() -> str:
    """The language of this address, whether or not there is a page at it; else the wished one.

    Programs have one address for all languages and may name theirs in the query.
    """
    if names_a_language():
        return _parts()[0]
    named = request.args.get("lang", "")
    return named if named in LOCALES else wished()


def localized_url(locale: str) -> str:
    """This same address in another language, with its query; a foreign language is replaced.

    For an address that has no language at all it is the first page.
    """
    first, rest = _parts()
    if not _CODE.fullmatch(first):
        return f"/{locale}/"
    query = request.query_string.decode("ascii", "replace")
    return f"/{locale}{quote(rest) or '/'}" + (f"?{query}" if query else "")


def _parts() -> tuple[str, str]:
    """The first part of the address, and the rest from its slash on."""
    first, slash, rest = request.path.removeprefix("/").partition("/")
    return first, slash + rest


def _remember() -> None:
    if "locale" not in g:
        g.locale = asked()


def _take(_: str | None, values: dict[str, Any] | None) -> None:
    locale = (values or {}).pop("locale", None)
    g.locale = asked() if locale is None else locale


def _give(endpoint: str, values: dict[str, Any]) -> None:
    if "locale" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "locale"):
        values["locale"] = g.locale


def _door() -> Response:
    response = redirect(f"/{wished()}/", 302)
    response.vary.add("Accept-Language")
    return response
