"""The public page of a lottery, from the closed pool to the panel, and what it never shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from deliberate.core.clock import SimulatedClock
from deliberate.core.process.respondents import printed
from deliberate.core.randomness import Generator
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate.documents.press import HousePress
from deliberate_web import WebConfig, create_app
from tests.lottery_desk import DAY, PROCESS, REGISTRY, Desk

Page = Callable[..., str]
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
    for number in fixed["numbers"]:
        assert printed(number) in text


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
    held[0].drawn()
    text = page("record/?step=lottery")
    assert "The list of panels was fixed" in text
    assert "1000 (in the bundle)" in text
    assert len(text) < 60_000
