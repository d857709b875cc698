"""A member's list of things to do, derived from the process: what, by when, done or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from deliberate.core.decision.signing import NO_MARK
from deliberate.core.deliberation.strand_members import members_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.process.roster import Seat
from deliberate.core.rulebook.model import Step
from deliberate.core.services.context import Context
from deliberate.core.services.member.early_tasks import agree_task, declare_task, read_task
from deliberate.core.services.member.entering import Mine, enter, frame_of
from deliberate.core.services.member.late_tasks import (
    attend_task,
    comment_task,
    sign_task,
    vote_task,
)
from deliberate.core.services.member.own_points import is_weighing, points_task
from deliberate.core.services.member.own_survey import is_asked, survey_task
from deliberate.core.services.member.own_verdict import judge_tasks
from deliberate.core.services.member.shapes import IN_THE_ROOM, OPEN, Frame, Task
from deliberate.core.services.portal.people import body_of
from deliberate.core.services.portal.shapes import Body


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One's place in a process. `seat` is None for an account that holds none."""

    frame: Frame
    seat: Body | None
    offices: tuple[str, ...]
    tasks: tuple[Task, ...]


def own_place(context: Context, account: str, process_id: str) -> OwnPlace:
    """The list of things to do of one account in one process."""
    mine = enter(context, account, process_id)
    seat = body_of(mine.process, mine.seat.id) if mine.seat is not None else None
    return OwnPlace(frame_of(mine), seat, mine.offices, tasks_of(mine))


def tasks_of(mine: Mine) -> tuple[Task, ...]:
    """Everything that an account is or was asked for, in the order of the rulebook."""
    process = mine.process
    found = (task for step in process.rulebook.steps for task in _of_step(mine, step))
    return tuple(_by_status(process, task) for task in found)


def _of_step(mine: Mine, step: Step) -> Iterator[Task]:
    process, seat = mine.process, mine.seat
    if seat is not None:
        yield from _of_seat(process, step, seat)
    if step.kind == "report":
        for office in step.parameters.also_signed_by:
            if office in mine.offices:
                yield sign_task(process.view(step), office)


def _of_seat(process: Process, step: Step, seat: Seat) -> Iterator[Task]:
    view = process.view(step)
    match step.kind:
        case "document" if step.parameters.agreed_by == seat.group:
            yield agree_task(view, seat)
        case "confirmation":
            yield declare_task(view, seat)
        case "materials" if process.pilot.materials:
            yield read_task(view, seat)
        case "session" if _concerns(view, seat):
            yield from (attend_task(item, seat) for item in _occurrences(view))
        case "ballot" if _concerns(view, seat):
            yield from (vote_task(item, seat) for item in _occurrences(view))
        case "weighting" if is_weighing(view, seat):
            yield from (points_task(item, seat) for item in _occurrences(view))
        case "report":
            yield comment_task(view, seat)
            if step.parameters.member_mark != NO_MARK:
                yield sign_task(view, seat.id)
        case "execution":
            yield from judge_tasks(view, seat)
        case "survey" if is_asked(view, seat):
            yield survey_task(view, seat)


def _concerns(view: StepView, seat: Seat) -> bool:
    """Whether a step of one strand is of this seat's own. Nobody knows before all are divided."""
    members = members_of(view) if view.step.strand else ()
    return not members or seat in members


def _occurrences(view: StepView) -> Iterator[StepView]:
    for n in range(1, view.process.scheduled(view.step.id) + 1):
        yield StepView(view.process, view.step, n)


def _by_status(process: Process, task: Task) -> Task:
    """In a process that does not run nothing can be done; while it is suspended, not yet."""
    if process.status == "open" or task.state in {"done", "over"}:
        return task
    if process.status == "suspended":
        return replace(task, state="not_yet")
    return replace(task, state="over")


def open_tasks(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """What can be done now: what the room waits for first, then what is late, owed, voluntary."""
    order = {"late": 1, "to_do": 2, "may": 3}
    now = [task for task in tasks if task.state in OPEN]
    return tuple(sorted(now, key=lambda t: 0 if t.kind in IN_THE_ROOM else order[t.state]))


def superseded(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """Votes that a later one follows: their page shows the vote in force."""
    last = {task.step: task.n for task in tasks if task.kind == "vote"}
    return tuple(task for task in tasks if task.kind == "vote" and task.n < last[task.step])
