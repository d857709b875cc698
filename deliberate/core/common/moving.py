"""What every act that moves a step obeys: the new date lies ahead, and the public learns of it."""

from __future__ import annotations

from collections.abc import Mapping

from deliberate.core.calendar import Moment
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, json_value
from deliberate.core.process.process import Process
from deliberate.core.rulebook.checks.timing import follows
from deliberate.core.rulebook.model import Step
from deliberate.core.text import Text


def require_future(process: Process, starts: Moment, ends: Moment | None) -> None:
    """A new date ends after it begins, and not before now."""
    last = starts if ends is None else ends
    if process.calendar.end_moment(last) <= process.now:
        raise Refused("PAST", message("The new date lies in the past."))
    if ends is not None and process.calendar.end_moment(ends) <= process.calendar.start_moment(
        starts
    ):
        raise Refused("DATES", message("The end is not after the beginning."))


def require_ahead(process: Process, starts: Moment, ends: Moment | None) -> None:
    """As `require_future`, and it begins later than now as well."""
    require_future(process, starts, ends)
    if process.calendar.start_moment(starts) <= process.now:
        raise Refused("PAST", message("The new date lies in the past."))


def require_order(process: Process, step: Step, number: int, starts: Moment, ends: Moment) -> None:
    """The steps that it waits for are planned before it, those that wait for it after it.

    So several steps move one by one: the last one first when time runs late.
    """
    calendar, steps = process.calendar, {item.id: item for item in process.rulebook.steps}
    for before in (steps[name] for name in step.after if name in steps):
        done = process.planned_end(before.id, n) if (n := _ahead(process, before)) else None
        if done is not None and not follows(calendar, done, starts):
            raise _out_of_order(before, step, done)
    for later in (item for item in steps.values() if step.id in item.after and number == 1):
        begins = process.planned_start(later.id, n) if (n := _ahead(process, later)) else None
        if begins is not None and not follows(calendar, ends, begins):
            raise _out_of_order(step, later, ends)


def _ahead(process: Process, step: Step) -> int:
    """The occurrence of a step that is not over yet; 0 when it is, or does not apply."""
    number = process.occurrence(step.id)
    over = process.state(step.id, number).state in {"done", "skipped"}
    return 0 if over else number


def _out_of_order(first: Step, second: Step, done: Moment) -> Refused:
    return Refused(
        "ORDER",
        message(
            "“{second}” would begin before “{first}” is over ({done}).",
            first=first.title,
            second=second.title,
            done=done,
        ),
        fix=message("Move “{second}” first.", second=second.title),
    )


def corrections(
    process: Process, step_id: str, n: int, reason: Text, dates: Mapping[str, str]
) -> list[Draft]:
    """What was announced about a step that moves is corrected in public with the same act."""
    body = {"text": json_value(reason), "step": step_id, **dates}
    announced = [
        (step.id, n if step.occurs is not None else 1)
        for step in process.rulebook.steps
        if step.kind == "announcement" and step.before == step_id
    ]
    return [
        Draft("announcement.corrected", name, number, None, body, body)
        for name, number in announced
        if process.progress(name, number).done
    ]
