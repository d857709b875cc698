"""The roster: folding the facts that change it gives what folding all facts gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from deliberate.core.clock import SimulatedClock
from deliberate.core.process.roster import fold_roster
from deliberate.core.randomness import Generator
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
