"""The public pages at every moment of a process, in three languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from deliberate.core.clock import SimulatedClock
from deliberate.core.identity.roles import Grant, Role
from deliberate.core.identity.visibility import Viewer
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.randomness import Generator
from deliberate.core.record.entry import parse_entry
from deliberate.core.registry import Registry
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.portal.open_data import SHEETS
from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.services.portal.reading import list_processes, page_of, process_page
from deliberate.core.services.portal.record import PER_PAGE, record_page
from deliberate.core.services.portal.record_sentences import SENTENCES
from deliberate.core.services.portal.record_words import LABELS
from deliberate.core.services.portal.shapes import Span
from deliberate.core.storage import open_store
from deliberate.core.text import Text
from deliberate.i18n import LOCALES, Translator
from deliberate_web import WebConfig, create_app
from deliberate_web.portal.shown import Shown
from deliberate_web.templating import borrowed
from tests.parts import PARTS_OF_A_VOTE
from tests.positions import bearer

PROCESS = "temirkent-heating-2027"
HERE = f"/p/{PROCESS}/"
RECORD = f"{HERE}record/"
PARTS = tuple(f"{HERE}{name}/" for name in PARTS_OF_A_VOTE)
PAGES = ("/", "/help/", HERE, *PARTS)
FILES = (
    "/feed.atom", f"{HERE}feed.atom", f"{HERE}calendar.ics",
    *(f"{HERE}data/{name}.{kind}" for name in SHEETS for kind in ("csv", "json")),
)  # fmt: skip
ANYBODY = Viewer()
SECRETARY = Actor("rehearsal-secretary", "secretary")
OPERATOR = Viewer("op", (Grant(Role.OPERATOR, "installation"),))
BEGUN, NOMINATING = "2026-12-05T10:00+05:00", "2027-02-01T10:00+05:00"
CHECKING, VOTING = "2027-02-12T19:00+05:00", "2027-02-25T10:00+05:00"
CLOSED, AGENDA = "2027-03-04T01:00+05:00", "2027-03-20T10:00+05:00"
IN_SESSION, FAILED = "2027-04-07T12:00+05:00", "2027-04-10T10:00+05:00"
DECIDED, PUBLISHED = "2027-04-24T10:00+05:00", "2027-05-02T10:00+05:00"
MISSING, LATE = "2027-06-14T10:00+05:00", "2027-10-02T10:00+05:00"
ENDED = "2028-05-15T10:00+05:00"
MOMENTS = (
    BEGUN, NOMINATING, CHECKING, VOTING, CLOSED, AGENDA, IN_SESSION, FAILED, DECIDED, PUBLISHED,
    MISSING, LATE, ENDED,
)  # fmt: skip

At = Callable[[str], Context]


@pytest.fixture(scope="module")
def at(rehearsal: Any, registry: Registry) -> Iterator[At]:
    """The installation as it was at a moment: nothing that happened later is in its store."""
    known: dict[str, Context] = {}
    with ExitStack() as stack:

        def install(moment: str) -> Context:
            if moment not in known:
                store = stack.enter_context(open_store(":memory:", migrate=True))
                known[moment] = lived_until(rehearsal.database, store, registry, moment)
            return known[moment]

        yield install


def lived_until(database: Path, store: Any, registry: Registry, moment: str) -> Context:
    """Copy what happened up to a moment into an empty store."""
    now = datetime.fromisoformat(moment)
    with open_store(database) as source, source.read() as unit:
        row = unit.process(PROCESS)
        facts = [fact for fact in unit.facts(PROCESS) if fact.at <= now]
        lines = unit.entries(PROCESS)[: len(facts)]
    entries = [(entry.seq, entry.json, entry.hash) for entry in map(parse_entry, lines)]
    with store.transaction() as unit:
        unit.add_process(row)
        unit.append(facts, entries)
    return Context(store, registry, SimulatedClock(now), Generator(b"pages").bytes)


@pytest.fixture
def page_at(at: At) -> Callable[..., ProcessPage]:
    def read(moment: str, viewer: Viewer = ANYBODY) -> ProcessPage:
        return process_page(at(moment), viewer, PROCESS)

    return read


@pytest.fixture
def browse(at: At) -> Callable[[str], FlaskClient]:
    def client(moment: str) -> FlaskClient:
        return app_over(at(moment)).test_client()

    return client


def app_over(context: Context) -> Flask:
    config = WebConfig(":memory:", b"a key for the pages of these tests alone", "http://localhost")
    return create_app(config, context=context)


@dataclass
class Outline(HTMLParser):
    """What a page is made of, as a reader without eyes meets it."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]

    def having(self, attribute: str) -> list[str]:
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def outline(html: str) -> Outline:
    found = Outline()
    found.feed(html)
    found.close()
    return found


# ------------------------------------------------------------------ every page, every language


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_its_language_and_links_the_others(
    client: FlaskClient, address: str, locale: str
) -> None:
    answer = client.get(f"/{locale}{address}")
    assert answer.status_code == 200
    page = outline(answer.text)
    assert page.all("html") == [{"lang": locale}]
    assert len(page.all("h1")) == len(page.all("main")) == 1
    switch = [link for link in page.all("a") if "hreflang" in link]
    assert [(link["hreflang"], link["lang"], link["href"]) for link in switch] == [
        (code, code, f"/{code}{address}") for code in LOCALES
    ]
    assert [link["lang"] for link in switch if "aria-current" in link] == [locale]
    assert page.all("a")[0] == {"class": "skip", "href": "#content"}


@pytest.mark.parametrize("moment", MOMENTS)
def test_pages_are_sound_at_every_moment(browse: Callable[[str], FlaskClient], moment: str) -> None:
    """No inline style or script, no doubled id, no link or label that leads nowhere."""
    client = browse(moment)
    for address in PAGES:
        answer = client.get(f"/ru{address}")
        assert answer.status_code == 200
        page = outline(answer.text)
        assert page.having("style") == []
        assert page.all("script") == page.all("style") == []
        ids = page.having("id")
        assert sorted(ids) == sorted(set(ids))
        inner = [href[1:] for href in page.having("href") if href.startswith("#")]
        spoken = " ".join(page.having("aria-labelledby")).split()
        assert set(inner) | set(spoken) | set(page.having("for")) <= set(ids)
        assert ("rehearsal" in page.having("class")) is (address != "/help/")
        assert "{" not in page.text


@pytest.mark.parametrize("address", PAGES)
def test_links_lead_to_pages(client: FlaskClient, address: str) -> None:
    page = outline(client.get(f"/kk{address}").text)
    hrefs = {href for href in page.having("href") if href.startswith("/") and "bundle" not in href}
    assert len(hrefs) > 5
    for href in hrefs:
        with client.get(href.partition("#")[0]) as answer:
            assert answer.status_code == 200, href


def test_the_bundle_is_linked(client: FlaskClient) -> None:
    page = outline(client.get(f"/en{RECORD}").text)
    (href,) = [href for href in page.having("href") if "bundle" in href]
    answer = client.get(href)
    assert (answer.status_code, answer.data[:2]) == (200, b"PK")


# ------------------------------------------------------------------ the first screen


def test_who_decides_is_said_with_its_numbers_and_its_proof(client: FlaskClient) -> None:
    page = outline(client.get(f"/en{HERE}").text)
    assert "25 members, of them:" in page.text
    assert "Permanent members – 15: named by letter of their organisations" in page.text
    assert "Non-permanent members – 10: elected in a public vote" in page.text
    assert "A decision needs 20 of 25 votes." in page.text
    proofs = [link["href"] for link in page.all("a") if link.get("class") == "proof"]
    assert proofs == [f"/en{RECORD}?step={step}" for step in ("constitution", "election")]
    assert "What measures should the city of Temirkent take" in page.text


@pytest.mark.parametrize("part", ["", "members/"])
def test_before_a_seat_is_filled_the_page_says_how_and_when_it_will_be(
    browse: Callable[[str], FlaskClient], part: str
) -> None:
    page = outline(browse("2026-12-01T10:00+05:00").get(f"/en{HERE}{part}").text)
    words = page.text.lower()
    assert "to be named by letter of their organisations (2–18 december 2026)" in words
    assert "to be elected in a public vote (18 february – 3 march 2027)" in words
    assert not [link for link in page.all("a") if link.get("class") == "proof"]
    page = outline(browse(VOTING).get(f"/en{HERE}{part}").text)
    assert "to be elected in a public vote (18 february – 3 march 2027)" in page.text.lower()
    proofs = [link["href"] for link in page.all("a") if link.get("class") == "proof"]
    assert proofs == [f"/en{RECORD}?step=constitution"]


@pytest.mark.parametrize(
    ("moment", "counts", "words"),
    [
        (BEGUN, (0, 0), "Rules kept: 24, not kept: 0, not yet due: 25"),
        (VOTING, (0, 0), "Rules kept: 33, not kept: 0, not yet due: 16"),
        (MISSING, (2, 0), "Rules kept: 46, not kept: 2, not yet due: 1"),
        (ENDED, (2, 0), "Rules kept: 47, not kept: 2"),
    ],
)
def test_a_rule_counts_as_kept_when_it_can_have_been_broken(
    page_at: Callable[..., ProcessPage],
    browse: Callable[[str], FlaskClient],
    moment: str,
    counts: tuple[int, int],
    words: str,
) -> None:
    rules = page_at(moment).conformity
    assert (rules.not_kept, rules.not_followed) == counts
    assert sum((rules.kept, rules.not_kept, rules.not_followed, rules.not_due)) == rules.total
    client = browse(moment)
    for part in ("", "conformity/"):
        assert words in outline(client.get(f"/en{HERE}{part}").text).text
    answer = client.get(f"/api/v1/processes/{PROCESS}/conformity").get_json()
    assert (answer["kept"], answer["not_due"]) == (rules.kept, rules.not_due)
    states = [rule["state"] for rule in answer["rules"]]
    assert (states.count("kept"), states.count("waiting")) == (rules.kept, rules.not_due)


@pytest.mark.parametrize(
    ("moment", "kind", "name", "words"),
    [
        (VOTING, "step", "declarations", "Next: Declarations of interest, 4 March 2027"),
        (PUBLISHED, "report", "1", "Next: Report of week 1, 7 May 2027, 24:00"),
        (MISSING, "report", "7", "Next: Report of week 7, 18 June 2027, 24:00"),
    ],
)
def test_next_are_steps_reports_and_points(
    page_at: Callable[..., ProcessPage],
    browse: Callable[[str], FlaskClient],
    moment: str,
    kind: str,
    name: str,
    words: str,
) -> None:
    coming = page_at(moment).coming
    assert coming is not None
    assert (coming.kind, coming.id) == (kind, name)
    assert words in outline(browse(moment).get(f"/en{HERE}").text).text


def test_after_a_report_comes_the_next_report_or_a_point(
    page_at: Callable[..., ProcessPage],
) -> None:
    page = page_at(MISSING)
    assert page.execution is not None
    (reported, due) = next(
        (week.reported_at, week.due)
        for week in page_at(ENDED).execution.weeks  # type: ignore[union-attr]
        if week.reported_at is not None
    )
    after = page_at((reported + timedelta(minutes=1)).isoformat())
    assert after.coming is not None
    assert after.execution is not None
    assert after.execution.next_due == due + timedelta(days=7)
    calendar_day = [point.due for point in after.execution.points if point.state != "accepted"]
    assert after.coming.kind in {"report", "point"}
    assert after.coming.at in {after.execution.next_due, *calendar_day}


def test_what_happens_in_a_session_has_its_days(
    page_at: Callable[..., ProcessPage], browse: Callable[[str], FlaskClient]
) -> None:
    """The outcome, the stepper, the list of steps and the calendar file name the same day."""
    page, client = page_at(VOTING), browse(VOTING)
    lines = {line.id: line for phase in page.phases for line in phase.steps}
    assert lines["decision"].planned == Span(date(2027, 4, 8), date(2027, 4, 8))
    assert lines["officers"].planned == Span(date(2027, 4, 7), date(2027, 4, 8))
    text = outline(client.get(f"/en{HERE}").text).text
    assert "The vote is planned for 8 April 2027" in text
    assert "8–30 April 2027" in text
    file = client.get(f"/en{HERE}calendar.ics").text
    rows = [line for line in lines.values() if line.planned and line.standing != "skipped"]
    assert len(rows) == len(lines)
    for line in rows:
        assert f"UID:{PROCESS}-{line.id}-1" in file
    assert file.count("BEGIN:VEVENT") == file.count("UID:") > len(rows)


def test_a_phase_shows_its_plan_beside_what_happened(browse: Callable[[str], FlaskClient]) -> None:
    text = outline(browse(ENDED).get(f"/en{HERE}").text).text
    assert "27 January – 7 March 2027 planned: 26 January – 12 March 2027" in text
    assert "begun: 27 January 2027" in outline(browse(VOTING).get(f"/en{HERE}").text).text


@pytest.mark.parametrize(
    ("moment", "place", "words"),
    [
        (NOMINATING, "how-to-nominate", ("the candidate’s name and consent", "Housing and utili")),
        (VOTING, "how-to-vote", ("With an electronic signature", "By a comment", "holders of a")),
    ],
)
def test_what_can_be_done_today_is_explained_where_the_link_leads(
    browse: Callable[[str], FlaskClient], moment: str, place: str, words: tuple[str, ...]
) -> None:
    client = browse(moment)
    assert f'href="/en{HERE}candidates/#{place}"' in client.get(f"/en{HERE}").text
    page = outline(client.get(f"/en{HERE}candidates/").text)
    assert f'id="{place}"' in client.get(f"/en{HERE}candidates/").text
    for sentence in (*words, "This is a rehearsal: nobody can"):
        assert sentence.lower() in page.text.lower()


@pytest.mark.parametrize(
    ("moment", "kind", "section", "words"),
    [
        (NOMINATING, "nominate", "nominations", "open until 12 February 2027, 18:00"),
        (CHECKING, "check", "nominations", "The nominations are being checked"),
        (VOTING, "vote", "candidates", "open until 3 March 2027, 24:00"),
        (CLOSED, "count", "candidates", "the votes are being counted"),
        (AGENDA, "agenda", "sessions", "The session is on 7 April 2027"),
        (IN_SESSION, "session", "sessions", "The session is being held"),
        (FAILED, "agenda", "sessions", "The session is on 22 April 2027"),
        (PUBLISHED, "execution", "execution", "at the latest on 7 May 2027, 24:00"),
        (MISSING, "missing", "execution", "Last week’s report is missing"),
        (ENDED, "closed", "decision", "Read what came of it."),
    ],
)
def test_there_is_one_thing_to_do_today(
    page_at: Callable[..., ProcessPage],
    browse: Callable[[str], FlaskClient],
    moment: str,
    kind: str,
    section: str,
    words: str,
) -> None:
    today = page_at(moment).today
    assert today is not None
    assert (today.kind, today.section) == (kind, section)
    assert words in outline(browse(moment).get(f"/en{HERE}").text).text


def test_before_anything_concerns_the_public_the_page_says_so(
    page_at: Callable[..., ProcessPage], browse: Callable[[str], FlaskClient]
) -> None:
    assert page_at(BEGUN).today is None
    client = browse(BEGUN)
    for part, sentence in (
        ("", "The public has nothing to do today."),
        ("", "Nothing has been decided yet. The vote is planned for 8 April 2027."),
        ("agenda/", "Nothing has been announced yet."),
        ("members/", "These seats have not been filled yet."),
        ("candidates/", "Nobody has been nominated yet."),
        ("inputs/", "No input has been received yet."),
        ("materials/", "The papers for the members have not been sent yet."),
        ("sessions/", "This session has not been held yet."),
        ("decision/", "No vote of the members has been held yet."),
        ("protocol/", "Not published yet. The members have to agree on it first."),
        ("execution/", "Execution begins when the result is published."),
        ("communication/", "No claim had to be corrected."),
    ):
        assert sentence in outline(client.get(f"/en{HERE}{part}").text).text, part


@pytest.mark.parametrize(
    ("moment", "states"),
    [
        (BEGUN, "current upcoming upcoming upcoming upcoming upcoming"),
        (VOTING, "done current current upcoming upcoming upcoming"),
        (FAILED, "done done current current current upcoming"),
        (PUBLISHED, "done done done done done current"),
        (ENDED, "done done done done done done"),
    ],
)
def test_the_stepper_says_where_the_process_is(
    page_at: Callable[..., ProcessPage],
    browse: Callable[[str], FlaskClient],
    moment: str,
    states: str,
) -> None:
    page = page_at(moment)
    assert [line.state for line in page.phases] == states.split()
    html = outline(browse(moment).get(f"/en{HERE}").text)
    marked = [item for item in html.all("li") if item.get("aria-current") == "step"]
    assert len(marked) == ("current" in states)
    assert all(line.planned.starts and line.planned.ends for line in page.phases)


def test_a_span_that_is_over_shows_what_happened_instead_of_the_plan(
    page_at: Callable[..., ProcessPage],
) -> None:
    preparation = page_at(ENDED).phases[0]
    assert preparation.actual.starts is not None
    assert preparation.actual.ends is not None


# ------------------------------------------------------------------ the public vote


@pytest.mark.parametrize("moment", [VOTING, CLOSED])
@pytest.mark.parametrize("viewer", [ANYBODY, OPERATOR])
def test_nobody_sees_a_result_before_the_count(
    page_at: Callable[..., ProcessPage], moment: str, viewer: Viewer
) -> None:
    (vote,) = page_at(moment, viewer).votes
    assert len(vote.candidates) == 12
    assert {candidate.votes for candidate in vote.candidates} == {None}
    assert [item.id for item in vote.candidates] == sorted(item.id for item in vote.candidates)
    assert (vote.ranking, vote.ranking_without_comments, vote.decided_by_comments) == ((), (), ())
    assert vote.draw is None


def test_while_voting_the_page_has_no_table_of_votes(
    browse: Callable[[str], FlaskClient],
) -> None:
    page = outline(browse(VOTING).get(f"/en{HERE}candidates/").text)
    assert not [table for table in page.all("table") if table.get("class") == "votes"]
    assert "No result is shown before the vote is closed." in page.text
    assert "Zhumabayeva Saule" in page.text


def test_before_the_list_is_closed_nobody_is_named(
    page_at: Callable[..., ProcessPage], browse: Callable[[str], FlaskClient]
) -> None:
    (nominations,) = page_at(NOMINATING).nominations
    assert nominations.received > 0
    assert nominations.closed_at is None
    client = browse(NOMINATING)
    # The record names whom it nominates, by consent; no page lists them before the close.
    for address in (item for item in PAGES if item != RECORD):
        assert "Zhumabayeva" not in client.get(f"/en{address}").text, address
    text = outline(client.get(f"/en{HERE}candidates/").text).text
    assert "The list of candidates appears when it is closed." in text


def test_the_result_shows_both_channels_and_the_order_without_comments(
    page_at: Callable[..., ProcessPage], at: At
) -> None:
    (vote,) = page_at(ENDED).votes
    with at(ENDED).store.read() as unit:
        script = at(ENDED).read_process(unit, PROCESS).pilot.script
    found = {item.id: item.votes for item in vote.candidates if item.votes is not None}
    assert {key: votes.signed for key, votes in found.items()} == script.signed_votes
    assert {key: votes.comments for key, votes in found.items()} == script.comment_votes
    assert all(votes.total == votes.signed + votes.comments for votes in found.values())
    places = [item.votes.place for item in vote.candidates if item.votes is not None]
    assert places == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 12]
    assert sorted(votes.place_without_comments for votes in found.values()) == list(range(1, 13))
    assert [item.elected for item in vote.candidates] == [True] * 10 + [False] * 2
    assert vote.decided_by_comments == ("C12",)
    assert vote.draw is not None
    assert set(vote.draw.tied) == {"C10", "C11"} == set(vote.draw.order)
    assert vote.draw.parties == ("agency", "oversight")


def test_the_page_names_who_lost_a_seat_by_comments(client: FlaskClient) -> None:
    text = outline(client.get(f"/en{HERE}candidates/").text).text
    assert "By signed votes alone this candidate would have been elected: Nurpeis Talgat" in text
    assert "elected (by draw)" in text
    assert "one person may have several accounts" in text


# ------------------------------------------------------------------ decision and execution


def test_rounds_show_the_threshold_of_the_seats(
    page_at: Callable[..., ProcessPage], client: FlaskClient
) -> None:
    first, second = page_at(ENDED).rounds
    assert (first.for_, first.against, first.abstain, first.absent) == (19, 4, 2, 0)
    assert (first.needed, first.base, first.outcome) == (20, 25, "not_adopted")
    assert f"{first.repeated_on}" == "2027-04-22"
    assert (second.for_, second.outcome, len(second.roll_call)) == (22, "adopted", 25)
    page = outline(client.get(f"/en{HERE}decision/").text)
    pictures = [item for item in page.all("svg") if item.get("role") == "img"]
    assert [item["class"] for item in pictures] == ["chart-wide", "chart-narrow"] * 2
    for sentence in (
        "For: 19. Against: 4. Abstained: 2. Absent: 0. Needed: 20 of 25. Outcome: not adopted.",
        "For: 22. Against: 3. Abstained: 0. Absent: 0. Needed: 20 of 25. Outcome: adopted.",
    ):
        assert page.text.count(sentence) == 2


def test_an_open_ballot_shows_no_count(page_at: Callable[..., ProcessPage], at: At) -> None:
    context = at(ENDED)
    with context.store.read() as unit:
        process = context.read_process(unit, PROCESS)
    upto = next(fact.seq for fact in process.facts if fact.kind == "ballot.cast") + 3
    before = replace(process, facts=process.facts[:upto], now=process.facts[upto - 1].at)
    (vote,) = page_of(context.registry, before, ANYBODY, "").rounds
    assert (vote.for_, vote.against, vote.outcome, vote.roll_call) == (None, None, "", ())


def test_the_protocol_appears_when_it_is_published(page_at: Callable[..., ProcessPage]) -> None:
    before, after = page_at(DECIDED), page_at(PUBLISHED)
    assert (before.protocol, before.execution) == (None, None)
    assert after.protocol is not None
    assert after.execution is not None
    assert (after.protocol.signatures, after.protocol.binding) == (25, True)
    (minority,) = after.protocol.minority
    assert len(minority.members) == 3
    assert all(member.name for member in minority.members)
    assert [point.id for point in after.execution.points] == ["K1", "K2", "K3", "K4", "K5"]
    assert after.execution.week is not None
    assert after.execution.week.number == 1


def test_a_missing_report_and_a_late_point_are_shown(
    page_at: Callable[..., ProcessPage], browse: Callable[[str], FlaskClient]
) -> None:
    board = page_at(MISSING).execution
    assert board is not None
    assert [week.number for week in board.missing] == [6]
    first = outline(browse(MISSING).get(f"/en{HERE}").text).text
    text = outline(browse(MISSING).get(f"/en{HERE}execution/").text).text
    assert "1 weekly report is missing." in first
    assert "1 weekly report is missing." in text
    assert "Missing: Week 6 (due by 11 June 2027, 24:00)." in text
    assert "Week 7: the report is due by 18 June 2027, 24:00" in text
    late = page_at(LATE).execution
    assert late is not None
    states = {point.id: point.state for point in late.points}
    assert states["K3"] == "noticed"
    assert "late: notice sent" in outline(browse(LATE).get(f"/en{HERE}execution/").text).text


def test_execution_ends_with_the_report_on_the_last_accepted_point(
    page_at: Callable[..., ProcessPage],
) -> None:
    page = page_at(ENDED)
    assert page.execution is not None
    assert page.execution.completed_at is not None
    assert page.execution.completed_at in {p.published_at for p in page.execution.points}
    assert page.execution.accepted == 5
    assert page.conclusion is not None
    assert page.conclusion.code == "extend"
    assert (page.inputs.received, page.inputs.undisposed) == (8, 0)
    assert page.conformity.kept < page.conformity.total
    assert page.money.total == sum(line.amount for line in page.money.lines) == 4_500_000


def test_a_point_shows_its_money_and_whose_decision_it_waits_for(
    browse: Callable[[str], FlaskClient],
) -> None:
    text = outline(browse(PUBLISHED).get(f"/en{HERE}execution/").text).text
    for words in (
        "Cost1,150,000,000 KZT Paid fromdraft city budget 2028-2030",
        "Depends onNeeds a decision of the maslikhat",
        "Cost0 KZT Paid fromwithin current expenses",
    ):
        assert words in text


WORDS = {"kk": "Жазылған сөз.", "ru": "Написанное слово.", "en": "A written word."}


def test_letters_stay_on_the_page_when_a_later_date_is_agreed(
    rehearsal: Any, registry: Registry
) -> None:
    with open_store(":memory:", migrate=True) as store:
        context = lived_until(rehearsal.database, store, registry, LATE)
        chair = bearer(context, "chair")
        perform(
            context, SECRETARY, PROCESS, "execution", "answer", {"commitment": "K3", "text": WORDS}
        )
        text = outline(app_over(context).test_client().get(f"/en{HERE}execution/").text).text
        assert "Written notice, 1 October 2027 (to be done by" in text
        assert "Answer, 2 October 2027: A written word." in text
        assert "Without object" not in text
        later = {"commitment": "K3", "due": "2027-12-01", "reason": WORDS}
        perform(context, chair, PROCESS, "execution", "change_due", later)
        text = outline(app_over(context).test_client().get(f"/en{HERE}execution/").text).text
        assert "Without object since 2 October 2027: a later date was agreed." in text
        assert "Written notice, 1 October 2027" in text
        assert "1 December 2027 (first: 30 September 2027)" in text
        assert "late: notice sent" not in text


def test_points_of_a_cancelled_process_are_no_longer_followed(
    rehearsal: Any, registry: Registry
) -> None:
    with open_store(":memory:", migrate=True) as store:
        context = lived_until(rehearsal.database, store, registry, PUBLISHED)
        perform(context, SECRETARY, PROCESS, "process", "cancel", {"reason": WORDS})
        assert isinstance(context.clock, SimulatedClock)
        context.clock.move_to(datetime.fromisoformat(ENDED))
        board = process_page(context, ANYBODY, PROCESS).execution
        assert board is not None
        assert {point.state for point in board.points} == {"in_progress"}
        assert (board.week, board.missing) == (None, ())
        text = outline(app_over(context).test_client().get(f"/en{HERE}execution/").text).text
        assert "They are shown as they stood on 2 May 2027" in text
        assert "report is due by" not in text


# ------------------------------------------------------------------ beside the steps


def test_a_declaration_and_the_secretary_are_shown_with_the_members(
    rehearsal: Any, registry: Registry
) -> None:
    with open_store(":memory:", migrate=True) as store:
        context = lived_until(rehearsal.database, store, registry, AGENDA)
        body = {"seat": "N01", "conflict": True, "interests": WORDS, "recused_from": ["decision"]}
        sheet = {**body, "sheet_sha256": "ab" * 32}
        perform(context, SECRETARY, PROCESS, "declarations", "declare_on_paper", sheet)
        client = app_over(context).test_client()
        text = outline(client.get(f"/en{HERE}members/").text).text
        assert "declared a conflict of interests on 20 March 2027: A written word." in text
        assert "takes no part in: Decision by vote" in text
        assert text.count("declared no conflict of interests on 7 March 2027") == 9
        assert "Secretary" not in text


def test_who_serves_without_a_seat_is_shown_and_not_named(client: FlaskClient) -> None:
    text = outline(client.get(f"/en{HERE}members/").text).text
    assert "Secretary an employee of: Housing and utilities department since 7 April 2027" in text
    assert "rehearsal-secretary" not in text


def test_names_in_other_letters_say_their_language(client: FlaskClient) -> None:
    """A delegate whose name was entered alike in every language is read out in one of them."""
    alike = Text.of({"kk": "Соколова Ирина", "ru": "Соколова Ирина", "en": "Соколова Ирина"})
    spelt = Text.of({"kk": "Соколова Ирина", "ru": "Соколова Ирина", "en": "Sokolova Irina"})
    assert (borrowed(alike, "en"), borrowed(alike, "ru"), borrowed(spelt, "en")) == ("kk", "", "")
    template = client.application.jinja_env.from_string("{{ text|borrowed(locale) }}")
    assert template.render(text=alike, locale="en") == "kk"


@pytest.mark.parametrize("moment", [BEGUN, VOTING, ENDED])
def test_the_first_page_counts_the_documents_that_can_be_read(
    browse: Callable[[str], FlaskClient], moment: str
) -> None:
    client = browse(moment)
    shown = re.findall(
        r'href="/en[^"]*/documents/[^"/]+/"', client.get(f"/en{HERE}documents/").text
    )
    count = len(set(shown))
    words = f"{count} document" if count else "No document has been published yet."
    assert words in outline(client.get(f"/en{HERE}").text).text


def test_the_plan_of_communication_is_filled_from_what_happened(client: FlaskClient) -> None:
    page = client.get(f"/en{HERE}communication/").text
    rows = [
        re.sub(r"<[^>]+>", "|", row).strip("|")
        for row in re.findall(r'<tr role="row"><td.*?</tr>', page, re.DOTALL)
    ]
    assert len(rows) == 11
    assert sum(row.endswith("–") for row in rows) == 2, "reminders leave no trace of their own"
    weekly = next(row for row in rows if "Weekly information" in row)
    assert weekly.count("portal, social, press") == 2
    risks = client.get(f"/en{HERE}risks/").text
    assert 'data-label="What helps">–' not in risks


def test_a_remark_has_its_day_and_is_no_warning_once_the_point_is_accepted(
    client: FlaskClient,
) -> None:
    page = client.get(f"/en{HERE}execution/").text
    assert '<p class="quiet">Returned with remarks on 9 June 2027:' in page


def test_the_outcome_names_what_was_decided(client: FlaskClient) -> None:
    text = outline(client.get(f"/en{HERE}").text).text
    assert "K1. Approve and publish a street-by-street schedule." in text
    assert "and 4 more points" in text


def test_a_finding_names_the_person_and_the_last_day(client: FlaskClient) -> None:
    text = outline(client.get(f"/en{HERE}conformity/").text).text
    assert "by signed votes alone it would be Nurpeis Talgat" in text
    assert "was not published by the end of 11 June 2027" in text
    assert ", 00:00" not in text


# ------------------------------------------------------------------ other states


def test_a_cancelled_process_says_why_and_what_stays(rehearsal: Any, registry: Registry) -> None:
    with open_store(":memory:", migrate=True) as store:
        context = lived_until(rehearsal.database, store, registry, VOTING)
        reason = {"kk": "Себебі осы.", "ru": "Причина такова.", "en": "This is the reason."}
        perform(context, SECRETARY, PROCESS, "process", "cancel", {"reason": reason})
        page = process_page(context, ANYBODY, PROCESS)
        assert (page.status, page.phase, page.coming) == ("cancelled", None, None)
        assert [line.state for line in page.phases] == ["done"] + ["dropped"] * 5
        client = app_over(context).test_client()
        text = outline(client.get(f"/en{HERE}").text).text
        for sentence in ("This is the reason.", "The process ended without a decision.", "Cancel"):
            assert sentence in text
        assert "Vote for the candidates" not in text
        assert "Reason for cancelling: This is the reason." in text
        assert "Next:" not in text
        assert "were to be elected in a public vote" in text
        assert page.votes[0].stage == "broken_off"
        votes = outline(client.get(f"/en{HERE}candidates/").text).text
        assert "The vote was broken off: the process was cancelled." in votes
        assert "How to vote" not in votes
        assert "<s>7–8 April 2027</s>" in client.get(f"/en{HERE}calendar/").text
        assert "This session was not held." in client.get(f"/en{HERE}agenda/").text
        rules = outline(client.get(f"/en{HERE}conformity/").text).text
        assert "never fell due: 16" in rules
        assert "not yet due" not in rules
        assert 'aria-current="step"' not in client.get(f"/en{HERE}").text
        assert "Cancelled" in outline(client.get("/en/").text).text
        assert client.get(f"/kk{RECORD}").status_code == 200


def test_a_suspended_process_says_why(rehearsal: Any, registry: Registry) -> None:
    with open_store(":memory:", migrate=True) as store:
        context = lived_until(rehearsal.database, store, registry, NOMINATING)
        reason = {"kk": "Сот.", "ru": "Суд.", "en": "A court looks at it."}
        perform(context, SECRETARY, PROCESS, "process", "suspend", {"reason": reason})
        text = outline(app_over(context).test_client().get(f"/en{HERE}").text).text
        assert "Suspended" in text
        assert "A court looks at it." in text
        assert "Nominate a candidate" not in text
        assert "Reason for suspending:" in text
        assert "Next:" not in text
        client = app_over(context).test_client()
        for part, words in (
            ("calendar/", "While the process is suspended no date holds."),
            ("candidates/", "Nobody can vote while the process is suspended."),
        ):
            assert words in outline(client.get(f"/en{HERE}{part}").text).text


def test_an_installation_without_processes_says_so(fresh: Callable[..., Any]) -> None:
    app, _ = fresh()
    client = app.test_client()
    assert "No process has been opened yet." in client.get("/en/").text
    assert client.get(f"/en{HERE}").status_code == 404


def test_the_list_shows_phase_and_next_date(at: At, browse: Callable[[str], FlaskClient]) -> None:
    (card,) = list_processes(at(VOTING), ANYBODY)
    assert (card.id, card.status, card.phase) == (PROCESS, "open", "recruitment")
    assert card.coming is not None
    assert card.coming.id == "declarations"
    text = outline(browse(VOTING).get("/en/").text).text
    for words in ("Heating of private houses", "Recruitment", "4 March 2027", "rehearsal"):
        assert words in text


# ------------------------------------------------------------------ what stays private


def hidden(value: Any, public: Any) -> Iterator[str]:
    """The longer strings of a fact's body that its public part does not hold."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from hidden(item, public.get(key) if isinstance(public, dict) else None)
    elif isinstance(value, list):
        for item in value:
            yield from hidden(item, public)
    elif isinstance(value, str) and public is None and len(value) > 8:
        yield value


def test_no_page_tells_what_facts_keep_to_themselves(at: At, client: FlaskClient) -> None:
    with at(ENDED).store.read() as unit:
        facts = unit.facts(PROCESS)
    secrets = {text for fact in facts for text in hidden(fact.body, fact.public)}
    accounts = {fact.actor.id for fact in facts}
    assert len(secrets) > 20
    addresses = [f"/{code}{address}" for code in LOCALES for address in PAGES]
    addresses += [f"/{code}{address}" for code in LOCALES for address in FILES]
    pages = record_page(at(ENDED), ANYBODY, PROCESS).pages
    addresses += [f"/{code}{RECORD}?page={n}" for code in LOCALES for n in range(1, pages + 1)]
    for address in addresses:
        html = outline(client.get(address).text).text
        # What is private in one fact may be public in another, such as a candidate's name.
        told = {text for text in secrets | accounts if text in html}
        assert not {text for text in told if not public_elsewhere(text, facts)}, address


def public_elsewhere(text: str, facts: tuple[Fact, ...]) -> bool:
    return any(text in f"{dict(fact.public)}" for fact in facts)


def test_a_delegate_without_consent_to_be_named_is_not_named(at: At) -> None:
    context = at(ENDED)
    with context.store.read() as unit:
        process = context.read_process(unit, PROCESS)

    def unnamed(fact: Fact) -> Fact:
        if fact.kind != "seat.filled" or fact.body["seat"] != "P01":
            return fact
        return replace(fact, public={k: v for k, v in fact.public.items() if k != "name"})

    named = page_of(context.registry, process, ANYBODY, "").groups[0].members[0]
    facts = tuple(unnamed(fact) for fact in process.facts)
    silent = page_of(context.registry, replace(process, facts=facts), ANYBODY, "")
    assert (named.seat, bool(named.name)) == ("P01", True)
    member = silent.groups[0].members[0]
    assert (member.seat, bool(member.name), bool(member.body)) == ("P01", False, True)


# ------------------------------------------------------------------ the record


def test_the_record_comes_in_pages_and_keeps_every_hash(at: At) -> None:
    context = at(ENDED)
    with context.store.read() as unit:
        entries = [parse_entry(line) for line in unit.entries(PROCESS)]
    first = record_page(context, ANYBODY, PROCESS)
    assert (first.total, first.head) == (len(entries), entries[-1].hash)
    lines = [
        line
        for number in range(1, first.pages + 1)
        for line in record_page(context, ANYBODY, PROCESS, number).lines
    ]
    assert [line.hash for line in lines] == [entry.hash for entry in reversed(entries)]
    assert [line.seq for line in lines] == list(range(len(entries), 0, -1))
    assert len(first.lines) == PER_PAGE


def test_the_record_can_be_narrowed_to_a_step(client: FlaskClient, at: At) -> None:
    page = record_page(at(ENDED), ANYBODY, PROCESS, 1, "election")
    assert {line.step for line in page.lines} == {"election"}
    text = outline(client.get(f"/en{RECORD}?step=election").text).text
    assert "The tie was drawn" in text
    assert "The remit" not in text


@pytest.mark.parametrize("query", ["page=0", "page=999", "page=x", "page=-1", "step=none"])
def test_a_page_of_the_record_that_does_not_exist(client: FlaskClient, query: str) -> None:
    assert client.get(f"/en{RECORD}?{query}").status_code == 404


def test_an_unknown_process_has_no_pages(client: FlaskClient) -> None:
    assert client.get("/en/p/nobody/").status_code == 404
    assert client.get("/en/p/nobody/record/").status_code == 404


def kinds_in(path: Path) -> Iterator[str]:
    """Kinds of facts that a module makes: first arguments of `fact(...)` and `Draft(...)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        first = node.args[0]
        if name in {"fact", "Draft"} and isinstance(first, ast.Constant):
            yield str(first.value)


def test_who_withdrew_is_named_on_no_page(
    rehearsal: Any, registry: Registry, tmp_path: Path
) -> None:
    with open_store(tmp_path / "nominating.db", migrate=True) as store:
        context = lived_until(rehearsal.database, store, registry, NOMINATING)
        with store.read() as unit:
            accepted = context.read_process(unit, PROCESS).select("nomination.accepted")
        gone, stays = accepted[0].public, accepted[1].public
        config = WebConfig(
            ":memory:",
            b"a key for tests that nobody uses elsewhere",
            "http://localhost",
            zone="Asia/Almaty",
        )
        client = create_app(config, context=context).test_client()

        def pages() -> str:
            return "".join(client.get(f"/ru{path}").text for path in (HERE, RECORD))

        assert gone["name"]["ru"] in pages()
        body = {"candidate": gone["candidate"]}
        perform(context, SECRETARY, PROCESS, "nomination", "withdraw", body)
        after = pages()
        assert gone["name"]["ru"] not in after
        assert gone["experience"]["ru"] not in after
        assert str(gone["candidate"]) in after
        assert stays["name"]["ru"] in after


def test_every_kind_of_entry_has_its_sentence(project: Path) -> None:
    core = project / "deliberate" / "core"
    kinds = {kind for path in core.rglob("*.py") for kind in kinds_in(path)}
    assert len(kinds) > 60
    assert kinds <= set(SENTENCES)


def test_every_value_of_an_entry_has_its_label(at: At) -> None:
    with at(ENDED).store.read() as unit:
        entries = [parse_entry(line) for line in unit.entries(PROCESS)]
    keys = {key for entry in entries for key in entry.public}
    assert keys <= set(LABELS)
    assert {entry.kind for entry in entries} <= set(SENTENCES)


# ------------------------------------------------------------------ how values are written


def test_a_text_without_the_language_is_marked(portal_app: Flask) -> None:
    source = '{% from "portal/macros.html" import text with context %}{{ text(value) }}'
    with portal_app.test_request_context("/kk/"):
        portal_app.preprocess_request()
        only = render_template_string(source, value=Text.of({"ru": "Тарифы <b>"}))
        both = render_template_string(source, value=Text.of({"ru": "Тарифы", "kk": "Тарифтер"}))
        none = render_template_string(source, value=Text())
    assert both == "Тарифтер"
    assert none == ""
    assert '<span lang="ru">Тарифы &lt;b&gt;</span>' in only
    assert re.search(r"<abbr [^>]*title=[^>]+>\[ru\]</abbr>", only)


@pytest.mark.parametrize(
    ("locale", "first", "last", "written"),
    [
        ("en", "2027-01-26", "2027-03-12", "26 January – 12 March 2027"),
        ("ru", "2027-01-26", "2027-03-12", "26 января – 12 марта 2027 года"),
        ("kk", "2027-01-26", "2027-03-12", "2027 жылғы 26 қаңтар – 12 наурыз"),
        ("en", "2026-12-21", "2027-01-20", "21 December 2026 – 20 January 2027"),
        ("en", "2027-04-22", "2027-04-22", "22 April 2027"),
        ("en", "2027-02-18T00:00+05:00", "2027-03-04T00:00+05:00", "18 February – 3 March 2027"),
    ],
)
def test_spans_are_written_by_days(locale: str, first: str, last: str, written: str) -> None:
    moments = [
        datetime.fromisoformat(text) if "T" in text else datetime.fromisoformat(text).date()
        for text in (first, last)
    ]
    show = Shown(Translator(locale), "Asia/Almaty")
    assert show.days(Span(*moments)) == written


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2027-03-04T00:00+05:00", "3 March 2027, 24:00"),
        ("2027-02-12T18:00+05:00", "12 February 2027, 18:00"),
        ("2027-02-12T13:00+00:00", "12 February 2027, 18:00"),
    ],
)
def test_an_end_at_midnight_belongs_to_the_day_before(moment: str, written: str) -> None:
    show = Shown(Translator("en"), "Asia/Almaty")
    assert show.until(datetime.fromisoformat(moment)) == written


@pytest.mark.parametrize(("locale", "words"), [("kk", "№ 2"), ("ru", "№ 2"), ("en", "no. 2")])
def test_a_step_that_came_again_has_its_number_in_the_chart(
    client: FlaskClient, locale: str, words: str
) -> None:
    page = client.get(f"/{locale}/p/temirkent-heating-2027/calendar/").text
    chart = page.partition("<figure")[2].partition("</figure>")[0]
    table = page.partition("</figure>")[2]
    pictures = 2
    assert chart.count(words) == pictures * table.count(f"({words})") > 0
