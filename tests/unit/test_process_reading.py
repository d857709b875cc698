"""Reading the facts of a process: the same by index as by looking through all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.calendar import Calendar
from deliberate.core.kinds import kinds
from deliberate.core.process.engine import at_rest
from deliberate.core.process.facts import Actor, Draft, Fact
from deliberate.core.process.process import Process
from deliberate.core.process.roster import fold_roster
from deliberate.core.rulebook.loader import load_pilot, load_rulebook
from deliberate.core.rulebook.source import read_toml
from deliberate.jurisdictions.plain import plain_jurisdiction

DATA = Path(__file__).parents[1] / "data"
START = datetime(2027, 1, 4, 9, tzinfo=UTC)
ACTOR = Actor("agency", "agency")
KINDS = ("a.x", "a.y", "b.z", "process.suspended", "process.resumed", "process.cancelled")
STEPS = (None, "session", "decision")
told = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(STEPS), st.integers(1, 2)))
asked = st.tuples(
    st.lists(st.sampled_from((*KINDS, "none")), max_size=3),
    st.sampled_from(STEPS),
    st.sampled_from((None, 1, 2)),
)


def process_of(facts: tuple[Fact, ...] = (), now: datetime = START) -> Process:
    known = kinds()
    schemas = {name: kind.parameters for name, kind in known.items() if kind.parameters}
    return Process(
        "small",
        load_rulebook(read_toml(DATA / "small_rulebook.toml"), schemas),
        load_pilot(read_toml(DATA / "small_pilot.toml")),
        Calendar(ZoneInfo("UTC"), plain_jurisdiction().holidays),
        known,
        facts,
        now,
    )


EMPTY = process_of()


def story(lines: list[tuple[str, str | None, int]]) -> tuple[Fact, ...]:
    return tuple(
        Fact("small", seq, START + timedelta(hours=seq), ACTOR, kind, step, n)
        for seq, (kind, step, n) in enumerate(lines, start=1)
    )


@given(told, asked)
def test_an_index_finds_what_a_search_finds(
    lines: list[tuple[str, str | None, int]], question: tuple[list[str], str | None, int | None]
) -> None:
    wanted, step, n = question
    process = replace(EMPTY, facts=story(lines))
    assert process.select(*wanted, step=step, n=n) == tuple(
        fact
        for fact in process.facts
        if (not wanted or fact.kind in wanted)
        and (step is None or fact.step == step)
        and (n is None or fact.n == n)
    )
    for kind in KINDS:
        last = [fact for fact in process.facts if fact.kind == kind][-1:]
        assert process.latest(kind) == (last[0] if last else None)


@given(told, st.integers(0, 60))
def test_time_stands_still_in_a_suspension_and_after_the_end(
    lines: list[tuple[str, str | None, int]], hours: int
) -> None:
    names = [kind for kind, _, _ in lines]
    end = names.index("process.cancelled") + 1 if "process.cancelled" in names else len(names)
    facts = story(lines[:end])
    process = replace(EMPTY, facts=facts, now=START + timedelta(hours=len(facts) + hours))
    standing: datetime | None = None
    for fact in facts:
        match fact.kind:
            case "process.suspended" if standing is None:
                standing = fact.at
            case "process.resumed":
                standing = None
            case "process.cancelled":
                standing = standing or fact.at
    assert process.reached == min(process.now, standing or process.now)


def test_no_step_falls_due_in_a_suspension() -> None:
    step = next(name for name in EMPTY.pilot.calendar if EMPTY.state(name).state != "waiting")
    deadline = EMPTY.deadline(step)
    assert deadline is not None
    begun, later = deadline - timedelta(days=30), deadline + timedelta(days=30)
    suspended = Fact("small", 1, begun, ACTOR, "process.suspended", "process", 1)
    running = replace(EMPTY, now=later)
    assert running.state(step).state == "overdue"
    assert replace(running, facts=(suspended,)).state(step).state == "open"
    resumed = Fact("small", 2, later, ACTOR, "process.resumed", "process", 1)
    assert replace(running, facts=(suspended, resumed)).state(step).state == "overdue"


def test_what_moves_nobody_keeps_the_roster_and_what_moves_somebody_folds_it_anew() -> None:
    process = EMPTY
    assert [seat.state for seat in process.roster.seats] == ["vacant"] * 3
    quiet = process.after([Draft("a.x")], ACTOR)
    assert quiet.roster is process.roster
    filled = quiet.after([Draft("seat.filled", body={"seat": "A", "holder": "h"})], ACTOR)
    assert filled.roster.seat_of("h") is not None
    assert process.roster.seat_of("h") is None
    assert filled.roster == fold_roster(EMPTY.roster.seats, filled.facts)


def test_what_is_derived_is_made_once_for_each_process() -> None:
    made: list[Process] = []

    def count(process: Process) -> int:
        made.append(process)
        return len(process.facts)

    later = EMPTY.after([Draft("a.x")], ACTOR)
    assert [EMPTY.derived(count), EMPTY.derived(count), later.derived(count)] == [0, 0, 1]
    assert made == [EMPTY, later]


def test_a_process_at_rest_says_which_rest_it_is() -> None:
    for kind, word in (("process.suspended", "suspended"), ("process.cancelled", "cancelled")):
        fact = Fact("small", 1, START, ACTOR, kind, "process", 1)
        assert word in str(at_rest(replace(EMPTY, facts=(fact,))).message)
    closed = Fact("small", 1, START, ACTOR, "evaluation.closed", "closing", 1)
    assert "closed" in str(at_rest(replace(EMPTY, facts=(closed,))).message)
