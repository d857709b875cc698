"""What a pilot file says: one agency's answers to everything that a rulebook leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any

from deliberate.core.calendar import Moment as Moment
from deliberate.core.errors import Where
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot_remit import Remit as Remit
from deliberate.core.rulebook.pilot_remit import RemitQuestion as RemitQuestion
from deliberate.core.rulebook.pilot_script import Script
from deliberate.core.rulebook.pilot_surroundings import (
    Communication,
    Indicator,
    Publicity,
    Recruitment,
    Risk,
    Stakeholder,
)
from deliberate.core.rulebook.positions import Path
from deliberate.core.rulebook.questionnaire import Questionnaire
from deliberate.core.rulebook.source import TomlSource
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Planned:
    """When a step is meant to happen. `ends` is exclusive for moments, inclusive for days."""

    starts: Moment
    ends: Moment | None = None
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    id: str
    name: Text
    population_share: str = ""


@dataclass(frozen=True, slots=True)
class Territory:
    """Where the process takes place. `code` is a unit of the jurisdiction (ISO 3166-2) or empty;
    `venue` is the place of its sessions: building, room, address."""

    name: Text = field(default_factory=Text)
    code: str = ""
    venue: Text = field(default_factory=Text)
    population: int | None = None
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """The commissioning authority. `commitment` is its published promise to respond; `signatory`
    is the position of the official who signs for it, and `signatory_name` the name."""

    name: Text = field(default_factory=Text)
    responsible_body: str = ""
    working_body: str = ""
    legal_form: Text = field(default_factory=Text)
    commitment: Text = field(default_factory=Text)
    committed_on: date | None = None
    signatory: Text = field(default_factory=Text)
    signatory_name: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """A body that holds a seat. `authority` names the body it is subordinate to, if any."""

    id: str
    kind: str
    name: Text
    group: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of a session's agenda; `start` is local time on the `day`-th day.

    `step`: the step whose session it is; without one, that of every session with none of its own.
    `occurrence` says of which session: 1, or 2 and more for a repeat session. A repeat session
    without items of its own takes those of the session before it, without their times. `strand`:
    the one strand that the item is for; empty where all have it.
    """

    day: int
    start: time
    minutes: int
    kind: str
    title: Text
    speaker: str = ""
    round: int | None = None
    occurrence: int = 1
    strand: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Strand:
    """One of the parallel copies of steps: a cell, a region.

    `seats`: how many there are in it, where it is not as many as the rulebook says. `led_by`: who
    accompanies it, one entry for each person: a position, or a name that may be published.
    """

    id: str
    title: Text
    seats: int | None = None
    led_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """A paper for members: who wrote it, which viewpoint, what speaks for and against."""

    id: str
    kind: str
    author: str
    viewpoint: str
    title: Text
    pro: Text = field(default_factory=Text)
    contra: Text = field(default_factory=Text)
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    id: str
    organisation: Text
    viewpoint: str
    proposed_by: str
    interest_declared: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said around the process. `topic`: in a few words that belong to nobody."""

    id: str
    text: Text
    topic: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Engagement:
    """A parallel activity (meeting, survey, contest, focus group) that feeds the input ledger."""

    id: str
    kind: str
    title: Text
    starts: date
    ends: date
    count: int = 1


@dataclass(frozen=True, slots=True)
class Oversight:
    """The group beside the process; `sides`: the views on the question that its members hold."""

    seats: int = 0
    composition: Text = field(default_factory=Text)
    tasks: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberSupport:
    """What makes it possible to take part. `care`: of children and relatives, organised or paid."""

    honorarium_per_day: int | None = None
    currency: str = ""
    expenses: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    sign_language: str = ""
    care: bool | None = None
    step_free_venue: bool | None = None
    employer_letter: bool | None = None
    letter_of_thanks: bool | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Conduct:
    """Who runs the process at arm's length from the agency, who evaluates it, and what protects
    members from lobbying and gifts (`influence`)."""

    organiser: Text = field(default_factory=Text)
    evaluator: Text = field(default_factory=Text)
    influence: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    line: Text
    amount: int


@dataclass(frozen=True, slots=True)
class Budget:
    """What the process costs (whole units of `currency`) and who pays."""

    currency: str = ""
    lines: tuple[BudgetLine, ...] = ()
    funding: Text = field(default_factory=Text)

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


HEAD = (
    "id",
    "model",
    "variant",
    "version",
    "title",
    "fictional",
    "jurisdiction",
    "level",
    "languages",
    "authentic_languages",
    "time_zone",
    "policy_cycle_stage",
    "influence",
    "days_off",
    "working_days",
)
"""Fields of a pilot that stand in the file's table [pilot]."""


def path_in_file(path: Path) -> Path:
    """The path in the file of a path through the fields of `Pilot`."""
    if path and path[0] in HEAD:
        return ("pilot", *path)
    if path and path[0] == "script":
        return ("rehearsal", *path[1:])
    return path


@dataclass(frozen=True)
class Pilot:
    """One process as its agency configured it. Its fields are what the file says."""

    id: str
    model: str
    variant: str
    source: TomlSource
    title: Text = field(default_factory=Text)
    version: str | None = None
    fictional: bool = False
    jurisdiction: str | None = None
    level: str = ""
    languages: tuple[str, ...] = ()
    authentic_languages: tuple[str, ...] = ()
    time_zone: str = ""
    policy_cycle_stage: str = ""
    influence: str = ""
    territory: Territory = field(default_factory=Territory)
    agency: Agency = field(default_factory=Agency)
    remit: Remit = field(default_factory=Remit)
    calendar: Mapping[str, Planned] = field(default_factory=dict)
    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    open_parameters: Mapping[str, Any] = field(default_factory=dict)
    strands: tuple[Strand, ...] = ()
    seats: tuple[SeatHolder, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    materials: tuple[Material, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    statements: tuple[Statement, ...] = ()
    engagement: tuple[Engagement, ...] = ()
    oversight: Oversight = field(default_factory=Oversight)
    member_support: MemberSupport = field(default_factory=MemberSupport)
    conduct: Conduct = field(default_factory=Conduct)
    budget: Budget = field(default_factory=Budget)
    communication: tuple[Communication, ...] = ()
    publicity: Publicity = field(default_factory=Publicity)
    recruitment: Recruitment = field(default_factory=Recruitment)
    pest: Mapping[str, Text] = field(default_factory=dict)
    risks: tuple[Risk, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    deviations: Mapping[str, Text] = field(default_factory=dict)
    questionnaires: tuple[Questionnaire, ...] = ()
    script: Script = field(default_factory=Script)

    @cached_property
    def looked_up(self) -> dict[str, tuple[tuple[Path, Any], ...]]:
        """What was found under dotted keys, each with its path: rules ask for the same at each act,
        and a pilot never changes."""
        return {}

    def place(self, *path: str | int) -> Where:
        """Where a value stands in the file, by the names of this class's fields."""
        return self.source.positions.find(path_in_file(path))

    def agenda_of(self, step: Step | None, n: int) -> tuple[AgendaItem, ...]:
        """The items of the n-th session of a step: its own, else those of the last one before."""
        items = self.agendas_of(step)
        known = [item.occurrence for item in items if item.occurrence <= n]
        return tuple(item for item in items if known and item.occurrence == max(known))

    def agendas_of(self, step: Step | None) -> tuple[AgendaItem, ...]:
        """The items of all sessions of a step, in the order of the file; without a step those
        that name none."""
        key = (step.id, step.origin, step.strand) if step is not None else ("", "", "")
        if key not in self._agendas:
            self._agendas[key] = self._agenda_for(*key)
        return self._agendas[key]

    @cached_property
    def _agendas(self) -> dict[tuple[str, str, str], tuple[AgendaItem, ...]]:
        return {}

    def _agenda_for(self, step: str, origin: str, strand: str) -> tuple[AgendaItem, ...]:
        names = {step, origin} - {""} or {""}
        own = tuple(item for item in self.agenda if item.step in names)
        shared = own or tuple(item for item in self.agenda if not item.step)
        return tuple(item for item in shared if item.strand in ("", strand))

    def seat(self, seat_id: str) -> SeatHolder | None:
        return next((seat for seat in self.seats if seat.id == seat_id), None)
