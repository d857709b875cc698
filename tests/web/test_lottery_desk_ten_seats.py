"""The pages over the lottery of the Kazakhstan variant: its targets, from pool to panel."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.services.accounts import grant_role, sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.services.lottery_files import read_targets
from deliberate.core.services.rehearsal.stage import SECRETARY
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from tests.lottery_desk import DAY, PROCESS, REGISTRY, Desk
from tests.positions import found_account

PLACE = f"/en/p/{PROCESS}/lottery-desk/lottery/"
KEY = b"a key for tests that nobody uses elsewhere"
VALUES = re.compile(r'<input[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]*)"')


@pytest.fixture
def desk(pool_closed: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "process.db"
    path.write_bytes(pool_closed.read_bytes())
    with ExitStack() as stack:
        store = stack.enter_context(open_store(str(path)))
        clock = SimulatedClock(DAY)
        yield Desk(Context(store, REGISTRY, clock, Generator(b"web").bytes), clock, PROCESS)


@pytest.fixture
def browser(desk: Desk, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    found_account(desk.context, SECRETARY.id)
    grant_role(desk.context, SECRETARY.id, "agency", "process", PROCESS)
    app = create_app(WebConfig(":memory:", KEY), context=desk.context)
    return sign_in(app, sign_in_link(desk.context, SECRETARY.id))


def fields(text: str) -> dict[str, str]:
    form = text[text.index('<form method="post" enctype') :].partition("</form>")[0]
    return dict(VALUES.findall(form))


def test_the_editor_proposes_what_the_model_brings_and_ten_are_drawn(
    desk: Desk, browser: FlaskClient
) -> None:
    pool = browser.get(f"{PLACE}pool/").text
    assert "The pool is closed: nobody comes in any more." in pool
    assert 'name="file"' not in pool
    page = browser.get(f"{PLACE}quotas/").text
    assert '<option value="model" selected>' in page
    assert "A panel can be drawn." in page
    assert "63.6%" in page, "of the country live in towns"
    assert "50%" not in page, "what is only proposed is no share of the population"
    targets = read_targets(REGISTRY.tables_beside("citizen_jury/kazakhstan-lottery")["targets"], 10)
    typed = fields(page)
    wanted = [(str(one.least), str(one.most)) for one in targets.quotas]
    assert [(typed[f"q{n}-min"], typed[f"q{n}-max"]) for n in range(len(wanted))] == wanted
    done = browser.post(f"{PLACE}quotas/", data=typed | {"go": "set"})
    assert done.status_code == 303, done.text
    assert desk.fact("lottery.targets_set")["size"] == 10
    desk.act("commit")
    desk.values("a", "b")
    desk.act("draw")
    assert len(desk.fact("lottery.drawn")["panel"]) == 10


def test_once_the_list_is_fixed_the_quotas_stay(desk: Desk, browser: FlaskClient) -> None:
    page = browser.get(f"{PLACE}quotas/").text
    desk.fixed()
    assert 'value="commit"' not in browser.get(f"{PLACE}draw/").text
    shown = browser.get(f"{PLACE}quotas/").text
    assert "The list of panels is fixed; its quotas stay as they are." in shown
    assert 'value="set"' not in shown
    late = browser.post(f"{PLACE}quotas/", data=fields(page) | {"go": "set"})
    assert late.status_code == 409
    assert "its targets stay" in late.text


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_after_the_draw_the_pages_say_so(desk: Desk, browser: FlaskClient, locale: str) -> None:
    desk.drawn()
    place = PLACE.replace("/en/", f"/{locale}/")
    page = browser.get(f"{place}draw/")
    assert page.status_code == 200
    assert "deliberate do" not in page.text
    index: Any = browser.get(f"/{locale}/p/{PROCESS}/lottery-desk/")
    assert index.status_code == 200
    assert index.text.count('class="status done"') == 3
