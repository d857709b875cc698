"""The story that a rehearsal lives through, as a pilot file may tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class PlannedCommitment:
    """A point expected in the protocol; used by rehearsals and by `check` (due dates)."""

    id: str
    kind: str
    owner: str
    due: date
    text: Text
    co_executors: tuple[str, ...] = ()
    evidence: Text = field(default_factory=Text)
    depends_on: Text = field(default_factory=Text)
    cost: int | None = None
    funding: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Candidate:
    id: str
    name: Text
    nominated_by: Text
    field_of_work: str
    experience: Text
    results: Text
    nominator: str = "people"
    general: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class RefusedNomination:
    id: str
    requirement: str
    reason: Text


@dataclass(frozen=True, slots=True)
class RehearsedBallot:
    """How the synthetic members vote in the n-th session of a rehearsal."""

    for_: int
    against: int
    abstain: int
    absent: int
    explanation: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class RehearsedDisposition:
    """What becomes of a statement in a rehearsal, why, and where it is reflected."""

    input: str
    disposition: str
    reason: Text
    place: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """The story that a rehearsal lives through; empty parts are made up from the seed.

    `registry` is how the agency writes the numbers of its documents: `01-12/{number}`.
    """

    candidates: tuple[Candidate, ...] = ()
    refused: tuple[RefusedNomination, ...] = ()
    signed_votes: Mapping[str, int] = field(default_factory=dict)
    comment_votes: Mapping[str, int] = field(default_factory=dict)
    voters: int | None = None
    ballots: tuple[RehearsedBallot, ...] = ()
    minority: Text = field(default_factory=Text)
    commitments: tuple[PlannedCommitment, ...] = ()
    dispositions: tuple[RehearsedDisposition, ...] = ()
    registry: str = ""
