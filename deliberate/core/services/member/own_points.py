"""A member's own points in a weighting: what is weighed, the paper, and that it was handed in.

Papers lie in a box without names: once handed in, the own one is shown to nobody, its author
included. The receipt is the entry that says that the seat took part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.weighting import (
    CLOSED,
    OPENED,
    PARTICIPATED,
    WEIGHTING,
    able,
    definition,
    took_part,
)
from deliberate.core.deliberation.strand_members import members_of
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView
from deliberate.core.process.roster import Seat
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import enter, frame_of, member_for, own_key
from deliberate.core.services.member.shapes import Frame, Task
from deliberate.core.services.member.task_states import done, standing, task_at


@dataclass(frozen=True, slots=True)
class OwnPoints:
    """One time of a weighting for one member. `rules`: items and points, None before it is open;
    `given` of `people` have given their points; `receipt`: the number of the entry that says that
    the seat took part, 0 before."""

    frame: Frame
    task: Task
    times: int
    rules: BallotDefinition | None
    given: int
    people: int
    receipt: int


def is_weighing(view: StepView, seat: Seat) -> bool:
    """Whether this seat belongs to those who give points here: to the strand, if there is one."""
    return seat in members_of(view)


def points_task(view: StepView, seat: Seat) -> Task:
    """Give points while the step is open, present where a session has it, once."""
    task = replace(task_at(view, "points"), due=None)
    own = _own(view, seat)
    if own is not None:
        return done(task, own, message("You gave your points. Nobody is shown which."))
    if not is_weighing(view, seat):
        return standing(task, "over", message("You do not belong to those who give points here."))
    if view.first(CLOSED) is not None:
        return standing(task, "over", message("The points were added up without yours."))
    if view.first(OPENED) is None:
        return standing(task, "not_yet")
    if seat.id not in able(view):
        text = message("Only members who are present give points. The secretary records who comes.")
        return standing(task, "not_yet", text)
    return standing(task, "to_do")


def _own(view: StepView, seat: Seat) -> Fact | None:
    found = view.facts(PARTICIPATED)
    return next((fact for fact in found if fact.body["seat"] == seat.id), None)


def points_page(context: Context, account: str, process_id: str, step: str, time: int) -> OwnPoints:
    """One time of a weighting as this member meets it; refuses one that there is not (NO_STEP)."""
    mine = enter(context, account, process_id)
    seat, view = mine.require_seat(), mine.step_of(step, WEIGHTING.name)
    times = mine.process.scheduled(step)
    if not 1 <= time <= times:
        raise Refused("NO_STEP", message("Points are given {times} times in all.", times=times))
    view = mine.process.view(view.step, time)
    own, opened = _own(view, seat), view.first(OPENED)
    return OwnPoints(
        frame=frame_of(mine),
        task=points_task(view, seat),
        times=times,
        rules=definition(opened.body) if opened is not None else None,
        given=len(took_part(view)),
        people=len(able(view) | took_part(view)),
        receipt=own.seq if own is not None else 0,
    )


def give_points(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    *,
    time: int,
    paper: Mapping[str, Any],
    key: str,
) -> Done:
    """Hand in the own seat's points (`marks`) at this time, which the member was shown."""
    mine = enter(context, account, process_id)
    mine.require_seat()
    actor = member_for(context, mine, step, "weigh")
    body = {"time": time, **paper}
    return perform(context, actor, process_id, step, "weigh", body, key=own_key(account, key))
