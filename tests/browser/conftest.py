"""A browser, and servers that show the example process at the moments that pages differ in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.record.entry import parse_entry
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.storage import Store, open_store
from deliberate.documents.press import HousePress
from deliberate_web import WebConfig, create_app

PROCESS = "temirkent-heating-2027"
KEY = b"a key for browsers in these tests alone"


@pytest.fixture(scope="session")
def lived(rehearsal: Any) -> Iterator[Store]:
    """The example pilot, lived through once."""
    with open_store(rehearsal.database) as store:
        yield store


@pytest.fixture(scope="session")
def site(lived: Store, registry: Registry) -> Iterator[Callable[[str], str]]:
    """The address of a server at a moment: nothing that happened later is in its store."""
    known: dict[str, str] = {}
    with ExitStack() as stack:

        def serve(moment: str) -> str:
            if moment not in known:
                store = stack.enter_context(open_store(":memory:", migrate=True))
                now = datetime.fromisoformat(moment)
                copy_until(lived, store, now)
                context = Context(
                    store,
                    registry,
                    SimulatedClock(now),
                    Generator(b"b").bytes,
                    press=HousePress(registry.catalogues()),
                )
                known[moment] = start(stack, context)
            return known[moment]

        yield serve


def copy_until(source: Store, target: Store, now: datetime) -> None:
    with source.read() as unit:
        row = unit.process(PROCESS)
        facts = [fact for fact in unit.facts(PROCESS) if fact.at <= now]
        lines = unit.entries(PROCESS)[: len(facts)]
    entries = [(entry.seq, entry.json, entry.hash) for entry in map(parse_entry, lines)]
    with target.transaction() as unit:
        unit.add_process(row)
        unit.append(facts, entries)


def start(stack: ExitStack, context: Context) -> str:
    """Serve an installation on a free port until the stack is left."""
    holder: dict[str, Any] = {}

    def answer(environ: Any, respond: Any) -> list[bytes]:
        # Werkzeug leaves a body open when the browser goes away in the middle of an answer.
        with closing(holder["app"](environ, respond)) as body:
            return list(body)

    server = make_server("127.0.0.1", 0, answer)
    address = f"http://127.0.0.1:{server.server_port}"
    holder["app"] = create_app(WebConfig(":memory:", KEY, address, demo=True), context=context)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stack.callback(server.server_close)
    stack.callback(thread.join, 10)
    stack.callback(server.shutdown)
    return address


@pytest.fixture
def serve() -> Iterator[Callable[[Context], str]]:
    """Serves an installation of the test's own; returns its address."""
    with ExitStack() as stack:
        yield lambda context: start(stack, context)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
