"""What the request being answered has at hand: the installation, who looks, which language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app, g, request

from deliberate.core.identity.signatures import Verifier
from deliberate.core.identity.visibility import Viewer
from deliberate.core.services.accounts import account_of, grants_of
from deliberate.core.services.context import Context
from deliberate.documents.press import HousePress
from deliberate.i18n import Translator
from deliberate_web.config import WebConfig
from deliberate_web.cookies import session_cookie
from deliberate_web.guesses import Guesses

EXTENSION = "deliberate"


@dataclass(frozen=True, slots=True)
class House:
    """What `create_app` puts together for all requests."""

    config: WebConfig
    context: Context
    translators: dict[str, Translator]
    press: HousePress
    guesses: Guesses
    entries: Guesses
    verifier: Verifier | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The account behind a browser's session; `token` ends it. `label` is personal data."""

    account: str
    label: str
    token: str


def house() -> House:
    return cast(House, current_app.extensions[EXTENSION])


def current_context() -> Context:
    """The installation: store, plugins and clock."""
    return house().context


def current_press() -> HousePress:
    """Composes and sets documents."""
    return house().press


def current_verifier() -> Verifier | None:
    """Checks signatures that people upload; None where this installation has no verifier."""
    return house().verifier


def current_config() -> WebConfig:
    return house().config


def current_locale() -> str:
    """The language of this request: of its address, else of the browser's wishes."""
    return cast(str, g.locale)


def current_translator() -> Translator:
    return house().translators[current_locale()]


def current_account() -> SignedIn | None:
    """Who is signed in, or None. Read from the store once for each request."""
    if "account" not in g:
        g.account = _account(request.cookies.get(session_cookie(current_config()), ""))
    return cast("SignedIn | None", g.account)


def current_viewer() -> Viewer:
    """The viewer for `visibility.sees`; without a session, anybody."""
    if "viewer" not in g:
        account = current_account()
        g.viewer = (
            Viewer()
            if account is None
            else Viewer(account.account, grants_of(current_context(), account.account))
        )
    return cast(Viewer, g.viewer)


def look_as_anybody() -> None:
    """For answers that must not ask the store, because the store may be what failed."""
    g.account, g.viewer = None, Viewer()


def _account(token: str) -> SignedIn | None:
    row = account_of(current_context(), token) if token else None
    return None if row is None else SignedIn(row.id, row.label, token)
