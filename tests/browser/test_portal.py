"""The public pages in a real browser: nothing blocked, nothing cut off, everything by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from deliberate.i18n import LOCALES
from tests.parts import PARTS_OF_A_VOTE

PROCESS = "temirkent-heating-2027"
FIRST = f"/p/{PROCESS}/"
RECORD = f"{FIRST}record/"
PARTS = tuple(f"{FIRST}{name}/" for name in PARTS_OF_A_VOTE)
PAGES = ("/", "/help/", "/models/", "/models/assembly/irish/", "/_gallery", FIRST, *PARTS)
LIVELY = ("/", FIRST, f"{FIRST}candidates/", f"{FIRST}sessions/", f"{FIRST}execution/", RECORD)
"""The pages that look otherwise at other moments."""
VOTING, MISSING, ENDED = (
    "2027-02-25T10:00+05:00",
    "2027-06-14T10:00+05:00",
    "2028-05-15T10:00+05:00",
)
MOMENTS = ("2026-12-05T10:00+05:00", VOTING, MISSING, ENDED)
OUTLINE = "parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
OPEN_ALL = "document.querySelectorAll('details').forEach(item => item.open = true)"
CONTRAST = """
() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const part = [r, g, b].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  };
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return null;
  };
  const weak = [];
  let measured = 0;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest('svg')) continue;
    const back = ground(element);
    const [one, two] = [light(parse(getComputedStyle(element).color)), light(back)];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    measured += 1;
    if (ratio < 4.5) weak.push([node.data.trim().slice(0, 40), ratio.toFixed(2)]);
  }
  return {measured, weak};
}
"""
WIDER = """
() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')]
    .filter(item => item.getBoundingClientRect().right > width + 1)
    .filter(item => !item.closest('.wide, .chart-table, pre, .watermark, .skip, .unseen, thead'))
    .map(item => item.tagName + '.' + item.className + ' ' + item.textContent.slice(0, 40));
}
"""

Site = Callable[[str], str]


@contextmanager
def page_in(browser: Browser, **options: Any) -> Iterator[tuple[Page, list[str]]]:
    """A page, and everything that the browser complained about."""
    context = browser.new_context(**options)
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda line: trouble.append(line.text))
    page.on("pageerror", lambda error: trouble.append(f"{error}"))
    # What the browser gives up itself, as a picture of a page that is left, is no fault of ours.
    page.on(
        "requestfailed",
        lambda request: (
            None if request.failure == "net::ERR_ABORTED" else trouble.append(request.url)
        ),
    )
    page.on(
        "response",
        lambda answer: trouble.append(f"{answer.status} {answer.url}") if not answer.ok else None,
    )
    try:
        yield page, trouble
    finally:
        context.close()


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("locale", LOCALES)
def test_pages_load_without_complaint(
    browser: Browser, site: Site, locale: str, moment: str
) -> None:
    with page_in(browser) as (page, trouble):
        for address in PAGES if moment == ENDED else LIVELY:
            page.goto(f"{site(moment)}/{locale}{address}")
            assert page.locator("html").get_attribute("lang") == locale
            assert page.locator("h1").is_visible()
            page.evaluate(OPEN_ALL)
        assert trouble == []


def test_a_violation_of_the_policy_would_be_noticed(browser: Browser, site: Site) -> None:
    with page_in(browser) as (page, trouble):
        page.goto(f"{site(ENDED)}/en/")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x')")
        page.wait_for_timeout(100)
        assert any("Content Security Policy" in line for line in trouble)


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_lost_without_scripts(browser: Browser, site: Site, locale: str) -> None:
    texts = []
    for scripts in (True, False):
        with page_in(browser, java_script_enabled=scripts) as (page, trouble):
            page.goto(f"{site(ENDED)}/{locale}{FIRST}decision/")
            page.locator("summary").first.click()
            assert page.locator("details").first.get_attribute("open") is not None
            texts.append(page.locator("main").inner_text())
            assert trouble == []
    assert texts[0] == texts[1]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("locale", LOCALES)
def test_pages_reflow_at_four_hundred_percent(
    browser: Browser, site: Site, locale: str, moment: str
) -> None:
    """320 pixels is what 400 % zoom leaves of a screen of 1280; with all details open."""
    with page_in(browser, viewport={"width": 320, "height": 640}) as (page, _):
        for address in PAGES if moment == ENDED else LIVELY:
            page.goto(f"{site(moment)}/{locale}{address}")
            page.evaluate(OPEN_ALL)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, address
            assert page.evaluate(WIDER) == [], address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_text_has_contrast(browser: Browser, site: Site, address: str, scheme: str) -> None:
    with page_in(browser, color_scheme=scheme) as (page, _):
        page.goto(f"{site(MISSING)}/ru{address}")
        page.evaluate(OPEN_ALL)
        found = page.evaluate(CONTRAST)
        assert found["measured"] > 10
        assert found["weak"] == []


def test_the_keyboard_reaches_content_and_languages_first(browser: Browser, site: Site) -> None:
    with page_in(browser) as (page, _):
        page.goto(f"{site(VOTING)}/en{FIRST}")
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        assert skip.evaluate("item => item === document.activeElement")
        assert skip.bounding_box()["y"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.goto(f"{site(VOTING)}/en{FIRST}")
        seen = []
        for _ in range(6):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.textContent.trim()"))
            width = page.evaluate(
                "parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
            )
            assert width >= 2
        assert seen[1:] == [
            "Public deliberation", "How it works", "Қазақша", "Русский", "English",
        ]  # fmt: skip
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/ru{FIRST}")
        assert page.locator("html").get_attribute("lang") == "ru"


def test_every_target_of_the_keyboard_shows_that_it_has_the_focus(
    browser: Browser, site: Site
) -> None:
    with page_in(browser) as (page, _):
        page.goto(f"{site(MISSING)}/en{FIRST}")
        stops = page.locator("main a:visible, main summary:visible, main [tabindex='0']:visible")
        count = stops.count()
        assert count > 25
        page.locator("#content").focus()
        for _ in range(count):
            page.keyboard.press("Tab")
            style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style == "solid"
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_summaries_open_by_keyboard(browser: Browser, site: Site) -> None:
    with page_in(browser) as (page, _):
        page.goto(f"{site(ENDED)}/en{FIRST}decision/")
        page.locator("summary", has_text="How each member voted").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("details .people").first.is_visible()


def test_the_way_through_a_process_by_keyboard_alone(browser: Browser, site: Site) -> None:
    """From the list to the first page, to what is to be done today, to another part, and back."""

    def follow(page: Page, name: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == name:
                with page.expect_navigation():
                    page.keyboard.press("Enter")
                return
        raise AssertionError(f"the keyboard does not reach “{name}”")

    with page_in(browser) as (page, trouble):
        page.goto(f"{site(VOTING)}/en/")
        title = "Heating of private houses and winter air quality"
        follow(page, title)
        follow(page, "Vote for the candidates")
        assert page.url.endswith(f"{FIRST}candidates/#how-to-vote")
        follow(page, "Public inputs")
        assert page.locator("nav.side [aria-current=page]").inner_text() == "Public inputs"
        follow(page, title)
        assert page.url.endswith(f"/en{FIRST}")
        assert trouble == []


def test_pictures_and_fields_have_names(browser: Browser, site: Site) -> None:
    with page_in(browser) as (page, _):
        page.goto(f"{site(ENDED)}/en{FIRST}decision/")
        for n in (1, 2):
            assert page.get_by_role("img", name=f"Result of vote no. {n}").count() == 1
        assert page.locator("svg[role=img]:visible").count() == 2
        page.goto(f"{site(ENDED)}/en{FIRST}candidates/")
        assert page.get_by_role("table", name="Votes by channel").count() == 1
        page.goto(f"{site(ENDED)}/en{FIRST}")
        for name in ("Who decides", "Today", "Where we are", "What came of it"):
            assert page.get_by_role("region", name=name).count() == 1
        page.goto(f"{site(ENDED)}/en{RECORD}")
        field = page.get_by_label("Show the entries of")
        field.select_option(label="Decision by vote")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url("**step=decision")
        assert page.get_by_label("Show the entries of").input_value() == "decision"
        assert page.locator(".entries > li").count() > 25


def test_the_first_screen_answers_the_first_questions(browser: Browser, site: Site) -> None:
    """What, who, where, today, what came of it: all begin on a screen of 1280 by 800."""
    with page_in(browser, viewport={"width": 1280, "height": 800}) as (page, _):
        for moment in MOMENTS:
            for locale in LOCALES:
                page.goto(f"{site(moment)}/{locale}{FIRST}")
                for place in (".lead", ".who", ".today", ".outcome", ".phases"):
                    box = page.locator(place).bounding_box()
                    assert box is not None
                    assert box["y"] < 760, (place, locale, moment)


def test_paper_gets_what_the_screen_folds_away(browser: Browser, site: Site) -> None:
    with page_in(browser) as (page, _):
        page.goto(f"{site(ENDED)}/en{FIRST}decision/")
        assert page.locator(".printed").is_hidden()
        page.emulate_media(media="print")
        said = page.locator(".printed").inner_text()
        title = "Heating of private houses and winter air quality"
        for words in (f"Decision: {title}", page.url, "15 May 2028"):
            assert words in said
        assert page.locator(".languages").is_hidden()
        assert page.locator(".side").is_hidden()
        assert page.locator(".rehearsal").is_visible()
        folded = page.locator("details .people").first
        assert folded.bounding_box()["height"] > 100  # type: ignore[index]


LONGER = """
() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.data.trim() && !node.parentElement.closest('svg, pre')) nodes.push(node);
  }
  nodes.forEach(node => {
    node.data += ' ' + node.data.trim().slice(0, Math.ceil(node.data.trim().length * 0.4));
  });
}
"""


@pytest.mark.parametrize("width", [375, 1200])
def test_pages_bear_forty_percent_more_text(browser: Browser, site: Site, width: int) -> None:
    with page_in(browser, viewport={"width": width, "height": 800}) as (page, _):
        for address in PAGES:
            page.goto(f"{site(MISSING)}/kk{address}")
            page.evaluate(LONGER)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width, address
            assert page.evaluate(WIDER) == [], address


def test_nothing_is_asked_of_others_and_nothing_is_kept(browser: Browser, site: Site) -> None:
    """A visit makes no request to another host, sets no cookie and runs no script."""
    with page_in(browser) as (page, _):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        base = site(MISSING)
        for address in LIVELY:
            page.goto(f"{base}/kk{address}")
        assert len(asked) > len(LIVELY)
        assert [url for url in asked if not url.startswith(base)] == []
        assert page.context.cookies() == []
        assert page.locator("script").count() == 0
        assert page.evaluate("document.fonts.check('600 1rem \\'Golos Text\\'', 'ӘҒҚҢӨҰҮҺ')")
