"""What a check may look at, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from deliberate.core.calendar import Calendar
from deliberate.core.errors import Finding, Message, Where, message
from deliberate.core.period import Period
from deliberate.core.rulebook.asked import worded
from deliberate.core.rulebook.model import Rule, Rulebook, Step
from deliberate.core.rulebook.pilot import Moment, Pilot
from deliberate.core.rulebook.strands import calendar_key
from deliberate.core.text import Text


class Timeline(Protocol):
    """When steps begin and when they take effect: as planned, or as they really did."""

    def started(self, step: str, n: int = 1) -> Moment | None: ...

    def finished(self, step: str, n: int = 1) -> Moment | None: ...


class Reached(Protocol):
    """How far a step has come, as far as a check asks."""

    @property
    def done(self) -> bool: ...

    @property
    def started(self) -> Any: ...


class Underway(Protocol):
    """A process that has begun, as far as a check asks: progress, plans, seats and facts."""

    @property
    def roster(self) -> Any: ...

    def progress(self, step_id: str, n: int | None = None) -> Reached: ...

    def planned_start(self, step: str, n: int = 1) -> Moment | None: ...

    def select(self, *kinds: str) -> tuple[Any, ...]: ...


@dataclass(frozen=True, slots=True)
class CheckContext:
    """A pilot held against its rulebook: before it begins (`process` is None) or while it runs.

    `occurrences` tells how many times a step is scheduled so far.
    """

    rulebook: Rulebook
    pilot: Pilot
    calendar: Calendar
    timeline: Timeline
    occurrences: Callable[[str], int]
    process: Underway | None = None

    # ------------------------------------------------------------------ reading
    def title(self, step_id: str) -> Text | str:
        """A step's title; its identifier when it has none."""
        step = self.rulebook.step(step_id)
        return step.title if step is not None and step.title else step_id

    def planned_start(self, step: str, n: int = 1) -> Moment | None:
        """When a step is planned to start; for a running process not moved by the clock."""
        if self.process is None:
            return self.timeline.started(step, n)
        return self.process.planned_start(step, n)

    def open_parameter(self, name: str) -> Any:
        """The pilot's choice for an open parameter, else the rulebook's default, else None."""
        if name in self.pilot.open_parameters:
            return self.pilot.open_parameters[name]
        known = self.rulebook.open_parameters.get(name)
        return None if known is None else known.default

    def parameter(self, value: Any) -> Any:
        """A value of a rulebook; `@name` stands for the open parameter of that name."""
        if isinstance(value, str) and value.startswith("@"):
            return self.open_parameter(value[1:])
        return value

    # ------------------------------------------------------------------ saying
    def place(self, *path: str | int) -> Where:
        """Where a value stands in the pilot's file, or its nearest existing parent."""
        return self.pilot.place(*path)

    def absent_table(self, head: str) -> str | None:
        """A table that the pilot's file does not have at all, as one writes it: `[[materials]]`."""
        if head not in Pilot.__dataclass_fields__ or head in self.pilot.source.data:
            return None
        held = getattr(self.pilot, head)
        several = isinstance(held, tuple)
        if several and held:
            return None
        return f"[[{head}]]" if several else f"[{head}]"

    def place_of_date(self, step: str, n: int = 1) -> Where:
        """Where the date of a step stands in the pilot's file."""
        return self.place("calendar", calendar_key(self.rulebook, self.pilot, step, n))


Check = Callable[[CheckContext, Rule], Iterator[Finding]]


def finding(
    rule: Rule,
    text: Message,
    fix: Message | None = None,
    *,
    where: Where | None = None,
    steps: tuple[str, ...] = (),
) -> Finding:
    """A finding of this rule: at its level, about its own steps unless others are named."""
    return Finding(rule.code, rule.level, text, where, fix, steps or rule.steps)


def period_of(value: Any) -> Period | None:
    """A rule's period, whether the loader has parsed it already or not."""
    if value is None or isinstance(value, Period):
        return value
    return Period.parse(str(value))


def required_period(parameters: Mapping[str, Any], key: str) -> Period:
    period = period_of(parameters[key])
    if period is None:
        raise KeyError(key)
    return period


def no_date(context: CheckContext, rule: Rule, step: str, n: int = 1) -> Iterator[Finding]:
    """A date that the rule needs and the pilot leaves out.

    Only a plan can lack a date: a running process that has not scheduled a step breaks nothing.
    """
    if context.process is None:
        key = step if n == 1 else f"{step}_{n}"
        yield finding(
            rule,
            message("calendar.{key} is missing: “{step}”.", key=key, step=context.title(step)),
            where=context.place_of_date(step, n),
            steps=(step,),
        )


def names(value: Any) -> tuple[str, ...]:
    """One name or a list of names, as a rule may write either."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def place_of_questions(context: CheckContext, step: Step) -> Where | None:
    """Where the questions of a survey stand: in the pilot, else in the rulebook."""
    name = step.parameters.questionnaire
    for index, item in enumerate(context.pilot.questionnaires):
        if item.id == name:
            return context.place("questionnaires", index, "id")
    found = worded(context.rulebook, context.pilot, name)
    key = f"steps.{step.id}" if found is None else f"questionnaires.{name}"
    return context.rulebook.places.get(key)
