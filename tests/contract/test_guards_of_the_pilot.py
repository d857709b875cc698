"""What the pilot's acts refuse at the moments of the rehearsed story when it matters most."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from deliberate.core.errors import Refused
from deliberate.core.period import Period
from deliberate.core.process.engine import decide
from deliberate.core.process.facts import Actor
from deliberate.core.process.moments import write_moment
from deliberate.core.process.process import Process
from deliberate.core.rulebook.pilot import Oversight
from deliberate.core.storage import open_store
from tests.contract.conftest import At, refusal

SECRETARY = Actor("rehearsal-secretary", "secretary")
WORDS = {"kk": "себебі", "ru": "причина"}


def test_a_frozen_protocol_takes_no_draft_no_minority_and_no_second_freeze(
    just_after: At,
) -> None:
    frozen = just_after("report.frozen")
    drafted = frozen.select("report.drafted")[0].body["items"]
    minority = {"seats": ["P05"], "text": WORDS}
    assert refusal(frozen, SECRETARY, "protocol", "draft", {"items": drafted}) == "FROZEN"
    assert refusal(frozen, SECRETARY, "protocol", "minority", minority) == "FROZEN"
    again = {"number": "2", "date": "2027-04-29"}
    assert refusal(frozen, SECRETARY, "protocol", "freeze", again) == "FROZEN"


@pytest.mark.parametrize("hash_", ["", "not a hash", "A" * 64, "a" * 63])
def test_a_signature_is_recorded_by_its_hash(just_after: At, hash_: str) -> None:
    body = {"by": "P01", "signature_sha256": hash_}
    frozen = just_after("report.frozen")
    assert refusal(frozen, SECRETARY, "protocol", "sign", body) == "SIGNATURE"


def test_a_recused_member_does_not_vote_and_is_not_waited_for(just_after: At) -> None:
    opened = just_after("ballot.opened")
    declared = opened.select("confirmation.declared")[0]
    seat = str(declared.body["seat"])
    recused = replace(declared, body={**declared.body, "recused_from": ["decision"]})
    facts = tuple(recused if fact is declared else fact for fact in opened.facts)
    process = replace(opened, facts=facts)
    vote = {"seat": seat, "choice": "for"}
    assert refusal(process, SECRETARY, "decision", "cast", vote) == "RECUSED"
    for other in process.roster.filled():
        if other.id != seat:
            body = {"seat": other.id, "choice": "for"}
            drafts = decide(process, SECRETARY, "decision", "cast", body, rules=lambda _: ())
            process = process.after(drafts, SECRETARY)
    counted = decide(process, SECRETARY, "decision", "count", {}, rules=lambda _: ())[0]
    assert counted.body["for"] == 24


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
    assert sorted(row.recipient for row in rows) == sorted(seats * 2)
