"""The story that a rehearsal lives through, as a pilot file may tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class PlannedCommitment:
    """A point expected in the protocol; used by rehearsals and by `check` (due dates).

    A recommendation has neither owner nor due date before the agency accepts it.
    """

    id: str
    kind: str
    owner: str = ""
    due: date | None = None
    text: Text = field(default_factory=Text)
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
class RehearsedOption:
    """An option that is put when the ballot opens, where the rulebook leaves that open."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class RehearsedBallot:
    """How the synthetic members vote: in the n-th session of a rehearsal, or in the ballot `step`.

    `counts`: papers by the option they choose, `abstain` for no opinion, where the ballot is not
    one of for and against; `levels`: by idea, the papers on each level, where support is measured.
    The n-th entry of a ballot is that of its n-th time. `text`: the wording that members agree, and
    `options` those that are put; `together`: options whose votes are also told as one number.
    """

    for_: int = 0
    against: int = 0
    abstain: int = 0
    absent: int = 0
    step: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    explanation: Text = field(default_factory=Text)
    text: Text = field(default_factory=Text)
    options: tuple[RehearsedOption, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class RehearsedProposal:
    """A text that is written in a step of proposals; a step without any takes the points."""

    step: str
    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class RehearsedDisposition:
    """What becomes of a statement in a rehearsal, why, and where it is reflected."""

    input: str
    disposition: str
    reason: Text
    place: str = ""


@dataclass(frozen=True, slots=True)
class RehearsedSurvey:
    """What a wave of a survey comes to. `counts`: papers by question and answer; `shares`: what an
    institute published by question and answer, from `n` answers; `asked`: people without seats;
    `willing`: how many said that they would take part."""

    step: str
    n: int | None = None
    asked: int | None = None
    willing: int | None = None
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    shares: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    margin: str = ""
    weighting: Text = field(default_factory=Text)
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class RehearsedQuestion:
    """A question that members put to witnesses, and what is noted of the answer."""

    id: str
    text: Text
    answer: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class RehearsedDissent:
    """How many members do not carry a point of the report, and what they say instead."""

    point: str
    members: int
    text: Text


@dataclass(frozen=True, slots=True)
class RehearsedAnswer:
    """What the agency answers to one recommendation; what is not told is accepted."""

    recommendation: str
    answer: str
    reason: Text
    office: Text = field(default_factory=Text)
    part: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class RehearsedComment:
    """What a member says to the answer to one recommendation."""

    recommendation: str
    text: Text


@dataclass(frozen=True, slots=True)
class RehearsedProgress:
    """What the office tells on a day about a recommendation that was accepted, in percent."""

    recommendation: str
    on: date
    percent: int
    text: Text


@dataclass(frozen=True, slots=True)
class RehearsedRegistration:
    """How many people come of their own accord to a registration that is open to all."""

    step: str
    people: int


@dataclass(frozen=True, slots=True)
class RehearsedLeaving:
    """How many of the members who confirmed their seats in `step` leave on a day, and why."""

    step: str
    on: date
    members: int
    reason: Text = field(default_factory=Text)


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
    surveys: tuple[RehearsedSurvey, ...] = ()
    questions: tuple[RehearsedQuestion, ...] = ()
    dissents: tuple[RehearsedDissent, ...] = ()
    answers: tuple[RehearsedAnswer, ...] = ()
    comments: tuple[RehearsedComment, ...] = ()
    progress: tuple[RehearsedProgress, ...] = ()
    proposals: tuple[RehearsedProposal, ...] = ()
    registrations: tuple[RehearsedRegistration, ...] = ()
    leavings: tuple[RehearsedLeaving, ...] = ()

    def ballot(self, step: str, n: int) -> RehearsedBallot | None:
        """What is told of the n-th time of a ballot; without one, the last that is told of it."""
        return _nth([ballot for ballot in self.ballots if ballot.step == step], n)

    def sitting(self, n: int) -> RehearsedBallot | None:
        """What is told of the votes of the n-th session, whichever ballot they are."""
        return self.ballot("", n)


def _nth(told: list[RehearsedBallot], n: int) -> RehearsedBallot | None:
    return told[min(n, len(told)) - 1] if told else None
