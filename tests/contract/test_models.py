"""Every installed model: it loads, its pilot is sound, its run ends as its scenario says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import Refused
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.record.bundle import read_bundle
from deliberate.core.record.entry import parse_entry
from deliberate.core.record.outcome import outcome_of
from deliberate.core.record.verify import verify_file
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.context import Context
from deliberate.core.services.files import check_pilot, plan_pilot
from deliberate.core.services.opening import open_process
from deliberate.core.services.rehearsal.rehearse import rehearse
from deliberate.core.services.rules import rules_of
from deliberate.core.storage import open_store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
REGISTRY = Registry.load(extra=(jurisdictions,))


def scenarios() -> dict[str, tuple[Path, Mapping[str, Any]]]:
    """The scenarios of all plugins by the rulebook that they run; one file beside `rulebooks`."""
    found: dict[str, tuple[Path, Mapping[str, Any]]] = {}
    for book in REGISTRY.rulebooks():
        path = Path(book.file).parents[1] / "scenario.toml"
        for scenario in tomllib.loads(path.read_text(encoding="utf-8"))["scenarios"]:
            found[scenario["rulebook"]] = (path.parent / scenario["pilot"], scenario)
    return found


SCENARIOS = scenarios()


def test_every_plugin_is_sound_and_every_rulebook_has_its_scenario() -> None:
    assert [status for status in REGISTRY.plugins() if not status.ok] == []
    assert set(SCENARIOS) == set(REGISTRY.names()) != set()


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_pilot_of_the_model_is_checked(name: str) -> None:
    path, scenario = SCENARIOS[name]
    report = check_pilot(REGISTRY, path, NOW)
    assert report.sheet.rulebook.name == name
    assert [finding.code for finding in report.findings] == scenario["findings"]
    assert report.kept == len(report.sheet.rulebook.rules)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_pilot_of_the_model_is_planned(name: str) -> None:
    path, _ = SCENARIOS[name]
    made = plan_pilot(REGISTRY, path)
    assert made.possible
    assert {line.step.id for line in made.lines} == {step.id for step in made.rulebook.steps}
    assert [line for line in made.lines if line.starts is not None and (line.slack or 0) < 0] == []


@pytest.mark.parametrize("name", [name for name in SCENARIOS if "kinds" in SCENARIOS[name][1]])
def test_what_cannot_be_run_is_refused_by_the_names_of_its_kinds(name: str) -> None:
    path, scenario = SCENARIOS[name]
    with open_store(":memory:", migrate=True) as store:
        context = Context(store, REGISTRY, SimulatedClock(NOW), Generator(b"models").bytes)
        with pytest.raises(Refused) as refused:
            open_process(context, Actor("agency", "agency"), load_pilot(read_toml(path)))
        with store.read() as unit:
            assert unit.processes() == ()
    assert refused.value.code == "NOT_EXECUTABLE"
    assert list(refused.value.message.values["kinds"]) == scenario["kinds"]


@dataclass(frozen=True)
class Run:
    """A rehearsal that has been lived through, and its bundle."""

    scenario: Mapping[str, Any]
    process: Process
    bundle: Path


def lived(name: str, place: str, bundle: Path) -> Run:
    path, scenario = SCENARIOS[name]
    with open_store(place, migrate=True) as store:
        done = rehearse(store, REGISTRY, load_pilot(read_toml(path)), scenario["seed"])
        export_bundle(done.context, done.process.id, bundle)
    return Run(scenario, done.process, bundle)


@pytest.fixture(
    scope="module", params=[name for name in SCENARIOS if "expected" in SCENARIOS[name][1]]
)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return lived(request.param, ":memory:", tmp_path_factory.mktemp("runs") / "first.zip")


def test_a_run_ends_as_the_scenario_says(run: Run) -> None:
    expected = dict(run.scenario["expected"])
    found = {finding.code for finding in rules_of(REGISTRY)(run.process)}
    assert sorted(found) == expected.pop("findings")
    lines = read_bundle(run.bundle).members["record.jsonl"].splitlines()
    outcome = outcome_of([parse_entry(line) for line in lines])
    assert {key: outcome[key] for key in expected} == expected


def test_a_run_leaves_a_bundle_that_verifies(run: Run) -> None:
    promises = verify_file(run.bundle)
    assert [promise.code for promise in promises if promise.verdict == "fail"] == []
    assert [promise.code for promise in promises if promise.verdict == "pass"] != []


def test_the_same_seed_gives_the_same_bundle_on_another_store(run: Run, tmp_path: Path) -> None:
    again = lived(run.scenario["rulebook"], str(tmp_path / "again.db"), tmp_path / "again.zip")
    assert again.bundle.read_bytes() == run.bundle.read_bytes()
