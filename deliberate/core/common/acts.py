"""Acts on the process as a whole: reschedule, suspend, resume, cancel, correct.

Nothing is ever changed in place: a correction is a fact of its own that names what it corrects.
"""

from __future__ import annotations

from deliberate.core.common.moving import corrections, require_future, require_order
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in
from deliberate.core.process.kind import Action, Command, StepKind, actions
from deliberate.core.process.moments import write_moment
from deliberate.core.process.process import Process
from deliberate.core.process.standing import never_done
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
    require_future(process, body["starts"], body.get("ends"))
    require_order(process, step, number, body["starts"], body.get("ends") or body["starts"])
    dates = {key: write_moment(body[key]) for key in ("starts", "ends") if key in body}
    moved = command.fact(
        "process.scheduled", {"step": step.id, "n": number, **dates, "reason": body["reason"]}
    )
    return [moved, *corrections(process, step.id, number, body["reason"], dates)]


def _require_movable(process: Process, step: Step, number: int) -> None:
    """A vote that has begun ends when it was said to end; an open session is adjourned."""
    kind, begun = process.kinds[step.kind], process.progress(step.id, number).started
    if isinstance(kind, StepKind) and kind.fixed and begun is not None:
        raise Refused(
            "BEGUN",
            message("“{step}” has begun on {day} and is not moved.", step=step.title, day=begun),
        )


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
