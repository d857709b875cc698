"""Checks of periods: notice before a step, how long a step is open, order, pauses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from deliberate.core.calendar import Calendar
from deliberate.core.errors import Finding, Message, message
from deliberate.core.period import Period
from deliberate.core.rulebook.checks.context import (
    CheckContext,
    finding,
    no_date,
    period_of,
    required_period,
)
from deliberate.core.rulebook.checks.legal import bound_to_working_days, earliest_start
from deliberate.core.rulebook.model import Rule
from deliberate.core.rulebook.occurrences import fixed_times
from deliberate.core.rulebook.pilot import Moment


def check_lead(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`lead {step, before, at_least, occurrence?}`: a step takes effect a period before another.

    `occurrence` limits the rule to the n-th time; without it every repeat of both is checked.
    """
    step, before = str(rule.parameters["step"]), str(rule.parameters["before"])
    for n in _occurrences(context, rule, step, before):
        done, start = context.timeline.finished(step, n), context.timeline.started(before, n)
        if done is None or start is None:
            for name, moment in ((step, done), (before, start)):
                if moment is None:
                    yield from no_date(context, rule, name, n)
        elif not _leads(
            context, before, n, done, start, required_period(rule.parameters, "at_least")
        ):
            yield _late(context, rule, n, done, start)


def _occurrences(context: CheckContext, rule: Rule, step: str, before: str) -> range:
    only = rule.parameters.get("occurrence")
    if only is not None:
        return range(int(only), int(only) + 1)
    return range(1, max(1, min(context.occurrences(step), context.occurrences(before))) + 1)


def _leads(
    context: CheckContext, before: str, n: int, done: Moment, start: Moment, period: Period
) -> bool:
    """To the minute where the later step is planned to the minute, else by whole days.

    A session that opens at ten does not become illegal by having been planned for the whole day.
    """
    planned = context.planned_start(before, n)
    if isinstance(planned, datetime) and isinstance(start, datetime):
        return context.calendar.leads(done, start, period)
    day = context.calendar.local_day
    return context.calendar.leads(day(done), day(start), period)


def _late(context: CheckContext, rule: Rule, n: int, done: Moment, start: Moment) -> Finding:
    step, before = str(rule.parameters["step"]), str(rule.parameters["before"])
    period, calendar = required_period(rule.parameters, "at_least"), context.calendar
    earliest = calendar.earliest_after_lead(done, period)
    # What is only recommended may ask for more than every obligatory rule together.
    earliest = max(earliest, earliest_start(context, before, n) or earliest)
    if bound_to_working_days(context, before):
        earliest = calendar.next_working(earliest)
    return finding(
        rule,
        _too_late(context, step, before, period, done, start),
        message(
            "“{step}” on {latest} at the latest, or “{before}” on {earliest} at the earliest.",
            step=context.title(step),
            before=context.title(before),
            latest=calendar.latest_before(calendar.local_day(start), period),
            earliest=earliest,
        ),
        where=context.place_of_date(step, n),
        steps=(step, before),
    )


def _too_late(
    context: CheckContext, step: str, before: str, period: Period, done: Moment, start: Moment
) -> Message:
    days = context.calendar.lead_days(done, start)
    values = {
        "step": context.title(step),
        "before": context.title(before),
        "done": context.calendar.local_day(done),
        "start": context.calendar.local_day(start),
        "period": period,
    }
    if days < 1:
        return message(
            "“{step}” ({done}) is not before “{before}” ({start}); the rule asks for {period}.",
            **values,
        )
    return message(
        "“{step}” is {length} before “{before}” ({done}, {start}); the rule asks for {period}.",
        **values,
        length=Period(days, "days"),
    )


def check_window(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`window {step, at_least?, at_most?}`: how long a step is open."""
    step = str(rule.parameters["step"])
    start, end = context.timeline.started(step), context.timeline.finished(step)
    planned = context.pilot.calendar.get(step)
    if start is None or end is None:
        yield from no_date(context, rule, step)
        return
    if context.process is None and planned and planned.ends is None and not planned.days:
        yield finding(
            rule,
            message("“{step}” has a beginning and no end.", step=context.title(step)),
            _closing(context, step, start, rule, as_date=not isinstance(start, datetime)),
            where=context.place_of_date(step),
            steps=(step,),
        )
        return
    yield from _too_short(context, rule, step, start, end)
    yield from _too_long(context, rule, step, start, end)


def _too_short(
    context: CheckContext, rule: Rule, step: str, start: Moment, end: Moment
) -> Iterator[Finding]:
    least = period_of(rule.parameters.get("at_least"))
    if least is None or context.calendar.lasts_at_least(start, end, least):
        return
    yield finding(
        rule,
        message(
            "“{step}” is open for {length} ({start} to {end}); the rule asks for {period}.",
            step=context.title(step),
            length=length(open_days(context.calendar, start, end)),
            start=start,
            end=end,
            period=least,
        ),
        _closing(context, step, start, rule, as_date=not isinstance(end, datetime)),
        where=context.place_of_date(step),
        steps=(step,),
    )


def _too_long(
    context: CheckContext, rule: Rule, step: str, start: Moment, end: Moment
) -> Iterator[Finding]:
    most = period_of(rule.parameters.get("at_most"))
    if most is None or context.calendar.lasts_at_most(start, end, most):
        return
    yield finding(
        rule,
        message(
            "“{step}” is open for {length} ({start} to {end}); the rule allows {period} at most.",
            step=context.title(step),
            length=length(open_days(context.calendar, start, end)),
            start=start,
            end=end,
            period=most,
        ),
        message(
            "Close it on {latest} at the latest.",
            latest=_end(context.calendar, start, most, as_date=not isinstance(end, datetime)),
        ),
        where=context.place_of_date(step),
        steps=(step,),
    )


def _closing(
    context: CheckContext, step: str, start: Moment, rule: Rule, *, as_date: bool
) -> Message:
    least = period_of(rule.parameters.get("at_least"))
    if least is None:
        return message("Enter when “{step}” ends.", step=context.title(step))
    earliest = _end(context.calendar, start, least, as_date=as_date)
    return message("Close it on {earliest} at the earliest.", earliest=earliest)


def _end(calendar: Calendar, start: Moment, period: Period, *, as_date: bool) -> Moment:
    """The end of a window of exactly a period; a day that is named counts to its end."""
    exact = calendar.add_to_moment(calendar.start_moment(start), period)
    if not as_date:
        return exact
    inside = exact - timedelta(microseconds=1)
    return calendar.local_day(inside)


def length(days: int) -> Period | Message:
    """A number of days as words can decline it."""
    return Period(days, "days") if days > 0 else message("less than a day")


def open_days(calendar: Calendar, start: Moment, end: Moment) -> int:
    """Full days of a window: a named last day counts, a moment is where it ends."""
    if isinstance(end, datetime):
        return (calendar.end_moment(end) - calendar.start_moment(start)).days
    return calendar.lead_days(start, end) + 1


def check_order(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`order {steps}`: each step begins when the one before it has taken effect, every time of
    it that the rulebook foresees."""
    for name in rule.parameters["steps"]:
        if context.timeline.started(name) is None:
            yield from no_date(context, rule, name)
    for first, second in pairwise(rule.parameters["steps"]):
        for n, done, start in too_early(context, first, second):
            yield finding(
                rule,
                *out_of_order(context, first, second, done, start),
                where=context.place_of_date(second, n),
                steps=(second,),
            )


def too_early(
    context: CheckContext, first: str, second: str
) -> Iterator[tuple[int, Moment, Moment]]:
    """Which times of the second step begin before the first is over: the number, the end of the
    first, the beginning of the second.

    Steps repeated as often as each other go in pairs; else the first is over with its last time.
    """
    before, after = _fixed_times(context, first), _fixed_times(context, second)
    pairs = [(n, n) for n in range(1, after + 1)] if before == after else [(before, 1)]
    for last, n in pairs:
        done, start = context.timeline.finished(first, last), context.timeline.started(second, n)
        if done is not None and start is not None and not follows(context.calendar, done, start):
            yield n, done, start


def _fixed_times(context: CheckContext, name: str) -> int:
    step = context.rulebook.step(name)
    return 1 if step is None else fixed_times(step)


def follows(calendar: Calendar, done: Moment, start: Moment) -> bool:
    """Whether a step may start where the one before it ends; days meet within one day."""
    if isinstance(done, datetime) and isinstance(start, datetime):
        return done <= start
    return calendar.local_day(done) <= calendar.local_day(start)


def out_of_order(
    context: CheckContext, first: str, second: str, done: Moment, start: Moment
) -> tuple[Message, Message]:
    """What is wrong with two steps in the wrong order, and how to put it right."""
    return (
        message(
            "“{second}” begins {start}, before “{first}” is over ({done}).",
            first=context.title(first),
            second=context.title(second),
            done=done,
            start=start,
        ),
        message("“{second}” on {done} at the earliest.", second=context.title(second), done=done),
    )


def _too_soon(context: CheckContext, step: str, pause: Period, last: date, day: date) -> Message:
    values = {"step": context.title(step), "start": day, "done": last, "period": pause}
    days = context.calendar.lead_days(last, day)
    if days < 1:
        return message(
            "“{step}” is repeated on {start}, which is not after {done}; "
            "the rule asks for {period} between them.",
            **values,
        )
    return message(
        "“{step}” is repeated on {start}, {length} after {done}; the rule asks for {period}.",
        **values,
        length=Period(days, "days"),
    )


def check_gap(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`gap {step, repeat_after, on}`: a repeat keeps a pause after the time before.

    With `on = "working"` a repeat that would fall on a day off is held on the next working day.
    """
    step, pause = str(rule.parameters["step"]), required_period(rule.parameters, "repeat_after")
    calendar, working = context.calendar, rule.parameters.get("on") == "working"
    for n in range(2, context.occurrences(step) + 1):
        done, start = context.timeline.finished(step, n - 1), context.timeline.started(step, n)
        if done is None or start is None:
            continue
        last, day = calendar.local_day(done), calendar.local_day(start)
        if calendar.leads(last, day, pause) and (not working or calendar.is_working(day)):
            continue
        earliest = earliest_start(context, step, n) or calendar.earliest_after_lead(last, pause)
        yield finding(
            rule,
            _too_soon(context, step, pause, last, day),
            message(
                "Repeat it on {earliest} at the earliest.",
                earliest=calendar.next_working(earliest) if working else earliest,
            ),
            where=context.place_of_date(step, n),
            steps=(step,),
        )
