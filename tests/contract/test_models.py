"""Every installed model: it loads, its pilot is sound, its run ends as its scenario says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC

import pytest

from deliberate.cli.story import Storyteller
from deliberate.core.principles.judging import judge
from deliberate.core.registry import Registry
from deliberate.core.services.conformity import conformity
from deliberate.core.services.files import check_pilot
from deliberate.i18n import LOCALES, Translator
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

    @pytest.mark.parametrize("lang", LOCALES)
    def test_its_story_is_told_in_its_own_words(
        self, model_run: Run, installed_models: Registry, lang: str
    ) -> None:
        """Each step goes by the title that the rulebook gives it, its strand and its number."""
        words, rulebook = (
            Translator(lang, installed_models.catalogues(), zone=UTC),
            model_run.process.rulebook,
        )
        teller = Storyteller(words, rulebook, width=10_000)
        lines = [line for scene in model_run.story for _, line in teller.lines(scene)]
        told = "\n".join(lines)
        shown = {scene.step for scene in model_run.story}
        quiet = {"ballot", "public_vote", "survey", "response", "execution", "weighting"}
        for step in rulebook.steps:
            assert step.id not in shown or f"{words.text(step.title)}" in told, step.id
            assert step.id in shown or step.kind in quiet | {"appointment"}, step.id
        if lang == "en":
            assert re.findall(r"(?<![\d,.–] )\b1 [a-z]+s\b", told) == []

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
