"""The application: every part prepared in its order, nothing kept outside of it."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask

from deliberate import jurisdictions
from deliberate.core.clock import SystemClock
from deliberate.core.identity.signatures import Verifier
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.services.installation import open_installation
from deliberate.documents.press import HousePress
from deliberate.i18n import LOCALES, Translator
from deliberate_web import (
    access,
    api,
    csrf,
    errors,
    headers,
    hosts,
    language,
    logs,
    own_place,
    signing_in,
    static_files,
    templating,
    uploads,
)
from deliberate_web.config import WebConfig
from deliberate_web.current import EXTENSION, House
from deliberate_web.guesses import MOST_NEW, Guesses
from deliberate_web.lottery_desk import blueprint as lottery_desk
from deliberate_web.member import blueprint as member
from deliberate_web.portal import blueprint as portal
from deliberate_web.recruiting import blueprint as recruiting
from deliberate_web.running import blueprint as running

KIBI = 1024


class Application(Flask):
    """Flask, but its log of failures tells no address: `logs` says what may be said."""

    def log_exception(self, exc_info: Any) -> None:
        logs.note_failure(exc_info[1])


def open_context(database: str, registry: Registry | None = None) -> Context:
    """The installation over a database, by the clock of the machine.

    Raises `UnusableInput` (DB_...) when the database is missing, older or newer than this version.
    """
    plugins = registry or Registry.load(extra=(jurisdictions,))
    press = HousePress(plugins.catalogues())
    clock = SystemClock()
    return open_installation(database, plugins, clock, secrets.token_bytes, press=press)


def create_app(
    config: WebConfig,
    *,
    registry: Registry | None = None,
    context: Context | None = None,
    verifier: Verifier | None = None,
) -> Flask:
    """The web server of one installation; without a context, over the database of `config`.

    `verifier` checks uploaded signatures; without one none is accepted.
    """
    if context is None:
        context = open_context(config.database, registry)
    app = Application("deliberate_web")
    app.config.update(
        MAX_CONTENT_LENGTH=1024 * KIBI,
        MAX_FORM_MEMORY_SIZE=256 * KIBI,
        MAX_FORM_PARTS=200,
    )
    provider: Any = app.json
    provider.ensure_ascii = False  # Kazakh and Russian letters as people read them
    catalogues = context.registry.catalogues()
    translators = {locale: Translator(locale, catalogues, zone=config.zone) for locale in LOCALES}
    press = HousePress(catalogues)
    guesses, entries = Guesses(config.secret_key), Guesses(config.secret_key, MOST_NEW)
    app.extensions[EXTENSION] = House(
        config, context, translators, press, guesses, entries, verifier
    )
    _prepare(app)
    return app


def _prepare(app: Flask) -> None:
    logs.prepare(app)
    hosts.prepare(app)
    language.prepare(app)
    headers.prepare(app)
    app.before_request(access.check_access)
    app.before_request(uploads.widen)
    app.before_request(csrf.check_form)
    csrf.prepare(app)
    templating.prepare(app)
    api.prepare(app)
    errors.prepare(app)
    static_files.prepare(app)
    for blueprint in (
        portal,
        signing_in.blueprint,
        own_place.blueprint,
        member,
        recruiting,
        lottery_desk,
        running,
    ):
        app.register_blueprint(blueprint, url_prefix=language.PREFIX)
