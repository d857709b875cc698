"""Random acts from the protocol's first draft to the closing: a machine under the full rulebook.

It begins at moments of the rehearsed story. Whoever acts may do anything at any time; what is
refused changes nothing, what is done breaks no rule, and the record of it stands verification.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from deliberate.core.canonical import canonical
from deliberate.core.clock import SimulatedClock
from deliberate.core.common.ledger import undisposed
from deliberate.core.decision.report import marks, signatories
from deliberate.core.errors import DeliberateError, Finding
from deliberate.core.follow_up.acceptance import concerned
from deliberate.core.follow_up.commitments import Commitment, commitments, report_view
from deliberate.core.follow_up.weekly import report_weeks
from deliberate.core.process.engine import decide, find_action
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.process.process import Process
from deliberate.core.process.roster import Seat
from deliberate.core.randomness import Generator
from deliberate.core.record.bundle import pack, unpack
from deliberate.core.record.check_documents import document_file
from deliberate.core.record.entry import Entry, entry_of
from deliberate.core.record.outcome import outcome_of
from deliberate.core.record.verify import verify
from deliberate.core.registry import Registry
from deliberate.core.services.bundling import bundle_members
from deliberate.core.services.context import Context
from deliberate.core.services.rules import rules_of
from deliberate.core.storage import open_store

WORDS = {"kk": "Сөз.", "ru": "Слово.", "en": "Word."}
HALF = {"ru": "Слово."}
SHEET = {"sheet_sha256": "cd" * 32}
CHANNELS = ("portal", "social", "press")
LETTERS = ("notice", "complain", "claim", "answer")
POINTS = ("K1", "K2", "K3")
STARTS = ("report.drafted", "report.frozen", "report.published", "execution.noticed")
texts = st.sampled_from((WORDS, WORDS, WORDS, HALF))
points = st.sampled_from((*POINTS, "K9"))
people = st.sampled_from(("P01", "P07", "N01", "N02", "N03", "X01"))
OFFICES = ("chair", "secretary")
marking = st.one_of(people, st.sampled_from(OFFICES))


@dataclass(frozen=True)
class Story:
    """The rehearsed process, and what judges it."""

    ended: Process
    files: Mapping[str, bytes]
    judge: Callable[[Process], tuple[Finding, ...]]

    def just_after(self, kind: str) -> Process:
        fact = self.ended.select(kind)[0]
        return replace(self.ended, facts=self.ended.facts[: fact.seq], now=fact.at)


@pytest.fixture(scope="module")
def story(rehearsal: Any, registry: Registry) -> Story:
    with open_store(rehearsal.database) as store:
        clock = SimulatedClock(rehearsal.ended)
        context = Context(store, registry, clock, Generator(b"machine").bytes)
        with store.read() as unit:
            row = unit.process(rehearsal.process)
            ended = context.read_process(unit, rehearsal.process)
            files = bundle_members(unit, ended, row)
    return Story(ended, files, rules_of(registry))


def unpublished(machine: Following) -> bool:
    return not commitments(machine.process)


def frozen(machine: Following) -> bool:
    view = report_view(machine.process)
    return view is not None and view.first("report.frozen") is not None and unpublished(machine)


def published(machine: Following) -> bool:
    return not unpublished(machine)


class Following(RuleBasedStateMachine):
    """Staff, members, owners and the chair; each act in a role that may do it, or in none."""

    story: Story

    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start: str) -> None:
        self.process = self.story.just_after(start)
        self.began = len(self.process.facts)
        self.stored = self.process.facts
        self.first_due: dict[str, date] = {}
        self.last: Mapping[str, Commitment] = {}

    def attempt(
        self,
        step: str,
        action: str,
        body: dict[str, Any],
        role: str = "",
        account: str = "",
        signer: str = "",
    ) -> bool:
        """Do it or be refused in our words; whoever tries has a role for it unless one is named."""
        before = self.process
        act = find_action(before, step, action)[1]
        roles = [name for name in ("secretary", "chair", "agency") if name in act.roles]
        role = role or roles[0]
        actor = Actor(account or self.holder_of(role), role)
        try:
            drafts = decide(
                before,
                actor,
                step,
                action,
                body,
                rules=self.story.judge,
                approved=True,
                signer=signer,
            )
        except DeliberateError:
            assert self.process is before
            return False
        assert drafts
        self.process = before.after(drafts, actor)
        return True

    def holder_of(self, role: str) -> str:
        """The account that acts in this role: an office belongs to whoever was elected to it."""
        holder = self.process.roster.office(role) or "somebody"
        seat = self.process.roster.seat(holder)
        return holder if seat is None else seat.account or "nobody"

    def account_of(self, seat: str) -> str:
        found = self.process.roster.seat(seat)
        return "nobody" if found is None else found.account or "nobody"

    # ------------------------------------------------------------------ time and the process
    @rule(days=st.integers(0, 40), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self.process = self.process.at(self.process.now + timedelta(days=days, hours=hours))

    @precondition(published)
    @rule(point=st.sampled_from(POINTS))
    def the_date_of_a_point_passes(self, point: str) -> None:
        here = commitments(self.process).get(point)
        if here is not None:
            bound = here.deadline or here.due
            moment = datetime(
                bound.year, bound.month, bound.day, 20, tzinfo=self.process.now.tzinfo
            )
            self.process = self.process.at(max(self.process.now, moment))

    @rule(days=st.integers(0, 30), text=texts)
    def pause(self, days: int, text: dict[str, str]) -> None:
        """While it lasts nothing else is done, and no date passes."""
        before = commitments(self.process)
        if not self.attempt("process", "suspend", {"reason": text}):
            return
        self.time_passes(days, 0)
        assert not self.attempt("execution", "report", {"channels": [*CHANNELS], "items": []})
        assert not self.attempt("protocol", "publish", {})
        assert {k: p.state for k, p in commitments(self.process).items()} == {
            k: p.state for k, p in before.items()
        }
        assert self.attempt("process", "resume", {"reason": text})

    @precondition(lambda self: len(self.process.facts) > self.began + 12)
    @rule()
    def cancel(self) -> None:
        self.attempt("process", "cancel", {"reason": WORDS})

    @rule(
        step=st.sampled_from(["protocol", "execution", "closing", "session", "agenda"]),
        days=st.integers(-10, 60),
        text=texts,
    )
    def reschedule(self, step: str, days: int, text: dict[str, str]) -> None:
        day = (self.process.now + timedelta(days=days)).date()
        body = {"step": step, "starts": day.isoformat(), "reason": text}
        self.attempt("process", "reschedule", body)

    @rule(seq=st.integers(-1, 400), text=texts)
    def correct(self, seq: int, text: dict[str, str]) -> None:
        self.attempt("process", "correct", {"seq": seq, "text": text})

    # ------------------------------------------------------------------ people come and go
    @rule(seat=people, text=texts)
    def decline(self, seat: str, text: dict[str, str]) -> None:
        self.attempt("declarations", "decline", {"seat": seat, "reason": text})

    @rule(seat=people, holder=st.sampled_from(("new-1", "new-2")))
    def replace_delegate(self, seat: str, holder: str) -> None:
        body = {"seat": seat, "holder": holder, "name": WORDS, "letter": "9", "reason": WORDS}
        self.attempt("constitution", "replace", body)

    # ------------------------------------------------------------------ the protocol
    @rule(name=st.sampled_from(("I1", "I2", "S1")))
    def receive(self, name: str) -> None:
        body = {"input": name, "source": "letter", "text": WORDS}
        self.attempt("ledger", "receive", body)

    @rule()
    def dispose_all(self) -> None:
        for name in undisposed(self.process):
            body = {"input": name, "disposition": "out_of_remit", "reason": WORDS}
            self.attempt("ledger", "dispose", body)

    def adopted(self, name: str) -> dict[str, str]:
        """The text of a point as the members adopted it; of another point something invented."""
        (first, *_) = self.story.ended.select("report.drafted")
        texts = {str(item["id"]): dict(item["text"]) for item in first.body["items"]}
        return texts.get(name, WORDS)

    @precondition(unpublished)
    @rule(
        names=st.lists(points, max_size=3),
        owner=people,
        others=st.lists(people, max_size=2),
        days=st.integers(-5, 90),
        cost=st.sampled_from((0, 5, -5)),
        text=texts,
    )
    def draft(
        self,
        names: list[str],
        owner: str,
        others: list[str],
        days: int,
        cost: int,
        text: dict[str, str],
    ) -> None:
        due = (self.process.now + timedelta(days=days)).date().isoformat()
        more = {"owner": owner, "co_executors": others, "due": due, "cost": cost}
        texts = {name: text if text == HALF else self.adopted(name) for name in names}
        items = [{"id": name, "kind": "instruction", "text": texts[name], **more} for name in names]
        self.attempt("protocol", "draft", {"items": items})

    @precondition(unpublished)
    @rule(days=st.integers(5, 60))
    def draft_well(self, days: int) -> None:
        calendar = self.process.calendar
        first = calendar.local_day(self.process.now) + timedelta(days=days)
        items = [
            {
                "id": name,
                "kind": "instruction",
                "owner": "P02",
                "text": self.adopted(name),
                "due": calendar.next_working(first + timedelta(days=20 * index)).isoformat(),
            }
            for index, name in enumerate(POINTS)
        ]
        self.attempt("protocol", "draft", {"items": items})

    @precondition(unpublished)
    @rule(seat=people, text=texts)
    def comment(self, seat: str, text: dict[str, str]) -> None:
        self.attempt("protocol", "comment", {"text": text}, "member", self.account_of(seat))
        on_paper = {"seat": seat, "text": text, **SHEET}
        self.attempt("protocol", "comment_on_paper", on_paper)

    @precondition(unpublished)
    @rule(seats=st.lists(people, max_size=3), text=texts, on_paper=st.booleans())
    def minority(self, seats: list[str], text: dict[str, str], on_paper: bool) -> None:
        if on_paper:
            body = {"seats": seats, "text": text, **SHEET}
            self.attempt("protocol", "minority_on_paper", body)
            return
        for number, seat in enumerate(seats):
            action, body = (
                ("join_minority", {"report": 1}) if number else ("minority", {"text": text})
            )
            self.attempt("protocol", action, body, "member", self.account_of(seat))

    @precondition(unpublished)
    @rule(days=st.integers(0, 7))
    def freeze(self, days: int) -> None:
        self.time_passes(days, 0)
        self.attempt("protocol", "freeze", {"number": "7", "date": "2027-05-03"})

    @precondition(frozen)
    @rule(by=marking, good=st.booleans(), person=st.sampled_from(("", "own", "stranger")))
    def sign(self, by: str, good: bool, person: str = "own") -> None:
        """The own account hands it in; nobody, the same person or another has signed."""
        office = by in OFFICES
        account = self.holder_of(by) if office else self.account_of(by)
        signer = f"tag-{account}" if person == "own" else person
        body = {"by": by, "signature_sha256": ("ab" if good else "AB") * 32}
        self.attempt("protocol", "sign", body, by if office else "member", account, signer)

    @precondition(frozen)
    @rule(by=marking, good=st.booleans())
    def sign_on_paper(self, by: str, good: bool) -> None:
        body = {"by": by, "sheet_sha256": ("cd" if good else "CD") * 32}
        self.attempt("protocol", "sign_on_paper", body)

    @precondition(frozen)
    @rule(by=marking, text=texts, who=st.sampled_from(("own", "paper", "secretary")))
    def refuse_to_sign(self, by: str, text: dict[str, str], who: str) -> None:
        """By the own account, from a sheet, or by the secretary in the place of others."""
        office = by in OFFICES
        account = self.holder_of(by) if office else self.account_of(by)
        body: dict[str, Any] = {"by": by, "reason": text}
        if who == "own":
            self.attempt("protocol", "refuse", body, by if office else "member", account)
        elif who == "paper":
            self.attempt("protocol", "refuse_on_paper", {**body, **SHEET})
        else:
            assert not self.attempt("protocol", "refuse", body) or by == "secretary"

    @precondition(frozen)
    @rule(office=st.sampled_from(OFFICES), holder=st.sampled_from(("N04", "P03", "clerk")))
    def fill_anew(self, office: str, holder: str) -> None:
        """An office whose holder refused, left or stands in the way."""
        self.attempt("officers", "relieve", {"office": office, "reason": WORDS})
        body = {"office": office, "holder": holder, "of_working_body": True, "votes_for": 20}
        if office == "secretary":
            body.pop("votes_for")
        assert office == "secretary" or not self.attempt("officers", "elect", body)
        self.attempt("officers", "elect_on_paper", {**body, **SHEET})

    @precondition(frozen)
    @rule()
    def all_sign(self) -> None:
        view = report_view(self.process)
        assert view is not None
        for who in signatories(view):
            self.sign(who, good=True)
            self.sign_on_paper(who, good=True)

    @precondition(frozen)
    @rule(leaves=st.lists(people, max_size=4))
    def all_sign_and_it_is_published(self, leaves: list[str]) -> None:
        """Some leave in the middle of it; the protocol is published all the same."""
        self.sign("N01", good=True)
        for seat in leaves:
            self.decline(seat, WORDS)
        self.all_sign()
        view = report_view(self.process)
        assert view is not None
        if self.process.status == "open":
            signed = set(OFFICES) <= marks(view)[0]
            assert self.attempt("protocol", "publish", {}) == signed

    @precondition(frozen)
    @rule()
    def publish(self) -> None:
        self.attempt("protocol", "publish", {})

    # ------------------------------------------------------------------ execution
    @precondition(published)
    @rule(
        names=st.lists(points, max_size=4),
        percent=st.integers(-5, 105),
        channels=st.sets(st.sampled_from((*CHANNELS, "radio"))),
        text=texts,
    )
    def report(
        self, names: list[str], percent: int, channels: set[str], text: dict[str, str]
    ) -> None:
        items = [{"commitment": name, "percent": percent, "text": text} for name in names]
        body = {"channels": sorted(channels), "items": items}
        self.attempt("execution", "report", body)

    @precondition(published)
    @rule(percent=st.integers(0, 100))
    def report_well(self, percent: int) -> None:
        items = [
            {
                "commitment": key,
                "percent": 100 if here.state == "accepted" else percent,
                "text": WORDS,
            }
            for key, here in commitments(self.process).items()
        ]
        body = {"channels": [*CHANNELS], "items": items, "proofs": {"press": "a copy"}}
        self.attempt("execution", "report", body)

    @precondition(published)
    @rule(point=points, evidence=st.sampled_from(("a link", "")))
    def submit(self, point: str, evidence: str) -> None:
        self.attempt("execution", "submit", {"commitment": point, "evidence": evidence})

    @precondition(published)
    @rule(point=points, action=st.sampled_from(("accept", "return")), few=st.booleans())
    def judge(self, point: str, action: str, few: bool) -> None:
        chair = self.process.roster.office("chair") or ""
        two = [s.id for s in self.process.roster.filled("non_permanent") if s.id != chair][:2]
        body: dict[str, Any] = {"commitment": point}
        if action == "return":
            body["remarks"] = WORDS
        if few:
            on_paper = {**body, "seats": [chair, *two[1:]], **SHEET}
            self.attempt("execution", f"{action}_on_paper", on_paper)
            return
        for seat in (chair, *two):
            self.attempt("execution", action, body, "member", self.account_of(seat))

    @precondition(published)
    @rule(point=points, action=st.sampled_from(("accept", "return")), seat=people)
    def judge_alone(self, point: str, action: str, seat: str) -> None:
        body: dict[str, Any] = {"commitment": point}
        if action == "return":
            body["remarks"] = WORDS
        self.attempt("execution", action, body, "member", self.account_of(seat))

    @precondition(published)
    @rule()
    def accept_all(self) -> None:
        for name in tuple(commitments(self.process)):
            self.submit(name, "a link")
            self.judge(name, "accept", False)

    @precondition(published)
    @rule(point=points, letter=st.sampled_from(LETTERS), text=texts)
    def write(self, point: str, letter: str, text: dict[str, str]) -> None:
        self.attempt("execution", letter, {"commitment": point, "text": text})

    @precondition(published)
    @rule(point=points, day=st.dates(date(2027, 4, 1), date(2029, 1, 1)), text=texts)
    def change_due(self, point: str, day: date, text: dict[str, str]) -> None:
        body = {"commitment": point, "due": day.isoformat(), "reason": text}
        self.attempt("execution", "change_due", body)

    @precondition(published)
    @rule(point=st.sampled_from(POINTS), submits=st.booleans(), answered=st.booleans())
    def the_chair_goes_further(self, point: str, submits: bool, answered: bool) -> None:
        """The next letter once its time has come, with or without evidence on the way."""
        here = commitments(self.process)[point]
        letter = {"none": "notice", "noticed": "complain", "complained": "claim"}.get(here.stage)
        self.the_date_of_a_point_passes(point)
        if submits:
            self.submit(point, "a link")
        if letter is not None:
            self.write(point, letter, WORDS)
        if answered:
            self.write(point, "answer", WORDS)

    @precondition(published)
    @rule(point=st.sampled_from(POINTS))
    def poor_evidence(self, point: str) -> None:
        self.submit(point, "a link")
        self.judge(point, "return", False)

    @precondition(published)
    @rule(point=st.sampled_from(POINTS), days=st.integers(1, 60))
    def agree_to_a_later_date(self, point: str, days: int) -> None:
        calendar = self.process.calendar
        later = calendar.local_day(self.process.now) + timedelta(days=days)
        self.change_due(point, calendar.next_working(later), WORDS)

    @precondition(published)
    @rule(conclusion=st.sampled_from(("extend", "forget")))
    def close(self, conclusion: str) -> None:
        self.attempt("closing", "close", {"conclusion": conclusion, "text": WORDS})

    @rule(
        act=st.sampled_from(
            [("protocol", name) for name in ("draft", "freeze", "sign", "publish")]
            + [("execution", name) for name in ("report", "notice", "accept", "submit")]
            + [("election", "open"), ("session", "open"), ("decision", "count")]
        ),
        role=st.sampled_from(("", "citizen", "member")),
    )
    def out_of_turn(self, act: tuple[str, str], role: str) -> None:
        """Nothing that takes data is done without it, whatever the moment and the role."""
        step, action = act
        done = self.attempt(step, action, {}, role)
        assert not done or act == ("protocol", "publish")

    # ------------------------------------------------------------------ what always holds
    @invariant()
    def no_done_step_breaks_a_must(self) -> None:
        done = {s.step.id for s in self.process.states() if s.state == "done"}
        for finding in self.story.judge(self.process):
            if finding.level == "must":
                assert not finding.steps or set(finding.steps) - done, finding

    @invariant()
    def folding_anew_gives_the_same(self) -> None:
        new = self.process.facts[len(self.stored) :]
        self.stored += tuple(replace(f, body=json.loads(json.dumps(f.body))) for f in new)
        assert self.stored[-len(new) :] == new if new else True
        anew = replace(self.process, facts=self.stored)
        assert anew.states() == self.process.states()
        assert anew.roster == self.process.roster
        assert commitments(anew) == commitments(self.process)

    @invariant()
    def the_published_text_is_the_frozen_one_and_everybody_has_marked_it(self) -> None:
        view = report_view(self.process)
        assert view is not None
        assert len(view.facts("report.frozen")) <= 1
        published = view.first("report.published")
        if published is not None:
            frozen = view.facts("report.frozen")[0]
            assert published.body["sha256"] == frozen.body["sha256"]
            signed, refused = marks(view)
            assert not signed & refused
            there = {seat.id for seat in seated_at(self.process, published)}
            asked = there | ((signed | refused) - set(OFFICES))
            assert published.body["signatures"] + published.body["refusals"] == len(asked)
            assert len(asked) == 25 or len(there) < 25
            assert published.body["offices"] == ["chair", "secretary"]
            assert {seat.id for seat in seated_at(self.process, published)} <= signed | refused

    @invariant()
    def points_move_as_the_tables_say(self) -> None:
        for key, here in commitments(self.process).items():
            assert here.first_due == self.first_due.setdefault(key, here.first_due)
            assert 0 <= here.percent <= 100
            stages = [letter.stage for letter in here.letters if letter.closed_at is None]
            assert stages == ["noticed", "complained", "claimed"][: len(stages)]
            assert here.stage == (stages[-1] if stages else "none")
            before = self.last.get(key)
            if before is not None:
                assert here.letters[: len(before.letters)] or not before.letters
                if here.deadline != before.deadline and here.work != "accepted":
                    assert len(here.letters) > len(before.letters) or here.due != before.due
        self.last = commitments(self.process)

    @invariant()
    def points_are_judged_by_exactly_whom_they_do_not_concern(self) -> None:
        board = commitments(self.process)
        for fact in self.process.select("execution.accepted", "execution.returned"):
            seats = fact.body["seats"]
            assert len(set(seats)) == len(seats) == 3
            assert not set(seats) & concerned(board[fact.body["commitment"]])

    @invariant()
    def mandates_end_with_the_last_report_and_not_before(self) -> None:
        ends = self.process.select("execution.mandates_ended")
        board = commitments(self.process)
        over = bool(board) and all(item.published_at is not None for item in board.values())
        assert len(ends) == over
        ended = {seat.id for seat in self.process.roster.seats if seat.mandate_ended is not None}
        assert ended <= {f"N{n:02}" for n in range(1, 11)}
        assert bool(ended) == bool(ends)

    @invariant()
    def no_week_is_missing_that_nobody_could_report_in(self) -> None:
        step = self.process.step("execution")
        assert step is not None
        weeks = report_weeks(self.process.view(step))
        assert [week.number for week in weeks] == list(range(1, len(weeks) + 1))
        for week in weeks:
            assert not (week.missing and week.suspended)
            assert not (week.missing and week.report)
            assert not week.missing or week.due <= self.process.reached

    def teardown(self) -> None:
        """A stranger verifies the record of it all."""
        if hasattr(self, "process"):
            assert record_of(self.story, self.process) == []


def record_of(story: Story, process: Process) -> list[str]:
    """The promises that the record of a process breaks, packed with the files of the story."""
    entries: list[Entry] = []
    for fact in process.facts:
        entries.append(entry_of(fact, entries[-1].hash if entries else "", rehearsal=True))
    documents = {
        document_file(item["id"], item["version"], language)
        for fact in process.facts
        for item in fact.public.get("documents", ())
        for language in item["languages"]
    }
    closed = bool(process.select("public_vote.closed"))
    members = {
        **{
            name: content
            for name, content in story.files.items()
            if (not name.startswith("documents/") or name in documents)
            and (closed or not name.startswith("votes/"))
        },
        "record.jsonl": b"".join(entry.json + b"\n" for entry in entries),
        "outcome.json": canonical(outcome_of(entries)) + b"\n",
    }
    bundle = pack(members, {"process": process.id, "rehearsal": True})[0]
    return [item.code for item in verify(unpack(bundle)) if item.verdict == "fail"]


def seated_at(process: Process, fact: Fact) -> tuple[Seat, ...]:
    return replace(process, facts=process.facts[: fact.seq]).roster.filled()


def test_a_member_who_has_signed_may_leave(story: Story) -> None:
    """With nobody next in line the seat stays empty; the signature was given all the same."""
    machine = type("Following", (Following,), {"story": story})()
    machine.begin("report.frozen")
    machine.sign("N01", good=True)
    for _ in range(3):
        machine.decline("N01", WORDS)
    assert machine.process.roster.seats[0].state == "vacant"
    machine.all_sign()
    assert machine.attempt("protocol", "publish", {})
    assert machine.process.latest("report.published").body["signatures"] == 25
    machine.teardown()


def test_no_sequence_of_acts_breaks_a_rule(story: Story) -> None:
    machine = type("Following", (Following,), {"story": story})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=settings.default.max_examples // 6, stateful_step_count=30, deadline=None
        ),
    )
