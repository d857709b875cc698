"""Every open parameter of the pilot decides something: another value, another outcome."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import Refused
from deliberate.core.identity.test_authority import TestAuthority
from deliberate.core.process.engine import decide
from deliberate.core.process.facts import Actor, Draft
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.portal.people import body_of
from deliberate.core.services.public_votes import SignedBallot, ballot_text, cast_signed_batch
from deliberate.core.storage import open_store
from tests.contract.conftest import At, refusal

NAME = "temirkent-heating-2027"
AGENCY = Actor("rehearsal-agency", "agency")
SECRETARY = Actor("rehearsal-secretary", "secretary")
WORDS = {"kk": "себебі", "ru": "причина"}
SHEET = {"sheet_sha256": "a" * 64}


def chosen(process: Process, **values: Any) -> Process:
    """The same process, had its pilot decided otherwise."""
    parameters = {**process.pilot.open_parameters, **values}
    return replace(process, pilot=replace(process.pilot, open_parameters=parameters))


def with_parameters(process: Process, step_id: str, **values: Any) -> Process:
    """The same process under a rulebook of one's own: a step with other parameters."""
    steps = tuple(
        replace(step, parameters=replace(step.parameters, **values)) if step.id == step_id else step
        for step in process.rulebook.steps
    )
    return replace(process, rulebook=replace(process.rulebook, steps=steps))


def drafts(
    process: Process, actor: Actor, step: str, action: str, body: Any = None
) -> tuple[Draft, ...]:
    return decide(process, actor, step, action, body or {}, rules=lambda _: (), approved=True)


def acted(process: Process, actor: Actor, step: str, action: str, body: Any = None) -> Process:
    return process.after(drafts(process, actor, step, action, body), actor)


def chair_of(process: Process) -> Actor:
    seat = process.roster.seat(process.roster.office("chair") or "")
    assert seat is not None
    return Actor(seat.account, "chair")


def test_each_is_read_by_a_step_or_a_rule(just_after: At, registry: Any) -> None:
    """The loader refuses an unread one, so none may claim to be prose either."""
    book = just_after("process.opened").rulebook
    assert [item.id for item in book.open_parameters.values() if item.stated_only] == []
    prose = {
        (other.name, item.id)
        for other in registry.rulebooks()
        for item in other.open_parameters.values()
        if item.stated_only
    }
    variants = ("citizen_jury/jefferson", "citizen_jury/advertised")
    assert prose == {(name, "observers") for name in variants}


def test_what_rules_say_they_read_is_what_the_checks_read(project: Path, registry: Any) -> None:
    asked = {
        node.args[0].value
        for path in (project / "plugins").glob("citizen_jury/*/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "open_parameter"
        and isinstance(node.args[0], ast.Constant)
    }
    jury = [book for book in registry.rulebooks() if book.model == "citizen_jury"]
    said = {name for book in jury for rule in book.rules for name in rule.reads}
    assert asked == said == {"agreement_days", "agreement_rounds", "meeting_days"}


# ---------------------------------------------------------------- who nominates


def nomination(process: Process, **values: Any) -> dict[str, Any]:
    received = process.select("nomination.received")[0].body
    return {**received, "candidate": "C99", "nominator": "people", **values}


def test_self_nomination(just_after: At) -> None:
    process = just_after("nomination.received")
    openly = nomination(process, nominator="self")
    disguised = nomination(process)
    disguised["nominated_by"] = {code: f"  {w.upper()} " for code, w in disguised["name"].items()}
    for body in (openly, disguised):
        assert drafts(process, SECRETARY, "nomination", "nominate", body)
        closed = chosen(process, self_nomination=False)
        code = refusal(closed, SECRETARY, "nomination", "nominate", body)
        assert code == "SELF_NOMINATION"
    by_others = nomination(process)
    assert drafts(chosen(process, self_nomination=False), SECRETARY, "nomination", "nominate",
                  by_others)  # fmt: skip


def test_organisations_that_have_a_seat(just_after: At) -> None:
    process = just_after("nomination.received")
    named = {"ru": "городской  союз ПРЕДПРИНИМАТЕЛЕЙ", "kk": "Одақ"}
    by_name = nomination(process, nominator="organisation", nominated_by=named)
    by_seat = nomination(process, nominator="organisation", by_seat="P12")
    for body in (by_name, by_seat):
        code = refusal(process, SECRETARY, "nomination", "nominate", body)
        assert code == "SEAT_ORGANISATION"
        permitted = chosen(process, permanent_organisations_may_nominate=True)
        assert drafts(permitted, SECRETARY, "nomination", "nominate", body)
    unknown = nomination(process, nominator="organisation", by_seat="P99")
    assert refusal(process, SECRETARY, "nomination", "nominate", unknown) == "NO_SEAT"


# ---------------------------------------------------------------- who votes


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def voting(rehearsal: Any, registry: Any, stack: ExitStack, electorate: str) -> Context:
    """The rehearsed process with another electorate, at the moment when its vote opens."""
    with open_store(rehearsal.database) as source, source.read() as unit:
        row, facts, lines = unit.process(NAME), unit.facts(NAME), unit.entries(NAME)
    opening = next(fact for fact in facts if fact.kind == "public_vote.opened")
    text = row.pilot_text.replace(
        'electorate = "certificate_residence_declared"', f'electorate = "{electorate}"'
    )
    store = stack.enter_context(open_store(":memory:", migrate=True))
    context = Context(store, registry, SimulatedClock(opening.at), Generator(b"vote").bytes)
    with store.transaction() as unit:
        unit.add_process(replace(row, pilot_text=text))
        unit.add_secret(NAME, "voter_tag", b"s" * 32)
        before = facts[: opening.seq - 1]
        numbered = zip(before, lines[: len(before)], strict=True)
        unit.append(before, [(fact.seq, line, str(fact.seq)) for fact, line in numbered])
    perform(context, AGENCY, NAME, "election", "open")
    return context


def cast(context: Context, residence: str, person: str = "p1") -> None:
    authority = TestAuthority(b"electorate")
    text = ballot_text(NAME, "election", ("C01",), person, residence)
    ballot = SignedBallot(("C01",), person, authority.sign(person, text), residence)
    cast_signed_batch(context, authority.verifier(), NAME, "election", [ballot])


def test_residence_is_declared_in_the_signed_text(
    rehearsal: Any, registry: Any, stack: ExitStack
) -> None:
    context = voting(rehearsal, registry, stack, "certificate_residence_declared")
    for elsewhere in ("", "A9", "KZ-71"):
        with pytest.raises(Refused) as refused:
            cast(context, elsewhere)
        assert refused.value.code == "RESIDENCE"
    with context.store.read() as unit:
        assert unit.votes(NAME, "election") == ()
    cast(context, "A2")
    with context.store.read() as unit:
        (vote,) = unit.votes(NAME, "election")
        (message,) = [m for m in unit.signed_messages(NAME) if m.subject == f"vote:{vote.code}"]
    assert b'"residence":"A2"' in message.content
    assert "A2" not in repr(vote)


def test_without_that_nothing_about_residence_is_taken(
    rehearsal: Any, registry: Any, stack: ExitStack
) -> None:
    context = voting(rehearsal, registry, stack, "certificate_only")
    with pytest.raises(Refused) as refused:
        cast(context, "A2")
    assert refused.value.code == "RESIDENCE"
    cast(context, "")
    with context.store.read() as unit:
        opened = context.read_process(unit, NAME).select("public_vote.opened")[0]
        assert len(unit.votes(NAME, "election")) == 1
    assert opened.public["electorate"] == "certificate_only"


@pytest.mark.parametrize(("name", "value"), [("electorate", "anybody"), ("tie", "coin")])
def test_a_vote_is_not_opened_by_rules_that_nobody_carries_out(
    just_after: At, name: str, value: str
) -> None:
    process = chosen(just_after("public_vote.opened", before=True), **{name: value})
    assert refusal(process, AGENCY, "election", "open", {}) == "UNKNOWN"


# ---------------------------------------------------------------- seats and offices


@pytest.mark.parametrize(
    ("value", "kinds"),
    [("next_candidate", ["seat.vacated", "seat.filled"]), ("stays_vacant", ["seat.vacated"])],
)
def test_vacancy(just_after: At, value: str, kinds: list[str]) -> None:
    process = chosen(just_after("confirmation.declared"), vacancy=value)
    made = drafts(process, AGENCY, "declarations", "decline", {"seat": "N03"})
    assert [draft.kind for draft in made] == kinds


@pytest.mark.parametrize(("value", "employed"), [("employee_of_working_body", True),
                                                 ("independent", False)])  # fmt: skip
def test_secretary(just_after: At, value: str, employed: bool) -> None:
    process = chosen(just_after("appointment.office", before=True), secretary=value)
    body: dict[str, Any] = {"office": "secretary", "holder": "rehearsal-secretary"}
    for wrong in (body, {**body, "of_working_body": not employed}):
        assert refusal(process, AGENCY, "officers", "elect", wrong) == "EMPLOYER"
    right = {**body, "of_working_body": employed}
    (draft,) = drafts(process, AGENCY, "officers", "elect", right)
    assert draft.public == {"office": "secretary", "of_working_body": employed}


@pytest.mark.parametrize(("office", "name"), [("chair", "chair"), ("deputy_chair", "deputy_chair")])
def test_chair_and_deputy(just_after: At, office: str, name: str) -> None:
    process = just_after("appointment.office", before=True)
    voted = {"votes_for": 20, "votes_against": 5}
    body = {"office": office, "holder": "P07", **voted}
    assert drafts(process, SECRETARY, "officers", "elect", body)
    responsible = {"office": office, "holder": process.pilot.agency.responsible_body, **voted}
    assert refusal(process, SECRETARY, "officers", "elect", responsible) == "PRESIDING"
    process = chosen(process, **{name: "appointed_by_agency"})
    assert refusal(process, SECRETARY, "officers", "elect", body) == "UNKNOWN"


@pytest.mark.parametrize(
    ("votes", "code"),
    [
        ({}, "VOTES"),
        ({"votes_for": 24}, "VOTES"),
        ({"votes_for": 20, "votes_against": 6}, "VOTES"),
        ({"votes_for": 12, "votes_against": 3, "votes_abstain": 10}, "NOT_ELECTED"),
        ({"votes_for": -1, "votes_against": 26}, "FORMAT"),
    ],
)
def test_an_election_rests_on_more_than_half_of_those_present(
    just_after: At, votes: dict[str, int], code: str
) -> None:
    process = just_after("appointment.office", before=True)
    body = {"office": "chair", "holder": "P07", **votes}
    assert refusal(process, SECRETARY, "officers", "elect", body) == code
    just = {"office": "chair", "holder": "P07", "votes_for": 13, "votes_abstain": 12}
    assert drafts(process, SECRETARY, "officers", "elect", just)
    assert refusal(process, AGENCY, "officers", "elect", just) == "ROLE"


def test_outside_a_session_members_elect_on_a_sheet(just_after: At) -> None:
    """Months after the session nobody makes somebody chair alone."""
    process = just_after("execution.noticed")
    relieved = acted(process, AGENCY, "officers", "relieve", {"office": "chair", "reason": WORDS})
    body: dict[str, Any] = {"office": "chair", "holder": "N05", "votes_for": 13}
    assert refusal(relieved, SECRETARY, "officers", "elect", body) == "ORDER"
    sheet = {**body, "sheet_sha256": "a" * 64}
    (asked,) = decide(relieved, SECRETARY, "officers", "elect_on_paper", sheet, rules=lambda _: ())
    assert asked.kind == "approval.requested"
    (draft,) = drafts(relieved, SECRETARY, "officers", "elect_on_paper", sheet)
    assert (draft.public["form"], draft.public["votes_for"]) == ("paper", 13)
    few = {**sheet, "votes_for": 12}
    assert refusal(relieved, SECRETARY, "officers", "elect_on_paper", few) == "NOT_ELECTED"
    gone = acted(process, AGENCY, "officers", "relieve", {"office": "secretary", "reason": WORDS})
    clerk = {"office": "secretary", "holder": "new-clerk", "of_working_body": True}
    assert drafts(gone, AGENCY, "officers", "elect", clerk)


def test_delegate_replacement(just_after: At) -> None:
    body = {"seat": "P05", "holder": "new", "name": WORDS, "letter": "9", "reason": WORDS}
    before = just_after("session.opened", before=True)
    during = just_after("session.opened")
    assert drafts(before, AGENCY, "constitution", "replace", body)
    assert refusal(during, AGENCY, "constitution", "replace", body) == "ITEM_OPEN"
    after = just_after("session.closed")
    assert drafts(after, AGENCY, "constitution", "replace", body)
    freely = with_parameters(during, "constitution", replace=True)
    assert drafts(freely, AGENCY, "constitution", "replace", body)
    never = with_parameters(before, "constitution", replace=False)
    assert refusal(never, AGENCY, "constitution", "replace", body) == "NO_REPLACEMENT"


# ---------------------------------------------------------------- agreement


def refused_three_times(process: Process) -> Process:
    """The regulation, refused by P15 in each of the rounds that are permitted."""
    for _ in range(3):
        process = acted(process, AGENCY, "regulation", "draft")
        body = {"seat": "P15", "reason": WORDS, **SHEET}
        process = acted(process, AGENCY, "regulation", "refuse_on_paper", body)
    return process


def test_deadlock_closes_the_process(just_after: At) -> None:
    process = refused_three_times(fresh_regulation(just_after))
    stuck = process.facts[-1]
    assert (stuck.kind, stuck.public["then"]) == ("document.deadlocked", "published_and_closed")
    assert len(process.select("document.deadlocked")) == 1
    (waits, *_) = process.progress("regulation").outstanding
    assert "process cancel" in waits.text
    other = replacement(organisation=WORDS)
    assert refusal(process, AGENCY, "constitution", "replace", other) == "NO_DEADLOCK"
    same = acted(process, AGENCY, "constitution", "replace", replacement())
    agreed = {"seat": "P15", **SHEET}
    assert refusal(same, AGENCY, "regulation", "agree_on_paper", agreed) == "RETURNED"
    acted(process, AGENCY, "process", "cancel", {"reason": WORDS})


def test_deadlock_brings_another_organisation(just_after: At) -> None:
    named = {"kk": "Басқа ұйым", "ru": "Другая организация"}
    process = chosen(fresh_regulation(just_after), deadlock="organisation_replaced")
    early = acted(process, AGENCY, "regulation", "draft")
    no = {"seat": "P15", "reason": WORDS, **SHEET}
    early = acted(early, AGENCY, "regulation", "refuse_on_paper", no)
    other = replacement(organisation=named)
    assert refusal(early, AGENCY, "constitution", "replace", other) == "NO_DEADLOCK"
    stuck = refused_three_times(process)
    in_part = replacement(organisation={"ru": "Другая организация"})
    assert refusal(stuck, AGENCY, "constitution", "replace", in_part) == "LANGUAGES"
    stranger = {**other, "seat": "P14"}
    assert refusal(stuck, AGENCY, "constitution", "replace", stranger) == "NO_DEADLOCK"
    mended = acted(stuck, AGENCY, "constitution", "replace", other)
    assert body_of(mended, "P15").name.as_dict() == named
    assert body_of(mended, "P14").name == stuck.organisation("P14")
    for seat in mended.roster.group("permanent"):
        agreed = {"seat": seat.id, **SHEET}
        mended = acted(mended, AGENCY, "regulation", "agree_on_paper", agreed)
    registered = {"number": "1", "date": "2026-12-21"}
    assert acted(mended, AGENCY, "regulation", "freeze", registered).progress("regulation").done


def test_agreement_rounds(just_after: At) -> None:
    process = chosen(fresh_regulation(just_after), agreement_rounds=4)
    assert refused_three_times(process).select("document.deadlocked") == ()


def fresh_regulation(just_after: At) -> Process:
    """The process when its permanent seats are filled and nothing is drafted yet."""
    ended = just_after("evaluation.closed")
    drafted = ended.select("document.drafted", step="regulation")[0]
    return replace(ended, facts=ended.facts[: drafted.seq - 1], now=drafted.at)


def replacement(**more: Any) -> dict[str, Any]:
    return {
        "seat": "P15", "holder": "newcomer", "name": WORDS, "letter": "8", "reason": WORDS, **more,
    }  # fmt: skip


# ---------------------------------------------------------------- decision and follow-up


def test_ballot_secrecy(just_after: At) -> None:
    before = just_after("ballot.opened", before=True)
    for level in ("roll_call", "confidential", "secret"):
        (draft,) = drafts(
            chosen(before, ballot_secrecy=level), SECRETARY, "decision", "open", {"text": WORDS}
        )
        assert draft.public["secrecy"] == level
    process = chosen(before, ballot_secrecy="whispered")
    assert refusal(process, SECRETARY, "decision", "open", {"text": WORDS}) == "UNKNOWN"


def test_refusal_to_sign(just_after: At) -> None:
    process = just_after("report.published", before=True)
    signed = process.select("report.signed")[0]
    refused = replace(signed, kind="report.refused", body={**signed.body, "reason": WORDS})
    process = replace(
        process, facts=tuple(refused if fact is signed else fact for fact in process.facts)
    )
    (draft,) = drafts(process, SECRETARY, "protocol", "publish")
    assert (draft.body["signatures"], draft.body["refusals"]) == (24, 1)
    stopping = chosen(process, refusal_to_sign="stops_publication")
    assert refusal(stopping, SECRETARY, "protocol", "publish", {}) == "REFUSED_TO_SIGN"


def test_member_mark(just_after: At) -> None:
    process = just_after("report.frozen")
    body = {"by": "P01", "sheet_sha256": "a" * 64}
    for mark in ("signature", "visa"):
        made = drafts(chosen(process, member_mark=mark), SECRETARY, "protocol", "sign_on_paper",
                      body)  # fmt: skip
        assert made[-1].public["mark"] == mark
    nodding = chosen(process, member_mark="nod")
    assert refusal(nodding, SECRETARY, "protocol", "sign_on_paper", body) == "UNKNOWN"


def test_due_date_change(just_after: At) -> None:
    process = just_after("execution.noticed")
    point = str(process.facts[-1].body["commitment"])
    body = {"commitment": point, "due": "2028-03-01", "reason": WORDS}
    chair = chair_of(process)
    assert drafts(process, chair, "execution", "change_due", body)
    fixed = chosen(process, due_date_change="never")
    assert refusal(fixed, chair, "execution", "change_due", body) == "DUE_FIXED"


def test_acceptance_of_execution(just_after: At) -> None:
    process = just_after("execution.submitted")
    point = str(process.facts[-1].body["commitment"])
    body = {"commitment": point}
    chair = chair_of(process)
    (verdict,) = drafts(process, chair, "execution", "accept", body)
    assert verdict.kind == "execution.judged"
    alone = with_parameters(process, "execution", arrangements={"chair_alone": ("chair",)})
    alone = chosen(alone, acceptance_of_execution="chair_alone")
    both = drafts(alone, chair, "execution", "accept", body)
    assert [draft.kind for draft in both] == ["execution.judged", "execution.accepted"]
    unknown = chosen(process, acceptance_of_execution="everybody")
    assert refusal(unknown, chair, "execution", "accept", body) == "UNKNOWN"
