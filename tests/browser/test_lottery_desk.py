"""The desk of a lottery in a real browser: axe, the live answer, keyboard, phone and 400 % zoom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate.i18n import LOCALES
from tests.browser.buttons import click
from tests.lottery_pages import HERE, PLACE, link, table, ten_seats

OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
MOST_TABS = 80
PHONE, ZOOMED = {"width": 360, "height": 740}, {"width": 320, "height": 256}
"""A screen of 1280 by 1024 at 400 % is as wide as 320."""


@pytest.fixture
def context(registry: Any, monkeypatch: Any, tmp_path: Path) -> Iterator[Context]:
    with open_store(":memory:", migrate=True) as store:
        yield ten_seats(store, registry, monkeypatch, tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "pool.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@contextmanager
def opened(browser: Browser, context: Context, address: str, **settings: Any) -> Iterator[Page]:
    """A page of somebody of the agency, signed in."""
    window = browser.new_context(**settings)
    try:
        page = window.new_page()
        page.goto(f"{address}/en/sign-in/{link(context)}")
        click(page, "main button")
        yield page
    finally:
        window.close()


def violations(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    found: dict[str, Any] = Axe().run(page, options=OPTIONS).response
    return [
        f"{page.url} {item['id']}: {item['nodes'][0]['target']}" for item in found["violations"]
    ]


def upload(page: Page, address: str, path: str) -> None:
    page.goto(address)
    page.set_input_files("#file", path)
    click(page, "button[value=upload]")


def each_page(page: Page, base: str, file: Callable[[str], str]) -> Iterator[str]:
    """Every page of the desk, one after the other, in its different states."""
    page.goto(f"{base}/{HERE}")
    yield "index"
    page.goto(f"{base}/{PLACE}pool/")
    click(page, "button[value=upload]")
    yield "no file"
    upload(page, f"{base}/{PLACE}pool/", file(table(r3="5;Х;дама;15;a;b;1")))
    yield "faults"
    upload(page, f"{base}/{PLACE}pool/", file(table()))
    yield "clean"
    if page.locator("button[value=confirm]").count():
        click(page, "button[value=confirm]")
    yield "taken in"
    page.goto(f"{base}/{PLACE}quotas/")
    yield "quotas"
    page.fill("#q0-min", "9")
    click(page, "button[value=set]")
    yield "mistakes"
    page.fill("#q0-min", "5")
    click(page, "button[value=set]")
    yield "set"
    page.goto(f"{base}/{PLACE}draw/?chances=all")
    yield "draw"


@pytest.mark.parametrize("locale", LOCALES)
def test_no_page_breaks_a_rule(
    browser: Browser, serve: Callable[[Context], str], context: Context,
    file: Callable[[str], str], locale: str, tell: Callable[[str], None],
) -> None:  # fmt: skip
    address, found = serve(context), []
    with opened(browser, context, address, bypass_csp=True) as page:
        count = 0
        for _name in each_page(page, f"{address}/{locale}", file):
            found += violations(page)
            count += 1
    assert found == []
    tell(f"axe: {count} states of the pages that prepare a lottery in {locale}, no violation")


def test_the_dark_scheme_has_contrast(
    browser: Browser, serve: Callable[[Context], str], context: Context,
    file: Callable[[str], str],
) -> None:  # fmt: skip
    address, found = serve(context), []
    with opened(browser, context, address, bypass_csp=True, color_scheme="dark") as page:
        for _name in each_page(page, f"{address}/ru", file):
            found += violations(page)
    assert found == []


@pytest.mark.parametrize("size", [PHONE, ZOOMED])
@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_runs_off_a_small_screen(
    browser: Browser, serve: Callable[[Context], str], context: Context,
    file: Callable[[str], str], locale: str, size: dict[str, int],
) -> None:  # fmt: skip
    address, wide = serve(context), {}
    with opened(browser, context, address, viewport=size) as page:
        for name in each_page(page, f"{address}/{locale}", file):
            over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if over > 0:
                wide[name] = over
    assert wide == {}


def test_the_table_answers_while_somebody_types(
    browser: Browser, serve: Callable[[Context], str], context: Context,
    file: Callable[[str], str],
) -> None:  # fmt: skip
    """Under the policy of the pages, which forbids foreign scripts and inline ones."""
    address = serve(context)
    said: list[str] = []
    with opened(browser, context, address) as page:
        page.on("console", lambda line: said.append(line.text))
        upload(page, f"{address}/en/{PLACE}pool/", file(table()))
        click(page, "button[value=confirm]")
        page.goto(f"{address}/en/{PLACE}quotas/")
        page.fill("#q0-min", "9")
        expect(page.locator("#q0-max-error")).to_contain_text("less than the smallest")
        expect(page.locator("#q0-max")).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#verdict-word")).to_have_text("Correct the numbers first: 1.")
        page.fill("#q0-min", "5")
        expect(page.locator("#verdict")).to_contain_class("fine")
        expect(page.locator("#q0-max")).not_to_have_attribute("aria-invalid", "true")
        expect(page.locator("#verdict-word")).to_have_text("A panel can be drawn.")
        expect(page.locator("#sum-sex-together")).to_have_text("Together: 9–11")
        page.fill("#q1-max", "4")
        expect(page.locator("#sum-sex-together")).to_have_text("Together: 9–10")
        with context.store.read() as unit:
            assert not [f for f in unit.facts("drawn") if f.kind == "lottery.targets_set"]
    assert said == []


def test_the_whole_way_by_keyboard(
    browser: Browser, serve: Callable[[Context], str], context: Context,
    file: Callable[[str], str],
) -> None:  # fmt: skip
    address = serve(context)
    with opened(browser, context, address) as page:
        page.goto(f"{address}/kk/{PLACE}pool/")
        page.set_input_files("#file", file(table()))
        press(page, "button[value=upload]")
        press(page, "button[value=confirm]")
        press(page, "nav.way-steps li:nth-child(2) a")
        to(page, "#q0-max")
        page.keyboard.press("Control+A")
        page.keyboard.insert_text("7")
        press(page, "button[value=check]")
        assert page.input_value("#q0-max") == "7"
        press(page, "button[value=set]")
        press(page, "nav.way-steps li:nth-child(3) a")
        assert page.locator(".verdict.fine").count() == 1


def to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, and see that it shows it."""
    target = page.locator(selector).first
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("item => item === document.activeElement"):
            width = target.evaluate("item => parseFloat(getComputedStyle(item).outlineWidth)")
            assert width >= 2, selector
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def press(page: Page, selector: str) -> None:
    to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
