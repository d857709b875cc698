"""Every public page as text, compared with what it said before: nothing drops out unnoticed.

`pytest tests/web/test_golden.py --renew-golden` writes the texts anew; what changed is then read in
the diff, like code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.record.entry import parse_entry
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate.documents.press import HousePress
from deliberate.i18n import LOCALES
from deliberate_web import WebConfig, create_app
from tests.parts import PARTS_OF_A_VOTE

PROCESS = "temirkent-heating-2027"
GOLDEN = Path(__file__).parent / "golden"
ENDED = "2028-05-15T10:00+05:00"
MOMENTS = {
    "begun": "2026-12-05T10:00+05:00",
    "voting": "2027-02-25T10:00+05:00",
    "missing": "2027-06-14T10:00+05:00",
    "ended": ENDED,
}
DOCUMENTS = (
    "order", "regulation", "requirements", "agenda_notice", "ballot_paper-02", "protocol",
    "minority_report", "weekly_report-22", "notice-K3", "closing", "press_decision",
)  # fmt: skip
"""One of each type of public document."""
NAMES = PARTS_OF_A_VOTE
PAGES = {
    "home": "/",
    "help": "/help/",
    "advise": "/advise/",
    "models": "/models/",
    "gallery": "/_gallery",
    "nowhere": "/nowhere/",
    "signing-in": "/sign-in/a-link",
    "signed-out": "/signed-out",
    "not-for-you": "/my-place",
    "process": f"/p/{PROCESS}/",
    **{name: f"/p/{PROCESS}/{name}/" for name in NAMES},
    **{f"document-{name}": f"/p/{PROCESS}/documents/{name}/" for name in DOCUMENTS},
}
CASES = [
    *((page, "ended") for page in PAGES),
    *(("process", moment) for moment in MOMENTS if moment != "ended"),
    ("candidates", "voting"),
    ("execution", "missing"),
    ("decision", "begun"),
]
HASH = re.compile(r"\b[0-9a-f]{64}\b")
BLOCKS = {"p", "li", "dt", "dd", "caption", "tr", "h1", "h2", "h3", "h4", "summary", "label",
          "option", "button", "blockquote", "pre", "desc", "figcaption"}  # fmt: skip


@dataclass
class Plain(HTMLParser):
    """The title and the main part of a page: a line for each block, its kind before it, links
    named. Of a picture its description is kept: where its labels break is another test's matter."""

    lines: list[str] = field(default_factory=list)
    inside: bool = False
    picture: str = ""
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self.picture or tag == "svg":
            self.picture = "desc" if tag == "desc" else "svg"
            if tag == "desc":
                self.words.append("desc:")
            return
        self.inside = self.inside or tag in ("main", "title")
        if not self.inside:
            return
        if tag in BLOCKS:
            self.close_line()
            self.words.append(f"{tag}:")
        elif tag in ("td", "th"):
            self.words.append(" |")
        elif tag == "a":
            self.words.append(f"[{values['href']}] ")
        elif "lang" in values:
            self.words.append(f"<{values['lang']}> ")

    def handle_endtag(self, tag: str) -> None:
        if self.picture:
            if self.picture == "desc":
                self.close_line()
            self.picture = "" if tag == "svg" else "svg"
            return
        if tag in ("main", "title"):
            self.close_line()
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside and self.picture != "svg":
            self.words.append(data)

    def close_line(self) -> None:
        line = " ".join("".join(self.words).split())
        if (line and not line.endswith(":")) or line.count(" "):
            self.lines.append(HASH.sub("<hash>", line))
        self.words.clear()


def kind_of(line: str) -> str:
    """The kind of block that a line is, without its words."""
    kind = line.partition(":")[0]
    return kind if kind in BLOCKS else ""


def plain(html: str) -> str:
    found = Plain()
    found.feed(html)
    found.close()
    return "\n".join(found.lines) + "\n"


@pytest.fixture(scope="module")
def browse(rehearsal: Any, registry: Registry) -> Iterator[Callable[[str], FlaskClient]]:
    """A browser at a moment: nothing that happened later is in the store."""
    known: dict[str, FlaskClient] = {}
    with ExitStack() as stack:

        def client(moment: str) -> FlaskClient:
            if moment not in known:
                store = stack.enter_context(open_store(":memory:", migrate=True))
                now = datetime.fromisoformat(MOMENTS[moment])
                with open_store(rehearsal.database) as source, source.read() as unit:
                    row = unit.process(PROCESS)
                    facts = [fact for fact in unit.facts(PROCESS) if fact.at <= now]
                    lines = [parse_entry(line) for line in unit.entries(PROCESS)[: len(facts)]]
                with store.transaction() as unit:
                    unit.add_process(row)
                    unit.append(facts, [(line.seq, line.json, line.hash) for line in lines])
                context = Context(
                    store,
                    registry,
                    SimulatedClock(now),
                    Generator(b"g").bytes,
                    press=HousePress(registry.catalogues()),
                )
                config = WebConfig(":memory:", b"a key for golden pages, not elsewhere", demo=True)
                known[moment] = create_app(config, context=context).test_client()
            return known[moment]

        yield client


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("page", "moment"), CASES)
def test_a_page_says_what_it_said(
    browse: Callable[[str], FlaskClient],
    request: pytest.FixtureRequest,
    page: str,
    moment: str,
    locale: str,
) -> None:
    said = plain(browse(moment).get(f"/{locale}{PAGES[page]}").text)
    path = GOLDEN / locale / f"{page}-{moment}.txt"
    if request.config.getoption("--renew-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert path.is_file(), "there is no golden text yet: run pytest with --renew-golden"
    assert said.splitlines() == path.read_text(encoding="utf-8").splitlines()


def test_no_golden_text_is_left_over() -> None:
    wanted = {f"{locale}/{page}-{moment}.txt" for locale in LOCALES for page, moment in CASES}
    there = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.txt")}
    assert there == wanted


def test_every_language_says_the_same_things(browse: Callable[[str], FlaskClient]) -> None:
    """The pages of the parts have the same lines, links and numbers of cells in each language."""
    for name in NAMES:
        shapes = {
            locale: [
                (kind_of(line), line.count(" |"), line.count("["))
                for line in plain(browse("ended").get(f"/{locale}{PAGES[name]}").text).splitlines()
            ]
            for locale in LOCALES
        }
        assert shapes["kk"] == shapes["ru"] == shapes["en"], name
