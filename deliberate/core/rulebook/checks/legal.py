"""The earliest legal day of a step, from all obligatory rules that bind its start."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from deliberate.core.rulebook.checks.context import CheckContext, names, required_period
from deliberate.core.rulebook.model import Rule


def bound_to_working_days(context: CheckContext, step: str) -> bool:
    """Whether an obligatory rule wants this step on working days."""
    return any(
        rule.check == "days" and step in names(rule.parameters.get("steps"))
        for rule in _musts(context)
    )


def earliest_start(context: CheckContext, step: str, n: int = 1) -> date | None:
    """The first day on which a step may start, or None where no rule binds it.

    Steps that come before it are taken where they stand.
    """
    days = [*_after_leads(context, step, n), *_after_gaps(context, step, n)]
    if not days:
        return None
    return on_legal_day(context, step, max(days))


def on_legal_day(context: CheckContext, step: str, day: date) -> date:
    """The day itself, or the next working day where a rule wants one."""
    return context.calendar.next_working(day) if bound_to_working_days(context, step) else day


def _after_leads(context: CheckContext, step: str, n: int) -> Iterator[date]:
    for rule in _musts(context):
        p = rule.parameters
        if rule.check != "lead" or p["before"] != step or p.get("occurrence", n) != n:
            continue
        done = context.timeline.finished(str(p["step"]), n)
        if done is not None:
            yield context.calendar.earliest_after_lead(done, required_period(p, "at_least"))


def _after_gaps(context: CheckContext, step: str, n: int) -> Iterator[date]:
    for rule in _musts(context):
        if rule.check != "gap" or rule.parameters["step"] != step or n == 1:
            continue
        done = context.timeline.finished(step, n - 1)
        if done is not None:
            period = required_period(rule.parameters, "repeat_after")
            yield context.calendar.earliest_after_lead(done, period)


def _musts(context: CheckContext) -> Iterator[Rule]:
    return (rule for rule in context.rulebook.rules if rule.level == "must")
