"""The parsed contents of a bundle that the checks work on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from deliberate.core.canonical import parse_canonical
from deliberate.core.errors import UnusableInput, message
from deliberate.core.record.bundle import Bundle
from deliberate.core.record.entry import Entry, parse_entry
from deliberate.core.record.promise import CheckFailed

Derived = TypeVar("Derived")
RECORD = "record.jsonl"


@dataclass(frozen=True)
class Reading:
    """A bundle with its record parsed line by line."""

    bundle: Bundle
    entries: tuple[Entry, ...]

    def select(self, *kinds: str, step: str | None = None, n: int | None = None) -> list[Entry]:
        """Entries in order, narrowed by kind, step and occurrence where given."""
        return [
            entry
            for entry in self.entries
            if entry.kind in kinds
            and (step is None or entry.step == step)
            and (n is None or entry.n == n)
        ]

    def derived(self, make: Callable[[Reading], Derived]) -> Derived:
        """What `make` reads out of this bundle, made once for all checks."""
        if make not in self._derived:
            self._derived[make] = make(self)
        found: Derived = self._derived[make]
        return found

    @cached_property
    def _derived(self) -> dict[Callable[[Reading], Any], Any]:
        return {}

    def occurrences(self, *kinds: str) -> Iterator[tuple[str, int]]:
        """Steps and occurrences that have an entry of one of these kinds."""
        yield from dict.fromkeys((str(entry.step), entry.n) for entry in self.select(*kinds))

    def one(self, kind: str, step: str, n: int) -> Entry:
        """The only entry of its kind in an occurrence of a step; `CheckFailed` if not one."""
        found = self.select(kind, step=step, n=n)
        if len(found) != 1:
            raise CheckFailed(
                message(
                    "{step} {n}: the record holds {count} entries “{kind}”, not one.",
                    step=step,
                    n=n,
                    count=len(found),
                    kind=kind,
                )
            )
        return found[0]

    def one_at_most(self, kind: str, step: str, n: int) -> Entry | None:
        """As `one`, but it may be missing."""
        return self.one(kind, step, n) if self.select(kind, step=step, n=n) else None


def member(bundle: Bundle, name: str) -> bytes:
    """A member's bytes; raises `CheckFailed` when the bundle does not hold it."""
    if name not in bundle.members:
        raise CheckFailed(message("{file} is missing.", file=name))
    return bundle.members[name]


def read_entries(bundle: Bundle) -> tuple[Entry, ...]:
    """The record's entries; raises `CheckFailed` with the number of the first bad line."""
    lines = _lines(member(bundle, RECORD), RECORD)
    return tuple(_entry(line, number) for number, line in enumerate(lines, start=1))


def vote_file(step: str, n: int) -> str:
    """The name of the member with the published votes of an occurrence of a step."""
    return f"votes/{step}-{n}.jsonl"


def read_votes(bundle: Bundle, step: str, n: int) -> list[Mapping[str, Any]]:
    """The published votes of a step; raises `CheckFailed` when the file is missing or broken."""
    name = vote_file(step, n)
    lines = _lines(member(bundle, name), name)
    return [_vote(line, name, number) for number, line in enumerate(lines, start=1)]


def _lines(data: bytes, name: str) -> list[bytes]:
    if data and not data.endswith(b"\n"):
        raise CheckFailed(message("{file} does not end with a line break.", file=name))
    return data.split(b"\n")[:-1]


def _entry(line: bytes, number: int) -> Entry:
    try:
        return parse_entry(line)
    except UnusableInput as error:
        raise _bad_line(RECORD, number, error) from None


def _vote(line: bytes, name: str, number: int) -> Mapping[str, Any]:
    try:
        value = parse_canonical(line)
        if not _is_vote(value):
            raise UnusableInput("VOTE", message("This line is not a vote."))
    except UnusableInput as error:
        raise _bad_line(name, number, error) from None
    line_of_vote: Mapping[str, Any] = value
    return line_of_vote


def _is_vote(value: Any) -> bool:
    """`{"code", "channel", "choices"}`: a text, one of the two channels, a list of texts."""
    return (
        isinstance(value, dict)
        and set(value) == {"code", "channel", "choices"}
        and isinstance(value["code"], str)
        and value["channel"] in ("signed", "comment")
        and isinstance(value["choices"], list)
        and all(isinstance(choice, str) for choice in value["choices"])
    )


def _bad_line(name: str, number: int, error: UnusableInput) -> CheckFailed:
    return CheckFailed(
        message("{file}, line {line}: {problem}", file=name, line=number, problem=error.message)
    )
