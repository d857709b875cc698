"""Check that each vote was opened and counted by whom the rules ask for.

The record names people by role. That a returning officer has another account than whoever opened
the vote is refused by the program, and cannot be seen here.
"""

from __future__ import annotations

from deliberate.core.errors import Message, message
from deliberate.core.record.entry import Entry
from deliberate.core.record.frozen_rules import frozen_rules, step_of
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading

OPENED, COUNTED = "ballot.opened", "ballot.counted"
BOX = "ballot.papers_opened"
HOSTS = frozenset({"agency", "secretary", "chair"})
RETURNING_OFFICER = "returning_officer"
"""Stated here again, not taken over from the counting, so that a fault there is seen."""


def check_counters(reading: Reading) -> Message | None:
    """A returning officer counted where the rules ask for one, and the hosts everywhere else."""
    for entry in reading.select(OPENED, BOX, COUNTED):
        outside = _from_outside(reading, entry)
        if entry.kind == OPENED or not outside:
            _require(entry, HOSTS)
        else:
            _require(entry, frozenset({RETURNING_OFFICER}))
    counts = reading.select(COUNTED)
    if not counts:
        return None
    return message(
        "Votes counted: {count}; of these by a returning officer from outside: {outside}.",
        count=len(counts),
        outside=sum(_from_outside(reading, entry) for entry in counts),
    )


def _from_outside(reading: Reading, entry: Entry) -> bool:
    step = step_of(reading, entry, "ballot")
    asked = reading.derived(frozen_rules).resolved(step.get("counted_by"))
    return bool(asked == RETURNING_OFFICER)


def _require(entry: Entry, roles: frozenset[str]) -> None:
    if entry.role not in roles:
        raise CheckFailed(
            message(
                "Entry {entry} (“{kind}”) was written by the role {role}; the rules ask for: "
                "{roles}.",
                entry=entry.seq,
                kind=entry.kind,
                role=entry.role,
                roles=tuple(sorted(roles)),
            )
        )
