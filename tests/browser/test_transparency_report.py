"""The transparency report as a file that somebody opens: on a phone, in the dark, on paper."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from deliberate.core.recruitment.lottery.facts import LotteryFacts
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.services.civic_lottery import draw
from deliberate.core.services.lottery_facts import lottery_facts
from deliberate.documents.html import html_page
from deliberate.documents.transparency import transparency_report
from deliberate.i18n import LOCALES, Translator

PLACES = (
    "Республикалық маңызы бар қала, облыс орталығы немесе агломерация құрамындағы қала",
    "Облыстық немесе аудандық маңызы бар қала",
    "<Ауыл>, кент & «O’Neill»",
)
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}


@pytest.fixture(scope="module")
def facts() -> LotteryFacts:
    quotas = [Quota("Тұрғылықты жері", place, 2, 5) for place in PLACES]
    quotas += [Quota("Жынысы", sex, 5, 5) for sex in ("әйел", "ер")]
    people = [
        Person(f"p{n:03}", (PLACES[0 if n % 5 else n // 5 % 3], ("әйел", "ер")[n % 3 == 0]))
        for n in range(90)
    ]
    targets = Targets(10, tuple(quotas))
    pool = Pool.of(targets.features, people)
    shares = {("Жынысы", "әйел"): Fraction(52, 100), ("Жынысы", "ер"): Fraction(48, 100)}
    return lottery_facts(pool, targets, draw(pool, targets, "3 8 1"), population=shares)


@pytest.fixture(scope="module")
def pages(facts: LotteryFacts, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    written = {locale: folder / f"report.{locale}.html" for locale in LOCALES}
    for locale, path in written.items():
        document = transparency_report(facts, Translator(locale))
        path.write_text(html_page(document), encoding="utf-8")
    return written


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1100])
@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_keeps_anybody_out(
    browser: Browser, pages: dict[str, Path], locale: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(pages[locale].as_uri())
        found = Axe().run(page, options=OPTIONS).response
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.evaluate("document.fonts.check('600 14px \"Golos Text\"', 'Ә')")
        shown = page.evaluate(
            """() => [...document.querySelectorAll('figure svg')]
              .filter(one => one.getClientRects().length).map(one => one.getAttribute('class'))"""
        )
        assert shown == ["chart-narrow" if width == 360 else "chart-wide"] * 3
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    finally:
        context.close()


def test_paper_shows_the_wide_pictures(browser: Browser, pages: dict[str, Path]) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 900})
    try:
        page = context.new_page()
        page.goto(pages["kk"].as_uri())
        page.emulate_media(media="print")
        shown = page.evaluate(
            """() => [...document.querySelectorAll('figure svg')]
              .filter(one => one.getClientRects().length).map(one => one.getAttribute('class'))"""
        )
        assert shown == ["chart-wide"] * 3
    finally:
        context.close()
