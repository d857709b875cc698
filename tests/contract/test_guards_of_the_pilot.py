"""What the pilot's acts refuse at the moments of the rehearsed story when it matters most."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deliberate.core.common.recusal import agenda_of, recused
from deliberate.core.decision.minority import minority_reports
from deliberate.core.errors import Refused
from deliberate.core.follow_up.commitments import report_view
from deliberate.core.process.engine import Rules, decide
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process, write_moment
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
        named = next(i for i in agenda_of(opened, session) if i.endswith(":ballot"))
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
        body = {**body, "recused_from": ["decision", agenda_of(process, step)[2]]}
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
    assert sorted(row.recipient for row in rows) == sorted(seats * 2)
