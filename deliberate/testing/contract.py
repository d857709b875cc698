"""What every model must show. Inherit the class, name the model, and pytest walks it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from deliberate.core.record.bundle import read_bundle
from deliberate.core.record.entry import parse_entry
from deliberate.core.record.outcome import outcome_of
from deliberate.core.record.verify import verify_file
from deliberate.core.registry import Registry
from deliberate.core.services.files import check_pilot, plan_pilot
from deliberate.core.services.rules import rules_of
from deliberate.testing.scenario import LOOKED_AT, Run, Scenario, walk


@pytest.mark.model
class ModelContract:
    """Tests of an installed model. `model` is its name; None stands for every model there is."""

    model: ClassVar[str | None] = None

    def test_every_plugin_loads(self, installed_models: Registry) -> None:
        broken = [status for status in installed_models.plugins() if not status.ok]
        assert broken == []

    def test_every_number_and_rule_has_its_source(
        self, model_scenario: Scenario, installed_models: Registry
    ) -> None:
        book = installed_models.rulebook(model_scenario.rulebook)
        stated = {
            *(step.source for step in book.steps),
            *(rule.source for rule in book.rules),
            *(group.source for group in book.seat_groups),
            *(parameter.source for parameter in book.open_parameters.values()),
        }
        assert stated <= set(book.sources)
        assert [r.code for r in book.rules if r.level == "must" and r.status == "unverified"] == []

    def test_its_pilot_is_checked(
        self, model_scenario: Scenario, installed_models: Registry
    ) -> None:
        report = check_pilot(installed_models, model_scenario.pilot, LOOKED_AT)
        assert report.sheet.rulebook.name == model_scenario.rulebook
        assert tuple(found.code for found in report.findings) == model_scenario.findings

    def test_its_pilot_is_planned(
        self, model_scenario: Scenario, installed_models: Registry
    ) -> None:
        made = plan_pilot(installed_models, model_scenario.pilot)
        assert made.possible
        late = [line for line in made.lines if line.starts is not None and (line.slack or 0) < 0]
        assert late == []

    def test_a_run_ends_as_the_scenario_says(
        self, model_run: Run, installed_models: Registry
    ) -> None:
        expected = dict(model_run.scenario.expected)
        found = {finding.code for finding in rules_of(installed_models)(model_run.process)}
        assert sorted(found) == expected.pop("findings", [])
        lines = read_bundle(model_run.bundle).members["record.jsonl"].splitlines()
        outcome = outcome_of([parse_entry(line) for line in lines])
        assert {key: outcome[key] for key in expected} == expected

    def test_a_run_leaves_a_bundle_that_verifies(self, model_run: Run) -> None:
        promises = verify_file(model_run.bundle)
        assert [promise.code for promise in promises if promise.verdict == "fail"] == []
        assert [promise.code for promise in promises if promise.verdict == "pass"] != []

    def test_the_same_seed_gives_the_same_bundle_on_another_store(
        self, model_run: Run, installed_models: Registry, tmp_path: Path
    ) -> None:
        database, bundle = str(tmp_path / "again.db"), tmp_path / "again.zip"
        walk(model_run.scenario, installed_models, bundle, database)
        assert bundle.read_bytes() == model_run.bundle.read_bytes()
