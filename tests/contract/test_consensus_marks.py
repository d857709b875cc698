"""Points carried by all are marked, dissent stands in its own words: from the draft to the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import deliberate_consensus_conference
from deliberate.core.clock import SimulatedClock
from deliberate.core.decision.minority import MinorityReport, minority_reports
from deliberate.core.follow_up.commitments import report_view
from deliberate.core.process.engine import decide
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.record.bundle import read_bundle
from deliberate.core.record.check_consensus import check_consensus
from deliberate.core.record.entry import Entry, parse_entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.services.portal.recommendations import recommendations_of
from deliberate.core.storage import open_store
from deliberate.core.text import Text
from deliberate.testing.scenario import Run, Scenario, installed, walk
from deliberate_web import WebConfig, create_app
from tests.contract.conftest import refusal
from tests.contract.test_verify import failed, forge, public

PILOT = Path(deliberate_consensus_conference.__file__).parent / "scenarios" / "danish.toml"
SECRETARY = Actor("secretary-1", "secretary")
WORDS = {"en": "We do not agree."}
FREEZE = {"number": "1", "date": "2027-06-27"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('marks') / 'marks.sqlite'}"


@pytest.fixture(scope="module")
def run(database: str, tmp_path_factory: pytest.TempPathFactory) -> Run:
    scenario = Scenario("consensus_conference/danish", PILOT, seed=1)
    return walk(scenario, installed(), tmp_path_factory.mktemp("bundle") / "b.zip", database)


def before(run: Run, kind: str) -> Process:
    """The process as it was right before the first fact of a kind."""
    fact = run.process.select(kind)[0]
    return replace(run.process, facts=run.process.facts[: fact.seq - 1], now=fact.at)


def items(*marks: Any) -> dict[str, Any]:
    """Points of a draft, each with its mark; None for none."""
    return {
        "items": [
            {"id": f"R{number}", "kind": "recommendation", "text": WORDS}
            | ({} if mark is None else {"consensus": mark})
            for number, mark in enumerate(marks, start=1)
        ]
    }


def drafted(process: Process, *marks: Any) -> Process:
    made = decide(process, SECRETARY, "report", "draft", items(*marks), rules=lambda _: ())
    return process.after(made, SECRETARY)


def member(process: Process, place: int = 0) -> Actor:
    return Actor(process.roster.filled()[place].account, "member")


def dissent(process: Process, point: str) -> Process:
    who = member(process)
    body = {"text": WORDS, "point": point}
    return process.after(decide(process, who, "report", "minority", body, rules=lambda _: ()), who)


def test_each_point_says_whether_all_carry_it(run: Run) -> None:
    process = before(run, "report.drafted")
    assert refusal(process, SECRETARY, "report", "draft", items(True, None)) == "MARKS"
    drafted(process, True, False)


def test_a_point_that_not_all_carry_says_what_is_said_instead(run: Run) -> None:
    process = drafted(before(run, "report.drafted"), True, False)
    assert refusal(process, SECRETARY, "report", "freeze", FREEZE) == "DISSENT"
    spoken = dissent(process, "R2")
    frozen = decide(spoken, SECRETARY, "report", "freeze", FREEZE, rules=lambda _: ())
    assert [item["consensus"] for item in frozen[0].public["items"]] == [True, False]


def test_one_member_is_enough_that_a_point_is_not_carried_by_all(run: Run) -> None:
    process = dissent(drafted(before(run, "report.drafted"), True, True), "R1")
    assert refusal(process, SECRETARY, "report", "freeze", FREEZE) == "DISSENT"
    again = drafted(process, False, True)
    assert decide(again, SECRETARY, "report", "freeze", FREEZE, rules=lambda _: ())


def test_dissent_is_from_a_point_of_the_draft_and_others_join_it(run: Run) -> None:
    process = drafted(before(run, "report.drafted"), True, False)
    body = {"text": WORDS, "point": "R9"}
    assert refusal(process, member(process), "report", "minority", body) == "UNKNOWN"
    spoken, other = dissent(process, "R2"), member(process, 1)
    joined = spoken.after(
        decide(spoken, other, "report", "join_minority", {"report": 1}, rules=lambda _: ()), other
    )
    (report,) = minority_reports(report_view(joined) or pytest.fail("no report"))
    assert (report.point, len(report.seats)) == ("R2", 2)


def test_a_report_without_marks_takes_none(run: Run) -> None:
    process = before(run, "report.drafted")
    steps = tuple(
        replace(step, parameters=replace(step.parameters, consensus_marks=False))
        if step.id == "report"
        else step
        for step in process.rulebook.steps
    )
    plain = replace(process, rulebook=replace(process.rulebook, steps=steps))
    assert refusal(plain, SECRETARY, "report", "draft", items(True)) == "MARKS"
    drafted(plain, None)


def test_the_portal_tells_what_is_carried_and_who_dissents(run: Run) -> None:
    shown = recommendations_of(run.process)
    assert shown is not None
    told = {one.id: (one.consensus, [len(d.members) for d in one.dissent]) for one in shown.items}
    assert told == {"R1": (True, []), "R2": (True, []), "R3": (False, [2]), "R4": (True, [])}
    early = recommendations_of(before(run, "report.published"))
    assert early is not None
    assert {one.consensus for one in early.items} == {None}


@pytest.fixture
def pages(run: Run, database: str) -> Iterator[Any]:
    registry: Registry = installed()
    with open_store(database) as store:
        clock = SimulatedClock(run.process.now)
        context = Context(store, registry, clock, Generator(b"marks").bytes)
        app = create_app(
            WebConfig(database, b"a key for tests that nobody uses elsewhere", zone="UTC"),
            context=context,
        )
        yield lambda part: app.test_client().get(f"/en/p/{run.process.id}/{part}").text


def test_the_pages_show_marks_and_the_dissent_in_its_own_words(pages: Any) -> None:
    asked = pages("recommendations/")
    assert asked.count("carried by all") == 3
    assert asked.count("with dissent") == 1
    assert "2 members dissent:" in asked
    assert "Who refuses has to queue" in asked
    assert "Dissent from point R3" in pages("protocol/")


def hide_the_dissent(records: Any, members: Any) -> None:
    del public(records, "report.minority")["point"]


def call_it_consensus(records: Any, members: Any) -> None:
    public(records, "report.frozen")["items"][2]["consensus"] = True


def leave_a_mark_out(records: Any, members: Any) -> None:
    del public(records, "report.frozen")["items"][0]["consensus"]


@pytest.mark.parametrize("change", [hide_the_dissent, call_it_consensus, leave_a_mark_out])
def test_a_record_whose_marks_are_bent_fails(run: Run, change: Any) -> None:
    assert "S1" in failed(forge(run.bundle, change))


@pytest.mark.parametrize(
    ("mark", "point"), [(True, "R1"), (False, ""), (None, ""), ("yes", "")], ids=str
)
def test_a_mark_is_what_members_have_said(run: Run, mark: Any, point: str) -> None:
    """Even where every hash has been mended."""
    entry = read_entries(run)[-1]
    report = MinorityReport(("N01",), Text.of(WORDS), point)
    with pytest.raises(CheckFailed):
        check_consensus(entry, [{"id": "R1", "consensus": mark}], [report] if point else [])


def read_entries(run: Run) -> list[Entry]:
    lines = read_bundle(run.bundle).members["record.jsonl"].splitlines()
    return [parse_entry(line) for line in lines]


OBSERVER = Actor("rehearsal-oversight", "observer")


def test_a_sign_off_says_that_both_sides_agreed(run: Run) -> None:
    signed = run.process.select("oversight.signed_off")
    assert [fact.public["sides"] for fact in signed] == [["for", "against"]] * 2
    unsigned = before(run, "oversight.signed_off")
    for sides, code in ((None, "SIDES"), (["for"], "SIDES"), (["for", "elsewhere"], "UNKNOWN")):
        body = {"subject": "remit"} | ({} if sides is None else {"sides": sides})
        assert refusal(unsigned, OBSERVER, "steering", "sign_off", body) == code


def test_what_was_accepted_is_told_of_after_the_closing(run: Run) -> None:
    closed = run.process.select("evaluation.closed")[0]
    assert run.process.calendar.local_day(closed.at) == run.process.planned_start("closing")
    told = run.process.select("response.reported")
    assert [fact.body["percent"] for fact in told] == [40, 60, 100]
    assert [fact.at > closed.at for fact in told] == [False, True, True]
    assert len(run.process.select("response.commented")) == 2
