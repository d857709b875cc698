"""What a reader meets first: who decides, how far a process has come, what one can do today.

All shapes of the portal are frozen and hold no secrets: what a viewer may not see is absent.
Moments are aware datetimes or local dates; money is in whole units of the named currency.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from deliberate.core.calendar import Moment
from deliberate.core.errors import Message
from deliberate.core.phases import Phase
from deliberate.core.text import Text

Status = Literal["open", "suspended", "cancelled", "closed"]
PhaseState = Literal["done", "current", "upcoming", "dropped"]
"""`dropped`: the process was cancelled before this phase was over."""

StepStanding = Literal["waiting", "open", "due", "overdue", "done", "skipped", "unplanned"]
"""`unplanned`: the pilot plans nothing for this step, so that there is nothing to wait for."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time from the first to the last moment; of days both are inclusive."""

    starts: Moment | None = None
    ends: Moment | None = None

    def __bool__(self) -> bool:
        return self.starts is not None or self.ends is not None


@dataclass(frozen=True, slots=True)
class Body:
    """A seat and who holds it: an organisation, else a person who is named by consent."""

    seat: str
    name: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class StepLine:
    """One occurrence of a step. `done_at` and `started_at` are what happened, `planned` what was
    meant to; `progress` says in words what is still missing."""

    id: str
    n: int
    kind: str
    phase: Phase
    title: Text
    standing: StepStanding
    planned: Span
    days: tuple[date, ...] = ()
    started_at: datetime | None = None
    done_at: Moment | None = None
    deadline: datetime | None = None
    progress: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes next: a step begins, or a report or a point is due (`text` says which).

    `at` is when a step begins, and the end of the day by which the others are due.
    """

    kind: Literal["step", "report", "point"]
    id: str
    at: Moment
    title: Text = field(default_factory=Text)
    text: Message | None = None


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """One phase with its steps. `actual` begins with the first thing done in it and ends when
    nothing of it is left."""

    phase: Phase
    state: PhaseState
    planned: Span
    actual: Span
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The one thing that anybody can do or read now. `section` is the part of the page that it is
    about, empty when there is none."""

    kind: str
    text: Message
    section: str = ""
    until: Moment | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a member declared about interests; `recused_from` are the votes left out for it."""

    at: datetime
    conflict: bool
    interests: Text
    recused_from: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Officer:
    """Who holds an office without a seat; the person is not named. `of`: the body that the person
    works for, where the record says so."""

    office: str
    of: Body | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """One seat. `name` is there only where its holder consented to be named in public; `number`
    is that of somebody drawn by lot."""

    seat: str
    body: Text
    body_kind: str
    filled: bool
    name: Text
    candidate: str = ""
    number: str = ""
    since: datetime | None = None
    declaration: Declaration | None = None
    mandate_ended: datetime | None = None
    offices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A category of seats: how its members come to them, by which step that is proved.

    `proof` is empty while the record holds no seat of it; `planned` is when its seats are to be
    filled, empty once they have been.
    """

    name: str
    title: Text
    count: int
    how: Message | None
    proof: str
    members: tuple[Member, ...]
    planned: Span = field(default_factory=Span)


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item of a session. `start` is local; `done` once the session has finished it."""

    title: Text
    kind: str
    day: int
    minutes: int  # 0 where nobody says how long
    start: time | None = None
    speaker: Body | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session: its days, its agenda, how many members came.

    `strand_seats`: how many are members of its strand; None where all members belong to it.
    """

    step: str
    n: int
    title: Text
    standing: StepStanding
    planned: Span
    days: tuple[date, ...]
    items: tuple[AgendaLine, ...]
    quorum: int
    public: bool
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    present: int | None = None
    remote: int | None = None
    strand_seats: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper for the members, with what speaks for and against.

    `hashes` are those of the text as it was sent, by language; `sent_again`: before each repeat.
    """

    id: str
    title: Text
    author: Body
    viewpoint: str
    pro: Text
    contra: Text
    pages: int | None = None
    sent_at: datetime | None = None
    sent_again: tuple[datetime, ...] = ()
    hashes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """A parallel activity with the public; `people` and `summary` once it was summarised."""

    id: str
    title: Text
    planned: Span
    people: int | None = None
    summary: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Card:
    """A process in the list of all processes."""

    id: str
    title: Text
    question: Text
    agency: Text
    territory: Text
    model: Text
    status: Status
    phase: Phase | None
    coming: Coming | None
    time_zone: str
    rehearsal: bool
    fictional: bool
