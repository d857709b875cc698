"""Random acts in and around the sessions: attendance, agenda, offices, votes, adjournments.

It begins at moments of the rehearsed story. What is refused changes nothing, and no act whatever
brings a broken rule into a process that kept it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from deliberate.core.deliberation.session import is_open, next_item, present_seats
from deliberate.core.errors import DeliberateError
from deliberate.core.kinds import kinds
from deliberate.core.process.engine import decide
from deliberate.core.process.facts import Actor
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from tests.contract.test_machine_of_the_protocol import Story, record_of
from tests.contract.test_machine_of_the_protocol import story as story

WORDS = {"kk": "Сөз.", "ru": "Слово.", "en": "Word."}
SHEET = {"sheet_sha256": "cd" * 32}
STARTS = (
    ("materials.sent", 0),
    ("session.opened", 0),
    ("appointment.office", 2),
    ("ballot.counted", 0),
    ("session.closed", 0),
    ("session.opened", 1),
)
SEATS = tuple([f"P{n:02}" for n in range(1, 16)] + [f"N{n:02}" for n in range(1, 11)])
OFFICES = ("chair", "deputy_chair", "secretary")
texts = st.sampled_from((WORDS, WORDS, WORDS, {"ru": "Слово."}))
numbers = st.sampled_from((0, 16, 17, 19, 20, 25))
people = st.sampled_from(("P01", "P02", "P07", "N01", "N02"))


class Sitting(RuleBasedStateMachine):
    """Secretary, agency, chair and members; everybody may try anything."""

    story: Story

    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start: tuple[str, int]) -> None:
        kind, place = start
        fact = self.story.ended.select(kind)[place]
        facts = self.story.ended.facts[: fact.seq]
        self.process = replace(self.story.ended, facts=facts, now=fact.at)

    def broken(self, process: Process) -> set[str]:
        findings = self.story.judge(process)
        return {item.code + str(item.message) for item in findings if item.level == "must"}

    def attempt(
        self, step: str, action: str, body: dict[str, Any], role: str = "secretary", by: str = ""
    ) -> bool:
        """Do it or be refused in our words; what is done breaks no rule that was kept."""
        before = self.process
        actor = Actor(by or self.holder_of(role), role)
        try:
            drafts = decide(
                before, actor, step, action, body, rules=self.story.judge, approved=True
            )
        except DeliberateError:
            assert self.process is before
            return False
        self.process = before.after(drafts, actor)
        assert self.broken(self.process) <= self.broken(before), (step, action)
        return True

    def holder_of(self, role: str) -> str:
        holder = self.process.roster.office(role) or "somebody"
        seat = self.process.roster.seat(holder)
        return holder if seat is None else seat.account or "nobody"

    def session(self) -> StepView:
        step = self.process.step("session")
        assert step is not None
        return self.process.view(step)

    # ------------------------------------------------------------------ time and dates
    @rule(days=st.integers(0, 20), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self.process = self.process.at(self.process.now + timedelta(days=days, hours=hours))

    @rule(hours=st.integers(0, 12))
    def the_day_comes(self, hours: int) -> None:
        start = self.session().starts
        if start is not None:
            moment = self.process.calendar.start_moment(start) + timedelta(hours=hours)
            self.process = self.process.at(max(self.process.now, moment))

    @rule(
        days=st.integers(-40, 40),
        lasts=st.none() | st.integers(-2, 2),
        present=st.none() | numbers,
        text=texts,
        role=st.sampled_from(("secretary", "agency", "chair")),
    )
    def adjourn(
        self,
        days: int,
        lasts: int | None,
        present: int | None,
        text: dict[str, str],
        role: str,
    ) -> None:
        before = self.process
        was_open = is_open(self.session())
        starts = (self.process.now + timedelta(days=days)).date()
        body: dict[str, Any] = {"starts": starts.isoformat(), "reason": text}
        if lasts is not None:
            body["ends"] = (starts + timedelta(days=lasts)).isoformat()
        if present is not None:
            body["present"] = list(SEATS[:present])
        if not self.attempt("session", "adjourn", body, role):
            return
        assert was_open or (present is not None and present < 17)
        assert before.calendar.start_of(starts) > before.now
        assert {"kk", "ru"} <= set(text)
        told = [fact.kind for fact in self.process.facts[len(before.facts) :]]
        assert told[:2] == ["session.adjourned", "process.scheduled"]
        assert "announcement.corrected" in told

    @rule(days=st.integers(1, 12), came=st.sampled_from((0, 16)))
    def adjourn_well(self, days: int, came: int) -> None:
        """Whatever keeps the session from going on: it is moved to a working day ahead."""
        calendar, before = self.process.calendar, len(self.process.facts)
        day = calendar.next_working((self.process.now + timedelta(days=days)).date())
        body: dict[str, Any] = {"starts": day.isoformat(), "reason": WORDS}
        if not is_open(self.session()):
            body["present"] = list(SEATS[:came])
        if self.attempt("session", "adjourn", body):
            told = [fact.kind for fact in self.process.facts[before:]]
            assert "announcement.corrected" in told
            assert not is_open(self.session())

    @rule(present=st.sampled_from((17, 20, 25)))
    def the_session_is_held(self, present: int) -> None:
        self.prepare_the_repeat()
        self.the_day_comes(10)
        self.open_session(present, False)
        self.fill_all()

    @rule(
        step=st.sampled_from(("session", "protocol", "materials", "decision")),
        days=st.integers(-10, 60),
    )
    def reschedule(self, step: str, days: int) -> None:
        day = (self.process.now + timedelta(days=days)).date()
        body = {"step": step, "starts": day.isoformat(), "reason": WORDS}
        self.attempt("process", "reschedule", body)

    # ------------------------------------------------------------------ in the room
    @rule(present=numbers, remote=st.booleans())
    def open_session(self, present: int, remote: bool) -> None:
        body: dict[str, Any] = {"present": list(SEATS[:present])}
        if remote:
            body["remote"] = list(SEATS[present:])
        self.attempt("session", "open", body)

    @rule(seat=people, presence=st.sampled_from(("present", "remote", "absent")))
    def attend(self, seat: str, presence: str) -> None:
        self.attempt("session", "attend", {"seat": seat, "presence": presence})

    @rule(item=st.sampled_from(("next", "next", "1:opening", "9:nothing")))
    def close_item(self, item: str) -> None:
        named = next_item(self.session()) or "-" if item == "next" else item
        self.attempt("session", "close_item", {"item": named, "summary": WORDS})

    @rule()
    def close(self) -> None:
        self.attempt("session", "close", {})

    @rule()
    def close_all(self) -> None:
        for _ in range(12):
            self.close_item("next")
        self.close()

    # ------------------------------------------------------------------ offices
    @rule(
        office=st.sampled_from(OFFICES),
        holder=st.sampled_from(("P01", "P02", "P07", "N01", "N02", "clerk")),
        votes=st.none() | st.tuples(numbers, numbers),
        on_paper=st.booleans(),
        role=st.sampled_from(("secretary", "agency")),
    )
    def elect(
        self,
        office: str,
        holder: str,
        votes: tuple[int, int] | None,
        on_paper: bool,
        role: str,
    ) -> None:
        here = len(present_seats(self.session())) if is_open(self.session()) else None
        body: dict[str, Any] = {"office": office, "holder": holder, "of_working_body": True}
        if votes is not None:
            body |= {"votes_for": votes[0], "votes_against": votes[1]}
        action = "elect_on_paper" if on_paper else "elect"
        if on_paper:
            body |= SHEET
        if self.attempt("officers", action, body, role) and office != "secretary":
            assert votes is not None
            if not on_paper:
                assert role == "secretary"
                assert here == sum(votes)
                assert 2 * votes[0] > here

    @rule(office=st.sampled_from(OFFICES), text=texts)
    def relieve(self, office: str, text: dict[str, str]) -> None:
        self.attempt("officers", "relieve", {"office": office, "reason": text})

    @rule()
    def fill_all(self) -> None:
        here = len(present_seats(self.session()))
        for office, holder in zip(OFFICES, ("P07", "N01", "clerk"), strict=True):
            body: dict[str, Any] = {"office": office, "holder": holder, "of_working_body": True}
            if office != "secretary":
                body["votes_for"] = here
            self.attempt("officers", "elect", body)

    @rule(seat=people)
    def decline(self, seat: str) -> None:
        self.attempt("declarations", "decline", {"seat": seat})

    # ------------------------------------------------------------------ the vote
    @rule(text=texts)
    def open_ballot(self, text: dict[str, str]) -> None:
        self.attempt("decision", "open", {"text": text})

    @rule(seat=people, choice=st.sampled_from(("for", "against", "maybe")), called=st.booleans())
    def cast(self, seat: str, choice: str, called: bool) -> None:
        found = self.process.roster.seat(seat)
        account = found.account if found is not None else ""
        if not called:
            self.attempt("decision", "cast", {"choice": choice}, "member", account or "nobody")
            return
        body = {"seat": seat, "choice": choice, "form": "roll_call"}
        assert not self.attempt("decision", "cast", body, "agency")
        self.attempt("decision", "cast", body)

    @rule(against=st.sampled_from((0, 3, 10)))
    def all_vote(self, against: int) -> None:
        self.open_ballot(WORDS)
        for number, seat in enumerate(sorted(present_seats(self.session()))):
            choice = "against" if number < against else "for"
            self.cast(seat, choice, number % 2 == 0)
        self.count()

    @rule()
    def count(self) -> None:
        self.attempt("decision", "count", {})

    @rule()
    def prepare_the_repeat(self) -> None:
        self.attempt("notification", "publish", {"channels": ["email"]}, "agency")
        self.attempt("materials", "send", {})

    # ------------------------------------------------------------------ what always holds
    @invariant()
    def dates_run_forwards(self) -> None:
        for fact in self.process.select("session.adjourned"):
            starts = datetime.fromisoformat(str(fact.body["starts"])).date()
            assert starts > self.process.calendar.local_day(fact.at)
            assert str(fact.body.get("ends", fact.body["starts"])) >= str(fact.body["starts"])
            assert self.process.calendar.is_working(starts)

    @invariant()
    def sessions_are_held_by_a_quorum_and_decide_with_twenty(self) -> None:
        for fact in self.process.select("session.opened"):
            assert len(fact.body["present"]) + len(fact.body["remote"]) >= 17
        for fact in self.process.select("ballot.counted"):
            assert (fact.body["outcome"] == "adopted") == (fact.body["for"] >= 20)

    @invariant()
    def an_office_has_one_holder_and_nobody_has_two(self) -> None:
        holders = [holder for _office, holder in self.process.roster.offices]
        assert len(set(holders)) == len(holders)

    def teardown(self) -> None:
        """A stranger verifies the record of it all."""
        if hasattr(self, "process"):
            assert record_of(self.story, self.process) == []


def test_no_act_in_a_session_brings_a_broken_rule(story: Story) -> None:
    machine = type("Sitting", (Sitting,), {"story": story})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=settings.default.max_examples // 3, stateful_step_count=30, deadline=None
        ),
    )


def test_every_act_of_sessions_and_offices_is_tried() -> None:
    tried = {"open", "attend", "close_item", "adjourn", "close"}
    assert set(kinds()["session"].actions) == tried
