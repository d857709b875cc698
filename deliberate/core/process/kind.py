"""What a kind of step is: its parameters, its actions, and what makes it done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from marshmallow import Schema

from deliberate.core.errors import Message
from deliberate.core.process.facts import Actor, Draft, Fact, SealedPaper, json_value
from deliberate.core.process.reckoning import Reckon, at_once
from deliberate.core.process.respondents import Respondent

if TYPE_CHECKING:
    from deliberate.core.process.process import Process
    from deliberate.core.rulebook.model import Step


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step (one occurrence of it) has come.

    `at` is when it was done, `outcome` what `when` conditions may ask for, `outstanding` what is
    still missing in words, `count` = (have, need) where the step is a matter of numbers,
    `not_before` when it can be done at the earliest: until then it is not overdue.
    """

    done: bool = False
    started: datetime | None = None
    at: datetime | None = None
    outcome: str | None = None
    outstanding: tuple[Message, ...] = ()
    count: tuple[int, int] | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepView:
    """One occurrence of one step of a process, as a kind sees it."""

    process: Process
    step: Step
    n: int = 1

    @property
    def params(self) -> Any:
        return self.step.parameters

    def facts(self, *kinds: str) -> tuple[Fact, ...]:
        """The facts of this step and occurrence, oldest first; of the given kinds, if any."""
        return self.process.select(*kinds, step=self.step.id, n=self.n)

    def first(self, kind: str) -> Fact | None:
        found = self.facts(kind)
        return found[0] if found else None

    def last(self, kind: str) -> Fact | None:
        found = self.facts(kind)
        return found[-1] if found else None

    @property
    def starts(self) -> date | datetime | None:
        """When this occurrence is planned to start (reschedulings applied)."""
        return self.process.planned_start(self.step.id, self.n)

    @property
    def ends(self) -> date | datetime | None:
        return self.process.planned_end(self.step.id, self.n)


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody asks for: an action on a step, with its checked body.

    `ballots`: the public lines of the step's votes; `respondents`: those of the registration that
    the step belongs to, by number; both are read when they are asked for. `signer`: the keyed tag
    of the person whose verified signature comes with it; empty without one. `papers`: what is on
    the papers of a ballot that is not by name; only its count asks for them. `reckon`: answers what
    takes long, as `Action.reckons` says. `tables`: asks whoever plans tables for this model, with
    the step, the problem and the seed.
    """

    view: StepView
    actor: Actor
    now: datetime
    body: Mapping[str, Any] = field(default_factory=dict)
    ballots: Callable[[], Sequence[Mapping[str, Any]]] = tuple
    signer: str = ""
    respondents: Callable[[], Sequence[Respondent]] = tuple
    papers: Callable[[], Sequence[Mapping[str, Any]]] = tuple
    reckon: Reckon = at_once
    tables: Callable[[StepView, Any, str], Any] | None = None

    @property
    def process(self) -> Process:
        return self.view.process

    @property
    def params(self) -> Any:
        return self.view.params

    def fact(
        self,
        kind: str,
        body: Mapping[str, Any] | None = None,
        *,
        private: Iterable[str] = (),
        paper: SealedPaper | None = None,
    ) -> Draft:
        """A draft of a fact of this step; keys in `private` stay out of the public record, `paper`
        goes into the ballot box."""
        full = {key: json_value(value) for key, value in (body or {}).items()}
        hidden = set(private)
        public = {key: value for key, value in full.items() if key not in hidden}
        strand = self.view.step.strand or None
        return Draft(kind, self.view.step.id, self.view.n, strand, full, public, paper)


Decide = Callable[[Command], Sequence[Draft]]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done in a step: by whom, with which data, and what follows.

    `early`: allowed before the steps named in `after` are done. `late`: allowed after the step
    itself is done; `after_end`: after the process is closed too. `two_persons`: takes effect when a
    second account approves. `applies`: whether a step foresees the action at all; one that it does
    not foresee is not offered. `sealed`: fields of the body of which not even a hash is kept; many
    may do such an act at once and take turns. `reckons`: it asks `Command.reckon` for what takes
    seconds, which is answered before the transaction.
    """

    name: str
    roles: frozenset[str]
    decide: Decide
    title: Message
    schema: type[Schema] | None = None
    early: bool = False
    late: bool = False
    after_end: bool = False
    two_persons: bool = False
    applies: Callable[[StepView], bool] | None = None
    sealed: Callable[[StepView], frozenset[str]] | None = None
    reckons: bool = False


class Kind(Protocol):
    """A kind of step: one small module in its phase's package."""

    @property
    def name(self) -> str: ...

    @property
    def parameters(self) -> type[Schema] | None: ...

    @property
    def actions(self) -> Mapping[str, Action]: ...

    def progress(self, view: StepView) -> Progress: ...


@dataclass(frozen=True, slots=True)
class StepKind:
    """The plain implementation of `Kind`: a table of actions and one function for progress.

    `fixed`: once it has begun its dates are no longer moved, since people rely on them.
    """

    name: str
    parameters: type[Schema] | None
    actions: Mapping[str, Action]
    measure: Callable[[StepView], Progress]
    standing: bool = False
    fixed: bool = False

    def progress(self, view: StepView) -> Progress:
        return self.measure(view)


def actions(*items: Action) -> Mapping[str, Action]:
    """The actions of a kind by name."""
    return {item.name: item for item in items}
