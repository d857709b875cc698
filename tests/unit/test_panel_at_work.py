"""Questions, witnesses, proposals and the response of the agency, on an invented panel of three."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from deliberate.core.calendar import Calendar
from deliberate.core.deliberation.proposals import amendments, proposals
from deliberate.core.errors import Refused
from deliberate.core.follow_up.commitments import commitments
from deliberate.core.follow_up.response import answered, deadline
from deliberate.core.kinds import kinds
from deliberate.core.learning.questions import put
from deliberate.core.learning.witnesses import heard
from deliberate.core.process.engine import decide, possible_actions
from deliberate.core.process.facts import Actor, Draft
from deliberate.core.process.process import Process
from deliberate.core.rulebook.loader import load_pilot, load_rulebook
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.portal.following import execution_of
from deliberate.jurisdictions.plain import plain_jurisdiction

DATA = Path(__file__).parents[1] / "data"
START = datetime(2027, 1, 4, 9, tzinfo=UTC)
AGENCY, SECRETARY = Actor("agency-1", "agency"), Actor("secretary-1", "secretary")
OBSERVER, HOST = Actor("observer-1", "observer"), Actor("host-1", "facilitator")
REASON = {"reason": {"en": "So it is."}}


def act(
    process: Process,
    step: str,
    action: str,
    body: Mapping[str, Any] | None = None,
    actor: Actor = SECRETARY,
) -> Process:
    drafts = decide(process, actor, step, action, body or {}, rules=lambda _: (), approved=True)
    return process.after(drafts, actor)


def refusal(process: Process, step: str, action: str, body: Any, actor: Actor = SECRETARY) -> str:
    facts = process.facts
    with pytest.raises(Refused) as caught:
        act(process, step, action, body, actor)
    assert process.facts == facts
    return caught.value.code


@pytest.fixture
def seated() -> Process:
    known = kinds()
    schemas = {name: kind.parameters for name, kind in known.items() if kind.parameters}
    rulebook = load_rulebook(read_toml(DATA / "panel_rulebook.toml"), schemas)
    pilot = load_pilot(read_toml(DATA / "small_pilot.toml"))
    calendar = Calendar(ZoneInfo("UTC"), plain_jurisdiction().holidays)
    process = Process("small", rulebook, pilot, calendar, known, (), START)
    for seat in "ABC":
        process = act(process, "constitution", "send_letter", {"seat": seat})
        delegate = {"seat": seat, "holder": f"p-{seat}", "name": {"en": "N"}, "letter": "1"}
        process = act(process, "constitution", "delegate", delegate)
    return process


@pytest.fixture
def asked(seated: Process) -> Process:
    process = seated
    for name, seat in (("Q1", "A"), ("Q2", "B"), ("Q3", "C")):
        body = {"question": name, "text": {"en": f"{name}?"}, "seat": seat}
        process = act(process, "questions", "write", body)
    for seat, picked in (("A", ["Q1", "Q2"]), ("B", ["Q2"]), ("C", ["Q2", "Q3"])):
        process = act(process, "questions", "want", {"seat": seat, "picked": picked})
    return process


@pytest.fixture
def choosing(asked: Process) -> Process:
    process = act(asked, "questions", "choose", {"chosen": ["Q2", "Q1"]})
    for name, side in (("W1", "for"), ("W2", "against"), ("W3", "for")):
        body = {"witness": name, "organisation": {"en": name}, "side": side, "by": "agency"}
        process = act(process, "witnesses", "propose", body, AGENCY)
    return process


@pytest.fixture
def writing(choosing: Process) -> Process:
    process = choosing
    for name in ("W1", "W2"):
        interests = {"witness": name, "interests": {"en": "None."}}
        process = act(process, "witnesses", "declare", interests)
    for seat, picked in (("A", ["W1", "W2"]), ("B", ["W1", "W2"])):
        process = act(process, "witnesses", "want", {"seat": seat, "picked": picked})
    process = act(process, "witnesses", "publish", {"chosen": ["W1", "W2"], **REASON})
    return act(process, "texts", "write", {"proposal": "R1", "text": {"en": "Plant trees."}}, HOST)


def test_the_choice_of_questions_follows_the_members(asked: Process) -> None:
    assert refusal(asked, "questions", "choose", {"chosen": ["Q1", "Q3"]}) == "PICKED"
    process = act(asked, "questions", "choose", {"chosen": ["Q2", "Q3"]})
    assert [item.id for item in put(process.view(process.rulebook.step("questions")))] == [
        "Q2",
        "Q3",
    ]
    chosen = process.latest("questions.chosen")
    assert chosen is not None
    assert chosen.public["support"] == {"Q1": 1, "Q2": 3, "Q3": 1}


def test_the_last_word_of_a_seat_counts(asked: Process) -> None:
    process = act(asked, "questions", "want", {"seat": "A", "picked": ["Q3"]})
    assert refusal(process, "questions", "choose", {"chosen": ["Q2", "Q1"]}) == "PICKED"


def test_who_wrote_and_wanted_stays_out_of_the_record(asked: Process) -> None:
    for fact in asked.select("questions.written", "questions.picked"):
        assert "seat" in fact.body
        assert "seat" not in fact.public
        assert "picked" not in fact.public


@pytest.mark.parametrize(
    ("action", "body", "code"),
    [
        ("choose", {"chosen": []}, "NUMBER"),
        ("choose", {"chosen": ["Q1", "Q2", "Q3"]}, "NUMBER"),
        ("choose", {"chosen": ["Q1", "Q1"]}, "TWICE"),
        ("choose", {"chosen": ["Q9"]}, "UNKNOWN"),
        ("write", {"question": "Q1", "text": {"en": "Again?"}}, "TWICE"),
        ("write", {"question": "Q4", "text": {"en": "To?"}, "to": "nobody"}, "UNKNOWN"),
        ("want", {"seat": "Z", "picked": ["Q1"]}, "NO_SEAT"),
        ("want", {"seat": "A", "picked": ["Q1", "Q1"]}, "TWICE"),
        ("answer", {"question": "Q1", "answer": {"en": "Yes."}}, "UNKNOWN"),
    ],
)
def test_bad_questions_are_refused(asked: Process, action: str, body: Any, code: str) -> None:
    assert refusal(asked, "questions", action, body) == code


def test_a_question_that_is_put_is_answered_once(choosing: Process) -> None:
    body = {"question": "Q2", "answer": {"en": "Yes."}}
    process = act(choosing, "questions", "answer", body)
    assert refusal(process, "questions", "answer", body) == "TWICE"
    assert put(process.view(process.rulebook.step("questions")))[0].answered == process.now


def test_every_side_is_heard_and_interests_are_declared(choosing: Process) -> None:
    chosen = {"chosen": ["W1"], **REASON}
    assert refusal(choosing, "witnesses", "publish", chosen) == "SIDES"
    chosen = {"chosen": ["W1", "W2"], **REASON}
    assert refusal(choosing, "witnesses", "publish", chosen) == "INTERESTS"
    assert refusal(choosing, "witnesses", "publish", chosen, AGENCY) == "ROLE"


@pytest.mark.parametrize(
    ("actor", "change", "code"),
    [
        (OBSERVER, {"by": "agency"}, "ROLE"),
        (AGENCY, {"witness": "W1"}, "TWICE"),
        (AGENCY, {"side": "neither"}, "UNKNOWN"),
        (AGENCY, {"name": "A. Name"}, "CONSENT"),
    ],
)
def test_bad_proposals_of_witnesses_are_refused(
    choosing: Process, actor: Actor, change: Any, code: str
) -> None:
    body = {"witness": "W9", "organisation": {"en": "W"}, "side": "for", "by": "agency", **change}
    assert refusal(choosing, "witnesses", "propose", body, actor) == code


def test_who_withdraws_is_not_heard(writing: Process) -> None:
    process = act(writing, "witnesses", "withdraw", {"witness": "W1", **REASON})
    assert [who.id for who in heard(process.view(process.rulebook.step("witnesses")))] == ["W2"]


def test_a_text_changes_by_amendments_and_keeps_every_version(writing: Process) -> None:
    again = {"proposal": "R1", "text": {"en": "Plant oaks."}, "version": 1}
    assert refusal(writing, "texts", "write", again, HOST) == "AMEND"
    amended = {"amendment": "A1", "proposal": "R1", "text": {"en": "Plant oaks."}}
    process = act(writing, "texts", "amend", amended, HOST)
    assert refusal(process, "texts", "freeze", {}, HOST) == "AMENDMENTS"
    taken = {"amendment": "A1", "decision": "taken", **REASON}
    process = act(process, "texts", "decide", taken, HOST)
    assert refusal(process, "texts", "decide", taken, HOST) == "TWICE"
    stale = {"amendment": "A2", "proposal": "R1", "text": {"en": "Limes."}, "version": 1}
    assert refusal(process, "texts", "amend", stale, HOST) == "STALE"
    view = process.view(process.rulebook.step("texts"))
    assert proposals(view)["R1"].version == 2
    assert proposals(view)["R1"].text.get("en") == "Plant oaks."
    assert amendments(view)["A1"].fate == "taken"
    frozen = act(process, "texts", "freeze", {}, HOST).latest("proposals.frozen")
    assert frozen is not None
    (text,) = frozen.public["texts"]
    assert text["sha256"] == proposals(view)["R1"].sha256
    assert text["version"] == 2


def test_nothing_is_frozen_when_nothing_stands(writing: Process) -> None:
    process = act(writing, "texts", "withdraw", {"proposal": "R1", **REASON}, HOST)
    assert refusal(process, "texts", "freeze", {}, HOST) == "NOTHING"
    assert refusal(process, "texts", "withdraw", {"proposal": "R1", **REASON}, HOST) == "WITHDRAWN"
    assert refusal(writing, "texts", "write", {"proposal": "R2", "text": {"en": "X"}}, AGENCY)


@pytest.fixture
def reported(writing: Process) -> Process:
    process = act(writing, "texts", "freeze", {}, HOST)
    items = [
        {"id": name, "kind": "recommendation", "text": {"en": f"Do {name}."}}
        for name in ("R1", "R2", "R3")
    ]
    process = act(process, "report", "draft", {"items": items})
    process = act(process, "report", "freeze", {"number": "1", "date": "2027-01-04"})
    for seat in "ABC":
        signed = {"by": seat, "sheet_sha256": "a" * 64}
        process = act(process, "report", "sign_on_paper", signed)
    return act(process, "report", "publish")


def answer(name: str, given: str, **more: Any) -> dict[str, Any]:
    return {"recommendation": name, "answer": given, **REASON, **more}


PROMISE = {"office": {"en": "Parks"}, "due": "2027-06-01"}


def test_a_recommendation_has_no_owner_of_its_own(writing: Process) -> None:
    process = act(writing, "texts", "freeze", {}, HOST)
    item = {"id": "R1", "kind": "recommendation", "text": {"en": "x"}, "owner": "A"}
    assert refusal(process, "report", "draft", {"items": [item]}) == "POINT"


def test_what_is_accepted_becomes_a_commitment(reported: Process) -> None:
    process = act(reported, "response", "answer", answer("R1", "rejected"), AGENCY)
    process = act(process, "response", "answer", answer("R1", "accepted", **PROMISE), AGENCY)
    part = answer("R2", "in_part", part={"en": "Half of it."}, **PROMISE)
    process = act(process, "response", "answer", part, AGENCY)
    assert refusal(process, "response", "publish", {}, AGENCY) == "SILENT"
    assert not commitments(process)
    assert all(not fact.public for fact in process.select("response.answered"))
    process = act(process, "response", "answer", answer("R3", "out_of_remit"), AGENCY)
    process = act(process, "response", "publish", {}, AGENCY)
    points = commitments(process)
    assert list(points) == ["R1", "R2"]
    assert points["R2"].text.get("en") == "Half of it."
    assert points["R1"].office.get("en") == "Parks"
    assert process.organisation(points["R1"].owner) == process.pilot.agency.name
    given = answered(process.view(process.rulebook.step("response")))
    assert [item.answer for item in given.values()] == ["accepted", "in_part", "out_of_remit"]
    assert process.state("response").state == "done"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (answer("R9", "rejected"), "UNKNOWN"),
        (answer("R1", "accepted"), "COMMITMENT"),
        (answer("R1", "rejected", **PROMISE), "COMMITMENT"),
        (answer("R1", "in_part", **PROMISE), "PART"),
        (answer("R1", "accepted", office={"en": "Parks"}, due="2027-01-01"), "PAST"),
        (answer("R1", "accepted", office={"en": "Parks"}, due="2027-06-05"), "DAY_OFF"),
    ],
)
def test_bad_answers_are_refused(reported: Process, body: Any, code: str) -> None:
    assert refusal(reported, "response", "answer", body, AGENCY) == code


def test_a_late_response_says_so_and_members_comment(reported: Process) -> None:
    view = reported.view(reported.rulebook.step("response"))
    until = deadline(view)
    assert until == START + timedelta(days=30)
    process = reported.at(until + timedelta(seconds=1))
    comment = {"recommendation": "R1", "text": {"en": "Thanks."}, "seat": "A"}
    assert refusal(process, "response", "comment", comment) == "ORDER"
    for name in ("R1", "R2", "R3"):
        process = act(process, "response", "answer", answer(name, "rejected"), AGENCY)
    process = act(process, "response", "publish", {}, AGENCY)
    published = process.latest("response.published")
    assert published is not None
    assert published.public["late"] is True
    process = act(process, "response", "comment", comment)
    assert refusal(process, "response", "comment", comment) == "TWICE"
    said = process.latest("response.commented")
    assert said is not None
    assert "seat" not in said.public


@pytest.fixture
def promised(reported: Process) -> Process:
    """R1 and R2 are accepted, due on 1 June; R3 is not."""
    process = reported
    for name in ("R1", "R2"):
        body = answer(name, "accepted", **PROMISE)
        process = act(process, "response", "answer", body, AGENCY)
    process = act(process, "response", "answer", answer("R3", "rejected"), AGENCY)
    return act(process, "response", "publish", {}, AGENCY)


def told(name: str, percent: int) -> dict[str, Any]:
    return {"commitment": name, "percent": percent, "text": {"en": "So far."}}


AFTER_DUE = datetime(2027, 6, 2, 12, tzinfo=UTC)


def test_the_office_tells_how_far_it_is(promised: Process) -> None:
    process = act(promised, "response", "report", told("R1", 40), AGENCY)
    point = commitments(process)["R1"]
    assert (point.percent, point.state, len(point.reports)) == (40, "in_progress", 1)
    process = act(process, "response", "report", told("R1", 100), AGENCY)
    late = commitments(process.at(AFTER_DUE))
    assert (late["R1"].state, late["R1"].late) == ("executed", False)
    assert (late["R2"].state, late["R2"].late) == ("overdue", True)
    process = act(process, "response", "report", told("R1", 90), AGENCY)
    taken_back = commitments(process)["R1"]
    assert (taken_back.state, taken_back.executed_at) == ("in_progress", None)


@pytest.mark.parametrize(
    ("body", "code"), [(told("R3", 1), "UNKNOWN"), (told("R1", 101), "PERCENT")]
)
def test_wrong_reports_are_refused(promised: Process, body: Any, code: str) -> None:
    assert refusal(promised, "response", "report", body, AGENCY) == code


def test_nothing_is_reported_before_the_answers(reported: Process) -> None:
    assert refusal(reported, "response", "report", told("R1", 1), AGENCY) == "ORDER"
    assert execution_of(reported) is None


def test_the_board_needs_no_step_of_execution(promised: Process) -> None:
    board = execution_of(promised)
    assert board is not None
    assert (board.step, board.weeks, board.judged, board.owed) == ("response", (), False, True)
    assert [point.office.get("en") for point in board.points] == ["Parks", "Parks"]


def ended(process: Process, kind: str) -> Process:
    return process.after(
        [Draft(kind, None, 1, None, {"text": {"en": "."}, "conclusion": "x"})], AGENCY
    )


def test_what_was_promised_is_owed_beyond_the_closing(promised: Process) -> None:
    process = ended(promised, "evaluation.closed").at(AFTER_DUE)
    assert [act.name for _, act in possible_actions(process, "agency")] == ["report"]
    assert [point.state for point in commitments(process).values()] == ["overdue", "overdue"]
    process = act(process, "response", "report", told("R1", 100), AGENCY)
    assert [point.late for point in commitments(process).values()] == [False, True]
    assert refusal(process, "response", "comment", {"recommendation": "R1", **TEXT}) == "STATUS"


def test_a_cancelled_process_owes_nothing_more(promised: Process) -> None:
    process = ended(promised, "process.cancelled").at(AFTER_DUE)
    assert not any(point.late for point in commitments(process).values())
    assert refusal(process, "response", "report", told("R1", 1), AGENCY) == "STATUS"
    board = execution_of(process)
    assert board is not None
    assert (board.owed, board.stopped_at is not None) == (False, True)


TEXT = {"text": {"en": "Thanks."}}
