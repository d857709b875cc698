"""Every installed model: it loads, its pilot is sound, its run ends as its scenario says."""

from __future__ import annotations

from dataclasses import replace

from deliberate.core.principles.judging import judge
from deliberate.core.registry import Registry
from deliberate.core.services.conformity import conformity
from deliberate.core.services.files import check_pilot
from deliberate.i18n.words import WORDS
from deliberate.testing.contract import ModelContract
from deliberate.testing.scenario import LOOKED_AT, Run, Scenario, installed


class TestEveryModel(ModelContract):
    """The tests that an author of a model runs, over all models and scenarios of the house."""

    def test_every_rule_is_decided(
        self, model_scenario: Scenario, installed_models: Registry
    ) -> None:
        report = check_pilot(installed_models, model_scenario.pilot, LOOKED_AT)
        assert report.kept == len(report.sheet.rulebook.stated_rules)

    def test_good_practice_is_kept_or_justified(
        self, model_run: Run, installed_models: Registry
    ) -> None:
        """At the end of a run no principle is missed without a reason; on paper none was either."""
        ended = conformity(installed_models, model_run.process).principles
        assert [item.principle.code for item in ended if item.state == "missed"] == []
        for item in ended:
            excused = item.reason or item.model is not None
            assert excused or not item.missed, item.principle.code

    def test_good_practice_is_derived_from_the_record_alone(
        self, model_run: Run, installed_models: Registry
    ) -> None:
        process = model_run.process
        again = replace(process, facts=tuple(process.facts))
        assert judge(again) == conformity(installed_models, process).principles


def test_every_way_to_conclude_is_a_word() -> None:
    """A reader of the portal sees how a process is concluded in the own language."""
    ways = {
        way
        for rulebook in installed().rulebooks()
        for step in rulebook.steps
        for way in getattr(step.parameters, "conclude", ())
    }
    assert {"extend", "repeat"} <= ways
    assert sorted(way for way in ways if ("conclusion", way) not in WORDS) == []
