"""The arithmetic of notice periods, in words."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.errors import Message, message
from deliberate.core.period import Period
from deliberate.core.rulebook.checks.context import CheckContext, period_of, required_period
from deliberate.core.rulebook.checks.timing import length, open_days
from deliberate.core.rulebook.model import Rule
from deliberate.core.rulebook.planning.earliest import leads, required_length

SHORTEST_MONTH, LONGEST_MONTH = 28, 31


def arithmetic(context: CheckContext) -> Iterator[Message]:
    """Notice by notice, window by window, pause by pause; then what is left in between."""
    for rule in leads(context):
        yield from _notice(context, rule)
    for rule in context.rulebook.rules:
        if rule.check == "window":
            yield from _window(context, rule)
        elif rule.check == "gap":
            yield from _pause(context, rule)
    for rule in leads(context):
        yield from _room(context, rule)
    for rule in leads(context, "should"):
        yield from _recommended(context, rule)


def _notice(context: CheckContext, rule: Rule) -> Iterator[Message]:
    step, before = str(rule.parameters["step"]), str(rule.parameters["before"])
    period = required_period(rule.parameters, "at_least")
    done, start = context.timeline.finished(step), context.timeline.started(before)
    if done is None or start is None:
        return
    calendar = context.calendar
    day, own = calendar.local_day(start), calendar.local_day(done)
    latest = calendar.latest_before(day, period)
    spare = calendar.lead_days(own, latest)
    values = {
        "before": context.title(before),
        "start": day,
        "period": period,
        "latest": latest,
        "step": context.title(step),
        "done": own,
    }
    if spare < 0:
        yield message(
            "“{before}” {start} minus {period} = {latest}; “{step}” {done}: {length} too late.",
            **values,
            length=Period(-spare, "days"),
        )
    elif spare == 0:
        yield message(
            "“{before}” {start} minus {period} = {latest}; “{step}” {done}: the last legal day.",
            **values,
        )
    else:
        yield message(
            "“{before}” {start} minus {period} = {latest}; “{step}” {done}: {length} earlier.",
            **values,
            length=Period(spare, "days"),
        )


def _window(context: CheckContext, rule: Rule) -> Iterator[Message]:
    step = str(rule.parameters["step"])
    start, end = context.timeline.started(step), context.timeline.finished(step)
    least = period_of(rule.parameters.get("at_least"))
    if start is not None and end is not None and least is not None:
        yield message(
            "“{step}” {start} to {end} = {length}; at least {period}.",
            step=context.title(step),
            start=start,
            end=end,
            length=length(open_days(context.calendar, start, end)),
            period=least,
        )


def _pause(context: CheckContext, rule: Rule) -> Iterator[Message]:
    step = str(rule.parameters["step"])
    pause = required_period(rule.parameters, "repeat_after")
    done = context.timeline.finished(step)
    if done is None:
        return
    calendar = context.calendar
    day = calendar.add(calendar.local_day(done), pause)
    if rule.parameters.get("on") == "working":
        day = calendar.next_working(day)
    yield message(
        "“{step}” {done} plus {period}: a repeat on {day} at the earliest.",
        step=context.title(step),
        done=calendar.local_day(done),
        period=pause,
        day=day,
    )


def _room(context: CheckContext, rule: Rule) -> Iterator[Message]:
    """What a notice period leaves for the steps inside it that have no length of their own."""
    step, before = str(rule.parameters["step"]), str(rule.parameters["before"])
    inside = between(context, step, before)
    fixed = dict(_fixed(context, inside, step, before))
    free = tuple(name for name in inside if name not in fixed and context.rulebook.step(name))
    whole = _days(required_period(rule.parameters, "at_least"))
    parts = [_days(period) for period in fixed.values()]
    if whole is None or None in parts or not fixed or not free:
        return
    taken = [part for part in parts if part is not None]
    least = whole[0] - sum(part[1] for part in taken)
    most = whole[1] - sum(part[0] for part in taken)
    terms = tuple(
        message("{period} (“{step}”)", period=period, step=context.title(name))
        for name, period in fixed.items()
    )
    names = tuple(context.title(name) for name in free)
    period = required_period(rule.parameters, "at_least")
    if least == most:
        yield message(
            "{period} minus {terms} leaves {least} days for: {names}.",
            period=period,
            terms=terms,
            least=least,
            names=names,
        )
    else:
        yield message(
            "{period} minus {terms} leaves {least} to {most} days for: {names}.",
            period=period,
            terms=terms,
            least=least,
            most=most,
            names=names,
        )
    done, start = context.timeline.finished(step), context.timeline.started(before)
    if done is not None and start is not None:
        span = context.calendar.lead_days(done, start)
        yield message(
            "This calendar has {span} days between “{step}” and “{before}” and leaves {days}.",
            span=span,
            step=context.title(step),
            before=context.title(before),
            days=span - sum(part[0] for part in taken),
        )


def between(context: CheckContext, first: str, last: str) -> tuple[str, ...]:
    """Steps that wait for `first` and that `last` waits for, in the rulebook's order."""
    waiting = {step.id: set(step.after) for step in context.rulebook.steps}
    return tuple(
        step.id
        for step in context.rulebook.steps
        if step.id not in (first, last)
        and first in _all_before(waiting, step.id)
        and step.id in _all_before(waiting, last)
    )


def _all_before(waiting: dict[str, set[str]], step: str) -> set[str]:
    found: set[str] = set()
    queue = list(waiting.get(step, ()))
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue += waiting.get(name, ())
    return found


def _fixed(
    context: CheckContext, inside: tuple[str, ...], first: str, last: str
) -> Iterator[tuple[str, Period]]:
    """Steps inside that have a length of their own, and the longest notice inside."""
    notice = {
        str(rule.parameters["step"]): required_period(rule.parameters, "at_least")
        for rule in leads(context)
        if rule.parameters["before"] == last and rule.parameters["step"] in inside
    }
    for name in inside:
        step = context.rulebook.step(name)
        length = None if step is None else required_length(context, step)
        if length is not None:
            yield name, length
    longest = max(notice, key=lambda name: (_days(notice[name]) or (0, 0))[1], default=None)
    if longest is not None:
        yield longest, notice[longest]


def _days(period: Period) -> tuple[int, int] | None:
    """The shortest and the longest a period can be, in days; None where days off decide."""
    match period.unit:
        case "days":
            return period.amount, period.amount
        case "weeks":
            return 7 * period.amount, 7 * period.amount
        case "months":
            longest = LONGEST_MONTH * period.amount
            return SHORTEST_MONTH * period.amount, longest
        case _:
            return None


def _recommended(context: CheckContext, rule: Rule) -> Iterator[Message]:
    step, before = str(rule.parameters["step"]), str(rule.parameters["before"])
    done, start = context.timeline.finished(step), context.timeline.started(before)
    if done is not None and start is not None:
        yield message(
            "Recommended between “{step}” and “{before}”: {period}; this calendar has {days} days.",
            step=context.title(step),
            before=context.title(before),
            period=required_period(rule.parameters, "at_least"),
            days=context.calendar.lead_days(done, start),
        )
