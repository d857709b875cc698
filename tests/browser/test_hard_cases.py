"""What breaks careless layouts in a real browser: ten thousand characters without a space."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime

import pytest
from playwright.sync_api import Browser

from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.record.entry import parse_entry
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.storage import Store, open_store
from deliberate.documents.press import HousePress
from tests.browser.conftest import PROCESS
from tests.parts import PARTS_OF_A_VOTE

HERE = f"/p/{PROCESS}/"
PAGES = (
    "/", HERE, *(f"{HERE}{name}/" for name in PARTS_OF_A_VOTE),
    f"{HERE}documents/protocol/", f"{HERE}documents/regulation/",
)  # fmt: skip
ENDED = datetime.fromisoformat("2028-05-15T10:00+05:00")
UNBROKEN = "ұзақ" * 2500
OPEN_ALL = "document.querySelectorAll('details').forEach(item => item.open = true)"


def rewritten(text: str) -> str:
    """The pilot with the long word wherever people write what they like."""
    words = r'(?m)^(\w+)\.(kk|ru|en) = ".*"$'
    return re.sub(words, lambda found: f'{found[1]}.{found[2]} = "{UNBROKEN}"', text)


@pytest.fixture
def address(
    lived: Store, registry: Registry, serve: Callable[[Context], str]
) -> Callable[[ExitStack], str]:
    def begin(stack: ExitStack) -> str:
        store = stack.enter_context(open_store(":memory:", migrate=True))
        with lived.read() as unit:
            row, facts = unit.process(PROCESS), unit.facts(PROCESS)
            lines = [parse_entry(line) for line in unit.entries(PROCESS)]
        with store.transaction() as unit:
            unit.add_process(replace(row, pilot_text=rewritten(row.pilot_text)))
            unit.append(facts, [(line.seq, line.json, line.hash) for line in lines])
        press = HousePress(registry.catalogues())
        entropy = Generator(b"unbroken").bytes
        return serve(Context(store, registry, SimulatedClock(ENDED), entropy, press=press))

    return begin


@pytest.mark.parametrize("width", [320, 1280])
def test_a_text_without_a_space_widens_no_page(
    browser: Browser, address: Callable[[ExitStack], str], width: int
) -> None:
    with ExitStack() as stack:
        base = address(stack)
        context = browser.new_context(viewport={"width": width, "height": 800})
        stack.callback(context.close)
        page = context.new_page()
        wide = {}
        for path in PAGES:
            page.goto(f"{base}/kk{path}")
            page.evaluate(OPEN_ALL)
            found = page.evaluate("document.scrollingElement.scrollWidth")
            if found > width:
                wide[path] = found
        assert wide == {}
