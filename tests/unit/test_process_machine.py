"""No sequence of commands reaches a state that breaks a `must`: a machine that tries at random."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from deliberate.core.calendar import Calendar
from deliberate.core.errors import DeliberateError, Finding
from deliberate.core.kinds import kinds
from deliberate.core.process.engine import decide
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.rulebook.checks import CheckContext, check_rules
from deliberate.core.rulebook.loader import load_pilot, load_rulebook
from deliberate.core.rulebook.source import read_toml
from deliberate.jurisdictions.plain import plain_jurisdiction

DATA = Path(__file__).parents[1] / "data"
START = datetime(2027, 1, 4, 9, tzinfo=UTC)
KINDS = kinds()
RULEBOOK = load_rulebook(
    read_toml(DATA / "small_rulebook.toml"),
    {name: kind.parameters for name, kind in KINDS.items() if kind.parameters},
)
PILOT = load_pilot(read_toml(DATA / "small_pilot.toml"))
seats = st.sampled_from("ABCD")
words = st.just({"en": "Words."})


def judge(process: Process) -> tuple[Finding, ...]:
    return check_rules(
        CheckContext(
            process.rulebook, process.pilot, process.calendar, process, process.scheduled, process
        )
    )


class SmallJury(RuleBasedStateMachine):
    """Staff do anything at any time; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        calendar = Calendar(ZoneInfo("UTC"), plain_jurisdiction().holidays)
        self.process = Process("small", RULEBOOK, PILOT, calendar, KINDS, (), START)

    def attempt(
        self, step: str, action: str, body: dict[str, Any] | None = None, role: str = "agency"
    ) -> None:
        actor = Actor(role, role)
        before = self.process
        try:
            drafts = decide(before, actor, step, action, body or {}, rules=judge, approved=True)
        except DeliberateError:
            assert self.process is before
            return
        assert drafts
        self.process = before.after(drafts, actor)

    @rule(days=st.integers(0, 20), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self.process = self.process.at(self.process.now + timedelta(days=days, hours=hours))

    @rule(seat=seats)
    def delegate(self, seat: str) -> None:
        body = {"seat": seat, "holder": f"h{seat}", "name": {"en": "N"}, "letter": "1"}
        self.attempt("constitution", "delegate", body)

    @rule(seat=seats, reason=words)
    def replace(self, seat: str, reason: dict[str, str]) -> None:
        body = {"seat": seat, "holder": f"new-{seat}", "name": {"en": "N"}, "letter": "2"}
        self.attempt("constitution", "replace", {**body, "reason": reason})

    @rule()
    def seat_everybody(self) -> None:
        for seat in "ABC":
            self.delegate(seat)

    @rule(action=st.sampled_from(["draft", "freeze"]))
    def document(self, action: str) -> None:
        body = {"number": "1", "date": "2027-01-11"} if action == "freeze" else {}
        self.attempt("regulation", action, body)

    @rule(seat=seats, agrees=st.booleans(), reason=words)
    def answer(self, seat: str, agrees: bool, reason: dict[str, str]) -> None:
        body: dict[str, Any] = {"seat": seat, "sheet_sha256": "a" * 64}
        if not agrees:
            body["reason"] = reason
        self.attempt("regulation", "agree_on_paper" if agrees else "refuse_on_paper", body)

    @rule()
    def agree_all(self) -> None:
        self.document("draft")
        for seat in "ABC":
            self.answer(seat, True, {})
        self.document("freeze")

    @rule()
    def publish(self) -> None:
        self.attempt("agenda", "publish", {"channels": ["portal", "social"]})

    @rule(step=st.sampled_from(["session", "agenda"]), days=st.integers(-5, 60), reason=words)
    def reschedule(self, step: str, days: int, reason: dict[str, str]) -> None:
        day = (self.process.now + timedelta(days=days)).date()
        body = {"step": step, "starts": day.isoformat(), "reason": reason}
        self.attempt("process", "reschedule", body)

    @rule(present=st.sets(seats))
    def open_session(self, present: set[str]) -> None:
        self.attempt("session", "open", {"present": sorted(present)})

    @rule(days=st.integers(-3, 30), present=st.none() | st.sets(seats), reason=words)
    def adjourn(self, days: int, present: set[str] | None, reason: dict[str, str]) -> None:
        day = (self.process.now + timedelta(days=days)).date()
        body: dict[str, Any] = {"starts": day.isoformat(), "reason": reason}
        if present is not None:
            body["present"] = sorted(present)
        self.attempt("session", "adjourn", body)

    @rule(seat=seats, presence=st.sampled_from(["present", "absent"]))
    def attend(self, seat: str, presence: str) -> None:
        self.attempt("session", "attend", {"seat": seat, "presence": presence})

    @rule(action=st.sampled_from(["open", "count"]), text=words)
    def ballot(self, action: str, text: dict[str, str]) -> None:
        self.attempt("decision", action, {"text": text} if action == "open" else {})

    @rule(seat=seats, choice=st.sampled_from(["for", "against", "abstain", "maybe"]))
    def vote(self, seat: str, choice: str) -> None:
        self.attempt("decision", "cast", {"seat": seat, "choice": choice}, "secretary")

    @rule(action=st.sampled_from(["suspend", "resume"]), reason=words)
    def pause(self, action: str, reason: dict[str, str]) -> None:
        self.attempt("process", action, {"reason": reason})

    @invariant()
    def no_done_step_breaks_a_must(self) -> None:
        done = {s.step.id for s in self.process.states() if s.state == "done"}
        for finding in judge(self.process):
            if finding.level == "must":
                assert not finding.steps or set(finding.steps) - done, finding

    @invariant()
    def a_decision_rests_on_enough_votes(self) -> None:
        for counted in self.process.select("ballot.counted"):
            assert (counted.body["outcome"] == "adopted") == (counted.body["for"] >= 2)
            total = sum(counted.body[key] for key in ("for", "against", "abstain", "absent"))
            assert total == 3

    @invariant()
    def attempts_are_bounded_and_seats_have_one_holder(self) -> None:
        assert self.process.scheduled("session") <= 2
        holders = [seat.holder for seat in self.process.roster.filled()]
        assert len(set(holders)) == len(holders) <= 3

    @invariant()
    def a_frozen_regulation_was_agreed_by_all(self) -> None:
        for frozen in self.process.select("document.frozen"):
            agreed = {
                fact.body["seat"]
                for fact in self.process.select("document.agreed")
                if fact.body["version"] == frozen.body["version"]
            }
            assert agreed == {"A", "B", "C"}


TestSmallJury = SmallJury.TestCase
TestSmallJury.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
