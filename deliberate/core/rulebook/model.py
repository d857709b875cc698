"""What a model's rulebook says: seats, steps, rules and what it leaves open, each with a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from deliberate.core.errors import Where
from deliberate.core.period import Period
from deliberate.core.phases import Phase
from deliberate.core.rulebook.background import Background
from deliberate.core.rulebook.fit import Fit
from deliberate.core.rulebook.questionnaire import Questionnaire
from deliberate.core.rulebook.status import Status as Status
from deliberate.core.rulebook.templates import DocumentTemplate
from deliberate.core.text import Text

RuleLevel = Literal["must", "should"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number or a rule comes from. `checked_on` dates references to law; `title` is what
    documents call it, in their language."""

    id: str
    text: str
    title: Text = field(default_factory=Text)
    url: str | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class SeatGroup:
    """A category of seats: how many, and which kinds of bodies may hold them (empty: anyone).

    `per = "strand"`: so many in each strand; `strand`: the one that this copy belongs to. `chosen`:
    the open parameter by which the pilot decides the number; `count` is its value.
    """

    name: str
    count: int
    title: Text
    kinds: tuple[str, ...] = ()
    per: str | None = None
    source: str = ""
    status: Status = "seen"
    strand: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Occurs:
    """A step that happens several times: a fixed number of times, or every period until.

    `parameter`: the open parameter that says how many times; `times` follows from it once a pilot
    is known.
    """

    times: int | None = None
    every: Period | None = None
    until: str | None = None
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a phase, of a kind that the core knows.

    `parameters` is the kind's own frozen dataclass; `when` is `STEP = OUTCOME` joined by and / or.
    `per = "strand"`: each strand of the pilot has a step of its own. Of such a copy, `strand` is
    the strand, `origin` the step that the rulebook's file states, and `shared_title` its title.
    """

    id: str
    kind: str
    phase: Phase
    title: Text
    parameters: Any
    after: tuple[str, ...] = ()
    before: str | None = None
    lasts: Period | None = None
    at_least: Period | None = None
    at_most: Period | None = None
    per: str | None = None
    occurs: Occurs | None = None
    when: str | None = None
    rule: str | None = None
    source: str = ""
    status: Status = "seen"
    strand: str = ""
    origin: str = ""
    shared_title: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Rule:
    """One executable rule: `check` names a function of the closed list, `parameters` feeds it.

    `reads` names the open parameters that a plugin's own check of this rule reads.
    """

    code: str
    level: RuleLevel
    text: Text
    check: str
    parameters: Mapping[str, Any]
    source: str
    status: Status
    reason: Text = field(default_factory=Text)
    steps: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenParameter:
    """What the model's source leaves open: a default, its permitted values, its meaning.

    `labels` says in words what each permitted value means; its keys are the values as text.
    `stated_only`: it is stated in the regulation, and nothing in the software acts on it.
    """

    id: str
    default: Any
    text: Text
    choices: tuple[Any, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    source: str = ""
    status: Status = "practice"
    labels: Mapping[str, Text] = field(default_factory=dict)
    stated_only: bool = False

    def permits(self, value: Any) -> bool:
        """Whether a pilot may choose this value: its type, the list of choices, the limits."""
        if type(value) is not type(self.default):
            return False
        if self.choices and value not in self.choices:
            return False
        if isinstance(value, bool) or not isinstance(value, int):
            return True
        above = self.minimum is None or value >= self.minimum
        return above and (self.maximum is None or value <= self.maximum)


@dataclass(frozen=True, slots=True)
class Duty:
    """A standing obligation shown beside the steps: who owes what, and in which step."""

    id: str
    who: str
    text: Text
    step: str | None = None
    source: str = ""
    status: Status = "seen"


@dataclass(frozen=True, slots=True)
class Deviation:
    """A principle that this model itself does not keep, said openly on its conformity page.

    `asks`: what of the principle it is about, all of it where empty; the rest is not excused.
    `agency_justifies`: the model leaves it to each agency, which gives a reason of its own.
    """

    principle: str
    text: Text
    source: str = ""
    status: Status = "seen"
    asks: tuple[str, ...] = ()
    agency_justifies: bool = False


@dataclass(frozen=True, slots=True)
class Strands:
    """Parallel copies of steps (cells, regions); `count` is None when the pilot decides it.

    `divided_by`: the step of the kind `tables` whose one round says who is in which strand; without
    it seat groups are `per = "strand"`, or everybody belongs to every strand.
    """

    name: str
    count: int | None
    seats: int | None = None
    divided_by: str | None = None


@dataclass(frozen=True)
class Rulebook:
    """A dated rulebook of one variant of a model. A process keeps the text it was opened with."""

    model: str
    variant: str
    version: str
    title: Text
    summary: Text
    source: str
    sources: Mapping[str, Source]
    seat_groups: tuple[SeatGroup, ...]
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]
    open_parameters: Mapping[str, OpenParameter]
    duties: tuple[Duty, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    background: Background = field(default_factory=Background)
    documents: tuple[DocumentTemplate, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
    strands: Strands | None = None
    fit: Fit | None = None
    extends: str | None = None
    jurisdiction: str = "plain"
    text: str = ""
    sha256: str = ""
    file: str = ""
    places: Mapping[str, Where] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.model}/{self.variant}"

    @property
    def seats(self) -> int:
        """How many seats all groups have together."""
        return sum(group.count for group in self.seat_groups)

    def step(self, step_id: str) -> Step | None:
        return self._by_id.get(step_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Step]:
        return {step.id: step for step in reversed(self.steps)}

    def stated_at(self, step_id: str) -> Where | None:
        """Where the file states a step; the copy of a step stands where its origin does."""
        return self.places.get(f"steps.{step_id}")

    def copies(self, step_id: str) -> tuple[Step, ...]:
        """A step as it is run: itself, or its copy in each strand."""
        return tuple(step for step in self.steps if step_id in (step.id, step.origin))

    @property
    def stated_rules(self) -> tuple[Rule, ...]:
        """Each rule once, also where it holds for the copy of a step in each strand."""
        return tuple({rule.code: rule for rule in reversed(self.rules)}.values())[::-1]

    def rule(self, code: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.code == code), None)

    def document(self, template_id: str) -> DocumentTemplate | None:
        return next((item for item in self.documents if item.id == template_id), None)

    def group(self, name: str) -> SeatGroup | None:
        return next((group for group in self.seat_groups if group.name == name), None)
