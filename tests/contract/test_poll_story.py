"""The story and the report of a rehearsed poll: whom a wave is compared with, and what changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from deliberate.core.errors import Message
from deliberate.testing.scenario import Run, Scenario, installed, scenarios, walk


def lived(variant: str, folder: Path) -> Run:
    registry = installed()
    (scenario,) = [
        one
        for one in scenarios(registry, "deliberative_poll")
        if one.rulebook == f"deliberative_poll/{variant}"
    ]
    assert isinstance(scenario, Scenario)
    return walk(scenario, registry, folder / "bundle.zip")


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return lived("standard", tmp_path_factory.mktemp("standard"))


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return lived("verdict", tmp_path_factory.mktemp("verdict"))


def sentences(run: Run, step: str) -> list[Message]:
    return [scene.text for scene in run.story if scene.step == step]


def compared(run: Run, step: str) -> dict[str, list[str]]:
    """Per question of a wave, what is told of its answers."""
    return {
        str(told.values["question"]): [str(change) for change in told.values["changes"]]
        for told in sentences(run, step)
        if "question" in told.values
    }


def test_a_control_group_is_compared_with_itself(standard: Run) -> None:
    before = [line for lines in compared(standard, "control_before").values() for line in lines]
    after = [line for lines in compared(standard, "control_after").values() for line in lines]
    assert before
    assert not any("→" in line for line in before)
    assert any("35.8 → 36.7" in line for line in after), "C1 86 of 240, C2 83 of 226"


def test_facts_about_people_are_not_told_as_changes(standard: Run, verdict: Run) -> None:
    for run, step in ((standard, "last_wave"), (verdict, "forum_wave")):
        questions = "\n".join(compared(run, step))
        assert questions
        assert "You are" not in questions
        assert "How old" not in questions


def test_as_many_answer_as_attend(verdict: Run) -> None:
    for step in ("knowledge_wave", "forum_wave", "last_wave", "end_survey"):
        (closed,) = verdict.process.select("survey.closed", step=step)
        assert closed.body["n"] == 500, step


def test_facts_stay_from_wave_to_wave(verdict: Run) -> None:
    (first,) = verdict.process.select("survey.handed_in", step="first_wave")
    (third,) = verdict.process.select("survey.handed_in", step="forum_wave")
    for fact in ("sex", "age"):
        assert third.body["shares"][fact] == first.body["shares"][fact]


def test_the_report_tells_the_change(standard: Run, verdict: Run) -> None:
    for run, change in ((standard, "Yes 35.6 → 55.8"), (verdict, "Yes 35.6 → 48.0")):
        drafted = run.process.select("report.drafted")[-1].body["items"]
        assert [item["id"] for item in drafted] == ["K1"]
        assert change in drafted[0]["text"]["en"]
