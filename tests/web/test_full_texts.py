"""A document that a page tells of is one step away; the protocol names who signed it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from deliberate.core.clock import SimulatedClock
from deliberate.core.process.facts import Fact
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.services.signatories import signatories_of
from deliberate.core.storage import open_store

PROCESS = "temirkent-heating-2027"
HERE = f"/p/{PROCESS}/"
TEXTS = {
    "agenda": {"agenda_notice"},
    "decision": {"ballot_paper-01", "ballot_paper-02"},
    "protocol": {"protocol", "minority_report"},
    "execution": {"notice-K3", "closing", "weekly_report-52"},
}
"""By page, the documents that it tells of; of weekly reports the last."""


@pytest.mark.parametrize("page", TEXTS)
def test_a_page_leads_to_the_full_texts(client: FlaskClient, page: str) -> None:
    html = client.get(f"/ru{HERE}{page}/").text
    for kind, pattern in (
        ("page", r'documents/([\w-]+)/">HTML<'),
        ("pdf", r'documents/([\w-]+)\.pdf"'),
        ("docx", r'documents/([\w-]+)\.docx"'),
    ):
        assert set(re.findall(pattern, html)) == TEXTS[page], kind


def test_every_weekly_report_is_linked(client: FlaskClient) -> None:
    html = client.get(f"/kk{HERE}execution/").text
    linked = set(re.findall(r'documents/weekly_report-(\d\d)/"', html))
    assert linked == {f"{week:02d}" for week in range(1, 53) if week != 6}


def test_letters_and_drafts_are_no_full_texts(midway: Callable[..., Any], enter: Any) -> None:
    """A member may read more than the public; the public pages still tell of public documents."""
    installed = midway("report.frozen")
    member = enter(installed, seat="P03")
    assert "documents/protocol" not in member.get(f"/en{HERE}protocol/").text
    named = re.findall(r'documents/([\w-]+)/"', member.get(f"/en{HERE}agenda/").text)
    assert set(named) == {"agenda_notice"}


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_protocol_names_who_signed(client: FlaskClient, locale: str) -> None:
    html = client.get(f"/{locale}{HERE}protocol/").text
    shown = html.partition('id="signatures"')[2].partition("</section>")[0]
    assert shown.count("<li>") == 27
    for seat in ("N01", "N10", "P01", "P15"):
        assert f'<span class="code">{seat}</span>' in shown


def test_who_signed_who_refused_and_who_did_neither(rehearsal: Any, registry: Registry) -> None:
    """As the facts of the rehearsal would stand if three members had done otherwise."""
    with open_store(rehearsal.database) as store, store.read() as unit:
        clock = SimulatedClock(datetime(2028, 5, 15, tzinfo=UTC))
        context = Context(store, registry, clock, Generator(b"signs").bytes)
        process = context.read_process(unit, PROCESS)
    reason = {"kk": "Себеп", "en": "The reason"}

    def otherwise(fact: Fact) -> Fact:
        seat = fact.body.get("seat") if fact.kind == "report.signed" else None
        refused = {"seat": seat, "reason": reason}
        by_hand = {**fact.body, "form": "paper"}
        match seat:
            case "N02":
                return replace(fact, kind="report.refused", body=refused, public=refused)
            case "N03":
                return replace(fact, body=by_hand, public=by_hand)
            case "N04":
                return replace(fact, kind="report.commented", body={}, public={})
        return fact

    facts = tuple(map(otherwise, process.facts))
    found = {one.who: one for one in signatories_of(replace(process, facts=facts))}
    assert len(found) == 27
    assert {who: found[who].mark for who in ("N01", "N02", "N03", "N04")} == {
        "N01": "signed", "N02": "refused", "N03": "by_hand", "N04": "missing",
    }  # fmt: skip
    assert found["N02"].reason.best("kk") == ("Себеп", "kk")
    assert found["N04"].at is None
    assert found["chair"].office
    assert found["P03"].body
    assert found["P03"].name
    then = tuple(fact for fact in process.facts if fact.kind != "report.published")
    assert signatories_of(replace(process, facts=then)) == ()
