"""Real cases replayed: each pilot in examples/cases comes to what was published of it.

Beside `NAME.toml`, the pilot with what happened as its script, stands `NAME.published.toml`: what
has to come out, with the source of each figure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.errors import Message
from deliberate.core.record.bundle import read_bundle
from deliberate.core.record.entry import Entry, parse_entry
from deliberate.core.record.verify import verify_file
from deliberate.core.registry import Registry
from deliberate.core.services.files import check_pilot
from deliberate.testing.scenario import LOOKED_AT, Run, Scenario, installed, walk

CASES = Path(__file__).parents[2] / "examples" / "cases"
PUBLISHED = ".published.toml"
NAMES = sorted(path.name.removesuffix(PUBLISHED) for path in CASES.glob(f"*{PUBLISHED}"))


@cache
def published(name: str) -> Mapping[str, Any]:
    return tomllib.loads((CASES / f"{name}{PUBLISHED}").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def registry() -> Registry:
    return installed()


@pytest.fixture(scope="module", params=NAMES)
def run(
    request: pytest.FixtureRequest, registry: Registry, tmp_path_factory: pytest.TempPathFactory
) -> Run:
    """A case lived through once for all tests of it."""
    name: str = request.param
    scenario = Scenario(name, CASES / f"{name}.toml", seed=published(name).get("seed", 1))
    return walk(scenario, registry, tmp_path_factory.mktemp(name) / f"{name}.zip")


def entries(run: Run) -> list[Entry]:
    """The public record alone: what anybody can read."""
    lines = read_bundle(run.bundle).members["record.jsonl"].splitlines()
    return [parse_entry(line) for line in lines]


def entries_of(run: Run, kind: str, step: str) -> list[Mapping[str, Any]]:
    return [entry.public for entry in entries(run) if (entry.kind, entry.step) == (kind, step)]


def last(run: Run, kind: str, step: str) -> Mapping[str, Any]:
    found = entries_of(run, kind, step)
    assert found, f"{step} has no {kind}"
    return found[-1]


def test_every_case_says_what_was_published() -> None:
    pilots = {path.stem for path in CASES.glob("*.toml") if not path.name.endswith(PUBLISHED)}
    assert pilots == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_check_of_its_pilot_finds_what_it_says(name: str, registry: Registry) -> None:
    report = check_pilot(registry, CASES / f"{name}.toml", LOOKED_AT)
    assert [found.code for found in report.findings] == published(name)["findings"]


def test_a_case_is_lived_through_to_its_end(run: Run) -> None:
    said = published(run.scenario.rulebook)
    assert run.process.status == said.get("status", "closed")
    states = {state.step.id: state.state for state in run.process.states()}
    skipped = {step for step, state in states.items() if state == "skipped"}
    assert skipped == set(said.get("skipped", ()))


def test_its_ballots_come_to_what_was_published(run: Run) -> None:
    for told in published(run.scenario.rulebook).get("ballots", ()):
        counted = last(run, "ballot.counted", told["step"])
        counts = {**counted, **counted.get("counts", {})}
        assert counted["outcome"] == told["outcome"], told["step"]
        assert {name: counts[name] for name in told["counts"]} == told["counts"], told["step"]
        if "base" in told:
            assert counted["base"] == told["base"], told["step"]
        for name, share in told.get("percent", {}).items():
            assert percent(counts[name], counted["base"], share) == share, (told["step"], name)
        for several in told.get("together", ()):
            votes = sum(counts[name] for name in several["options"])
            assert votes == several["count"], told["step"]
            share = several["percent"]
            assert percent(votes, counted["base"], share) == share, told["step"]


def test_its_story_tells_what_was_published(run: Run) -> None:
    """Whoever replays a case reads its published percentages, not only the counts behind them."""
    for told in published(run.scenario.rulebook).get("ballots", ()):
        read = story_of(run, told["step"])
        shares = [*told.get("percent", {}).values()]
        shares += [several["percent"] for several in told.get("together", ())]
        assert [share for share in shares if f"({share} %)" not in read] == [], told["step"]
    for told in published(run.scenario.rulebook).get("surveys", ()):
        read = story_of(run, told["step"])
        shares = [share for given in told["shares"].values() for share in given.values()]
        assert [share for share in shares if share not in read] == [], told["step"]


def story_of(run: Run, step: str) -> str:
    """What the story tells of a step, in English."""
    return "\n".join(in_english(scene.text) for scene in run.story if scene.step == step)


def in_english(value: Any) -> str:
    """A sentence with the sentences in it."""
    if isinstance(value, Message):
        words = {name: in_english(inner) for name, inner in value.values.items()}
        return value.english.format(**words)
    if isinstance(value, tuple):
        return ", ".join(map(in_english, value))
    return str(value)


def test_witnesses_answer_in_a_session(run: Run) -> None:
    """An answer given "in the session" is recorded while one is open."""
    open_now = 0
    for entry in entries(run):
        open_now += {"session.opened": 1, "session.closed": -1}.get(entry.kind, 0)
        assert entry.kind != "questions.answered" or open_now > 0, entry.at


def test_nobody_answers_or_signs_who_never_came(run: Run) -> None:
    came = {
        seat
        for entry in entries(run)
        if entry.kind == "session.opened"
        for seat in [*entry.public["present"], *entry.public["remote"]]
    }
    answered = [entry for entry in entries(run) if entry.kind == "survey.participated"]
    assert {entry.public["seat"] for entry in answered} <= came
    signed = {entry.public["seat"] for entry in entries(run) if entry.kind == "report.signed"}
    seats = {seat.id for seat in run.process.roster.filled()}
    assert signed & seats <= came


def percent(votes: int, base: int, like: str) -> str:
    """A percentage with as many decimals as the published one."""
    exact = Decimal(votes * 100) / Decimal(base)
    return str(exact.quantize(Decimal(like), rounding=ROUND_HALF_UP))


def test_its_ideas_have_the_support_that_was_published(run: Run) -> None:
    """`support`: the share of all papers of several dialogues that support each of these ideas."""
    for told in published(run.scenario.rulebook).get("support", ()):
        counted = [last(run, "ballot.counted", step) for step in told["steps"]]
        assert sum(one["base"] for one in counted) == told["people"]
        for idea in told["ideas"]:
            votes = sum(one["counts"][idea] for one in counted)
            assert Decimal(votes * 100) / told["people"] > Decimal(told["more_than"]), idea


def test_its_surveys_come_to_what_was_published(run: Run) -> None:
    for told in published(run.scenario.rulebook).get("surveys", ()):
        given = last(run, "survey.handed_in", told["step"])
        for item, shares in told["shares"].items():
            assert {name: given["shares"][item][name] for name in shares} == shares, told["step"]
        if "verdict" in told:
            assert last(run, "survey.closed", told["step"])["verdict"] == told["verdict"]


def test_its_people_are_as_many_as_were_published(run: Run) -> None:
    """`people`: how many wanted to take part, were drawn, sat in a session when it opened, left,
    were the base of a vote, or signed."""
    for told in published(run.scenario.rulebook).get("people", ()):
        match told["kind"]:
            case "drawn":
                found = len(last(run, "lottery.drawn", told["step"])["panel"])
            case "present":
                opened = last(run, "session.opened", told["step"])
                found = len(opened["present"]) + len(opened["remote"])
            case "willing":
                found = last(run, "registration.closed", told["step"])["count"]
            case "voting":
                found = last(run, "ballot.counted", told["step"])["base"]
            case "left":
                found = len(entries_of(run, "seat.vacated", told["step"]))
            case "signing":
                found = len(entries_of(run, "report.signed", told["step"]))
            case "seats":
                found = run.process.rulebook.seats
            case other:
                raise AssertionError(f"Nothing counts people of the kind {other}")
        assert found == told["count"], told


def test_its_questions_are_as_many_as_were_published(run: Run) -> None:
    for told in published(run.scenario.rulebook).get("questions", ()):
        assert len(last(run, "questions.chosen", told["step"])["chosen"]) == told["count"]


def test_its_points_are_as_many_as_were_published(run: Run) -> None:
    said = published(run.scenario.rulebook)
    if "points" in said:
        (frozen,) = [entry for entry in entries(run) if entry.kind == "report.frozen"]
        drafted = [entry.public for entry in entries(run) if entry.kind == "report.drafted"]
        assert frozen.step is not None
        assert len(drafted[-1]["items"]) == said["points"]


def test_the_agency_answers_as_it_did(run: Run) -> None:
    for told in published(run.scenario.rulebook).get("answers", ()):
        given = last(run, "response.published", told["step"])["answers"]
        answers = {one["recommendation"]: one["answer"] for one in given}
        assert answers[told["recommendation"]] == told["answer"]


def test_every_published_figure_has_a_source(run: Run) -> None:
    said = published(run.scenario.rulebook)
    for key in ("ballots", "support", "surveys", "people", "questions", "answers"):
        assert [item for item in said.get(key, ()) if not item.get("source")] == []


def test_a_stranger_can_verify_the_replay(run: Run) -> None:
    assert [promise for promise in verify_file(run.bundle) if promise.verdict == "fail"] == []
