"""Points in a real browser, with mistakes on the way: a member gives them, a facilitator enters
slips and adds up, everybody reads what came of it; axe on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from deliberate.core.services.accounts import add_account, grant_role, sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from tests.browser.buttons import click
from tests.cells_that_weigh import (
    NAME,
    account_of,
    cell,
    do,
    process,
    sitting,
    two_cells,
    voted,
    weighed,
)

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with open_store(":memory:", migrate=True) as store:
        made = two_cells(store)
        sitting(made)
        yield made


def test_a_member_gives_points(
    browser: Browser, serve: Callable[[Context], str], context: Context
) -> None:
    do(context, "weights_north", "open")
    account = account_of(context, cell(context, "north")[0])
    address = serve(context)
    tab = browser.new_context(java_script_enabled=True, viewport=PHONE)
    page = tab.new_page()
    page.goto(f"{address}/en/sign-in/{sign_in_link(context, account)}")
    click(page, "main button")
    page.goto(f"{address}/en/p/{NAME}/my/")
    accessible(page)
    click(page, "a[href$='/my/points/weights_north/1']")
    accessible(page)
    page.get_by_label("A café in the mill").fill("4")
    page.get_by_label("Wish of the north").fill("3")
    click(page, "main form button")
    assert "You gave 7 points; you have 5." in page.locator("#paper").inner_text()
    assert page.get_by_label("A café in the mill").input_value() == "4"
    accessible(page)
    page.get_by_label("Wish of the north").fill("1")
    click(page, "main form button")
    assert page.locator("dd", has_text="4").is_visible()
    accessible(page)
    click(page, "button[value=confirm]")
    assert "You gave your points." in page.locator("[role=status]").inner_text()
    accessible(page)
    tab.close()
    assert len(process(context).select("weighting.participated")) == 1


def test_a_facilitator_holds_a_weighting(
    browser: Browser, serve: Callable[[Context], str], context: Context
) -> None:
    add_account(context, "guide", "Guide")
    grant_role(context, "guide", "facilitator", "process", NAME)
    address = serve(context)
    tab = browser.new_context(viewport=PHONE)
    page = tab.new_page()
    page.goto(f"{address}/en/sign-in/{sign_in_link(context, 'guide')}")
    click(page, "main button")
    page.goto(f"{address}/en/p/{NAME}/today/")
    accessible(page)
    click(page, "a[href$='/today/points/weights_north']")
    accessible(page)
    click(page, "#form button")
    accessible(page)
    click(page, "button[value=confirm]")
    page.get_by_label("Points of the slips").fill("5 0\n3 2")
    for seat in cell(context, "north")[:1]:
        page.check(f"#seat-{seat}")
    click(page, "#form button")
    assert "Slips: 2; members marked: 1." in page.locator("#seats").inner_text()
    accessible(page)
    page.check(f"#seat-{cell(context, 'north')[1]}")
    click(page, "#form button")
    accessible(page)
    click(page, "button[value=confirm]")
    assert page.get_by_label("Points of the slips").input_value() == ""
    click(page, "#close button")
    accessible(page)
    click(page, "button[value=confirm]")
    assert "added up and published" in page.locator("[role=status]").inner_text()
    accessible(page)
    tab.close()
    (closed,) = process(context).select("weighting.closed")
    assert dict(closed.body["sums"]) == {"cafe": 8, "only-north": 2}


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_public_pages_are_accessible(
    browser: Browser, serve: Callable[[Context], str], context: Context, viewport: dict[str, int]
) -> None:
    weighed(context)
    voted(context)
    for step in ("listed", "summed", "voted"):
        do(context, step, "gather")
    address = serve(context)
    tab = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
    page = tab.new_page()
    for locale in ("kk", "ru", "en"):
        for part in ("weighting", "gathering"):
            page.goto(f"{address}/{locale}/p/{NAME}/{part}/")
            for closed in page.locator("main details:not([open]) > summary").all():
                closed.click()
            accessible(page)
            sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(sideways) <= 0
    tab.close()


def accessible(page: Page) -> None:
    """Axe finds nothing on the page as it is now."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
