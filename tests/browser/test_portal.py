"""The public pages in a real browser: nothing blocked, nothing cut off, everything by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from deliberate.i18n import LOCALES

PROCESS = "temirkent-heating-2027"
PAGES = ("/", f"/p/{PROCESS}/", f"/p/{PROCESS}/record/")
VOTING, MISSING, ENDED = (
    "2027-02-25T10:00+05:00",
    "2027-06-14T10:00+05:00",
    "2028-05-01T10:00+05:00",
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
    .filter(item => !item.closest('.wide, pre, .watermark, .skip, .unseen, thead'))
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
    page.on("requestfailed", lambda request: trouble.append(request.url))
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
        for address in PAGES:
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
            page.goto(f"{site(ENDED)}/{locale}{PAGES[1]}")
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
        for address in PAGES:
            page.goto(f"{site(moment)}/{locale}{address}")
            page.evaluate(OPEN_ALL)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, address
            assert page.evaluate(WIDER) == [], address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_text_has_contrast(browser: Browser, site: Site, address: str, scheme: str) -> None:
    with page_in(browser, color_scheme=scheme) as (page, _):
        for moment in (MISSING, ENDED):
            page.goto(f"{site(moment)}/ru{address}")
            page.evaluate(OPEN_ALL)
            found = page.evaluate(CONTRAST)
            assert found["measured"] > 10
            assert found["weak"] == []


def test_the_keyboard_reaches_content_and_languages_first(browser: Browser, site: Site) -> None:
    with page_in(browser) as (page, _):
        page.goto(f"{site(VOTING)}/en{PAGES[1]}")
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        assert skip.evaluate("item => item === document.activeElement")
        assert skip.bounding_box()["y"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.goto(f"{site(VOTING)}/en{PAGES[1]}")
        seen = []
        for _ in range(5):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.textContent.trim()"))
            width = page.evaluate(
                "parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
            )
            assert width >= 2
        assert seen[1:] == ["Public deliberation", "Қазақша", "Русский", "English"]
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/ru{PAGES[1]}")
        assert page.locator("html").get_attribute("lang") == "ru"


def test_every_target_of_the_keyboard_shows_that_it_has_the_focus(
    browser: Browser, site: Site
) -> None:
    with page_in(browser) as (page, _):
        page.goto(f"{site(MISSING)}/en{PAGES[1]}")
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
        page.goto(f"{site(ENDED)}/en{PAGES[1]}")
        page.locator("summary").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("table caption").first.is_visible()


def test_pictures_and_fields_have_names(browser: Browser, site: Site) -> None:
    with page_in(browser) as (page, _):
        page.goto(f"{site(ENDED)}/en{PAGES[1]}")
        pictures = page.get_by_role("img", name="Result of the vote")
        assert pictures.count() == page.locator("svg[role=img]").count() == 2
        assert page.get_by_role("table", name="Votes by channel").count() == 1
        for name in ("Who decides", "Today", "Where we are", "What came of it"):
            assert page.get_by_role("region", name=name).count() == 1
        page.goto(f"{site(ENDED)}/en{PAGES[2]}")
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
                page.goto(f"{site(moment)}/{locale}{PAGES[1]}")
                for place in (".lead", ".who", ".today", ".outcome", ".phases"):
                    box = page.locator(place).bounding_box()
                    assert box is not None
                    assert box["y"] < 760, (place, locale, moment)


def test_paper_gets_what_the_screen_folds_away(browser: Browser, site: Site) -> None:
    with page_in(browser) as (page, _):
        page.goto(f"{site(ENDED)}/en{PAGES[1]}")
        page.emulate_media(media="print")
        assert page.locator(".languages").is_hidden()
        assert page.locator(".rehearsal").is_visible()
        assert page.locator("#about-title").is_visible()
        folded = page.locator("details .portfolios")
        assert folded.bounding_box()["height"] > 100  # type: ignore[index]
