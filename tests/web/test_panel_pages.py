"""The two parts of a process that asks, hears and recommends, while it is under way and after."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from deliberate.core.canonical import digest
from deliberate.core.clock import SimulatedClock
from deliberate.core.process.facts import Actor, Draft
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.services.appending import append
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.storage import ProcessRow, open_store
from deliberate.i18n import LOCALES
from deliberate_web import WebConfig, create_app

DATA = Path(__file__).parents[1] / "data"
NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
PROCESS = "small"
AGENCY, SECRETARY = Actor("agency-1", "agency"), Actor("secretary-1", "secretary")
WHY = {"reason": {"en": "So it is <b>said</b>."}}
DUE = {"office": {"en": "Parks"}, "due": "2027-06-01"}


class Panel:
    """A panel of three, and its pages."""

    def __init__(self, context: Context, client: FlaskClient) -> None:
        self._context, self._client = context, client

    def act(self, step: str, action: str, actor: Actor = SECRETARY, **body: Any) -> None:
        perform(self._context, actor, PROCESS, step, action, body)

    def page(self, part: str, locale: str = "en") -> str:
        answer = self._client.get(f"/{locale}/p/{PROCESS}/{part}")
        assert answer.status_code == 200
        return answer.text

    def pages(self) -> None:
        """Everything can be read in every language, on the record too; words are no markup."""
        for locale in LOCALES:
            for part in ("", "hearing/", "recommendations/", "record/"):
                assert "<b>said" not in self.page(part, locale)


@pytest.fixture
def panel(registry: Registry, tmp_path: Path) -> Any:
    rules = (DATA / "panel_rulebook.toml").read_text("utf-8")
    pilot = (DATA / "small_pilot.toml").read_text("utf-8")
    database = tmp_path / "panel.db"
    with open_store(database, migrate=True) as store:
        context = Context(store, registry, SimulatedClock(NOW), Generator(b"panel").bytes)
        row = ProcessRow(
            PROCESS, "agency", rules, digest(rules.encode()), "test", pilot,
            digest(pilot.encode()), True, NOW,
        )  # fmt: skip
        with store.transaction() as unit:
            unit.add_process(row)
            process = context.read_process(unit, PROCESS)
            append(unit, process, AGENCY, (Draft("process.opened", "process", 1, None, {}, {}),))
        config = WebConfig(str(database), b"a key for tests that nobody uses elsewhere", zone="UTC")
        yield Panel(context, create_app(config, context=context).test_client())


def seat(panel: Panel) -> None:
    for name in "ABC":
        panel.act("constitution", "send_letter", AGENCY, seat=name)
        panel.act("constitution", "delegate", AGENCY, seat=name, holder=f"p-{name}",
                  name={"en": "N"}, letter="1")  # fmt: skip


def ask_and_hear(panel: Panel) -> None:
    panel.act("questions", "write", question="Q1", text={"en": "What does it cost?"}, seat="A")
    panel.act("questions", "write", question="Q2", text={"en": "Who pays?"}, seat="B")
    panel.act("questions", "want", seat="A", picked=["Q1"])
    panel.act("questions", "choose", chosen=["Q1"])
    panel.act("questions", "answer", question="Q1", answer={"en": "Ten."})
    for name, side in (("W1", "for"), ("W2", "against"), ("W3", "for")):
        organisation = {"en": f"Body {name}"}
        panel.act("witnesses", "propose", AGENCY, witness=name, organisation=organisation,
                  side=side, by="agency")  # fmt: skip
        panel.act("witnesses", "declare", witness=name, interests={"en": "None at all."})
    panel.act("witnesses", "want", seat="A", picked=["W1", "W2"])
    panel.act("witnesses", "publish", chosen=["W1", "W2"], **WHY)


def recommend(panel: Panel) -> None:
    for name in ("R1", "R2"):
        panel.act("texts", "write", proposal=name, text={"en": f"Do {name}."}, seat="A")
    panel.act("texts", "freeze")
    items = [
        {"id": name, "kind": "recommendation", "text": {"en": f"Do {name}."}}
        for name in ("R1", "R2")
    ]
    panel.act("report", "draft", items=items)
    panel.act("report", "freeze", number="1", date="2027-01-04")
    for name in "ABC":
        panel.act("report", "sign_on_paper", by=name, sheet_sha256="a" * 64)
    panel.act("report", "publish")


def test_before_anything_was_done_the_parts_say_so(panel: Panel) -> None:
    panel.pages()
    assert "No question has been written yet." in panel.page("hearing/")
    assert "No recommendation has been written yet." in panel.page("recommendations/")


def test_questions_and_witnesses_are_shown_with_their_fate(panel: Panel) -> None:
    seat(panel)
    ask_and_hear(panel)
    panel.act("witnesses", "withdraw", witness="W2", **WHY)
    panel.pages()
    html = panel.page("hearing/")
    for words in ("What does it cost?", "Ten.", "not put", "Body W1", "None at all.", "left out",
                  "withdrawn", "So it is &lt;b&gt;said"):  # fmt: skip
        assert words in html


def test_each_recommendation_stands_with_its_answer(panel: Panel) -> None:
    seat(panel)
    ask_and_hear(panel)
    recommend(panel)
    assert "The agency answers until" in panel.page("recommendations/")
    panel.act("response", "answer", AGENCY, recommendation="R1", answer="accepted", **WHY, **DUE)
    panel.act("response", "answer", AGENCY, recommendation="R2", answer="rejected", **WHY)
    assert "Parks" not in panel.page("recommendations/")
    panel.act("response", "publish", AGENCY)
    panel.act("response", "comment", recommendation="R1", text={"en": "Thank you."}, seat="A")
    panel.pages()
    html = panel.page("recommendations/")
    for words in ("Do R1.", "accepted", "Parks", "rejected", "Thank you.", "1 June 2027"):
        assert words in html


def test_what_was_accepted_is_followed_in_public(panel: Panel) -> None:
    seat(panel)
    ask_and_hear(panel)
    recommend(panel)
    panel.act("response", "answer", AGENCY, recommendation="R1", answer="accepted", **WHY, **DUE)
    panel.act("response", "answer", AGENCY, recommendation="R2", answer="rejected", **WHY)
    assert "There was nothing" not in panel.page("execution/")
    panel.act("response", "publish", AGENCY)
    html = panel.page("execution/")
    for words in ("0 of 1 point is carried out.", "in progress", "Parks", "1 June 2027", "0 %"):
        assert words in html
    assert "Weekly reports" not in html
    assert "Do R2." not in html
    told = {"text": {"en": "The grass is sown."}}
    panel.act("response", "report", AGENCY, commitment="R1", percent=40, **told)
    html = panel.page("execution/")
    assert "40 %" in html
    assert "The grass is sown." in html
    panel.act("response", "report", AGENCY, commitment="R1", percent=100, **told)
    panel.pages()
    assert "1 of 1 point is carried out." in panel.page("execution/")
