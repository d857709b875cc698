"""Entries of the public record: the public projection of each fact, chained by hashes.

An entry says who acted by role, never by account, and holds nothing of a fact's body but what the
fact itself made public. A hash over the private part would let a reader guess it, so there is none.
An entry of a rehearsal says so by a key of its own, so that no line of it can be shown as real.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from deliberate.core.canonical import canonical, digest, parse_canonical
from deliberate.core.errors import UnusableInput, message
from deliberate.core.process.facts import Fact, json_value

FIELDS = ("process", "seq", "at", "role", "kind", "step", "n", "strand", "public", "previous")
REHEARSAL = "rehearsal"
"""The key that every entry of a rehearsal has, with the value true, and no other entry."""


@dataclass(frozen=True)
class Entry:
    """One entry. `at` is UTC in ISO 8601; `previous` is the hash of the entry before it, empty
    for the first; `rehearsal`: nothing of it happened."""

    process: str
    seq: int
    at: str
    role: str
    kind: str
    step: str | None
    n: int
    strand: str | None
    public: dict[str, Any]
    previous: str
    rehearsal: bool = False

    @cached_property
    def json(self) -> bytes:
        """The canonical text that is stored, published and hashed."""
        fields = (*FIELDS, REHEARSAL) if self.rehearsal else FIELDS
        return canonical({name: getattr(self, name) for name in fields})

    @cached_property
    def hash(self) -> str:
        return digest(self.json)

    @property
    def moment(self) -> datetime:
        """When it happened."""
        return datetime.fromisoformat(self.at)


def entry_of(fact: Fact, previous: str, *, rehearsal: bool = False) -> Entry:
    """The entry of a fact, chained to the one before it."""
    return Entry(
        fact.process,
        fact.seq,
        fact.at.astimezone(UTC).isoformat(),
        fact.actor.role,
        fact.kind,
        fact.step,
        fact.n,
        fact.strand,
        json_value(fact.public),
        previous,
        rehearsal,
    )


def parse_entry(line: bytes) -> Entry:
    """The entry of one canonical line; raises `UnusableInput` (ENTRY) for anything else."""
    value = parse_canonical(line)
    if not isinstance(value, dict) or not _is_entry(value):
        raise UnusableInput("ENTRY", message("This line is not an entry of a record."))
    return Entry(**value)


def _is_entry(value: dict[str, Any]) -> bool:
    """Whether an object has the fields of an entry, of their types, and no others."""
    return (
        set(value) - {REHEARSAL} == set(FIELDS)
        and value.get(REHEARSAL, True) is True
        and all(
            isinstance(value[key], str) for key in ("process", "at", "role", "kind", "previous")
        )
        and all(value[key] is None or isinstance(value[key], str) for key in ("step", "strand"))
        and all(_counts(value[key]) for key in ("seq", "n"))
        and isinstance(value["public"], dict)
        and _is_utc(value["at"])
    )


def _counts(value: object) -> bool:
    """A whole number from 1 on; `true` is none."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_utc(text: str) -> bool:
    """Whether a moment is written in the one form in which entries write it."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.tzinfo is not None and moment.astimezone(UTC).isoformat() == text
    except (ValueError, OverflowError):
        return False
