"""Facts: the only thing a process is made of. State is always derived from facts and the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from deliberate.core.period import Period
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted: an account or seat identifier (never a name) and the role it acted in."""

    id: str
    role: str


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """A paper of a ballot that is not by name: it lies apart from all facts until the count.

    `secret`: nobody can tell whose it is; otherwise (confidential) whoever has the database can.
    `content` is shown in no message and no trace.
    """

    seat: str = field(repr=False)
    secret: bool
    content: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact that a command proposes; it gets its number and time when it is appended.

    `public` is the projection of `body` that enters the public record: no personal data. `paper`
    goes into the ballot box in the same transaction, and into no fact.
    """

    kind: str
    step: str | None = None
    n: int = 1
    strand: str | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    public: Mapping[str, Any] = field(default_factory=dict)
    paper: SealedPaper | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened. `(process, seq)` is unique; `seq` counts from 1 without gaps.

    `at` is aware (UTC); `n` is the occurrence of the step (first session = 1, repeat = 2);
    `body` holds JSON values only.
    """

    process: str
    seq: int
    at: datetime
    actor: Actor
    kind: str
    step: str | None = None
    n: int = 1
    strand: str | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    public: Mapping[str, Any] = field(default_factory=dict)


def appended(
    process: str, count: int, now: datetime, actor: Actor, drafts: Sequence[Draft]
) -> tuple[Fact, ...]:
    """The facts that drafts become when they are appended to `count` others."""
    return tuple(
        Fact(
            process,
            seq,
            now,
            actor,
            draft.kind,
            draft.step,
            draft.n,
            draft.strand,
            draft.body,
            draft.public,
        )
        for seq, draft in enumerate(drafts, start=count + 1)
    )


_PLAIN = frozenset({str, int, float, bool, type(None)})


def json_value(value: Any) -> Any:
    """The JSON form in which facts keep a domain value: text, dates, periods, sequences."""
    if type(value) in _PLAIN:
        return value
    match value:
        case Text():
            return value.as_dict()
        case datetime() | date():
            return value.isoformat()
        case Period() | Fraction():
            return str(value)
        case Mapping():
            return {str(key): json_value(item) for key, item in value.items()}
        case list() | tuple():
            if _PLAIN.issuperset(map(type, value)):
                return list(value)
            return [json_value(item) for item in value]
    return value
