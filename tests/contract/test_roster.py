"""Reading a process again: folding the facts that are new gives what folding all facts gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from deliberate.core.clock import SimulatedClock
from deliberate.core.process.roster import fold_roster
from deliberate.core.randomness import Generator
from deliberate.core.record.entry import entry_of
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store


def test_no_kind_that_changes_the_roster_is_left_out(rehearsal: Any, registry: Registry) -> None:
    ended: datetime = rehearsal.ended
    with open_store(rehearsal.database) as store:
        context = Context(store, registry, SimulatedClock(ended), Generator(b"r").bytes)
        with store.read() as unit:
            process = context.read_process(unit, rehearsal.process)
    assert process.roster == fold_roster(process._planned_seats(), process.facts)
    assert any(seat.account for seat in process.roster.seats)
    assert any(seat.signer for seat in process.roster.seats)
    assert process.roster.held


def test_a_roster_that_was_known_grows_to_the_same(rehearsal: Any, registry: Registry) -> None:
    """From any fact on: people who left, offices, mandates that ended."""
    with open_store(rehearsal.database) as store:
        context = Context(store, registry, SimulatedClock(rehearsal.ended), Generator(b"r").bytes)
        with store.read() as unit:
            process = context.read_process(unit, rehearsal.process)
    for count in range(1, len(process.facts), 7):
        earlier = replace(process, facts=process.facts[:count])
        assert earlier.roster is not None
        assert replace(process).following(earlier).roster == process.roster


def test_a_replaced_record_is_read_anew(rehearsal: Any, registry: Registry) -> None:
    with open_store(rehearsal.database) as store:
        context = Context(store, registry, SimulatedClock(rehearsal.ended), Generator(b"r").bytes)
        with store.read() as unit:
            process = context.read_process(unit, rehearsal.process)
    copied = tuple(replace(fact) for fact in process.facts[:50])
    other = replace(process, facts=copied)
    assert other.roster is not None
    assert replace(process).following(other).__dict__["_before"] == {}


def test_facts_that_were_grouped_before_grow_to_the_same(
    rehearsal: Any, registry: Registry
) -> None:
    """By kind, by step and in the plan, also where a reading in between asked for none of it."""
    with open_store(rehearsal.database) as store:
        context = Context(store, registry, SimulatedClock(rehearsal.ended), Generator(b"r").bytes)
        with store.read() as unit:
            process = replace(context.read_process(unit, rehearsal.process))
    for count in range(1, len(process.facts), 11):
        earlier = replace(process, facts=process.facts[:count])
        assert earlier._by_kind
        assert earlier._by_step
        assert earlier._schedule
        between = replace(process, facts=process.facts[: count + 5]).following(earlier)
        grown = replace(process).following(between)
        assert grown._by_kind == process._by_kind
        assert grown._by_step == process._by_step
        assert grown._schedule == process._schedule
        assert grown.states() == process.states()


def test_a_process_that_has_not_changed_is_the_one_that_was_read(
    rehearsal: Any, registry: Registry
) -> None:
    clock = SimulatedClock(rehearsal.ended)
    with open_store(rehearsal.database) as store:
        context = Context(store, registry, clock, Generator(b"r").bytes)
        with store.read() as unit:
            first = context.read_process(unit, rehearsal.process)
            assert context.read_process(unit, rehearsal.process) is first
            clock.move_to(rehearsal.ended + timedelta(days=1))
            later = context.read_process(unit, rehearsal.process)
    assert later is not first
    assert (later.now, later.facts) == (clock.now(), first.facts)


def test_the_texts_of_another_database_are_read_anew(
    rehearsal: Any, registry: Registry, cut: Any
) -> None:
    """The same name, in a restored or replaced database, with another pilot."""
    with open_store(":memory:", migrate=True) as store:
        cut(store, "process.opened")
        context = Context(store, registry, SimulatedClock(rehearsal.ended), Generator(b"r").bytes)
        with store.read() as unit:
            before = context.read_process(unit, rehearsal.process)
            row, facts = unit.process(rehearsal.process), unit.facts(rehearsal.process)
    text = row.pilot_text.replace("Temirkent", "Otherkent")
    assert text != row.pilot_text
    with open_store(":memory:", migrate=True) as other, other.transaction() as unit:
        unit.add_process(replace(row, pilot_text=text))
        entry = entry_of(replace(facts[0], at=facts[0].at + timedelta(days=1)), "")
        unit.append(facts[:1], [(1, entry.json, entry.hash)])
        again = context.read_process(unit, rehearsal.process)
    assert again.pilot != before.pilot
    assert again.pilot.source.text == text
