"""Every link of the whole portal leads somewhere, in three languages: pages, files and anchors."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as Xml

import pytest
from flask.testing import FlaskClient

from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.services.model_cards import model_cards
from deliberate.core.storage import open_store
from deliberate.i18n import LOCALES
from deliberate.testing.scenario import installed
from deliberate_web import WebConfig, create_app

ORIGIN = "http://localhost"
LINKS = {"a": "href", "link": "href", "form": "action", "img": "src", "script": "src"}
SOURCES = {
    source.url
    for card in model_cards(installed())
    for source in card.sources
    if source.url is not None
}
"""Where the numbers of the models come from."""
OUTSIDE = {"https://creativecommons.org/licenses/by/4.0/", *SOURCES}
"""The only addresses that are not ours; a reader follows them, no page loads them."""


@dataclass
class Links(HTMLParser):
    """What a page links, and the anchors that it has."""

    hrefs: set[str] = field(default_factory=set)
    loaded: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.anchors.add(values["id"])
        if tag in LINKS and LINKS[tag] in values:
            self.hrefs.add(values[LINKS[tag]])
            if tag != "a":
                self.loaded.add(values[LINKS[tag]])


@pytest.fixture(scope="module")
def demo(rehearsal: Any, registry: Registry) -> Iterator[FlaskClient]:
    """The portal as `demo` serves it."""
    with open_store(rehearsal.database) as store:
        clock = SimulatedClock(rehearsal.ended)
        context = Context(store, registry, clock, Generator(b"links").bytes)
        config = WebConfig(
            ":memory:", b"a key for links that is used nowhere else", ORIGIN, demo=True
        )
        yield create_app(config, context=context).test_client()


def test_every_link_of_the_portal_leads_somewhere(demo: FlaskClient, tell: Any) -> None:
    waiting = deque(f"{ORIGIN}/{locale}/{page}" for locale in LOCALES for page in ("", "_gallery"))
    seen: dict[str, set[str]] = {}
    anchored: dict[str, str] = {}
    broken: list[str] = []
    while waiting:
        address = waiting.popleft()
        if address in seen:
            continue
        with demo.get(address.removeprefix(ORIGIN)) as answer:
            if answer.status_code != 200:
                broken.append(f"{address}: {answer.status_code}")
            found = links_of(answer.text if answer.mimetype in TEXTS else "", answer.mimetype)
        seen[address] = found.anchors
        assert not {href for href in found.loaded if "://" in href and ORIGIN not in href}
        for href in found.hrefs:
            whole = urljoin(address, href)
            if whole in OUTSIDE:
                continue
            assert whole.startswith(ORIGIN + "/"), f"{address} links {href}"
            page, _, anchor = whole.partition("#")
            if anchor:
                anchored[whole] = address
            waiting.append(page)
    for whole, source in anchored.items():
        page, _, anchor = whole.partition("#")
        if anchor not in seen[page]:
            broken.append(f"{source} links {whole}, where there is no such place")
    assert broken == []
    tell(f"links: {len(seen)} addresses of the demo, {len(anchored)} places in pages")
    for locale in LOCALES:
        of_language = [item for item in seen if urlsplit(item).path.startswith(f"/{locale}/")]
        assert len(of_language) > 50


TEXTS = {"text/html", "application/atom+xml"}


def links_of(text: str, mimetype: str) -> Links:
    found = Links()
    if mimetype == "text/html":
        found.feed(text)
        found.close()
    elif mimetype == "application/atom+xml":
        atom = "{http://www.w3.org/2005/Atom}link"
        found.hrefs = {item.attrib["href"] for item in Xml.fromstring(text).iter(atom)}
    return found
