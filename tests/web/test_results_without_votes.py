"""Front pages of models in which nobody votes: what came of them is told all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import deliberate_consensus_conference
import deliberate_deliberative_poll
from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate.testing.scenario import Scenario, installed, walk
from deliberate_web import WebConfig, create_app

CONFERENCE = Path(deliberate_consensus_conference.__file__).parent / "scenarios" / "danish.toml"
POLL = Path(deliberate_deliberative_poll.__file__).parent / "scenarios" / "verdict.toml"


def ended(model: str, pilot: Path, folder: Path) -> Iterator[FlaskClient]:
    registry, database = installed(), str(folder / "p.db")
    walk(Scenario(model, pilot), registry, folder / "b.zip", database)
    with open_store(database) as store:
        clock = SimulatedClock(datetime(2027, 12, 1, tzinfo=UTC))
        context = Context(store, registry, clock, Generator(b"web").bytes)
        key = b"a key for tests that nobody uses elsewhere"
        config = WebConfig(database, key, "http://localhost")
        yield create_app(config, context=context).test_client()


@pytest.fixture(scope="module")
def conference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from ended("consensus_conference/danish", CONFERENCE, tmp_path_factory.mktemp("c"))


@pytest.fixture(scope="module")
def poll(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from ended("deliberative_poll/verdict", POLL, tmp_path_factory.mktemp("p"))


def result(browser: FlaskClient, process: str) -> str:
    page = browser.get(f"/en/p/{process}/").text
    found = re.search(r'<section class="outcome".*?</section>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split())


def test_a_document_by_consensus_is_the_result(conference: FlaskClient) -> None:
    told = result(conference, "scenario-danish")
    assert "The final document, with consensus and dissent marked : published on" in told
    assert "Recommendations and answers : accepted – " in told
    assert "decided yet" not in told


def test_a_verdict_beyond_the_margin_is_the_result(poll: FlaskClient) -> None:
    told = result(poll, "scenario-verdict")
    assert re.match(r"What came of it (Yes|No) ", told), told
    assert "Report: how opinions changed, and the verdict : published on" in told
    assert "decided yet" not in told


@pytest.mark.parametrize("part", ["decision", "candidates"])
def test_a_part_that_the_model_lacks_is_not_there(conference: FlaskClient, part: str) -> None:
    assert f"/scenario-danish/{part}/" not in conference.get("/en/p/scenario-danish/").text
    assert conference.get(f"/en/p/scenario-danish/{part}/").status_code == 404


def test_every_part_of_the_process_can_be_read(conference: FlaskClient, poll: FlaskClient) -> None:
    for browser, here in (
        (conference, "/en/p/scenario-danish/"),
        (poll, "/en/p/scenario-verdict/"),
    ):
        parts = set(re.findall(rf'href="{here}([a-z]+/)', browser.get(here).text))
        assert len(parts) > 10
        codes = {part: browser.get(f"{here}{part}").status_code for part in parts}
        assert codes == dict.fromkeys(parts, 200)
