"""Checks of single days: working days that rules ask for, days that are better avoided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from deliberate.core.calendar import Calendar
from deliberate.core.errors import Finding, Message, Where, message
from deliberate.core.rulebook.checks.context import CheckContext, finding, names, no_date
from deliberate.core.rulebook.checks.legal import earliest_start
from deliberate.core.rulebook.checks.values import label, values_at
from deliberate.core.rulebook.model import Rule

SEARCHED = 366
"""How many days ahead a better day is looked for."""


def check_days(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`days {steps | what, on = "working"}`: these days are working days."""
    for step in names(rule.parameters.get("steps")):
        yield from _steps_on_working_days(context, rule, step)
    for what in names(rule.parameters.get("what")):
        for path, day in values_at(context.pilot, what):
            if isinstance(day, date) and not context.calendar.is_working(_day(context, day)):
                yield finding(
                    rule,
                    message(
                        "{key} is {day}, not a working day ({reason}).",
                        key=label(path),
                        day=day,
                        reason=day_off(context.calendar, _day(context, day)),
                    ),
                    _next(context.calendar.next_working(_day(context, day))),
                    where=context.place(*path),
                )


def _steps_on_working_days(context: CheckContext, rule: Rule, step: str) -> Iterator[Finding]:
    for n in range(1, context.occurrences(step) + 1):
        days = days_of(context, step, n)
        if not days and n == 1:
            yield from no_date(context, rule, step)
        for index, day in enumerate(days):
            if context.calendar.is_working(day):
                continue
            working = context.calendar.next_working(day)
            legal = earliest_start(context, step, n) if index == 0 else None
            yield finding(
                rule,
                message(
                    "“{step}” falls on {day}, not a working day ({reason}).",
                    step=context.title(step),
                    day=day,
                    reason=day_off(context.calendar, day),
                ),
                _next(working) if legal is None or legal <= working else _permitted(legal),
                where=_place(context, step, n, index),
                steps=(step,),
            )


def _next(day: date) -> Message:
    return message("The earliest working day is {day}.", day=day)


def _permitted(day: date) -> Message:
    return message("The earliest day that the notice periods leave open is {day}.", day=day)


def _place(context: CheckContext, step: str, n: int, index: int) -> Where:
    planned = context.pilot.calendar.get(step)
    if n == 1 and planned is not None and planned.days:
        return context.place("calendar", step, "days", index)
    return context.place_of_date(step, n)


def days_of(context: CheckContext, step: str, n: int = 1) -> tuple[date, ...]:
    """The days of a step: those the pilot names while it is only planned, else its first day."""
    planned = context.pilot.calendar.get(step)
    if n == 1 and context.process is None and planned is not None and planned.days:
        return planned.days
    start = None
    if context.process is not None:
        start = context.process.progress(step, n).started
    start = start or context.planned_start(step, n)
    return () if start is None else (context.calendar.local_day(start),)


def _day(context: CheckContext, day: date) -> date:
    return context.calendar.local_day(day)


def day_off(calendar: Calendar, day: date) -> Message:
    """Why a day is not a working day."""
    holiday = calendar.holiday(day)
    if holiday is None:
        return message("weekend")
    if holiday.estimated:
        return message("{name}, date expected", name=holiday.name)
    return message("{name}", name=holiday.name)


def check_advice(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`advice {steps}`: days that the jurisdiction advises against."""
    for step in names(rule.parameters["steps"]):
        for n in range(1, context.occurrences(step) + 1):
            for index, day in enumerate(days_of(context, step, n)):
                for advice in context.calendar.advice(day):
                    yield finding(
                        rule,
                        message(
                            "“{step}” on {day}: {advice}",
                            step=context.title(step),
                            day=day,
                            advice=advice.message,
                        ),
                        _better(context, day),
                        where=_place(context, step, n, index),
                        steps=(step,),
                    )


def _better(context: CheckContext, day: date) -> Message | None:
    for ahead in range(1, SEARCHED):
        later = day + timedelta(days=ahead)
        if context.calendar.is_working(later) and not context.calendar.advice(later):
            return message("The next day without objections is {day}.", day=later)
    return None
