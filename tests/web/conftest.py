"""One rehearsed process behind a web server, and the same process while its vote is open."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.services.accounts import add_account, grant_role, sign_in_link
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from tests.positions import bearer, found_account, linked

PROCESS = "temirkent-heating-2027"
VOTE = "election"
KEY = b"a key for tests that nobody uses elsewhere"
PLAIN = "http://localhost"
SAFE = "https://jury.example"


Installed = tuple[Flask, Context]
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as one, sqlite3.connect(target) as two:
        one.backup(two)
    one.close()
    two.close()


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    """Closes the stores of a test when it is over."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def installed(registry: Registry, tmp_path: Path, closing: ExitStack) -> Callable[..., Installed]:
    """A web server over a copy of a database, at a moment, under a base address."""

    def install(source: Path, now: datetime, base_url: str = PLAIN) -> Installed:
        database = tmp_path / f"copy-{len(list(tmp_path.iterdir()))}.sqlite"
        copy(source, database)
        store = closing.enter_context(open_store(database))
        context = Context(store, registry, SimulatedClock(now), Generator(b"web").bytes)
        config = WebConfig(str(database), KEY, base_url, zone="Asia/Almaty")
        return create_app(config, context=context), context

    return install


@pytest.fixture(scope="session")
def portal_app(rehearsal: Any, registry: Registry) -> Iterator[Flask]:
    """The web server over the finished process; for tests that only read."""
    with open_store(rehearsal.database) as store:
        clock = SimulatedClock(rehearsal.ended)
        context = Context(store, registry, clock, Generator(b"web").bytes)
        config = WebConfig(str(rehearsal.database), KEY, PLAIN, zone="Asia/Almaty")
        yield create_app(config, context=context)


@pytest.fixture
def client(portal_app: Flask) -> FlaskClient:
    """A browser that is not signed in."""
    return portal_app.test_client()


@pytest.fixture
def fresh(registry: Registry, closing: ExitStack) -> Callable[..., Installed]:
    """A web server under a base address, over an empty database of its own."""

    def install(base_url: str = PLAIN) -> Installed:
        store = closing.enter_context(open_store(":memory:", migrate=True))
        clock = SimulatedClock(datetime(2027, 1, 4, 9, tzinfo=UTC))
        context = Context(store, registry, clock, Generator(b"web").bytes)
        return create_app(WebConfig(":memory:", KEY, base_url), context=context), context

    return install


@pytest.fixture
def token_in() -> Callable[[TestResponse], str]:
    """The token of the first form of a page."""

    def find(response: TestResponse) -> str:
        found = _TOKEN.search(response.text)
        assert found, response.text
        return unescape(found[1])

    return find


@pytest.fixture
def link_for() -> Callable[..., str]:
    """A sign-in link for a new account with roles, each (role, scope, target)."""

    def make(context: Context, *roles: tuple[str, str, str], account: str = "aigerim") -> str:
        add_account(context, account, "Aigerim S.")
        for role, scope, target in roles:
            grant_role(context, account, role, scope, target)
        return sign_in_link(context, account)

    return make


@pytest.fixture
def sign_in(token_in: Callable[[TestResponse], str]) -> Callable[..., FlaskClient]:
    """A browser that has opened a link and pressed the button."""

    def enter(app: Flask, link: str, base_url: str = PLAIN) -> FlaskClient:
        client = app.test_client()
        page = client.get(f"/en/sign-in/{link}", base_url=base_url)
        answer = client.post(
            f"/en/sign-in/{link}", data={"csrf_token": token_in(page)}, base_url=base_url
        )
        assert answer.status_code == 303, answer.text
        return client

    return enter


class Browser:
    """A browser that is signed in, and sends the forms of the pages that it opens."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def hidden(self, page: TestResponse) -> dict[str, str]:
        """The hidden fields of the first form of a page."""
        form = re.search(r"<form method.*?</form>", page.text, re.DOTALL)
        assert form, page.text
        return {name: unescape(value) for name, value in _HIDDEN.findall(form[0])}

    def token(self) -> str:
        """A token for forms of this browser, as every page has one in its head."""
        found = _TOKEN.search(self.get("/en/my-place").text)
        assert found
        return found[1]

    def send(self, address: str, page: TestResponse | None = None, **typed: Any) -> TestResponse:
        """Fill in the form of a page, by default the one at the address, and send it."""
        fields = self.hidden(page or self.get(address)) | typed
        return self.client.post(address, data=fields)

    def through(self, address: str, **typed: Any) -> TestResponse:
        """Send the form, look at the review, and confirm."""
        review = self.send(address, **typed, go="review")
        assert review.status_code == 200, review.text
        return self.send(address, review, go="confirm")


@pytest.fixture
def enter(sign_in: Callable[..., FlaskClient]) -> Callable[..., Browser]:
    """Sign in to a process: as the holder of a seat (`seat=`), as an account of a name
    (`account=`), else as whoever holds the office that is named first, else as anybody."""

    def make(installed: Installed, *roles: str, seat: str = "", account: str = "") -> Browser:
        app, context = installed
        name = account or bearer(context, roles[0] if roles else "").id
        if seat:
            name = linked(context, seat)
        found_account(context, name)
        for role in roles:
            grant_role(context, name, role, "process", PROCESS)
        return Browser(sign_in(app, sign_in_link(context, name)))

    return make


@pytest.fixture
def facts() -> Callable[..., tuple[Any, ...]]:
    """The facts of a kind in the example process of an installation."""

    def read(installed: Installed, *kinds: str) -> tuple[Any, ...]:
        with installed[1].store.read() as unit:
            return tuple(fact for fact in unit.facts(PROCESS) if fact.kind in kinds)

    return read


@pytest.fixture
def act() -> Callable[..., None]:
    """Somebody else does something in the example process meanwhile."""

    def perform_it(installed: Installed, role: str, step: str, action: str, **body: Any) -> None:
        perform(installed[1], bearer(installed[1], role), PROCESS, step, action, body)

    return perform_it


@pytest.fixture
def midway(cut: Any, registry: Registry, closing: ExitStack) -> Callable[..., Installed]:
    """A web server over the example as it stood right after one fact."""

    def install(kind: str, *, verifier: Any = None, **part: Any) -> Installed:
        store = closing.enter_context(open_store(":memory:", migrate=True))
        now = cut(store, kind, **part)
        context = Context(store, registry, SimulatedClock(now), Generator(b"web").bytes)
        config = WebConfig(":memory:", KEY, PLAIN, zone="Asia/Almaty")
        return create_app(config, context=context, verifier=verifier), context

    return install
