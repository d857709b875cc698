"""News and dates for other programs: Atom feeds and iCalendar files."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from flask.testing import FlaskClient

from deliberate.core.clock import SimulatedClock
from deliberate.core.identity.visibility import Viewer
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.services.portal.news import MOST, PAGES, missing_news, process_news
from deliberate.core.services.portal.record_sentences import SENTENCES
from deliberate.core.storage import open_store
from deliberate.i18n import LOCALES
from deliberate_web.portal.sections import GROUPS

PROCESS = "temirkent-heating-2027"
HERE = f"/p/{PROCESS}/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(client: FlaskClient, address: str) -> Xml.Element:
    answer = client.get(address)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return Xml.fromstring(answer.data)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("address", ["/feed.atom", f"{HERE}feed.atom"])
def test_a_feed_has_what_the_standard_asks_for(
    client: FlaskClient, locale: str, address: str
) -> None:
    root = feed(client, f"/{locale}{address}")
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == locale
    for name in ("id", "title", "updated", "author/a:name", "subtitle"):
        assert root.findtext(f"a:{name}", namespaces=ATOM), name
    entries = root.findall("a:entry", ATOM)
    assert 5 < len(entries) <= MOST
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
    assert len(set(ids)) == len(ids)
    times = [entry.findtext("a:updated", namespaces=ATOM) or "" for entry in entries]
    moments = [datetime.fromisoformat(text) for text in times]
    assert moments == sorted(moments, reverse=True)
    assert root.findtext("a:updated", namespaces=ATOM) == times[0]
    for entry in entries:
        (link,) = entry.findall("a:link", ATOM)
        assert link.attrib["href"].startswith(f"http://localhost/{locale}{HERE}")
        assert entry.findtext("a:title", namespaces=ATOM)


def test_a_feed_speaks_its_language(client: FlaskClient) -> None:
    titles = {
        locale: [item.text for item in feed(client, f"/{locale}{HERE}feed.atom").iterfind(
            "a:entry/a:title", ATOM)]
        for locale in LOCALES
    }  # fmt: skip
    assert "The process was concluded" in titles["en"]
    assert len({tuple(items) for items in titles.values()}) == 3


def test_news_name_their_point_their_process_and_what_did_not_come(client: FlaskClient) -> None:
    def text(entry: Xml.Element, name: str) -> str:
        return entry.findtext(f"a:{name}", "", ATOM)

    def entries(address: str) -> list[tuple[str, str, str]]:
        return [
            (text(item, "title"), text(item, "summary"), text(item, "id"))
            for item in feed(client, address).iterfind("a:entry", ATOM)
        ]

    own = entries(f"/en{HERE}feed.atom")
    accepted = {title: about for title, about, _ in own if "accepted as carried out" in title}
    assert "A point was accepted as carried out: K5" in accepted
    assert accepted["A point was accepted as carried out: K5"].startswith("Report to the jury")
    for title, _, _ in entries("/en/feed.atom"):
        assert title.startswith("Heating of private houses and winter air quality: ")


def test_a_missing_report_is_news_when_it_was_due(rehearsal: Any, registry: Registry) -> None:
    with open_store(rehearsal.database) as store, store.read() as unit:
        clock = SimulatedClock(rehearsal.ended)
        context = Context(store, registry, clock, Generator(b"news").bytes)
        process = context.read_process(unit, PROCESS)
    (item,) = missing_news(process)
    assert (item.at.isoformat(), item.page, item.key) == (
        "2027-06-12T00:00:00+05:00",
        "execution",
        "week-6",
    )


def test_a_page_names_its_feed(client: FlaskClient) -> None:
    for page, address in ((HERE, f"{HERE}feed.atom"), ("/", "/feed.atom")):
        link = f'<link rel="alternate" type="application/atom+xml" href="/kk{address}"'
        assert link in client.get(f"/kk{page}").text


def test_all_news_has_words_and_a_page() -> None:
    assert set(PAGES) <= set(SENTENCES)
    names = {item.name for group in GROUPS for item in group.sections}
    assert set(PAGES.values()) <= names | {""}


def test_an_open_vote_makes_no_news_of_its_course(rehearsal: Any, installed: Any) -> None:
    _, context = installed(rehearsal.voting, rehearsal.opened)
    news = process_news(context, Viewer(), PROCESS)
    assert news.items[0].page == "candidates"
    assert not {"public_vote.cast", "public_vote.comments_imported", "ballot.cast"} & set(PAGES)


def test_a_feed_without_processes_is_a_feed(fresh: Any) -> None:
    app, _ = fresh()
    root = feed(app.test_client(), "/kk/feed.atom")
    assert root.findall("a:entry", ATOM) == []
    assert root.find("a:subtitle", ATOM) is None


@pytest.mark.parametrize("locale", LOCALES)
def test_the_dates_are_those_of_the_process(client: FlaskClient, locale: str) -> None:
    answer = client.get(f"/{locale}{HERE}calendar.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    lines = answer.data.decode().replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) > 15
    assert f"UID:{PROCESS}-session-1-1@deliberate" in uids
    assert any(uid.startswith(f"UID:{PROCESS}-session-2") for uid in uids)
    assert "DTSTART:20270407T050000Z" in lines
    assert any(line.startswith("LOCATION:") for line in lines)
    assert len([uid for uid in uids if "-point-" in uid]) == 5
    assert any("-engagement-" in uid for uid in uids)
    (name,) = [line for line in lines if line.startswith("X-WR-CALNAME:")]
    assert re.search(r"\(.+\)$", name)  # says that it is a rehearsal
