"""The charts in a browser: real letters have the room that was measured for them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

LOCALES = ("kk", "ru", "en")
ORIGIN = "http://charts.test"

# Every label that is shown: its box on the screen and the size of its letters there.
LABELS = """() => [...document.querySelectorAll('svg text')]
  .filter(label => label.getClientRects().length)
  .map(label => {
    const own = label.getBoundingClientRect(), all = label.ownerSVGElement.getBoundingClientRect();
    const scale = all.width / label.ownerSVGElement.viewBox.baseVal.width;
    const node = [...label.childNodes].find(one => one.nodeType === Node.TEXT_NODE);
    return {
      words: node.data, picture: label.ownerSVGElement.getAttribute('aria-labelledby'),
      box: [own.left, own.top, own.right, own.bottom],
      all: [all.left, all.top, all.right, all.bottom],
      size: scale * parseFloat(getComputedStyle(label).fontSize),
    };
  })"""


@pytest.fixture(scope="module")
def page(browser: Browser, project: Path) -> Iterator[Page]:
    """A page with the style sheets and the typeface of the portal, under a strict policy."""
    static = project / "web" / "deliberate_web" / "static"
    charts = project / "tests" / "data" / "charts"

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        if name not in LOCALES:
            route.fulfill(path=static / name)
            return
        figures = "".join(path.read_text("utf-8") for path in sorted(charts.glob(f"*.{name}.html")))
        found = [*sorted(static.glob("css/*.css")), static / "charts.css"]
        sheets = "".join(
            f'<link rel="stylesheet" href="/{one.relative_to(static)}">' for one in found
        )
        route.fulfill(
            content_type="text/html; charset=utf-8",
            headers={
                "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'"
            },
            body=f'<!doctype html><html lang="{name}"><head><title>Charts</title>'
            f'<meta name="viewport" content="width=device-width">{sheets}</head>'
            f'<body><main class="inner"><h1>Charts</h1>{figures}</main></body></html>',
        )

    context = browser.new_context()
    context.route(f"{ORIGIN}/**", answer)
    page = context.new_page()
    yield page
    context.close()


def visit(page: Page, locale: str, width: int) -> list[dict[str, Any]]:
    """The labels of all charts, once the typeface is there."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{ORIGIN}/{locale}")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('600 14px \"Golos Text\"', 'Ә')")
    labels: list[dict[str, Any]] = page.evaluate(LABELS)
    return labels


def meet(one: list[float], other: list[float]) -> bool:
    """Whether two boxes share more than the room between lines."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 0.5 and high > 2.5


@pytest.mark.parametrize("width", [360, 700, 1200])
@pytest.mark.parametrize("locale", LOCALES)
def test_labels_do_not_meet_and_can_be_read(page: Page, locale: str, width: int) -> None:
    labels = visit(page, locale, width)
    pictures = {label["picture"] for label in labels}
    assert len(pictures) == 8
    assert {"narrow" in name for name in pictures} == {width < 704}
    for label in labels:
        left, top, right, bottom = label["box"]
        assert label["size"] >= 12, label
        assert left >= label["all"][0] - 1, label
        assert right <= label["all"][2] + 1, label
        assert top >= label["all"][1] - 3, label
        assert bottom <= label["all"][3] + 3, label
    assert [pair for pair in combinations(labels, 2) if meet(pair[0]["box"], pair[1]["box"])] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("locale", LOCALES)
def test_measured_widths_are_those_of_the_browser(page: Page, locale: str) -> None:
    from deliberate.documents.charts.lettering import measure

    visit(page, locale, 1200)
    found = page.evaluate(
        """() => [...document.querySelectorAll('.chart-wide text')].map(label => [
             [...label.childNodes].find(one => one.nodeType === Node.TEXT_NODE).data,
             label.getAttribute('font-weight') === '600', label.getComputedTextLength()])"""
    )
    assert len(found) > 60
    for words, bold, length in found:
        assert length <= measure(words, bold=bold) + 0.5, words
        assert length >= 0.94 * measure(words, bold=bold) - 1, words


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_keeps_anybody_out(page: Page, locale: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    visit(page, locale, 1200)
    for summary in page.locator("summary").all():
        summary.click()
    found = Axe().run(page).response
    page.emulate_media(color_scheme=None)
    assert len(found["passes"]) > 15
    wrong = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]
    assert wrong == []
