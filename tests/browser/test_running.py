"""The pages on which steps are run, in a real browser: axe in every state, keyboard, phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from deliberate.core.services.accounts import add_account, grant_role, sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate.i18n import LOCALES
from tests import panel_at_tables, panel_of_ballots, papers
from tests.browser.buttons import click
from tests.panel_of_surveys import asked

OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
PHONE, ZOOMED = {"width": 360, "height": 740}, {"width": 320, "height": 256}
Serve = Callable[[Context], str]
States = Iterator[str]


@contextmanager
def opened(
    browser: Browser, serve: Serve, context: Context, process: str, **settings: Any
) -> Iterator[tuple[Page, str]]:
    """A page of the secretary, signed in, and the address of the site."""
    address = serve(context)
    add_account(context, "the-secretary", "Secretary")
    grant_role(context, "the-secretary", "secretary", "process", process)
    window = browser.new_context(**settings)
    try:
        page = window.new_page()
        page.goto(f"{address}/en/sign-in/{sign_in_link(context, 'the-secretary')}")
        click(page, "main button")
        yield page, address
    finally:
        window.close()


def surveyed(page: Page, base: str, _context: Context) -> States:
    page.goto(f"{base}/p/{panel_of_ballots.NAME}/running/")
    yield "index"
    page.goto(f"{base}/p/{panel_of_ballots.NAME}/running/survey/poll")
    yield "survey, not open"
    click(page, "main form button")
    yield "survey, opening"
    click(page, "button[value=confirm]")
    yield "survey, open"
    click(page, "main form button")
    yield "survey, closing"
    click(page, "button[value=confirm]")
    yield "survey, closed"


def seated(page: Page, base: str, context: Context) -> States:
    place = f"{base}/p/{panel_at_tables.NAME}/running/tables/tables"
    page.goto(place)
    yield "tables, not planned"
    page.goto(f"{place}/plan")
    yield "tables, planning"
    page.fill("#fixed", "R99 1\nR1 9")
    click(page, "main form button")
    yield "tables, wrong seats"
    page.fill("#fixed", "R1")
    click(page, "main form button")
    yield "tables, wrong line"
    page.fill("#fixed", "R1 2")
    click(page, "main form button")
    yield "tables, preview"
    click(page, "button[value=confirm]")
    yield "tables, planned"
    page.locator("details").nth(1).evaluate("item => { item.open = true }")
    page.select_option("#seat", "R1")
    page.select_option("#to", "t1")
    click(page, "#move-form button")
    yield "tables, broken"
    page.check("#anyway")
    click(page, "#move-form button")
    yield "tables, moving"
    click(page, "button[value=confirm]")
    click(page, "#hold-form button")
    yield "tables, holding"
    click(page, "button[value=confirm]")
    panel_at_tables.do(context, "absent", seat="B4")
    page.reload()
    yield "tables, held"


def entered(page: Page, base: str, _context: Context) -> States:
    page.goto(f"{base}/p/{papers.PROCESS}/running/papers/decision")
    yield "papers"
    page.locator("details").evaluate("item => { item.open = true }")
    page.fill("#rows", "id,choice\n1,perhaps\nA,for\n")
    click(page, "main form button")
    yield "papers, wrong rows"
    page.fill("#rows", "")
    page.fill("#tally-for", "four")
    click(page, "main form button")
    yield "papers, wrong number"
    page.fill("#tally-for", "4")
    page.check("#everybody")
    click(page, "main form button")
    yield "papers, review"
    click(page, "button[value=confirm]")
    yield "papers, entered"


SCENES: dict[str, tuple[Callable[[Any, Path], Context], str, Callable[..., States]]] = {
    "surveys": (lambda store, folder: asked(store, folder), panel_of_ballots.NAME, surveyed),
    "tables": (lambda store, _: panel_at_tables.at_tables(store), panel_at_tables.NAME, seated),
    "papers": (lambda store, _: voting(store), papers.PROCESS, entered),
}


def voting(store: Any) -> Context:
    """An assembly whose secret vote is open."""
    context = papers.assembly(store, "secret")
    papers.open_vote(context)
    return context


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("locale", LOCALES)
def test_axe_finds_nothing_in_any_state(
    browser: Browser, serve: Serve, tmp_path: Path, scene: str, locale: str
) -> None:
    make, process, states = SCENES[scene]
    with open_store(":memory:", migrate=True) as store:
        context = make(store, tmp_path)
        with opened(browser, serve, context, process) as (page, address):
            found = [
                problem
                for state in states(page, f"{address}/{locale}", context)
                for problem in violations(page, state)
            ]
    assert found == []


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("screen", [PHONE, ZOOMED], ids=["phone", "zoomed"])
def test_nothing_is_wider_than_the_screen(
    browser: Browser, serve: Serve, tmp_path: Path, scene: str, screen: dict[str, int]
) -> None:
    make, process, states = SCENES[scene]
    with open_store(":memory:", migrate=True) as store:
        context = make(store, tmp_path)
        with opened(browser, serve, context, process, viewport=screen) as (page, address):
            for state in states(page, f"{address}/ru", context):
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= screen["width"], state


def test_papers_are_entered_by_keyboard_alone(
    browser: Browser, serve: Serve, tmp_path: Path
) -> None:
    with open_store(":memory:", migrate=True) as store:
        context = voting(store)
        with opened(browser, serve, context, papers.PROCESS) as (page, address):
            page.goto(f"{address}/en/p/{papers.PROCESS}/running/papers/decision")
            tab_to(page, "tally-for")
            page.keyboard.type("4")
            tab_to(page, "everybody")
            page.keyboard.press("Space")
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            assert page.locator("h1").inner_text() == "Enter these papers?"
            tab_to(page, "", value="confirm")
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            assert "Papers entered: 4" in page.locator("[role=status]").inner_text()
        assert len(papers.facts(context, "ballot.participated")) == 4


def tab_to(page: Page, name: str, value: str = "") -> None:
    """Press the tabulator until a field, or a button of this value, has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        here: dict[str, str] = page.evaluate(
            "({ id: document.activeElement.id, value: document.activeElement.value || '' })"
        )
        if (value and here["value"] == value) or (name and here["id"] == name):
            return
    raise AssertionError(f"{name}{value} cannot be reached")


def violations(page: Page, state: str) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    found: dict[str, Any] = Axe().run(page, options=OPTIONS).response
    return [f"{state} {item['id']}: {item['nodes'][0]['target']}" for item in found["violations"]]
