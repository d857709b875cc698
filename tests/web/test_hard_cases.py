"""Processes with next to nothing in them, with too much, and with what breaks careless pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.record.entry import parse_entry
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.services.portal.open_data import SHEETS
from deliberate.core.storage import open_store
from deliberate.i18n import LOCALES
from deliberate_web import WebConfig, create_app
from tests.parts import PARTS_OF_A_VOTE

PROCESS = "temirkent-heating-2027"
HERE = f"/p/{PROCESS}/"
PAGES = ("/", HERE, *(f"{HERE}{name}/" for name in PARTS_OF_A_VOTE))
FILES = (
    "/feed.atom", f"{HERE}feed.atom", f"{HERE}calendar.ics",
    *(f"{HERE}data/{name}.{kind}" for name in SHEETS for kind in ("csv", "json")),
)  # fmt: skip
BARE = f"""
[pilot]
id = "{PROCESS}"
model = "citizen_jury"
variant = "kazakhstan"
languages = ["kk", "ru", "en"]
authentic_languages = ["kk", "ru"]
"""
HTML = "<script>alert(1)</script> & <b>bold</b> \\\" '"
EMOJI = "👩\u200d👩\u200d👧 Ғалымбек О’Хара d’Arc \u202e z̷a̷l̷g̷o̷"
LONG = "Ұзақ мәтін " * 910
ENDED = "2028-05-15T10:00+05:00"

Browse = Callable[[Callable[[str], str], int, str], FlaskClient]


@pytest.fixture
def browse(rehearsal: Any, registry: Registry) -> Iterator[Browse]:
    """A browser before a process whose pilot was written otherwise; its facts stay the same."""
    with ExitStack() as stack:

        def client(rewrite: Callable[[str], str], facts: int, moment: str) -> FlaskClient:
            store = stack.enter_context(open_store(":memory:", migrate=True))
            with open_store(rehearsal.database) as source, source.read() as unit:
                row = unit.process(PROCESS)
                lived = unit.facts(PROCESS)[:facts]
                lines = [parse_entry(line) for line in unit.entries(PROCESS)[: len(lived)]]
            with store.transaction() as unit:
                unit.add_process(replace(row, pilot_text=rewrite(row.pilot_text)))
                unit.append(lived, [(line.seq, line.json, line.hash) for line in lines])
            clock = SimulatedClock(datetime.fromisoformat(moment))
            context = Context(store, registry, clock, Generator(b"hard").bytes)
            config = WebConfig(":memory:", b"a key for hard cases, used nowhere else")
            return create_app(config, context=context).test_client()

        yield client


@pytest.mark.parametrize("locale", LOCALES)
def test_a_process_with_nothing_in_it_says_what_will_stand_where(
    browse: Browse, locale: str
) -> None:
    client = browse(lambda _: BARE, 1, "2027-01-04T09:00+05:00")
    for address in PAGES:
        answer = client.get(f"/{locale}{address}")
        assert answer.status_code == 200, address
        assert re.search(r"<h1[^>]*>\s*\S", answer.text), address
        assert "None" not in answer.text, address
    for address in FILES:
        assert client.get(f"/{locale}{address}").status_code == 200, address
    empty = {
        address: "empty" in client.get(f"/{locale}{address}").text
        for address in PAGES
        if address.endswith(
            ("members/", "inputs/", "materials/", "sessions/", "decision/", "protocol/",
             "execution/", "documents/", "budget/")
        )
    }  # fmt: skip
    assert len(empty) == 9
    assert all(empty.values()), empty


def test_a_process_without_activities_has_none_and_no_phase_begins_by_them(browse: Browse) -> None:
    def rewrite(text: str) -> str:
        text = re.sub(r"(?m)^engagement = .*$\n", "", text)
        return re.sub(r"(?ms)^\[\[engagement\]\]\n.*?(?=^\[)", "", text)

    client = browse(rewrite, 40, "2027-01-05T10:00+05:00")
    rows = client.get(f"/en{HERE}calendar/").text
    row = re.search(r"Parallel activities with the public</th>(.*?)</tr>", rows, re.DOTALL)
    assert row is not None
    assert re.findall(r">([^<>]+)</td>", row[1]) == ["none planned", "–", "–"]
    first = " ".join(re.sub(r"<[^>]+>", " ", client.get(f"/en{HERE}").text).split())
    assert "Learning to come" in first
    assert "Parallel" not in client.get(f"/en{HERE}calendar.ics").text


@pytest.mark.parametrize("words", [HTML, EMOJI, LONG], ids=["html", "emoji", "long"])
def test_texts_of_any_kind_are_shown_as_texts(browse: Browse, words: str) -> None:
    def rewrite(text: str) -> str:
        text = re.sub(
            r'(?m)^(name|title|question|background|pro|reason)\.(\w\w) = ".*"$',
            lambda found: f'{found[1]}.{found[2]} = "{words}"',
            text,
        )
        return re.sub(r'(?m)^line\.(\w\w) = ".*"$', rf'line.\1 = "{words}"', text)

    client = browse(rewrite, 10_000, ENDED)
    plain = words.replace('\\"', '"').strip()
    for address in PAGES:
        answer = client.get(f"/kk{address}")
        assert answer.status_code == 200, address
        assert "<script" not in answer.text, address
        assert "<b>bold" not in answer.text, address
    first = unescape(client.get(f"/kk{HERE}").text)
    assert plain in first
    for address in FILES:
        answer = client.get(f"/kk{address}")
        assert answer.status_code == 200, address
    assert all(len(line) <= 75 for line in client.get(f"/kk{HERE}calendar.ics").data.split(b"\r\n"))


def test_a_missing_text_falls_back_and_says_so(browse: Browse) -> None:
    """Of a text that Kazakh lacks the next language is shown, marked for readers and programs."""

    def rewrite(text: str) -> str:
        return re.sub(r"(?m)^(title|question|background|text)\.kk = .*$\n", "", text)

    client = browse(rewrite, 10_000, ENDED)
    page = client.get(f"/kk{HERE}").text
    title = "Отопление частных домов и качество воздуха зимой"
    heading = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert heading is not None
    assert f'<span lang="ru">{title}</span>' in heading[1]
    assert ">[ru]</abbr>" in heading[1]
    assert f"{title} [ru]" in client.get(f"/kk{HERE}feed.atom").text
    assert '<span lang="ru">' in client.get(f"/kk{HERE}agenda/").text
    assert '<span lang="ru">' not in client.get(f"/ru{HERE}").text


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_not_there_leads_on(client: FlaskClient, locale: str) -> None:
    """A page that does not exist in a process leads back to the process; others to the list."""
    answer = client.get(f"/{locale}{HERE}nothing/")
    assert answer.status_code == 404
    for link in (f"/{locale}{HERE}", f"/{locale}/", f"/{locale}/help/"):
        assert f'href="{link}"' in answer.text
    for address in ("/p/unknown/", "/p/unknown/members/", "/p/unknown/data/seats.csv"):
        answer = client.get(f"/{locale}{address}")
        assert answer.status_code == 404, address
        assert f'href="/{locale}/"' in answer.text
        assert (
            "/p/unknown/" not in re.sub(r'hreflang="\w\w"[^>]*>', "", answer.text).split("<main")[1]
        )


def test_a_language_that_does_not_exist_offers_those_that_do(client: FlaskClient) -> None:
    answer = client.get(f"/de{HERE}members/", headers={"Accept-Language": "ru"})
    assert answer.status_code == 404
    assert '<html lang="ru">' in answer.text
    names = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
    for locale in LOCALES:
        link = f'<a href="/{locale}{HERE}members/" hreflang="{locale}" lang="{locale}">'
        assert f"{link}{names[locale]}</a>" in answer.text.partition("<main")[2]
        assert client.get(f"/{locale}{HERE}members/").status_code == 200


@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_for_members_says_whom_it_is_for(client: FlaskClient, locale: str) -> None:
    answer = client.get(f"/{locale}/my-place")
    assert answer.status_code == 403
    assert f'href="/{locale}/help/"' in answer.text


def test_the_gallery_is_for_demonstrations_alone(
    client: FlaskClient, rehearsal: Any, registry: Registry
) -> None:
    assert client.get("/en/_gallery").status_code == 404
    with open_store(rehearsal.database) as store:
        context = Context(
            store, registry, SimulatedClock(rehearsal.ended), Generator(b"gallery").bytes
        )
        config = WebConfig(":memory:", b"a key for hard cases, used nowhere else", demo=True)
        app = create_app(config, context=context)
        for locale in LOCALES:
            answer = app.test_client().get(f"/{locale}/_gallery")
            assert answer.status_code == 200
            assert answer.text.count('class="sample sample-') == 12
            assert "…<" not in answer.text
