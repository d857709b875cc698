"""When every step is planned, when it could be at the earliest, and how much room is between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deliberate.core.calendar import Calendar
from deliberate.core.errors import Finding, Message
from deliberate.core.rulebook.checks import CheckContext, PlannedTimeline, check_rules
from deliberate.core.rulebook.model import Rulebook, Step
from deliberate.core.rulebook.pilot import Moment, Pilot
from deliberate.core.rulebook.planning.arithmetic import arithmetic
from deliberate.core.rulebook.planning.earliest import Earliest


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One occurrence of a step in the plan.

    `earliest` is the first day that the steps before it, its notice periods and the days off leave
    open; `slack` is how many days the plan lies after it (negative: too early). `rule`: what this
    occurrence rests on, if the rulebook names a rule.
    """

    step: Step
    n: int
    starts: Moment | None
    ends: Moment | None
    days: tuple[date, ...] = ()
    earliest: date | None = None
    slack: int | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The calendar of a pilot. `arithmetic` says in words how each notice period is reckoned."""

    pilot: Pilot
    rulebook: Rulebook
    calendar: Calendar
    lines: tuple[PlanLine, ...]
    arithmetic: tuple[Message, ...]
    findings: tuple[Finding, ...]

    @property
    def possible(self) -> bool:
        """Whether no obligatory rule is broken."""
        return all(finding.level == "should" for finding in self.findings)


def plan(rulebook: Rulebook, pilot: Pilot, calendar: Calendar) -> Plan:
    """The plan of a pilot under its rulebook; steps in the order in which they are planned."""
    timeline = PlannedTimeline(pilot, calendar)
    context = CheckContext(rulebook, pilot, calendar, timeline, timeline.occurrences)
    lines = sorted(_lines(context, timeline), key=lambda line: _order(calendar, rulebook, line))
    return Plan(
        pilot,
        rulebook,
        calendar,
        tuple(lines),
        tuple(arithmetic(context)),
        check_rules(context),
    )


def _lines(context: CheckContext, timeline: PlannedTimeline) -> Iterator[PlanLine]:
    earliest = Earliest(context)
    for step in context.rulebook.steps:
        for n in range(1, timeline.occurrences(step.id) + 1):
            planned = timeline.planned(step.id, n)
            first = earliest.start(step.id, n)
            start = timeline.started(step.id, n)
            slack = None
            if first is not None and start is not None:
                slack = context.calendar.lead_days(first, start)
            yield PlanLine(
                step,
                n,
                start,
                None if planned is None else timeline.finished(step.id, n),
                () if planned is None else planned.days,
                first,
                slack,
                _rule_of(context.rulebook, step, n),
            )


def _rule_of(rulebook: Rulebook, step: Step, n: int) -> str | None:
    """The rule that a step names; of a repeat the one about the pause, where the first speaks of
    another time only."""
    named = None if step.rule is None else rulebook.rule(step.rule)
    if named is None or named.parameters.get("occurrence", n) == n:
        return step.rule
    return next(
        (
            rule.code
            for rule in rulebook.rules
            if rule.check == "gap" and rule.parameters["step"] == step.id
        ),
        None,
    )


def _order(calendar: Calendar, rulebook: Rulebook, line: PlanLine) -> tuple[bool, float, int]:
    """Dated lines by their beginning, then the undated ones as the rulebook lists them."""
    index = rulebook.steps.index(line.step)
    if line.starts is None:
        return True, 0.0, index
    return False, calendar.start_moment(line.starts).timestamp(), index
