"""Pages of a dialogue: its questions are shown, and how far each idea is supported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import deliberate_citizens_dialogue
from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate.testing.scenario import Scenario, installed, walk
from deliberate_web import WebConfig, create_app

HERE = "/en/p/scenario-single/"
PILOT = Path(deliberate_citizens_dialogue.__file__).parent / "scenarios" / "single.toml"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder, registry = tmp_path_factory.mktemp("dialogue"), installed()
    database = str(folder / "dialogue.db")
    walk(Scenario("citizens_dialogue/single", PILOT), registry, folder / "b.zip", database)
    with open_store(database) as store:
        clock = SimulatedClock(datetime(2027, 8, 1, tzinfo=UTC))
        context = Context(store, registry, clock, Generator(b"web").bytes)
        config = WebConfig(
            database, b"a key for tests that nobody uses elsewhere", "http://localhost"
        )
        yield create_app(config, context=context).test_client()


def words(browser: FlaskClient, part: str) -> str:
    page = browser.get(f"{HERE}{part}")
    assert page.status_code == 200, part
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


@pytest.mark.parametrize("part", ["", "agenda/"])
def test_all_questions_are_shown(browser: FlaskClient, part: str) -> None:
    told = words(browser, part)
    assert "What should Zhagakent make of its riverside?" in told
    assert "What on the riverside should belong to everybody?" in told
    assert "What is the riverside for in winter?" in told


def test_each_level_of_support_is_published_with_its_share(browser: FlaskClient) -> None:
    told = words(browser, "decision/")
    first = re.search(r"One unbroken path along the river 64\.4\W?% \(38\) 27\.1\W?% \(16\)", told)
    assert first, told
    assert "Stalls in one part only" in told


def test_every_part_of_the_process_can_be_read(browser: FlaskClient) -> None:
    page = browser.get(HERE).text
    parts = set(re.findall(rf'href="{HERE}([a-z]+/)', page))
    assert len(parts) > 5
    assert {part: browser.get(f"{HERE}{part}").status_code for part in parts} == dict.fromkeys(
        parts, 200
    )


def test_an_idea_is_called_by_its_name_on_the_record(browser: FlaskClient) -> None:
    """`path` is an idea here, and elsewhere what leads to the hash of a list."""
    told = " ".join(words(browser, f"record/?step=support&page={n}") for n in (1, 2))
    assert re.search(r"votes of each .{0,40}path 54", told)
    assert "path to the hash of the list" not in told
    assert "opt_outs" not in told
