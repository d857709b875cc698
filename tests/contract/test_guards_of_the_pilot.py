"""What the pilot's acts refuse at the moments of the rehearsed story when it matters most."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from deliberate.core.common.recusal import agenda_of, recused
from deliberate.core.decision.minority import minority_reports
from deliberate.core.errors import Refused
from deliberate.core.follow_up.commitments import report_view
from deliberate.core.period import Period
from deliberate.core.process.engine import Rules, decide
from deliberate.core.process.facts import Actor
from deliberate.core.process.moments import write_moment
from deliberate.core.process.process import Process
from deliberate.core.rulebook.pilot import Oversight
from deliberate.core.services.rules import rules_of
from deliberate.core.storage import open_store
from tests.contract.conftest import At, refusal

AGENCY = Actor("rehearsal-agency", "agency")
SECRETARY = Actor("rehearsal-secretary", "secretary")
WORDS = {"kk": "себебі", "ru": "причина"}


@pytest.fixture
def judge(registry: Any) -> Rules:
    return rules_of(registry)


def test_a_frozen_protocol_takes_no_draft_no_minority_and_no_second_freeze(
    just_after: At,
) -> None:
    frozen = just_after("report.frozen")
    drafted = frozen.select("report.drafted")[0].body["items"]
    minority = {"seats": ["P05"], "text": WORDS, "sheet_sha256": "a" * 64}
    assert refusal(frozen, SECRETARY, "protocol", "draft", {"items": drafted}) == "FROZEN"
    assert refusal(frozen, SECRETARY, "protocol", "minority_on_paper", minority) == "FROZEN"
    member = member_of(frozen, "P05")
    assert refusal(frozen, member, "protocol", "minority", {"text": WORDS}) == "FROZEN"
    assert refusal(frozen, member, "protocol", "join_minority", {"report": 1}) == "FROZEN"
    again = {"number": "2", "date": "2027-04-29"}
    assert refusal(frozen, SECRETARY, "protocol", "freeze", again) == "FROZEN"


def member_of(process: Process, seat: str) -> Actor:
    found = process.roster.seat(seat)
    assert found is not None
    return Actor(found.account, "member")


@pytest.mark.parametrize("hash_", ["", "not a hash", "A" * 64, "a" * 63])
def test_a_signature_is_recorded_by_its_hash(just_after: At, hash_: str) -> None:
    body = {"by": "P01", "signature_sha256": hash_}
    frozen = just_after("report.frozen")
    assert refusal(frozen, SECRETARY, "protocol", "sign", body) == "SIGNATURE"


@pytest.mark.parametrize("named", ["decision", "the item"])
def test_a_recused_member_does_not_vote_and_is_not_waited_for(just_after: At, named: str) -> None:
    opened = just_after("ballot.opened")
    declared = opened.select("confirmation.declared")[0]
    seat, session = str(declared.body["seat"]), opened.step("session")
    assert session is not None
    if named == "the item":
        named = next(i for i in agenda_of(opened, session, 1) if i.endswith(":ballot"))
    recused = replace(declared, body={**declared.body, "recused_from": [named]})
    facts = tuple(recused if fact is declared else fact for fact in opened.facts)
    process = replace(opened, facts=facts)
    vote = {"seat": seat, "choice": "for", "form": "roll_call"}
    assert refusal(process, SECRETARY, "decision", "cast", vote) == "RECUSED"
    for other in process.roster.filled():
        if other.id != seat:
            body = {"seat": other.id, "choice": "for", "form": "roll_call"}
            drafts = decide(process, SECRETARY, "decision", "cast", body, rules=lambda _: ())
            process = process.after(drafts, SECRETARY)
    counted = decide(process, SECRETARY, "decision", "count", {}, rules=lambda _: ())[0]
    assert counted.body["for"] == 24


def test_a_predecessor_is_recused_and_not_who_follows(just_after: At) -> None:
    opened = just_after("ballot.opened")
    seat = "N04"
    conflict = {"conflict": True, "interests": WORDS, "recused_from": ["decision"]}
    done = decide(opened, member_of(opened, seat), "declarations", "declare", conflict,
                  rules=lambda _: ())  # fmt: skip
    process = opened.after(done, SECRETARY)
    view = process.view(process.step("decision"))  # type: ignore[arg-type]
    assert recused(view) == {seat}
    left = decide(process, SECRETARY, "declarations", "decline", {"seat": seat}, rules=lambda _: (),
                  approved=True)  # fmt: skip
    process = process.after(left, SECRETARY)
    assert recused(process.view(view.step)) == frozenset()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"conflict": True, "interests": WORDS}, "RECUSAL"),
        ({"conflict": True, "interests": WORDS, "recused_from": []}, "RECUSAL"),
        ({"conflict": True, "interests": WORDS, "recused_from": ["desicion"]}, "UNKNOWN"),
        ({"conflict": True, "interests": WORDS, "recused_from": ["session"]}, "UNKNOWN"),
        ({"conflict": True, "recused_from": ["decision"]}, "INTERESTS"),
        ({"conflict": True, "interests": WORDS, "recused_from": ["decision", "3:positions"]}, ""),
        ({"conflict": True, "interests": WORDS, "taking_part": WORDS}, ""),
    ],
)
def test_a_conflict_says_what_follows_from_it(just_after: At, body: Any, code: str) -> None:
    process = just_after("ballot.opened")
    member = member_of(process, "N04")
    if "3:positions" in body.get("recused_from", ()):
        step = process.step("session")
        assert step is not None
        body = {**body, "recused_from": ["decision", agenda_of(process, step, 1)[2]]}
    if code:
        assert refusal(process, member, "declarations", "declare", body) == code
    else:
        assert decide(process, member, "declarations", "declare", body, rules=lambda _: ())


# ---------------------------------------------------------------- who speaks for a seat


SHEET = {"sheet_sha256": "a" * 64}


@pytest.mark.parametrize(
    ("moment", "step", "action", "body"),
    [
        ("document.agreed", "regulation", "agree", {"seat": "P09"}),
        ("document.agreed", "regulation", "refuse", {"seat": "P09", "reason": WORDS}),
        ("ballot.opened", "decision", "cast", {"seat": "P09", "choice": "for"}),
        ("ballot.opened", "declarations", "declare", {"seat": "P09", "conflict": False}),
        ("report.drafted", "protocol", "comment", {"seat": "P09", "text": WORDS}),
        ("report.drafted", "protocol", "minority", {"text": WORDS}),
        ("report.frozen", "protocol", "refuse", {"by": "P09", "reason": WORDS}),
        ("execution.submitted", "execution", "accept", {"commitment": "K1"}),
    ],
)
def test_the_agency_speaks_for_no_seat(
    just_after: At, moment: str, step: str, action: str, body: Any
) -> None:
    assert refusal(just_after(moment), AGENCY, step, action, body) == "ROLE"


@pytest.mark.parametrize(
    ("moment", "step", "action", "body"),
    [
        ("document.drafted", "regulation", "agree_on_paper", {"seat": "P09"}),
        ("document.drafted", "regulation", "refuse_on_paper", {"seat": "P09", "reason": WORDS}),
        ("ballot.opened", "declarations", "declare_on_paper", {"seat": "P09", "conflict": False}),
        ("report.drafted", "protocol", "comment_on_paper", {"seat": "P09", "text": WORDS}),
        ("report.drafted", "protocol", "minority_on_paper", {"seats": ["P09"], "text": WORDS}),
        ("report.minority", "protocol", "join_minority_on_paper", {"seat": "P02", "report": 1}),
        ("report.frozen", "protocol", "refuse_on_paper", {"by": "P09", "reason": WORDS}),
        ("report.frozen", "protocol", "refuse_on_paper", {"by": "chair", "reason": WORDS}),
    ],
)
def test_two_record_from_a_sheet_and_the_record_says_so(
    just_after: At, moment: str, step: str, action: str, body: Any
) -> None:
    process = last_of(just_after, moment, step)
    signed = {**body, **SHEET}
    (asked,) = decide(process, AGENCY, step, action, signed, rules=lambda _: ())
    assert asked.kind == "approval.requested"
    for wrong in ({}, {"sheet_sha256": "A" * 64}):
        assert refusal(process, AGENCY, step, action, {**body, **wrong}) in {"FORMAT", "SIGNATURE"}
    (draft,) = decide(process, AGENCY, step, action, signed, rules=lambda _: (), approved=True)
    assert (draft.public["form"], draft.public["sheet_sha256"]) == ("paper", "a" * 64)
    if "reason" in body:
        half = {**signed, "reason": {"ru": "причина"}}
        assert refusal(process, AGENCY, step, action, half) == "LANGUAGES"


def last_of(just_after: At, moment: str, step: str) -> Process:
    """The process right after the last fact of this kind in a step that is not over then."""
    if step == "declarations":
        return just_after(moment)
    ended = just_after("evaluation.closed")
    fact = ended.select(moment, step=step)[-1]
    return replace(ended, facts=ended.facts[: fact.seq], now=fact.at)


def test_the_roll_is_called_by_secretary_or_chair_and_marked(just_after: At) -> None:
    process = just_after("ballot.opened")
    vote = {"seat": "P09", "choice": "for"}
    called = {**vote, "form": "roll_call"}
    member = member_of(process, "P09")
    chair = member_of(process, process.roster.office("chair") or "")
    for actor in (SECRETARY, Actor(chair.id, "chair")):
        (draft,) = decide(process, actor, "decision", "cast", called, rules=lambda _: ())
        assert dict(draft.public) == called
    assert refusal(process, SECRETARY, "decision", "cast", vote) == "OWN_ACCOUNT"
    assert refusal(process, Actor(chair.id, "chair"), "decision", "cast", vote) == "OTHER_SEAT"
    assert refusal(process, member, "decision", "cast", called) == "ROLE"
    assert refusal(process, AGENCY, "decision", "cast", called) == "ROLE"
    (own,) = decide(process, member, "decision", "cast", {"choice": "for"}, rules=lambda _: ())
    assert dict(own.public) == vote
    loose = decide(process, SECRETARY, "seats", "unlink", {"seat": "P09", "reason": WORDS},
                   rules=lambda _: (), approved=True)  # fmt: skip
    apart = process.after(loose, SECRETARY)
    (draft,) = decide(apart, SECRETARY, "decision", "cast", vote, rules=lambda _: ())
    assert draft.public["form"] == "roll_call"


def test_each_joins_a_minority_report_by_an_own_act(just_after: At) -> None:
    process = just_after("report.minority")
    (holder, *_) = process.facts[-1].body["seats"]
    join = {"report": 1}
    assert refusal(process, member_of(process, holder), "protocol", "join_minority", join) == (
        "TWICE"
    )
    other = member_of(process, "P02")
    assert refusal(process, other, "protocol", "join_minority", {"report": 2}) == "UNKNOWN"
    named = {"text": WORDS, "seats": ["P02", "P03"]}
    assert refusal(process, other, "protocol", "minority", named) == "FORMAT"
    joined = process.after(
        decide(process, other, "protocol", "join_minority", join, rules=lambda _: ()), other
    )
    view = report_view(joined)
    assert view is not None
    assert [report.seats for report in minority_reports(view)] == [(holder, "P02")]
    twice = {"seats": ["P03", "P03"], "text": WORDS, **SHEET}
    assert refusal(process, AGENCY, "protocol", "minority_on_paper", twice) == "TWICE"
    nobody = {"seats": [], "text": WORDS, **SHEET}
    assert refusal(process, AGENCY, "protocol", "minority_on_paper", nobody) == "MINORITY"


def test_no_protocol_without_the_signatures_of_its_offices(just_after: At) -> None:
    """A chair who refuses stops the publication until the office is filled anew and signs."""
    process = just_after("report.published", before=True)
    marks = process.select("report.signed")
    chairs = next(fact for fact in marks if fact.body["seat"] == "chair")
    refused = replace(chairs, kind="report.refused", body={"seat": "chair", "reason": WORDS})
    process = replace(
        process, facts=tuple(refused if fact is chairs else fact for fact in process.facts)
    )
    assert refusal(process, SECRETARY, "protocol", "publish", {}) == "OFFICES"
    for step, action, body in (
        ("officers", "relieve", {"office": "chair", "reason": WORDS}),
        ("officers", "elect_on_paper",
         {"office": "chair", "holder": "N05", "votes_for": 20, **SHEET}),
        ("protocol", "sign_on_paper", {"by": "chair", **SHEET}),
    ):  # fmt: skip
        drafts = decide(process, SECRETARY, step, action, body, rules=lambda _: (), approved=True)
        process = process.after(drafts, SECRETARY)
    (published,) = decide(process, SECRETARY, "protocol", "publish", {}, rules=lambda _: ())
    assert published.public["offices"] == ["chair", "secretary"]


def test_nobody_refuses_to_sign_for_another(just_after: At) -> None:
    frozen = just_after("report.frozen")
    for by in ("P09", "chair"):
        body = {"by": by, "reason": WORDS}
        assert refusal(frozen, SECRETARY, "protocol", "refuse", body) == "OTHER_SEAT"
    own = {"by": "secretary", "reason": WORDS}
    assert decide(frozen, SECRETARY, "protocol", "refuse", own, rules=lambda _: ())
    member = member_of(frozen, "P09")
    assert decide(frozen, member, "protocol", "refuse", {"reason": WORDS}, rules=lambda _: ())


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({"starts": "2020-01-01", "ends": "2020-02-01"}, "PAST"),
        ({"starts": "2020-01-01"}, "PAST"),
        ({"starts": "2027-03-10", "ends": "2027-03-01"}, "DATES"),
    ],
)
def test_a_step_moves_neither_into_the_past_nor_backwards(
    just_after: At, dates: dict[str, str], code: str
) -> None:
    published = just_after("announcement.published")
    body = {"step": "nomination", "reason": WORDS, **dates}
    assert refusal(published, SECRETARY, "process", "reschedule", body) == code


@pytest.mark.parametrize(
    ("starts", "code"),
    [
        ("2027-04-11", "KZ27"),
        ("2027-05-28", "ORDER"),
        ("2027-04-01", "PAST"),
    ],
)
def test_an_adjourned_session_keeps_the_rules(
    just_after: At, judge: Rules, starts: str, code: str
) -> None:
    process = just_after("session.opened")
    body = {"starts": starts, "reason": {**WORDS, "en": "words"}}
    with pytest.raises(Refused) as caught:
        decide(process, SECRETARY, "session", "adjourn", body, rules=judge)
    assert caught.value.code == code


def test_an_adjournment_is_announced_like_any_other_move(just_after: At, judge: Rules) -> None:
    process = just_after("session.opened")
    body = {"starts": "2027-04-13", "reason": {**WORDS, "en": "words"}}
    made = decide(process, SECRETARY, "session", "adjourn", body, rules=judge)
    assert [(draft.kind, draft.step) for draft in made] == [
        ("session.adjourned", "session"),
        ("process.scheduled", "session"),
        ("announcement.corrected", "agenda"),
        ("announcement.corrected", "notification"),
    ]
    waiting = just_after("session.opened", before=True).at(process.now - timedelta(days=3))
    early = {**body, "present": ["P01"]}
    assert refusal(waiting, SECRETARY, "session", "adjourn", early) == "ORDER"


@pytest.mark.parametrize(
    ("kind", "step"), [("public_vote.opened", "election"), ("session.opened", "session")]
)
def test_what_people_rely_on_is_not_moved_once_it_has_begun(
    just_after: At, kind: str, step: str
) -> None:
    body = {"step": step, "starts": "2028-01-10", "reason": {**WORDS, "en": "words"}}
    assert refusal(just_after(kind), SECRETARY, "process", "reschedule", body) == "BEGUN"
    before = just_after(kind, before=True)
    starts, ends = before.planned_start(step), before.planned_end(step)
    assert starts is not None
    assert ends is not None
    as_planned = {**body, "starts": write_moment(starts)}
    if ends != starts:
        as_planned["ends"] = write_moment(ends)
    moved = decide(before, SECRETARY, "process", "reschedule", as_planned, rules=lambda _: ())
    assert moved[0].kind == "process.scheduled"


def test_what_the_public_is_told_is_complete_in_kazakh_and_russian(just_after: At) -> None:
    moved = {"step": "nomination", "reason": {"kk": "себебі"}, "starts": "2027-03-10"}
    published = just_after("announcement.published")
    assert refusal(published, SECRETARY, "process", "reschedule", moved) == "LANGUAGES"
    correction = {"text": {"en": "Moved."}}
    assert refusal(published, SECRETARY, "agenda", "correct", correction) == "LANGUAGES"
    late = just_after("execution.noticed", before=True)
    notice = {"commitment": "K3", "text": {"en": "Please."}}
    chair = late.roster.seat(late.roster.office("chair") or "")
    assert chair is not None
    acting = Actor(chair.account, "chair")
    assert refusal(late, acting, "execution", "notice", notice) == "LANGUAGES"


def test_the_reason_of_a_refusal_names_nobody(just_after: At) -> None:
    received = just_after("nomination.received")
    body = received.facts[-1].body
    name = str(body["name"]["ru"])
    reason = {"kk": "Себебі бар.", "ru": f"Кандидат {name.upper()} не подходит."}
    refuse = {"candidate": body["candidate"], "requirement": "R4", "reason": reason}
    assert refusal(received, SECRETARY, "nomination", "refuse", refuse) == "NAMED"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ("as it was adopted", None),
        ("an invented point", "NOT_ADOPTED"),
        ("a changed word", "NOT_ADOPTED"),
        ("a changed translation", "NOT_ADOPTED"),
        ("a point left out", "LEFT_OUT"),
    ],
)
def test_what_was_adopted_becomes_the_points_no_more_and_no_less(
    ended: Process, changed: str, code: str | None
) -> None:
    drafted = ended.select("report.drafted")[0]
    before = replace(ended, facts=ended.facts[: drafted.seq - 1], now=drafted.at)
    items = [dict(item) for item in drafted.body["items"]]
    first = items[0]
    match changed:
        case "an invented point":
            items.append({**first, "id": "K9", "text": {"kk": "Жаңа.", "ru": "Новое."}})
        case "a changed word":
            first["text"] = {**first["text"], "ru": first["text"]["ru"] + " Не позднее мая."}
        case "a changed translation":
            first["text"] = {**first["text"], "en": "Something else."}
        case "a point left out":
            items = items[1:]
    if code is not None:
        assert refusal(before, SECRETARY, "protocol", "draft", {"items": items}) == code
    else:
        body = {"items": items}
        assert decide(before, SECRETARY, "protocol", "draft", body, rules=lambda _: ())


def test_headings_and_labels_of_the_adopted_text_are_no_points(ended: Process) -> None:
    drafted = ended.select("report.drafted")[0]
    before = replace(ended, facts=ended.facts[: drafted.seq - 1], now=drafted.at)
    items = list(drafted.body["items"])
    last = ended.select("ballot.counted")[-1].n

    def headed(text: dict[str, str]) -> dict[str, str]:
        return {code: f"The jury decides:\n\n{words}" for code, words in text.items()}

    facts = tuple(
        replace(fact, body={**fact.body, "text": headed(fact.body["text"])})
        if fact.kind == "ballot.opened" and fact.n == last
        else fact
        for fact in before.facts
    )
    process = replace(before, facts=facts)
    assert decide(process, SECRETARY, "protocol", "draft", {"items": items}, rules=lambda _: ())


OBSERVER = Actor("rehearsal-oversight", "observer")


def test_materials_are_sent_once_the_group_has_signed_off_exactly_these(ended: Process) -> None:
    (signed,) = (
        f for f in ended.select("oversight.signed_off") if f.body["subject"] == "materials"
    )
    first = ended.select("materials.added")[0]
    added = replace(ended, facts=ended.facts[: signed.seq - 1], now=signed.at)
    empty = replace(ended, facts=ended.facts[: first.seq - 1], now=first.at)
    papers = {"subject": "materials"}
    assert refusal(empty, OBSERVER, "materials_oversight", "sign_off", papers) == "NOT_THERE"
    assert refusal(added, SECRETARY, "materials", "send", {}) == "SIGN_OFF"
    for role in ("agency", "secretary"):
        assert refusal(added, Actor("x", role), "materials_oversight", "sign_off", papers) == "ROLE"

    def act(process: Process, actor: Actor, step: str, action: str, body: Any) -> Process:
        drafts = decide(process, actor, step, action, body, rules=lambda _: ())
        return process.after(drafts, actor)

    approved = act(added, OBSERVER, "materials_oversight", "sign_off", papers)
    assert approved.facts[-1].public["materials"]["M1/kk"] == first.body["sha256"]
    assert approved.progress("materials_oversight").done
    assert refusal(approved, OBSERVER, "materials_oversight", "sign_off", papers) == "TWICE"
    assert act(approved, SECRETARY, "materials", "send", {}).progress("materials", 1).done

    another = {"material": "M1", "language": "kk", "sha256": "0" * 64}
    changed = act(approved, SECRETARY, "materials", "add", another)
    assert refusal(changed, SECRETARY, "materials", "send", {}) == "SIGN_OFF"
    assert not changed.progress("materials_oversight").done
    again = act(changed, OBSERVER, "materials_oversight", "sign_off", papers)
    sent = act(again, SECRETARY, "materials", "send", {})
    assert sent.facts[-1].body["materials"] == again.facts[-1].body["materials"]


def test_a_pilot_without_an_oversight_group_has_nobody_who_signs_off(ended: Process) -> None:
    (signed,) = (
        f for f in ended.select("oversight.signed_off") if f.body["subject"] == "materials"
    )
    pilot = replace(ended.pilot, oversight=Oversight())
    added = replace(ended, pilot=pilot, facts=ended.facts[: signed.seq - 1], now=signed.at)
    assert decide(added, SECRETARY, "materials", "send", {}, rules=lambda _: ())


@pytest.mark.parametrize("part", ["general", "experience", "results"])
def test_a_portfolio_has_what_the_rulebook_asks_for_and_no_more(ended: Process, part: str) -> None:
    received = ended.select("nomination.received")[0]
    before = replace(ended, facts=ended.facts[: received.seq - 1], now=received.at)
    less = {key: value for key, value in received.body.items() if key != part}
    assert refusal(before, SECRETARY, "nomination", "nominate", less) == "PORTFOLIO"
    parts = tuple(key for key in ("general", "experience", "results") if key != part)
    steps = tuple(
        replace(step, parameters=replace(step.parameters, portfolio=parts))
        if step.id == "nomination"
        else step
        for step in before.rulebook.steps
    )
    smaller = replace(before, rulebook=replace(before.rulebook, steps=steps))
    assert refusal(smaller, SECRETARY, "nomination", "nominate", received.body) == "PORTFOLIO"
    (draft,) = decide(smaller, SECRETARY, "nomination", "nominate", less, rules=lambda _: ())
    assert set(draft.public) == {"candidate", "consent"}


def test_the_list_of_candidates_waits_for_the_time_to_appeal(ended: Process) -> None:
    (refused,) = ended.select("nomination.refused")
    (closed,) = ended.select("nomination.closed")
    end = ended.calendar.add_to_moment(refused.at, Period(2, "working_days"))
    (scheduled,) = (ended.pilot.calendar["nomination"].ends,)
    before = replace(ended, facts=ended.facts[: closed.seq - 1], now=scheduled)
    assert isinstance(scheduled, datetime)
    assert refused.at < scheduled < end <= closed.at
    with pytest.raises(Refused, match="may appeal until") as caught:
        decide(before, SECRETARY, "nomination", "close", {}, rules=lambda _: ())
    assert caught.value.code == "APPEALS"
    assert caught.value.message.values["end"] == end
    state = before.at(end - timedelta(minutes=1)).state("nomination")
    assert (state.state, state.deadline) == ("due", end)
    assert before.at(end).state("nomination").state == "overdue"

    appeal = {"candidate": refused.body["candidate"], "text": WORDS}
    citizen = Actor("somebody", "citizen")
    assert refusal(before.at(end), citizen, "nomination", "appeal", appeal) == "LATE"
    assert decide(before.at(end), SECRETARY, "nomination", "close", {}, rules=lambda _: ())

    last = before.at(end - timedelta(seconds=1))
    appealed = last.after(
        decide(last, citizen, "nomination", "appeal", appeal, rules=lambda _: ()), citizen
    ).at(end + timedelta(days=1))
    assert refusal(appealed, SECRETARY, "nomination", "close", {}) == "UNDECIDED"
    verdict = {"candidate": refused.body["candidate"], "upheld": False, "reason": WORDS}
    act = ("nomination", "decide_appeal", verdict)
    decided = appealed.after(decide(appealed, SECRETARY, *act, rules=lambda _: ()), SECRETARY)
    assert refusal(decided, citizen, "nomination", "appeal", appeal) == "HEARD"
    assert decide(decided, SECRETARY, "nomination", "close", {}, rules=lambda _: ())


def test_an_upheld_appeal_names_the_candidate_and_a_rejected_one_nobody(just_after: At) -> None:
    refused = just_after("nomination.refused")
    candidate = str(refused.facts[-1].body["candidate"])
    citizen = Actor("somebody", "citizen")
    appeal = {"candidate": candidate, "text": WORDS}
    drafts = decide(refused, citizen, "nomination", "appeal", appeal, rules=lambda _: ())
    appealed = refused.after(drafts, citizen)
    public = {}
    for upheld in (True, False):
        body = {"candidate": candidate, "upheld": upheld, "reason": WORDS}
        act = ("nomination", "decide_appeal", body)
        (draft,) = decide(appealed, SECRETARY, *act, rules=lambda _: ())
        public[upheld] = set(draft.public)
    assert public[False] == {"candidate", "upheld", "reason"}
    assert public[True] - public[False] >= {"name", "experience", "results"}


def test_the_parties_of_a_draw_are_two_people_of_two_sides(just_after: At) -> None:
    closed = just_after("public_vote.closed")
    agency, observer = Actor("one", "agency"), Actor("two", "observer")
    body = {"party": "first", "hash": "a" * 64}

    def committed(process: Process, actor: Actor, **more: str) -> Process:
        data = {**body, **more}
        drafts = decide(process, actor, "election", "commit_draw", data, rules=lambda _: ())
        return process.after(drafts, actor)

    first = committed(closed, agency)
    second = {**body, "party": "second"}
    for actor, data, code in (
        (agency, second, "SAME_PERSON"),
        (Actor("one", "observer"), second, "SAME_PERSON"),
        (Actor("three", "secretary"), second, "ONE_SIDED"),
        (observer, body, "TWICE"),
        (observer, {**second, "hash": "no hash"}, "FORMAT"),
    ):
        assert refusal(first, actor, "election", "commit_draw", data) == code
    decided = committed(first, observer, party="second")
    assert len(decided.facts) == len(closed.facts) + 2


def test_a_party_reveals_its_own_value_only(just_after: At) -> None:
    before = just_after("public_vote.draw_revealed", before=True)
    values = {
        str(fact.body["party"]): (fact.actor, str(fact.body["value"]))
        for fact in just_after("public_vote.drawn").select("public_vote.draw_revealed")
    }
    actors = {party: actor for party, (actor, _value) in values.items()}
    assert len({actor.id for actor in actors.values()}) == len(actors) == 2
    for party, (own, value) in values.items():
        body = {"party": party, "value": value}
        others = [actor for actor in actors.values() if actor != own]
        for actor in (*others, Actor("stranger", own.role)):
            code = refusal(before, actor, "election", "reveal_draw", body)
            assert code == "OTHER_PARTY"
        decide(before, own, "election", "reveal_draw", body, rules=lambda _: ())


def test_every_member_is_notified_of_the_session(rehearsal: Any) -> None:
    with open_store(rehearsal.database) as store, store.read() as unit:
        letters = unit.letters(rehearsal.process)
    rows = [row for row in letters if row.kind == "announcement.published"]
    seats = [f"N{n:02}" for n in range(1, 11)] + [f"P{n:02}" for n in range(1, 16)]
    experts = [f"witness:W{n}" for n in range(1, 6)] * 2
    assert sorted(row.recipient for row in rows) == sorted(
        [*(f"seat:{seat}" for seat in seats * 2), *experts]
    )
