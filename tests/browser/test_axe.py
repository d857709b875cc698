"""axe-core finds no violation of WCAG 2.2 AA on any public page, in any language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext

from deliberate.i18n import LOCALES
from tests.parts import PARTS_OF_A_VOTE

PROCESS = "temirkent-heating-2027"
HERE = f"/p/{PROCESS}/"
DOCUMENTS = (
    "order", "regulation", "requirements", "agenda_notice", "ballot_paper-02", "protocol",
    "minority_report", "weekly_report-22", "weekly_report-23", "notice-K3", "closing",
    "press_decision",
)  # fmt: skip
"""One of each type of public document, and of reports two that differ in their tables."""
ADVICE = "purpose=recommendations&breadth=focused&contested=deeply&days=2&room=no&aim=unsure"
PAGES = (
    "/", "/help/", "/advise/", f"/advise/answer/?{ADVICE}", f"/advise/answer/?{ADVICE}&weeks=x",
    "/models/", "/models/assembly/irish/", "/_gallery", "/nowhere/", "/sign-in/a-link",
    "/signed-out", "/my-place", HERE,
    *(f"{HERE}{name}/" for name in PARTS_OF_A_VOTE),
    *(f"{HERE}documents/{name}/" for name in DOCUMENTS),
)  # fmt: skip
BEGUN, VOTING, MISSING, ENDED = (
    "2026-12-05T10:00+05:00",
    "2027-02-25T10:00+05:00",
    "2027-06-14T10:00+05:00",
    "2028-05-15T10:00+05:00",
)
LIVELY = (HERE, f"{HERE}candidates/", f"{HERE}sessions/", f"{HERE}execution/")
OPEN_ALL = "document.querySelectorAll('details').forEach(item => item.open = true)"
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
Site = Callable[[str], str]


@pytest.fixture
def looking(browser: Browser) -> Iterator[BrowserContext]:
    """The policy of the pages forbids foreign scripts; for axe alone it is set aside."""
    context = browser.new_context(bypass_csp=True)
    yield context
    context.close()


def violations(
    context: BrowserContext, address: str, options: dict[str, Any] = OPTIONS
) -> list[str]:
    """What axe finds on a page with everything unfolded: the rule and where it is broken."""
    page = context.new_page()
    try:
        page.goto(address)
        page.evaluate(OPEN_ALL)
        found: dict[str, Any] = Axe().run(page, options=options).response
        assert found["testEngine"]["name"] == "axe-core"
        return [
            f"{item['id']}: {json.dumps([node['target'] for node in item['nodes']][:3])}"
            for item in found["violations"]
        ]
    finally:
        page.close()


@pytest.mark.parametrize("locale", LOCALES)
def test_no_page_breaks_a_rule(
    looking: BrowserContext, site: Site, locale: str, tell: Callable[[str], None]
) -> None:
    base = site(ENDED)
    found = {page: violations(looking, f"{base}/{locale}{page}") for page in PAGES}
    assert {page: broken for page, broken in found.items() if broken} == {}
    tell(f"axe: {len(PAGES)} pages in {locale}, no violation")


@pytest.mark.parametrize("moment", [BEGUN, VOTING, MISSING])
def test_no_page_breaks_a_rule_while_the_process_runs(
    looking: BrowserContext, site: Site, moment: str
) -> None:
    base = site(moment)
    found = {page: violations(looking, f"{base}/kk{page}") for page in LIVELY}
    assert {page: broken for page, broken in found.items() if broken} == {}


def test_the_dark_scheme_has_contrast(browser: Browser, site: Site) -> None:
    """What the scheme of colours changes is the contrast alone, and no language changes that."""
    options = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
    context = browser.new_context(bypass_csp=True, color_scheme="dark")
    try:
        base = site(MISSING)
        found = {page: violations(context, f"{base}/ru{page}", options) for page in PAGES}
    finally:
        context.close()
    assert {page: broken for page, broken in found.items() if broken} == {}


def test_axe_would_notice(looking: BrowserContext, site: Site) -> None:
    page = looking.new_page()
    page.goto(f"{site(ENDED)}/en/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x>')")
    found: dict[str, Any] = Axe().run(page, options=OPTIONS).response
    assert [item["id"] for item in found["violations"]] == ["image-alt"]
