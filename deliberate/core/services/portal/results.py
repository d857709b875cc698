"""What became of a process: candidates and votes, decisions, the points and their execution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from deliberate.core.errors import Finding, Message
from deliberate.core.rulebook.model import Deviation, Rule
from deliberate.core.rulebook.pilot import BudgetLine
from deliberate.core.services.conformity import Justified
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
class Nominations:
    """How many were put forward and what was decided; no names before the list is closed."""

    step: str
    received: int
    accepted: int
    refused: tuple[RefusedCandidate, ...]
    requirements: tuple[tuple[str, Text], ...]
    closed_at: datetime | None = None


VoteStage = Literal["upcoming", "running", "closed", "counted", "final"]


@dataclass(frozen=True, slots=True)
class PublicVote:
    """A vote of the public. `ranking` and the totals of the candidates appear after the count.

    `comments_counted`: whether comments enter the totals; they are always shown apart.
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
    """How one seat voted in an open roll-call."""

    member: Body
    choice: str


@dataclass(frozen=True, slots=True)
class Round:
    """One vote of the members. Before the count there are no numbers."""

    step: str
    n: int
    text: Text
    opened_at: datetime
    counted_at: datetime | None = None
    for_: int | None = None
    against: int | None = None
    abstain: int | None = None
    absent: int | None = None
    base: int | None = None
    needed: int | None = None
    outcome: str = ""
    then: str = ""
    repeated_on: date | None = None
    roll_call: tuple[Cast, ...] = ()


@dataclass(frozen=True, slots=True)
class Minority:
    members: tuple[Body, ...]
    text: Text


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


RuleState = Literal["kept", "broken", "justified"]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of the model and whether this process keeps it."""

    rule: Rule
    state: RuleState


@dataclass(frozen=True, slots=True)
class Conforms:
    """How the process keeps its model's rules, and what the model itself does not keep."""

    kept: int
    total: int
    rules: tuple[RuleLine, ...]
    broken: tuple[Finding, ...]
    justified: tuple[Justified, ...]
    deviations: tuple[Deviation, ...]


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
