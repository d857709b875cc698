"""What became of a process: candidates and votes, decisions, the points and their execution."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Outcome
from deliberate.core.errors import Finding, Message
from deliberate.core.principles.judging import JudgedPrinciple
from deliberate.core.rulebook.model import Deviation
from deliberate.core.rulebook.pilot import BudgetLine
from deliberate.core.rulebook.principles import Principle, PrincipleSource
from deliberate.core.services.conformity import Judged, Justified
from deliberate.core.services.portal.shapes import Body
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes for one candidate, by channel, and the place they lead to (1 is the first)."""

    signed: int
    comments: int
    total: int
    place: int
    place_without_comments: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate by recorded consent. `votes` is None for a viewer who may not see results."""

    id: str
    name: Text
    nominated_by: Text
    field_of_work: str
    general: Text
    experience: Text
    results: Text
    votes: Votes | None = None
    elected: bool = False
    tied: bool = False


@dataclass(frozen=True, slots=True)
class RefusedCandidate:
    """A refusal, by a published requirement; who was refused is not named."""

    id: str
    requirement: str
    reason: Text


@dataclass(frozen=True, slots=True)
class TieDraw:
    """A tie at the last seat. Without `order` it is still to be drawn."""

    tied: tuple[str, ...]
    seats: int
    parties: tuple[str, ...]
    order: tuple[str, ...] = ()
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A question that the model leaves open, and what the pilot chose, in words if any."""

    question: Text
    answer: Text | str | int | bool


@dataclass(frozen=True, slots=True)
class Nominations:
    """How many were put forward and what was decided; no names before the list is closed.

    `portfolio`: what a candidate hands in; `settled`: who may nominate, as the pilot settles it.
    """

    step: str
    received: int
    accepted: int
    refused: tuple[RefusedCandidate, ...]
    requirements: tuple[tuple[str, Text], ...]
    portfolio: tuple[str, ...] = ()
    settled: tuple[Settled, ...] = ()
    opens: datetime | None = None
    closes: datetime | None = None
    closed_at: datetime | None = None


VoteStage = Literal[
    "upcoming", "running", "closed", "counted", "final", "paused", "not_held", "broken_off"
]
"""`paused`: the process is suspended; `not_held`, `broken_off`: it was cancelled before the vote
began, or before it was counted."""


@dataclass(frozen=True, slots=True)
class PublicVote:
    """A vote of the public. `ranking` and the totals of the candidates appear after the count.

    `comments_counted`: whether comments enter the totals; they are always shown apart.
    `settled`: who may vote and how, as the pilot settles it.
    `decided_by_comments`: who would hold a seat by signed votes alone and does not.
    """

    step: str
    title: Text
    stage: VoteStage
    seats: int
    channels: tuple[str, ...]
    votes_per_voter: int | None
    comments_counted: bool
    candidates: tuple[Candidate, ...]
    settled: tuple[Settled, ...] = ()
    opens: datetime | None = None
    closes: datetime | None = None
    lines: int | None = None
    root: str = ""
    ranking: tuple[tuple[str, ...], ...] = ()
    ranking_without_comments: tuple[tuple[str, ...], ...] = ()
    decided_by_comments: tuple[str, ...] = ()
    draw: TieDraw | None = None


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """What carries a decision: `needed` of `base` votes, None while that depends on who comes."""

    step: str
    needed: int | None
    base: str
    seats: int
    present_to_open: int
    repeats: int
    secrecy: str


@dataclass(frozen=True, slots=True)
class Cast:
    """How one seat voted in an open roll-call: in one line of names, and its whole paper."""

    member: Body
    choice: str
    paper: Paper


@dataclass(frozen=True, slots=True)
class Objection:
    """Why somebody objects seriously; `member`: whose objection it is, where the vote is by
    name."""

    reason: str
    member: Body | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One vote of the members. Before the count there are no numbers.

    `title`: of its step. `ballot`: its rules, as they were frozen when it opened; `counted`: the
    whole outcome, by whatever method. `for_`, `against`, `abstain`: of a yes/no/abstain vote alone.
    `result`: the words of the one option that won; empty where `outcome` is a word of its own.
    `told`: how another method came to its outcome, sentence by sentence; `cautions`: what a reader
    should know before relying on it; `minority`: what did not prevail, and with how much support.
    `blank`: papers without a mark, None where the vote is by name. `lot`: the digits thrown where a
    tie was broken by lot.
    """

    step: str
    n: int
    text: Text
    opened_at: datetime
    secrecy: str = "roll_call"
    counted_at: datetime | None = None
    for_: int | None = None
    against: int | None = None
    abstain: int | None = None
    absent: int | None = None
    blank: int | None = None
    base: int | None = None
    needed: int | None = None
    outcome: str = ""
    then: str = ""
    repeated_on: date | None = None
    roll_call: tuple[Cast, ...] = ()
    title: Text = field(default_factory=Text)
    result: Text = field(default_factory=Text)
    told: tuple[Message, ...] = ()
    cautions: tuple[Message, ...] = ()
    ballot: BallotDefinition | None = None
    counted: Outcome | None = None
    minority: tuple[Message, ...] = ()
    support: tuple[Support, ...] = ()
    objections: tuple[Objection, ...] = ()
    lot: str = ""

    @property
    def whole(self) -> tuple[BallotDefinition, Outcome] | None:
        """The rules with the whole outcome; None before the count."""
        if self.ballot is None or self.counted is None:
            return None
        return self.ballot, self.counted


@dataclass(frozen=True, slots=True)
class Support:
    """How far an idea is supported: the papers and their share on each level, from against on."""

    idea: Text
    levels: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Minority:
    """What some members say instead; `point`: of one point, empty where it is of the whole."""

    members: tuple[Body, ...]
    text: Text
    point: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    member: Body
    reason: Text


@dataclass(frozen=True, slots=True)
class Protocol:
    """The published protocol or report: its number, its hash, who signed and who refused.

    `on_paper`: how many members signed by hand, as the office recorded it from their sheets.
    """

    step: str
    title: Text
    published_at: datetime
    number: str
    dated: date
    sha256: str
    binding: bool
    signatures: int
    on_paper: int
    refusals: tuple[Refusal, ...]
    minority: tuple[Minority, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """What the process costs and who pays."""

    currency: str
    lines: tuple[BudgetLine, ...]
    total: int
    funding: Text
    honorarium_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class Conforms:
    """How the process keeps its model's rules, and what the model itself does not keep.

    Each rule is counted once: kept, not kept, not followed with a reason, or not due yet.
    `criteria_missed`: what keeps it from being a representative deliberative process.
    """

    kept: int
    not_kept: int
    not_followed: int
    not_due: int
    total: int
    rules: tuple[Judged, ...]
    broken: tuple[Finding, ...]
    justified: tuple[Justified, ...]
    deviations: tuple[Deviation, ...]
    principles: tuple[JudgedPrinciple, ...]
    criteria_missed: tuple[Principle, ...]

    @property
    def principles_counted(self) -> tuple[tuple[str, int], ...]:
        """How many principles have each state, in the order of the first of each."""
        states = [item.state for item in self.principles]
        return tuple((state, states.count(state)) for state in dict.fromkeys(states))

    @property
    def principle_sources(self) -> tuple[PrincipleSource, ...]:
        """Where the principles are read, each source once."""
        return tuple(dict.fromkeys(item.principle.source for item in self.principles))


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The closing document: what is concluded from the whole."""

    code: str
    text: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an entry in readable words: what it is, and the value itself.

    `value` is a `Text`, a word, a number, a date, a moment or a tuple of such; `vocabulary` names
    the list of words that a code belongs to, if any.
    """

    label: Message
    value: object
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One entry of the public record. `role` says who acted; `hash` is that of the entry."""

    seq: int
    at: datetime
    role: str
    kind: str
    title: Message
    step: str
    step_title: Text
    n: int
    values: tuple[Value, ...]
    hash: str
    previous: str = ""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page of the record, the newest entry first; pages count from 1.

    `head` is the hash of the last entry of all. `step` narrows the page to one of `steps`.
    """

    lines: tuple[RecordLine, ...]
    page: int
    pages: int
    total: int
    head: str
    step: str = ""
    steps: tuple[tuple[str, Text], ...] = ()
