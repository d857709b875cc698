"""A pilot of the whole country, rehearsed to its end and verified from its bundle."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import Refused
from deliberate.core.process.facts import Actor
from deliberate.core.randomness import Generator
from deliberate.core.record.verify import verify_file
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.files import check_pilot
from deliberate.core.services.rehearsal.rehearse import Rehearsed, rehearse
from deliberate.core.services.rehearsal.stage import Scene
from deliberate.core.storage import open_store

PILOT = Path(__file__).parents[1] / "data" / "national_pilot.toml"
NAME = "national-timetable-2027"
AGENCY = Actor("agency-9", "agency")
REGISTRY = Registry.load(extra=(jurisdictions,))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("national") / "national.zip"


@pytest.fixture(scope="module")
def refusals() -> list[Refused]:
    """What became of a report that proves its publication on a channel it was not published on."""
    return []


@pytest.fixture(scope="module")
def lived(bundle: Path, refusals: list[Refused]) -> Rehearsed:
    with open_store(":memory:", migrate=True) as store:

        def tell(scene: Scene) -> None:
            if scene.step == "execution" and not refusals:
                context = Context(store, REGISTRY, SimulatedClock(scene.at), Generator(b"n").bytes)
                with pytest.raises(Refused) as refused:
                    perform(context, AGENCY, NAME, "execution", "report", report())
                refusals.append(refused.value)

        done = rehearse(store, REGISTRY, load_pilot(read_toml(PILOT)), 7, tell)
        export_bundle(done.context, done.process.id, bundle)
    return done


def report() -> dict[str, object]:
    text = {"kk": "Жұмыс жүріп жатыр.", "ru": "Работа идёт.", "en": "Work is under way."}
    items = [{"commitment": f"K{number}", "percent": 10, "text": text} for number in (1, 2, 3)]
    channels = ["portal", "social", "press"]
    return {"channels": channels, "items": items, "proofs": {"radio": "a recording"}}


def test_the_pilot_keeps_every_rule() -> None:
    assert check_pilot(REGISTRY, PILOT, datetime(2026, 11, 23, tzinfo=UTC)).findings == ()


def test_it_lives_to_its_end(lived: Rehearsed) -> None:
    process = lived.process
    assert process.status == "closed"
    assert process.pilot.level == "central"
    assert {state.state for state in process.states()} == {"done"}
    accepted = [str(fact.body["commitment"]) for fact in process.select("execution.accepted")]
    assert accepted == ["K1", "K2", "K3"]


def test_its_candidates_come_from_the_regions(lived: Rehearsed) -> None:
    regions = {unit.name.get("en") for unit in REGISTRY.jurisdiction("kz").territories}
    nominated = lived.process.select("nomination.received")
    places = [str(fact.body["nominated_by"]["en"]).partition(":")[0] for fact in nominated]
    assert len(places) == 12
    assert set(places) <= regions
    assert len(set(places)) >= 10
    names = {(fact.body["name"]["kk"], fact.body["name"]["ru"]) for fact in nominated}
    assert all(kk and ru for kk, ru in names)
    assert len(names) > 6


def test_its_voters_come_from_all_twenty(lived: Rehearsed) -> None:
    (told,) = [
        scene.text.values
        for scene in lived.story
        if scene.step == "election" and "voters" in scene.text.values
    ]
    assert told["count"] == 20
    assert told["voters"] > 500


def test_every_report_proves_what_was_printed(lived: Rehearsed, refusals: list[Refused]) -> None:
    reports = lived.process.select("execution.reported")
    assert len(reports) > 6
    assert all(fact.body["proofs"]["press"] for fact in reports)
    (refused,) = refusals
    assert refused.message.values["value"] == "radio"


def test_its_bundle_verifies(lived: Rehearsed, bundle: Path) -> None:
    promises = {promise.code: promise.verdict for promise in verify_file(bundle)}
    assert "fail" not in promises.values()
    assert [code for code, verdict in promises.items() if verdict == "pass"] != []
    assert lived.process.id == NAME
