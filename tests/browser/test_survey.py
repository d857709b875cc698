"""A member answers a survey in a real browser, with a mistake on the way; axe on every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from deliberate.core.services.accounts import sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from tests.browser.buttons import click
from tests.panel_of_ballots import NAME, act, process_of
from tests.panel_of_surveys import asked


def test_a_member_answers_a_survey(
    browser: Browser, serve: Callable[[Context], str], tmp_path: Path
) -> None:
    with open_store(":memory:", migrate=True) as store:
        context = asked(store, tmp_path)
        act(context, "poll", "open")
        address = serve(context)
        tab = browser.new_context()
        page = tab.new_page()
        page.goto(f"{address}/en/sign-in/{sign_in_link(context, 'member-A')}")
        click(page, "main button")
        page.goto(f"{address}/en/p/{NAME}/my/")
        click(page, "a[href$='/my/survey/poll']")
        accessible(page)
        page.check("#q-opinion-yes")
        page.check("#q-uses-rest")
        page.fill("#q-visits", "often")
        click(page, "main form button")
        assert page.locator("#q-visits-error").is_visible()
        assert page.locator("#q-opinion-yes").is_checked()
        accessible(page)
        page.fill("#q-visits", "12")
        click(page, "main form button")
        assert page.locator("dd", has_text="Rest").is_visible()
        accessible(page)
        click(page, "button[value=confirm]")
        assert "anonymous" in page.locator("[role=status]").inner_text()
        assert "12" not in page.locator("main").inner_text()
        tab.close()
        assert len(process_of(context).select("survey.participated")) == 1


def accessible(page: Page) -> None:
    """Axe finds nothing on the page as it is now."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
