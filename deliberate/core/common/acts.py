"""Acts on the process as a whole: reschedule, suspend, resume, cancel, correct.

Nothing is ever changed in place: a correction is a fact of its own that names what it corrects.
"""

from __future__ import annotations

from collections.abc import Mapping

from deliberate.core.calendar import Moment
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, json_value
from deliberate.core.process.guards import complete_in
from deliberate.core.process.kind import Action, Command, StepKind, actions
from deliberate.core.process.moments import write_moment
from deliberate.core.process.process import Process
from deliberate.core.process.standing import never_done
from deliberate.core.rulebook.checks.timing import follows
from deliberate.core.rulebook.fields import (
    MomentField,
    StrictInt,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.model import Step

STAFF = frozenset({"agency", "secretary"})


class Reschedule(StrictSchema):
    step = StrictStr(required=True)
    starts = MomentField(required=True)
    ends = MomentField()
    reason = TextField(required=True)


class Reason(StrictSchema):
    reason = TextField(required=True)


class Correct(StrictSchema):
    """`seq`: the number of the fact that is put right, in words that are published."""

    seq = StrictInt(required=True)
    text = TextField(required=True)


def reschedule(command: Command) -> list[Draft]:
    """Move a step that is not over; the rules are asked again about the new date."""
    process, body = command.process, command.body
    step = process.step(body["step"])
    if step is None:
        raise Refused("NO_STEP", message("This process has no step “{step}”.", step=body["step"]))
    number = process.occurrence(step.id)
    if process.progress(step.id, number).done:
        raise Refused(
            "DONE",
            message(
                "“{step}” is already done since {at}.",
                step=step.title,
                at=process.progress(step.id, number).at,
            ),
        )
    _require_movable(process, step, number)
    complete_in(command.view, body["reason"], "reason")
    _require_future(process, body["starts"], body.get("ends"))
    _require_order(process, step, number, body["starts"], body.get("ends") or body["starts"])
    dates = {key: write_moment(body[key]) for key in ("starts", "ends") if key in body}
    moved = command.fact(
        "process.scheduled", {"step": step.id, "n": number, **dates, "reason": body["reason"]}
    )
    return [moved, *_corrections(command, step.id, dates)]


def _require_movable(process: Process, step: Step, number: int) -> None:
    """A vote that has begun ends when it was said to end; an open session is adjourned."""
    kind, begun = process.kinds[step.kind], process.progress(step.id, number).started
    if isinstance(kind, StepKind) and kind.fixed and begun is not None:
        raise Refused(
            "BEGUN",
            message("“{step}” has begun on {day} and is not moved.", step=step.title, day=begun),
        )


def _require_future(process: Process, starts: Moment, ends: Moment | None) -> None:
    """A new date ends after it begins, and not before now."""
    last = starts if ends is None else ends
    if process.calendar.end_moment(last) <= process.now:
        raise Refused("PAST", message("The new date lies in the past."))
    if ends is not None and process.calendar.end_moment(ends) <= process.calendar.start_moment(
        starts
    ):
        raise Refused("DATES", message("The end is not after the beginning."))


def _require_order(process: Process, step: Step, number: int, starts: Moment, ends: Moment) -> None:
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


def _corrections(command: Command, step_id: str, dates: Mapping[str, str]) -> list[Draft]:
    """What was announced about a step that moves is corrected in public with the same act."""
    body = {"text": json_value(command.body["reason"]), "step": step_id, **dates}
    return [
        Draft("announcement.corrected", step.id, 1, None, body, body)
        for step in command.process.rulebook.steps
        if step.kind == "announcement"
        and step.before == step_id
        and command.process.progress(step.id, 1).done
    ]


def suspend(command: Command) -> list[Draft]:
    if command.process.status == "suspended":
        raise Refused("TWICE", message("The process is already suspended."))
    return [command.fact("process.suspended", command.body)]


def resume(command: Command) -> list[Draft]:
    if command.process.status != "suspended":
        raise Refused("STATUS", message("The process is not suspended."))
    return [command.fact("process.resumed", command.body)]


def cancel(command: Command) -> list[Draft]:
    """End the process without a result; its record stays public."""
    return [command.fact("process.cancelled", command.body)]


def correct(command: Command) -> list[Draft]:
    """A published correction of a fact."""
    if not 1 <= command.body["seq"] <= len(command.process.facts):
        raise Refused("NO_FACT", message("There is no fact number {seq}.", seq=command.body["seq"]))
    return [command.fact("process.corrected", command.body)]


ACTS = StepKind(
    "process",
    None,
    actions(
        Action("reschedule", STAFF, reschedule, message("move a step to another date"), Reschedule),
        Action("suspend", STAFF, suspend, message("suspend the process"), Reason, two_persons=True),
        Action("resume", STAFF, resume, message("resume the process"), Reason, two_persons=True),
        Action("cancel", STAFF, cancel, message("cancel the process"), Reason, two_persons=True),
        Action("correct", STAFF, correct, message("correct a fact"), Correct, late=True),
    ),
    never_done,
    standing=True,
)
