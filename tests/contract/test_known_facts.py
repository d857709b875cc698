"""Facts that were read before are used again only while they are the facts of the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from deliberate.core.process.facts import Fact
from deliberate.core.record.entry import entry_of
from deliberate.core.services.known_facts import KnownFacts
from deliberate.core.storage import Store, open_store

Write = Callable[..., Fact]


def append(unit: Any, facts: Sequence[Fact]) -> None:
    """Facts with their entries, chained to what is there."""
    previous, entries = unit.last_entry_hash(facts[0].process) or "", []
    for fact in facts:
        entry = entry_of(fact, previous)
        entries.append((fact.seq, entry.json, entry.hash))
        previous = entry.hash
    unit.append(facts, entries)


def seen(known: KnownFacts, store: Store, process: str = "p") -> tuple[Fact, ...]:
    """What is read; it must be what the store holds."""
    with store.read() as unit:
        found = known.read(unit, process)
        assert found == unit.facts(process)
    return found


def test_a_second_reading_gives_the_same_facts(store: Store, fact: Write) -> None:
    known = KnownFacts()
    assert seen(known, store) == ()
    with store.transaction() as unit:
        append(unit, [fact(1), fact(2)])
    first = seen(known, store)
    assert len(first) == 2
    assert seen(known, store) is first


def test_what_others_append_is_seen(store: Store, fact: Write) -> None:
    one, other = KnownFacts(), KnownFacts()
    for number in range(1, 6):
        with store.transaction() as unit:
            append(unit, [fact(number, role=f"role{number}")])
        reader = one if number % 2 else other
        assert len(seen(reader, store)) == number
    assert seen(one, store) == seen(other, store)


def test_what_was_rolled_back_is_forgotten(store: Store, fact: Write) -> None:
    known = KnownFacts()
    with store.transaction() as unit:
        append(unit, [fact(1)])
    with pytest.raises(ZeroDivisionError), store.transaction() as unit:
        append(unit, [fact(2, role="lost"), fact(3)])
        assert len(known.read(unit, "p")) == 3
        raise ZeroDivisionError
    assert len(seen(known, store)) == 1
    with store.transaction() as unit:
        append(unit, [fact(2, role="kept"), fact(3)])
    assert [item.actor.role for item in seen(known, store)] == ["secretary", "kept", "secretary"]


def test_what_was_rolled_back_is_not_taken_for_what_came_after_it(
    store: Store, fact: Write
) -> None:
    """The last fact is the same; the one before it, and so the chain, is not."""
    known = KnownFacts()
    with pytest.raises(ZeroDivisionError), store.transaction() as unit:
        append(unit, [fact(1, public={"a": 1}), fact(2)])
        known.read(unit, "p")
        raise ZeroDivisionError
    with store.transaction() as unit:
        append(unit, [fact(1, public={"a": 2}), fact(2)])
    assert seen(known, store)[0].public == {"a": 2}


def test_another_database_under_the_same_name_is_read_anew(
    store: Store, fact: Write, process_row: Callable[[str], Any]
) -> None:
    known = KnownFacts()
    with store.transaction() as unit:
        append(unit, [fact(1), fact(2)])
    seen(known, store)
    with open_store(":memory:", migrate=True) as restored:
        with restored.transaction() as unit:
            unit.add_process(process_row("p"))
            append(unit, [fact(1, role="chair"), fact(2)])
        assert seen(known, restored)[0].actor.role == "chair"
        with restored.transaction() as unit:
            unit.add_process(replace(process_row("q")))
        assert seen(known, restored, "q") == ()
    assert seen(known, store)[0].actor.role == "secretary"


def test_facts_without_entries_are_read_each_time(store: Store, fact: Write) -> None:
    known = KnownFacts()
    with store.transaction() as unit:
        unit.append([fact(1)])
    assert seen(known, store) == seen(known, store)
    assert seen(known, store) is not seen(known, store)


def test_no_more_processes_are_kept_than_asked_for(
    store: Store, fact: Write, process_row: Callable[[str], Any]
) -> None:
    known = KnownFacts(size=2)
    for name in ("a", "b", "c"):
        with store.transaction() as unit:
            unit.add_process(process_row(name))
            append(unit, [fact(1, process=name)])
    first = {name: seen(known, store, name) for name in ("a", "b", "c")}
    assert [seen(known, store, name) is first[name] for name in ("c", "b", "a")] == [
        True,
        True,
        False,
    ]
