"""Appending what was decided: facts and their public entries in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from deliberate.core.process.facts import Actor, Draft, Fact
from deliberate.core.process.process import Process
from deliberate.core.record.entry import entry_of
from deliberate.core.services.ballot_box import destroy_papers, hand_in_papers
from deliberate.core.services.positions import keep_positions
from deliberate.core.storage.store import Unit


def append(unit: Unit, process: Process, actor: Actor, drafts: Sequence[Draft]) -> tuple[Fact, ...]:
    """Number the drafts, store them, and chain their public projections to the record.

    What they change about who acts and signs for a seat or an office is written with them, and so
    are papers of a ballot that is not by name; its count destroys the papers.
    """
    facts = process.after(drafts, actor).facts[len(process.facts) :]
    previous = unit.last_entry_hash(process.id) or ""
    entries: list[tuple[int, bytes, str]] = []
    for fact in facts:
        entry = entry_of(fact, previous, rehearsal=process.rehearsal)
        entries.append((fact.seq, entry.json, entry.hash))
        previous = entry.hash
    unit.append(facts, entries)
    hand_in_papers(unit, process, drafts)
    destroy_papers(unit, facts)
    keep_positions(unit, facts)
    return facts
