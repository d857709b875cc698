"""Random acts in the public vote, through the services and a store, under the full rulebook.

It begins when the list of candidates is closed, or when the vote has just been opened without a
vote cast. Voters sign, comments are imported, staff open, close, count and draw, well or badly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import DeliberateError, Refused
from deliberate.core.identity.test_authority import TestAuthority
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.record.entry import parse_entry
from deliberate.core.record.verify import verify_file
from deliberate.core.recruitment.drawing import draw_context
from deliberate.core.recruitment.public_vote import root_of, vote_lines
from deliberate.core.recruitment.tie_draw import commit
from deliberate.core.registry import Registry
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.commands import perform, public_lines
from deliberate.core.services.context import Context
from deliberate.core.services.opening import VOTER_TAG_SECRET
from deliberate.core.services.public_votes import (
    CommentVote,
    SignedBallot,
    ballot_text,
    cast_signed_batch,
    import_comments,
)
from deliberate.core.services.rules import rules_of
from deliberate.core.storage import open_store
from deliberate.core.storage.rows import VoteCounts
from tests.conftest import copy_database, issued

STEP = "election"
STAFF = Actor("office", "secretary")
AUTHORITY, STRANGER = TestAuthority(b"voters"), TestAuthority(b"somebody else")
WORDS = {"kk": "Сөз.", "ru": "Слово.", "en": "Word."}
CANDIDATES = tuple(f"C{n:02}" for n in range(1, 13))
PARTIES: Mapping[str, bytes] = {"agency": b"a" * 32, "oversight": b"o" * 32}
SEATS = 10
choices = st.lists(st.sampled_from((*CANDIDATES, "C99")), max_size=11).map(tuple)
good = st.sets(st.sampled_from(CANDIDATES), min_size=1, max_size=9).map(sorted).map(tuple)
voters = st.sampled_from([f"voter-{n}" for n in range(8)])


@dataclass(frozen=True)
class Beginning:
    """Databases as they were at two moments of the rehearsed story, without any vote."""

    process: str
    databases: Mapping[str, tuple[Path, datetime]]
    registry: Registry


@pytest.fixture(scope="module")
def beginning(
    rehearsal: Any, registry: Registry, tmp_path_factory: pytest.TempPathFactory
) -> Beginning:
    folder = tmp_path_factory.mktemp("beginnings")
    with open_store(rehearsal.database) as source, source.read() as unit:
        row = unit.process(rehearsal.process)
        facts, lines = unit.facts(rehearsal.process), unit.entries(rehearsal.process)
        secret = unit.secret(rehearsal.process, VOTER_TAG_SECRET)
        files = {sha256: unit.attachment(sha256) for sha256 in issued(facts)}
    assert secret is not None
    entries = [(entry.seq, entry.json, entry.hash) for entry in map(parse_entry, lines)]
    made: dict[str, tuple[Path, datetime]] = {}
    for kind in ("nomination.closed", "public_vote.opened"):
        last = next(fact for fact in facts if fact.kind == kind)
        path = folder / f"{kind}.sqlite"
        with open_store(path, migrate=True) as store, store.transaction() as unit:
            unit.add_process(row)
            unit.append(facts[: last.seq], entries[: last.seq])
            unit.add_secret(rehearsal.process, VOTER_TAG_SECRET, secret)
            for file in files.values():
                unit.add_attachment(file.content, file.media_type)
        made[kind] = path, last.at
    return Beginning(rehearsal.process, made, registry)


class Voting(RuleBasedStateMachine):
    """Everybody may do anything at any time; what is refused changes nothing."""

    beginning: Beginning

    @initialize(
        start=st.sampled_from(("nomination.closed", "public_vote.opened")),
        cast=st.lists(good, max_size=6),
        rows=st.lists(good, max_size=4),
    )
    def begin(self, start: str, cast: list[tuple[str, ...]], rows: list[tuple[str, ...]]) -> None:
        self.stack = ExitStack()
        self.folder = Path(self.stack.enter_context(TemporaryDirectory()))
        template, now = self.beginning.databases[start]
        copy_database(template, self.folder / "own.sqlite")
        store = self.stack.enter_context(open_store(self.folder / "own.sqlite"))
        self.clock = SimulatedClock(now)
        registry = self.beginning.registry
        self.context = Context(store, registry, self.clock, Generator(b"vote").bytes)
        self.signed: dict[str, tuple[str, ...]] = {}
        self.comments: dict[str, tuple[str, ...]] = {}
        self.ballots = 0
        if start == "public_vote.opened":
            self.many_vote(cast, bad=False)
            self.comment(list(zip("abcd", rows, strict=False)))

    # ------------------------------------------------------------------ reading
    def process(self) -> Process:
        with self.context.store.read() as unit:
            return self.context.read_process(unit, self.beginning.process)

    def anew(self) -> Process:
        """The same, read by somebody who has read nothing before."""
        store, registry = self.context.store, self.beginning.registry
        other = Context(store, registry, self.clock, Generator(b"other").bytes)
        with store.read() as unit:
            return replace(other.read_process(unit, self.beginning.process))

    def state(self) -> tuple[Any, ...]:
        """What any act would change: the end of the record, which is chained, and the votes."""
        with self.context.store.read() as unit:
            process = self.beginning.process
            return unit.last_entry_hash(process), unit.vote_counts(process, STEP)

    def is_open(self) -> bool:
        process = self.process()
        opened = only(process, "public_vote.opened")
        return (
            opened is not None
            and only(process, "public_vote.closed") is None
            and process.status == "open"
            and process.now < datetime.fromisoformat(opened.body["closes"])
        )

    # ------------------------------------------------------------------ acting
    def attempt(
        self,
        action: str,
        body: dict[str, Any] | None = None,
        step: str = STEP,
        actor: Actor = STAFF,
    ) -> bool:
        before = self.state()
        try:
            perform(self.context, actor, self.beginning.process, step, action, body)
        except DeliberateError:
            assert self.state() == before
            return False
        return True

    @rule(days=st.integers(0, 16), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self.clock.move_to(self.clock.now() + timedelta(days=days, hours=hours))

    @rule()
    def the_window_opens(self) -> None:
        start = self.process().planned_start(STEP)
        if isinstance(start, datetime):
            self.clock.move_to(max(self.clock.now(), start))

    @rule()
    def the_window_closes(self) -> None:
        opened = only(self.process(), "public_vote.opened")
        if opened is not None:
            end = datetime.fromisoformat(opened.body["closes"])
            self.clock.move_to(max(self.clock.now(), end))

    @rule()
    def open_vote(self) -> None:
        self.attempt("open")

    @rule(voter=voters, chosen=st.one_of(good, choices), forged=st.sampled_from(("", "", "x", "s")))
    def cast(self, voter: str, chosen: tuple[str, ...], forged: str) -> None:
        """A signed vote; forged: over another text, or by an authority that nobody trusts."""
        self.ballots += 1
        ballot = self.ballot(voter, chosen, f"n{self.ballots}", forged)
        was_open, before = self.is_open(), self.state()
        try:
            self.cast_all([ballot])
        except DeliberateError:
            assert self.state() == before
            return
        assert was_open
        assert not forged
        assert 0 < len(set(chosen)) == len(chosen) <= 10
        assert set(chosen) <= set(CANDIDATES)
        self.signed[voter] = chosen

    def ballot(
        self, voter: str, chosen: tuple[str, ...], nonce: str, forged: str = ""
    ) -> SignedBallot:
        text = ballot_text(self.beginning.process, STEP, chosen, nonce + forged.strip("s"))
        authority = STRANGER if forged == "s" else AUTHORITY
        return SignedBallot(chosen, nonce, authority.sign(voter, text))

    def cast_all(self, ballots: list[SignedBallot]) -> None:
        process = self.beginning.process
        cast_signed_batch(self.context, AUTHORITY.verifier(), process, STEP, ballots)

    @rule(chosen=st.lists(good, min_size=2, max_size=8), bad=st.booleans())
    def many_vote(self, chosen: list[tuple[str, ...]], bad: bool) -> None:
        """All of them or none; who votes again replaces the vote before."""
        self.ballots += 1
        names = [f"voter-{index % 5}" for index in range(len(chosen))]
        cast = list(zip(names, chosen, strict=True))
        ballots = [self.ballot(*vote, f"b{self.ballots}-{n}") for n, vote in enumerate(cast)]
        if bad:
            ballots.append(self.ballot("voter-7", ("C99",), f"b{self.ballots}"))
        was_open, before = self.is_open(), self.state()
        try:
            self.cast_all(ballots)
        except DeliberateError:
            assert self.state() == before
            return
        assert was_open
        assert not bad
        self.signed.update(cast)

    @rule(rows=st.lists(st.tuples(st.sampled_from("abcdef"), st.one_of(good, choices)), max_size=6))
    def comment(self, rows: list[tuple[str, tuple[str, ...]]]) -> None:
        was_open, before = self.is_open(), self.state()
        votes = [CommentVote(account, chosen) for account, chosen in rows]
        try:
            import_comments(self.context, STAFF, self.beginning.process, STEP, votes)
        except DeliberateError:
            assert self.state() == before
            return
        assert was_open
        assert not {account for account, _ in rows} & set(self.comments)
        self.comments.update(rows)

    @rule()
    def close_vote(self) -> None:
        self.attempt("close")

    @rule(party=st.sampled_from((*PARTIES, "press")), good=st.booleans())
    def commit_draw(self, party: str, good: bool) -> None:
        """Whoever is not the agency observes; a bad commitment is to no value at all."""
        process = self.process()
        step = process.step(STEP)
        assert step is not None
        number = len(process.select("public_vote.draw_committed", step=STEP)) // 2
        made = commit(party, value_of(party), draw_context(process.view(step))).hash
        self.attempt(
            "commit_draw",
            {"party": party, "hash": made if good else "0" * 64},
            actor=party_of(party, number),
        )

    @rule()
    def count(self) -> None:
        self.attempt("count")

    @rule(party=st.sampled_from((*PARTIES, "press")), good=st.booleans())
    def reveal_draw(self, party: str, good: bool) -> None:
        value = value_of(party) if good else b"z"
        committed = [
            fact
            for fact in self.process().select("public_vote.draw_committed", step=STEP)
            if fact.body["party"] == party
        ]
        actor = committed[-1].actor if committed else STAFF
        self.attempt("reveal_draw", {"party": party, "value": value.hex()}, actor=actor)

    @rule()
    def the_time_to_reveal_is_over(self) -> None:
        self.clock.move_to(self.clock.now() + timedelta(days=3, hours=1))

    @rule(reveals=st.sampled_from(((), ("agency",), ("oversight",), ("agency", "oversight"))))
    def whoever_keeps_a_value_stops_nothing(self, reveals: tuple[str, ...]) -> None:
        """From the count on somebody can always bring the draw about."""
        counted = only(self.process(), "public_vote.counted")
        if counted is None or not counted.body["tied"] or self.process().status != "open":
            return
        for party in reveals:
            self.reveal_draw(party, True)
        self.the_time_to_reveal_is_over()
        self.draw()
        if only(self.process(), "public_vote.drawn") is None:
            self.commit_draw("agency", True)
            self.commit_draw("oversight", True)
            self.commit_draw("press", True)
            for party in ("agency", "oversight", "press"):
                self.reveal_draw(party, True)
            self.the_time_to_reveal_is_over()
            self.draw()

    @rule()
    def draw(self) -> None:
        self.attempt("draw")

    @rule()
    def all_goes_well(self) -> None:
        """From the end of the window to the seats, unless something stands in the way."""
        self.the_window_closes()
        self.close_vote()
        for party in PARTIES:
            self.commit_draw(party, True)
        self.count()
        for party in PARTIES:
            self.reveal_draw(party, True)
        self.draw()

    @rule(days=st.integers(-3, 30), step=st.sampled_from((STEP, "session", "agenda")))
    def reschedule(self, days: int, step: str) -> None:
        start = self.clock.now() + timedelta(days=days)
        body = {
            "step": step,
            "starts": start.isoformat(),
            "ends": (start + timedelta(days=14)).isoformat(),
            "reason": WORDS,
        }
        self.attempt("reschedule", body, "process")

    @rule()
    def pause(self) -> None:
        if self.would_open_late() or not self.attempt("suspend", {"reason": WORDS}, "process"):
            return
        self.cast("voter-1", ("C01",), "")
        assert not self.attempt("count")
        self.time_passes(1, 0)
        assert self.attempt("resume", {"reason": WORDS}, "process")

    def would_open_late(self) -> bool:
        """Whether a day's pause makes the vote too short: it has to be moved before that ends."""
        process = self.process()
        starts = process.planned_start(STEP)
        assert starts is not None
        begins = process.calendar.start_moment(starts)
        waiting = process.progress(STEP).started is None
        return waiting and self.clock.now() + timedelta(days=1, hours=1) > begins

    @rule(seat=st.sampled_from(("N01", "N05", "N10", "P01")))
    def decline(self, seat: str) -> None:
        body = {"seat": seat, "reason": WORDS}
        self.attempt("decline", body, "declarations")

    # ------------------------------------------------------------------ what always holds
    @invariant()
    def it_holds(self) -> None:
        with self.context.store.read() as unit:
            process = self.context.read_process(unit, self.beginning.process)
            counts = unit.vote_counts(process.id, STEP)
            lines = vote_lines(public_lines(unit, process, STEP))
        self.one_person_has_one_counted_vote(counts, lines)
        self.what_was_closed_stays_closed(process, lines)
        self.the_count_is_what_anybody_counts(process)
        seats_go_to_the_elected_once_the_result_is_final(process)
        no_done_step_breaks_a_must(process, self.beginning.registry)

    def one_person_has_one_counted_vote(
        self, counts: VoteCounts, lines: list[Mapping[str, Any]]
    ) -> None:
        both = {"comment": len(self.comments), "signed": len(self.signed)}
        assert counts.by_channel == {name: number for name, number in both.items() if number}
        assert Counter((line["channel"], tuple(line["choices"])) for line in lines) == Counter(
            [("signed", chosen) for chosen in self.signed.values()]
            + [("comment", chosen) for chosen in self.comments.values()]
        )

    def what_was_closed_stays_closed(
        self, process: Process, lines: list[Mapping[str, Any]]
    ) -> None:
        closed = only(process, "public_vote.closed")
        if closed is not None:
            assert closed.body["root"] == root_of(lines)
            assert closed.at >= datetime.fromisoformat(closed.body["closes"])

    def the_count_is_what_anybody_counts(self, process: Process) -> None:
        counted = only(process, "public_vote.counted")
        if counted is None:
            return
        totals = Counter(dict.fromkeys(CANDIDATES, 0))
        for chosen in (*self.signed.values(), *self.comments.values()):
            totals.update(chosen)
        border = sorted(totals.values(), reverse=True)[SEATS - 1]
        sure = {name for name, votes in totals.items() if votes > border}
        level = {name for name, votes in totals.items() if votes == border}
        straddles = len(sure) + len(level) > SEATS
        assert set(counted.body["tied"]) == (level if straddles else set())
        assert set(counted.body["elected_without_draw"]) == (sure if straddles else sure | level)
        drawn = only(process, "public_vote.drawn")
        if drawn is not None:
            elected = set(drawn.body["elected"])
            assert sure <= elected <= sure | level
            assert len(elected) == len(drawn.body["elected"]) == SEATS

    def teardown(self) -> None:
        """A stranger verifies the record and the published votes."""
        if not hasattr(self, "stack"):
            return
        with self.stack:
            path = self.folder / "bundle.zip"
            export_bundle(self.context, self.beginning.process, path)
            found = verify_file(path)
            assert self.anew().facts == self.process().facts
            assert self.anew().states() == self.process().states()
        assert [item.code for item in found if item.verdict == "fail"] == []


def value_of(party: str) -> bytes:
    return PARTIES.get(party, b"p" * 32)


def party_of(party: str, number: int) -> Actor:
    """Somebody new for each round: who did not reveal commits no more."""
    role = "secretary" if party == "agency" else "observer"
    return Actor(STAFF.id if role == "secretary" and not number else f"{party}-{number}", role)


def only(process: Process, kind: str) -> Fact | None:
    """The fact of this kind in the vote; there is never a second."""
    found = process.select(kind, step=STEP)
    assert len(found) <= 1
    return found[0] if found else None


def seats_go_to_the_elected_once_the_result_is_final(process: Process) -> None:
    done = process.progress(STEP).done
    filled = process.roster.filled("non_permanent")
    assert len({seat.holder for seat in filled}) == len(filled) <= SEATS
    assert {seat.holder for seat in filled} <= set(CANDIDATES)
    assert bool(process.select("seat.filled", step=STEP)) == done
    left = len(process.select("seat.vacated", step="declarations"))
    assert len(filled) == (min(SEATS, len(CANDIDATES) - left) if done else 0)


def no_done_step_breaks_a_must(process: Process, registry: Registry) -> None:
    done = {item.step.id for item in process.states() if item.state == "done"}
    for finding in rules_of(registry)(process):
        if finding.level == "must":
            assert not finding.steps or set(finding.steps) - done, finding


def tied_vote(beginning: Beginning) -> Voting:
    """A machine at the count of a vote in which twelve stand level for ten seats."""
    machine = type("Voting", (Voting,), {"beginning": beginning})()
    machine.begin("public_vote.opened", [CANDIDATES[:6], CANDIDATES[6:]], [])
    machine.the_window_closes()
    machine.close_vote()
    return machine


@pytest.mark.parametrize("keeps", PARTIES)
def test_a_party_that_keeps_its_value_is_not_waited_for(beginning: Beginning, keeps: str) -> None:
    machine = tied_vote(beginning)
    for party in PARTIES:
        machine.commit_draw(party, True)
    third = {"party": "third", "hash": "0" * 64}
    assert not machine.attempt("commit_draw", third, actor=Actor("third", "observer"))
    machine.count()
    (other,) = set(PARTIES) - {keeps}
    machine.reveal_draw(other, True)
    machine.draw()
    assert only(machine.process(), "public_vote.drawn") is None
    machine.the_time_to_reveal_is_over()
    machine.reveal_draw(keeps, True)
    assert len(machine.process().select("public_vote.draw_revealed")) == 1
    machine.draw()
    drawn = only(machine.process(), "public_vote.drawn")
    assert drawn is not None
    assert drawn.public["not_revealed"] == [keeps]
    machine.it_holds()
    machine.teardown()


def test_where_nobody_reveals_two_others_commit(beginning: Beginning) -> None:
    machine = tied_vote(beginning)
    machine.commit_draw("oversight", False)
    machine.commit_draw("press", False)
    machine.count()
    machine.commit_draw("agency", True)
    assert len(machine.process().select("public_vote.draw_committed")) == 2
    machine.the_time_to_reveal_is_over()
    machine.draw()
    again = {"party": "press", "hash": "0" * 64}
    assert not machine.attempt("commit_draw", again, actor=Actor("press-0", "observer"))
    machine.commit_draw("agency", True)
    machine.draw()
    machine.commit_draw("oversight", True)
    for party in PARTIES:
        machine.reveal_draw(party, True)
    machine.draw()
    drawn = only(machine.process(), "public_vote.drawn")
    assert drawn is not None
    assert "not_revealed" not in drawn.public
    machine.it_holds()
    machine.teardown()


def test_the_time_to_reveal_stands_still_in_a_suspension(beginning: Beginning) -> None:
    machine = tied_vote(beginning)
    for party in PARTIES:
        machine.commit_draw(party, True)
    machine.count()
    assert machine.attempt("suspend", {"reason": WORDS}, "process")
    machine.time_passes(14, 0)
    assert machine.attempt("resume", {"reason": WORDS}, "process")
    for party in PARTIES:
        machine.reveal_draw(party, True)
    machine.draw()
    assert only(machine.process(), "public_vote.drawn") is not None
    machine.teardown()


def test_a_vote_that_would_be_too_short_is_moved_before_the_process_goes_on(
    beginning: Beginning,
) -> None:
    machine = type("Voting", (Voting,), {"beginning": beginning})()
    machine.begin(start="nomination.closed", cast=[], rows=[])
    assert machine.attempt("suspend", {"reason": WORDS}, "process")
    machine.time_passes(6, 0)
    before = machine.state()
    with pytest.raises(Refused) as error:
        perform(machine.context, STAFF, beginning.process, "process", "resume", {"reason": WORDS})
    assert error.value.code == "KZ06"
    assert machine.state() == before
    machine.teardown()


def test_no_sequence_of_acts_breaks_the_vote(beginning: Beginning) -> None:
    machine = type("Voting", (Voting,), {"beginning": beginning})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=settings.default.max_examples // 8, stateful_step_count=25, deadline=None
        ),
    )
