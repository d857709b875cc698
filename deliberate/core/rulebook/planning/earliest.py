"""The earliest possible day of each step, from the chain of steps and the notice periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from deliberate.core.period import Period
from deliberate.core.rulebook.checks.context import CheckContext, period_of, required_period
from deliberate.core.rulebook.checks.legal import earliest_start, on_legal_day
from deliberate.core.rulebook.model import Rule, Step
from deliberate.core.rulebook.pilot import Moment


class Earliest:
    """Earliest days of one pilot. A step with a planned date stands where it is planned."""

    def __init__(self, context: CheckContext) -> None:
        self._context = context
        self._known: dict[tuple[str, int], date | None] = {}

    def start(self, step_id: str, n: int = 1) -> date | None:
        """The first day open for the start of a step, or None where nothing binds it."""
        key = (step_id, n)
        if key not in self._known:
            self._known[key] = None  # a circle binds nothing; the loader refuses circles of steps
            self._known[key] = self._start(step_id, n)
        return self._known[key]

    def _start(self, step_id: str, n: int) -> date | None:
        if n > 1:
            return earliest_start(self._context, step_id, n)
        step = self._context.rulebook.step(step_id)
        if step is None:
            return None
        days = [*self._ends(step), *self._notices(step_id)]
        return on_legal_day(self._context, step_id, max(days)) if days else None

    def _ends(self, step: Step) -> Iterator[date]:
        for before in step.after:
            end = self.finish(before)
            if end is not None:
                yield self._context.calendar.local_day(end)

    def _notices(self, step_id: str) -> Iterator[date]:
        for rule in leads(self._context):
            if rule.parameters["before"] == step_id:
                end = self.finish(str(rule.parameters["step"]))
                if end is not None:
                    period = required_period(rule.parameters, "at_least")
                    yield self._context.calendar.earliest_after_lead(end, period)

    def finish(self, step_id: str) -> Moment | None:
        """When a step is over: as planned, else at the earliest."""
        planned = self._context.timeline.finished(step_id)
        if planned is not None:
            return planned
        start, step = self.start(step_id), self._context.rulebook.step(step_id)
        if start is None or step is None:
            return None
        lasts = required_length(self._context, step)
        if lasts is None:
            return start
        calendar = self._context.calendar
        return calendar.add_to_moment(calendar.start_of(start), lasts)


def leads(context: CheckContext, level: str = "must") -> tuple[Rule, ...]:
    """The rules of notice at this level."""
    return tuple(
        rule for rule in context.rulebook.rules if rule.check == "lead" and rule.level == level
    )


def required_length(context: CheckContext, step: Step) -> Period | None:
    """How long a step must be open at least: by an obligatory rule, else as the step says."""
    for rule in context.rulebook.rules:
        p = rule.parameters
        if rule.check == "window" and rule.level == "must" and p["step"] == step.id:
            least = period_of(p.get("at_least"))
            if least is not None:
                return least
    return step.lasts
