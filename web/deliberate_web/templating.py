"""What every template has at hand, and how strictly templates are read."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from jinja2 import ChoiceLoader, PackageLoader, StrictUndefined

from deliberate.i18n import LOCALES
from deliberate_web.csrf import csrf_field
from deliberate_web.current import (
    current_config,
    current_locale,
    current_translator,
    current_viewer,
)
from deliberate_web.headers import csp_nonce
from deliberate_web.language import localized_url

STYLES = (
    "tokens",
    "ground",
    "frame",
    "parts",
    "process",
    "tables",
    "pictures",
    "documents",
    "print",
)
"""The style sheets in the order in which they are read."""

LANGUAGE_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
"""Each language by its own name, which is the same whichever the page is in."""


def prepare(app: Flask) -> None:
    """A name that a template does not have is an error, never an empty place."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    app.jinja_loader = ChoiceLoader(
        [loader for loader in (app.jinja_loader, PackageLoader("deliberate.documents")) if loader]
    )
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    install: Any = environment
    install.install_gettext_callables(_gettext, _ngettext, False, _pgettext, _npgettext)
    environment.globals.update(
        csp_nonce=csp_nonce,
        csrf_field=csrf_field,
        localized_url=localized_url,
        language_names=LANGUAGE_NAMES,
        locales=LOCALES,
        styles=STYLES,
    )
    app.context_processor(_of_request)


def _of_request() -> dict[str, Any]:
    return {
        "translator": current_translator(),
        "locale": current_locale(),
        "viewer": current_viewer(),
        "address": request.url,
        "demo": current_config().demo,
    }


def _gettext(msgid: str) -> str:
    return current_translator().gettext(msgid)


def _ngettext(singular: str, plural: str, n: int) -> str:
    return current_translator().ngettext(singular, plural, n)


def _pgettext(context: str, msgid: str) -> str:
    return current_translator().pgettext(context, msgid)


def _npgettext(context: str, singular: str, plural: str, n: int) -> str:
    return current_translator().npgettext(context, singular, plural, n)
