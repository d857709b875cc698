"""The public page of a lottery, from the closed pool to the panel, and what it never shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from secrets import token_urlsafe

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberate.core.clock import SimulatedClock
from deliberate.core.process.respondents import printed
from deliberate.core.randomness import Generator
from deliberate.core.services.accounts import grant_role, sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate.documents.press import HousePress
from deliberate_web import WebConfig, create_app
from tests.lottery_desk import DAY, PROCESS, REGISTRY, Desk

Page = Callable[..., str]
DESK = f"/en/p/{PROCESS}/lottery-desk/lottery/draw/"
PARTS = ("", "lottery/", "members/", "record/", "conformity/", "data/")


@pytest.fixture
def held(pool_closed: Path, tmp_path: Path) -> Iterator[tuple[Desk, Flask]]:
    """A process whose pool is closed, and a web server over it."""
    path = tmp_path / "process.db"
    path.write_bytes(pool_closed.read_bytes())
    with ExitStack() as stack:
        store = stack.enter_context(open_store(str(path)))
        clock = SimulatedClock(DAY)
        press = HousePress(REGISTRY.catalogues())
        context = Context(store, REGISTRY, clock, Generator(b"lottery").bytes, press)
        config = WebConfig(str(path), b"a key for tests that nobody uses", "http://localhost")
        yield Desk(context, clock, PROCESS), create_app(config, context=context)


@pytest.fixture
def page(held: tuple[Desk, Flask]) -> Page:
    def read(part: str = "lottery/", language: str = "en", status: int = 200) -> str:
        response = held[1].test_client().get(f"/{language}/p/{PROCESS}/{part}")
        assert response.status_code == status, response.text
        return response.text

    return read


def test_before_the_list_is_fixed_the_page_says_what_will_be(page: Page) -> None:
    text = page()
    assert "10 seats are to be drawn by lot." in text
    assert "Hash of the list" not in text
    assert page("lottery/lottery.pdf", status=404)


def test_the_list_and_the_hashes_are_public_before_chance_comes_in(
    held: tuple[Desk, Flask], page: Page
) -> None:
    desk = held[0].fixed()
    fixed, text = desk.fact("lottery.committed"), page()
    for key in ("pool_hash", "targets_hash", "panels_hash"):
        assert fixed[key] in text
    assert "Chance will pick one of them." in text
    assert not any(printed(number) in text for number in fixed["numbers"])


def test_the_panel_is_shown_by_number(held: tuple[Desk, Flask], page: Page) -> None:
    desk = held[0].drawn()
    drawn, text = desk.fact("lottery.drawn"), page()
    assert f"panel number {drawn['number']} was drawn" in text
    for number in (*drawn["panel"], *drawn["alternates"]):
        assert f'<span class="code">{printed(number)}</span>' in text
    members = page("members/")
    assert all(f"drawn by lot: {printed(number)}" in members for number in drawn["panel"])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_report_is_there_in_each_language(held: tuple[Desk, Flask], language: str) -> None:
    held[0].drawn()
    address = f"/{language}/p/{PROCESS}/lottery/lottery.pdf"
    first, second = (held[1].test_client().get(address) for _ in range(2))
    assert first.data.startswith(b"%PDF-")
    assert first.data == second.data
    assert held[1].test_client().get(f"/{language}/p/{PROCESS}/lottery/no.pdf").status_code == 404


def test_no_page_shows_who_anybody_is_or_what_somebody_answered(
    held: tuple[Desk, Flask], page: Page
) -> None:
    desk = held[0].drawn()
    for part in PARTS:
        text = page(part)
        assert "resident " not in text
        assert "resident@example.org" not in text
        assert not any(one.salt in text for one in desk.people().values())


def test_the_record_tells_of_it_in_words_and_not_in_a_thousand_lists(
    held: tuple[Desk, Flask], page: Page
) -> None:
    desk = held[0].drawn()
    text = page("record/?step=lottery")
    assert "The list of panels was fixed" in text
    assert "path to the hash of the list" in text
    fixed, drawn = desk.fact("lottery.committed"), desk.fact("lottery.drawn")
    assert drawn["panel"] == fixed["panels"][drawn["number"]]
    assert "<dt>panels</dt><dd>1000</dd>" in text
    assert len(text) < 60_000


class Office:
    """Somebody of the agency at the desk of the lottery."""

    def __init__(self, app: Flask, context: Context, account: str = "rehearsal-agency") -> None:
        grant_role(context, account, "agency", "process", PROCESS)
        self.client = app.test_client()
        page = self.client.get(f"/en/sign-in/{sign_in_link(context, account)}")
        action = re.search(r'action="([^"]+)"', page.text)
        address = action[1] if action else page.request.path
        self.client.post(address, data={"csrf_token": _hidden(page.text, "csrf_token")})

    def page(self) -> str:
        response = self.client.get(DESK)
        assert response.status_code == 200, response.text
        return response.text

    def press(self, act: str, status: int = 303, **typed: str) -> str:
        text = self.page()
        data = {"csrf_token": _hidden(text, "csrf_token"), "key": token_urlsafe(16)}
        answer = self.client.post(DESK, data={**data, "go": act, **typed})
        assert answer.status_code == status, answer.text
        return answer.text


def _hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', text)
    assert found, text
    return found[1]


@pytest.fixture
def office(held: tuple[Desk, Flask]) -> Office:
    return Office(held[1], held[0].context)


def test_the_agency_draws_on_its_page(held: tuple[Desk, Flask], office: Office) -> None:
    desk = held[0]
    desk.act("set_targets", size=10, quotas=desk.quotas())
    assert "Fix the list of panels" in office.page()
    office.press("commit")
    assert "commit_value" in office.page()
    assert "Draw the panel" not in office.page()
    assert "two parties" in office.press("draw", 409)
    desk.values("a", "b")
    office.press("draw")
    text = office.page()
    assert "Transparency report (PDF)" in text
    assert "Fill the vacant seats" not in text
    desk.act("decline", step="declarations", seat=min(_filled(desk)))
    assert "1 seat is vacant" in office.page()
    assert "Numbers of people are expected" in office.press("fill_vacancies", 400, refused="x")
    assert "Not among the alternates" in office.press("fill_vacancies", 409, refused="R9999")
    office.press("fill_vacancies")
    assert len(_filled(desk)) == 10


def test_dice_are_recorded_on_the_page(
    held: tuple[Desk, Flask], office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = held[0]
    parameters = desk.process().rulebook.step("lottery").parameters
    monkeypatch.setattr(type(parameters), "randomness", "dice", raising=False)
    desk.act("set_targets", size=10, quotas=desk.quotas())
    office.press("commit")
    assert "What 3 ten-sided dice show" in office.page()
    assert "Write the digits" in office.press("throw", 400, dice="4x7")
    assert 'value="4x7"' in office.press("throw", 400, dice="4x7")
    office.press("throw", 409, dice="40")
    office.press("throw", dice="4 0 7")
    office.press("draw")
    assert desk.fact("lottery.drawn")["number"] == 407


def test_no_act_of_another_kind_is_taken_here(office: Office) -> None:
    assert office.press("close", 409)


def _filled(desk: Desk) -> list[str]:
    seats = desk.process().roster.group("non_permanent")
    return [seat.id for seat in seats if seat.state == "filled"]


def test_a_process_without_a_lottery_has_no_page_of_it(client: FlaskClient, page: Page) -> None:
    assert client.get("/en/p/temirkent-heating-2027/lottery/").status_code == 404
    page("candidates/", status=404)
