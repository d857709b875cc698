"""Behind sign-in in a real browser: a member's whole way by keyboard, and axe on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from deliberate.core.clock import SimulatedClock
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.services.accounts import grant_role, sign_in_link
from deliberate.core.services.appending import append
from deliberate.core.services.context import Context
from deliberate.core.services.opening import VOTER_TAG_SECRET
from deliberate.core.storage import Store, open_store
from deliberate.i18n import LOCALES
from tests.browser.buttons import click
from tests.conftest import issued
from tests.positions import bearer, found_account, linked

PROCESS = "temirkent-heating-2027"
SEAT = "P03"
MOST_TABS = 60
Serve = Callable[[Context], str]
OWN = frozenset({"document.agreed", "ballot.cast", "signer.bound", "report.signed"})
"""What the member of the journey does herself."""


class Journey:
    """The example process as it goes on: everybody else does what they did in the rehearsal."""

    def __init__(self, lived: Store, store: Store, registry: Registry) -> None:
        with lived.read() as unit:
            self.row, self.facts = unit.process(PROCESS), unit.facts(PROCESS)
            secret = unit.secret(PROCESS, VOTER_TAG_SECRET)
            files = [unit.attachment(sha256) for sha256 in {*issued(self.facts)}]
        assert secret is not None
        self.store, self.done = store, 0
        self.clock = SimulatedClock(self.facts[0].at)
        self.context = Context(store, registry, self.clock, Generator(b"journey").bytes)
        with store.transaction() as unit:
            unit.add_process(self.row)
            unit.add_secret(PROCESS, VOTER_TAG_SECRET, secret)
            for file in files:
                unit.add_attachment(file.content, file.media_type)
        for fact in self.facts:
            if fact.kind == "seat.linked":
                found_account(self.context, str(fact.body["account"]))
        found_account(self.context, "rehearsal-secretary")

    def until(self, kind: str, *, step: str = "", which: int = 1) -> None:
        """Live on up to and including one fact of the rehearsal, without the member's own."""
        wanted = [fact for fact in self.facts if fact.kind == kind and step in ("", fact.step)]
        last = wanted[which - 1]
        with self.store.transaction() as unit:
            process = self.context.read_process(unit, PROCESS, last.at)
            for fact in self.facts[self.done : last.seq]:
                if not (fact.kind in OWN and fact.body.get("seat") == SEAT):
                    drafts = [Draft(fact.kind, fact.step, fact.n, None, fact.body, fact.public)]
                    process = process.at(
                        max(fact.at, process.facts[-1].at if process.facts else fact.at)
                    )
                    append(unit, process, fact.actor, drafts)
                    process = process.after(drafts, fact.actor)
        self.done = last.seq
        self.clock.move_to(max(last.at, self.clock.now()))

    def own_choice(self, n: int) -> str:
        """How the seat voted in the rehearsal: the counts of the rehearsal rest on it."""
        return next(
            str(fact.body["choice"])
            for fact in self.facts
            if fact.kind == "ballot.cast" and fact.n == n and fact.body["seat"] == SEAT
        )

    def own(self, kind: str) -> list[Fact]:
        with self.store.read() as unit:
            return [
                fact
                for fact in unit.facts(PROCESS)
                if fact.kind == kind and fact.body.get("seat") == SEAT
            ]


class Keyboard:
    """A person with a keyboard and no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Press Tab until the element has the focus, and see that it shows it."""
        target = self.page.locator(selector).first
        assert target.is_visible(), selector
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate("item => item === document.activeElement"):
                width = target.evaluate("item => parseFloat(getComputedStyle(item).outlineWidth)")
                assert width >= 2, selector
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    def press(self, selector: str) -> None:
        """Go there and press Enter; a new page comes."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, name: str, value: str) -> None:
        """Into a group of radio buttons, and by arrows to one of them."""
        self.to(f"input[name={name}]")
        self.page.keyboard.press("Space")
        for _ in range(5):
            if self.page.locator(f"input[name={name}][value={value}]").is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def write(self, selector: str, words: str) -> None:
        self.to(selector)
        self.page.keyboard.insert_text(words)


def test_a_member_goes_from_the_regulation_to_the_signature_by_keyboard(
    browser: Browser, serve: Serve, lived: Store, registry: Registry
) -> None:
    """In Kazakh, without scripts, in a rehearsal that others carry on in between."""
    with ExitStack() as stack:
        store = stack.enter_context(open_store(":memory:", migrate=True))
        journey = Journey(lived, store, registry)
        journey.until("document.drafted", step="requirements")
        address = serve(journey.context)
        with store.read() as unit:
            seat = journey.context.read_process(unit, PROCESS).roster.seat(SEAT)
        assert seat is not None
        holder = seat.account
        page = stack.enter_context(_page(browser))
        keys = Keyboard(page)

        def arrive() -> None:
            """By a new link, since months have passed; then to the list."""
            page.goto(f"{address}/kk/sign-in/{sign_in_link(journey.context, holder)}")
            keys.press("main button")
            keys.press(f"a[href='/kk/p/{PROCESS}/my/']")
            assert page.locator("h1").inner_text() == "Менің міндеттерім"

        journey.until("document.drafted", step="regulation", which=2)
        for step in ("regulation", "requirements"):
            arrive()
            keys.press(f"a[href$='/my/agree/{step}']")
            keys.choose("answer", "agree")
            keys.press("button[value=review]")
            keys.press("button[value=confirm]")
            assert "Сіз келіскен редакция" in page.locator("[role=status]").inner_text()
        assert len(journey.own("document.agreed")) == 2

        journey.until("seat.filled", step="election", which=10)
        arrive()
        keys.press("a[href$='/my/declare/declarations']")
        keys.choose("conflict", "no")
        keys.press("main form button")
        assert "қақтығысы жоқ" in page.locator("[role=status]").inner_text()

        journey.until("materials.sent")
        arrive()
        keys.press("a[href$='/my/read/materials/']")
        for paper in ("M1", "M2", "M3", "M4", "M5", "M6"):
            keys.press(f"a[href$='/my/read/materials/{paper}']")
            keys.press("main form button")
        assert "6 / 6" in page.locator("[role=status]").inner_text()

        for n in (1, 2):
            journey.until("ballot.opened", which=n)
            arrive()
            keys.press("a[href$='/my/vote/decision']")
            keys.choose("choice", journey.own_choice(n))
            keys.press("button[value=review]")
            keys.press("button[value=change]")
            keys.press("button[value=review]")
            keys.press("button[value=confirm]")
            assert "Сіз дауыс бердіңіз" in page.locator("[role=status]").inner_text()
        assert [fact.n for fact in journey.own("ballot.cast")] == [1, 2]

        journey.until("report.drafted")
        arrive()
        keys.press("a[href$='/my/comment/protocol']")
        keys.press("main form button")
        assert page.locator(".problems").is_visible()
        assert page.locator("#text").get_attribute("aria-invalid") == "true"
        keys.write("#text", "Екінші тармақтың мерзімі тым жақын.")
        keys.press("main form button")
        assert journey.own("report.commented")[0].body["text"] == {
            "kk": "Екінші тармақтың мерзімі тым жақын."
        }

        journey.until("report.frozen")
        arrive()
        keys.press(f"a[href$='/my/sign/protocol/{SEAT}/']")
        keys.press("button[value=review]")
        keys.press("button[value=confirm]")
        assert "Сіз хаттамаға қол қойдыңыз" in page.locator("[role=status]").inner_text()
        assert len(journey.own("report.signed")) == 1
        journey.until("report.published")
        arrive()
        assert page.locator(".task-done").count() >= 9


@contextmanager
def _page(browser: Browser, **options: Any) -> Iterator[Page]:
    context = browser.new_context(**options)
    try:
        yield context.new_page()
    finally:
        context.close()


# ------------------------------------------------------------------ axe

MY = f"/p/{PROCESS}/my/"
Act = Callable[[Page], None]


def _refuse_without_reason(page: Page) -> None:
    page.check("#answer-refuse")
    click(page, "button[value=review]")


def _refuse(page: Page) -> None:
    page.check("#answer-refuse")
    page.fill("#reason", "Себебі: мәтін анық емес.")
    click(page, "button[value=review]")


def _vote(page: Page) -> None:
    page.check("#choice")
    click(page, "button[value=review]")


def _review(page: Page) -> None:
    click(page, "button[value=review]")


def _refuse_to_sign(page: Page) -> None:
    page.fill("#reason", "Себебі: мәтін анық емес.")
    click(page, "button[value=review]")


PAGES: list[tuple[str, dict[str, Any], str, tuple[tuple[str, Act | None], ...]]] = [
    (
        "draft",
        {"kind": "document.drafted", "step": "regulation", "which": 2},
        "member",
        (
            ("/my-place", None),
            (MY, None),
            (f"{MY}agree/regulation", None),
            (f"{MY}agree/regulation", _refuse_without_reason),
            (f"{MY}agree/regulation", _refuse),
        ),
    ),
    (
        "papers",
        {"kind": "materials.sent"},
        "member",
        (
            (f"{MY}declare/declarations", None),
            (f"{MY}read/materials/", None),
            (f"{MY}read/materials/M2", None),
        ),
    ),
    (
        "vote",
        {"kind": "ballot.opened"},
        "member",
        ((MY, None), (f"{MY}vote/decision", None), (f"{MY}vote/decision", _vote)),
    ),
    ("comment", {"kind": "report.drafted"}, "member", ((f"{MY}comment/protocol", None),)),
    (
        "sign",
        {"kind": "report.frozen"},
        "member",
        (
            (f"{MY}sign/protocol/{SEAT}/", None),
            (f"{MY}sign/protocol/{SEAT}/", _review),
            (f"{MY}sign/protocol/{SEAT}/file", None),
            (f"{MY}sign/protocol/{SEAT}/refuse", None),
            (f"{MY}sign/protocol/{SEAT}/refuse", _refuse_to_sign),
        ),
    ),
    (
        "today",
        {"kind": "ballot.cast", "which": 9},
        "secretary",
        (
            ("/my-place", None),
            (f"/p/{PROCESS}/today/", None),
            (f"/p/{PROCESS}/today/?view=projector&renew=on", None),
            (f"/p/{PROCESS}/", None),
        ),
    ),
    ("late", {"kind": "execution.noticed"}, "agency", (("/my-place", None),)),
    (
        "end",
        {"kind": "evaluation.closed"},
        "member",
        (
            ("/my-place", None),
            (MY, None),
            (f"{MY}vote/decision", None),
            (f"{MY}sign/protocol/{SEAT}/", None),
        ),
    ),
    ("operator", {"kind": "evaluation.closed"}, "operator", (("/my-place", None),)),
]


@pytest.mark.parametrize(
    ("moment", "role", "addresses"), [item[1:] for item in PAGES], ids=[item[0] for item in PAGES]
)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    browser: Browser,
    serve: Serve,
    cut: Any,
    registry: Registry,
    moment: dict[str, Any],
    role: str,
    addresses: tuple[tuple[str, Act | None], ...],
) -> None:
    """Every page behind sign-in, in three languages, light and dark, and at 320 pixels."""
    with ExitStack() as stack:
        store = stack.enter_context(open_store(":memory:", migrate=True))
        now = cut(store, **moment)
        context = Context(store, registry, SimulatedClock(now), Generator(b"axe").bytes)
        address = serve(context)
        account = _account(context, role)
        for scheme in ("light", "dark"):
            page = stack.enter_context(_page(browser, color_scheme=scheme))
            page.goto(f"{address}/en/sign-in/{sign_in_link(context, account)}")
            click(page, "main button")
            for locale in LOCALES if scheme == "light" else LOCALES[:1]:
                for path, act in addresses:
                    page.set_viewport_size({"width": 1200, "height": 800})
                    page.goto(f"{address}/{locale}{path}")
                    if act is not None:
                        act(page)
                    page.evaluate(
                        "document.querySelectorAll('details').forEach(item => item.open = true)"
                    )
                    found = Axe().run(page)
                    assert found.violations_count == 0, (path, locale, found.generate_report())
                    page.set_viewport_size({"width": 320, "height": 640})
                    width = page.evaluate("document.scrollingElement.scrollWidth")
                    assert width <= 320, (path, locale, width)


LINES_OF = """
all => all.map(item => {
  const range = document.createRange();
  range.selectNodeContents(item);
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
})
"""


def test_the_wall_breaks_no_clock_and_holds_the_vote_on_one_screen(
    browser: Browser, serve: Serve, cut: Any, registry: Registry
) -> None:
    for moment in ({"kind": "session.opened"}, {"kind": "ballot.cast", "which": 9}):
        with ExitStack() as stack:
            store = stack.enter_context(open_store(":memory:", migrate=True))
            now = cut(store, **moment)
            context = Context(store, registry, SimulatedClock(now), Generator(b"wall").bytes)
            address, account = serve(context), _account(context, "secretary")
            page = stack.enter_context(_page(browser, viewport={"width": 1280, "height": 800}))
            page.goto(f"{address}/kk/sign-in/{sign_in_link(context, account)}")
            click(page, "main button")
            page.goto(f"{address}/kk/p/{PROCESS}/today/?view=projector")
            for place in page.locator(".wall > div > *:first-child").all():
                box = place.bounding_box()
                assert box is not None
                assert box["y"] < 400
            assert page.evaluate("document.scrollingElement.scrollHeight") < 1400
            page.evaluate("document.querySelector('details').open = true")
            lines = page.locator(".clock").evaluate_all(LINES_OF)
            assert set(lines) <= {0, 1}


def test_arguments_have_one_edge_each(
    browser: Browser, serve: Serve, cut: Any, registry: Registry
) -> None:
    with ExitStack() as stack:
        store = stack.enter_context(open_store(":memory:", migrate=True))
        now = cut(store, "materials.sent")
        context = Context(store, registry, SimulatedClock(now), Generator(b"sides").bytes)
        address, account = serve(context), _account(context, "member")
        page = stack.enter_context(_page(browser))
        page.goto(f"{address}/kk/sign-in/{sign_in_link(context, account)}")
        click(page, "main button")
        page.goto(f"{address}/kk{MY}read/materials/M2")
        for name in (".pro", ".contra"):
            widths = page.locator(name).evaluate("item => getComputedStyle(item).borderWidth")
            assert widths == "0px 0px 0px 4px", name


def _account(context: Context, role: str) -> str:
    account = linked(context, SEAT) if role == "member" else bearer(context, role).id
    found_account(context, account)
    scope = ("installation", "") if role == "operator" else ("process", PROCESS)
    grant_role(context, account, role, *scope)
    return account
