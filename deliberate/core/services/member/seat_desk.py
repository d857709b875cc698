"""The desks of those who sit: members with their tasks, the chair with points and acceptance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from deliberate.core.errors import message
from deliberate.core.follow_up.commitments import commitments
from deliberate.core.services.member.desk_lines import Line, LineState
from deliberate.core.services.member.entering import Mine
from deliberate.core.services.member.outcome_lines import OVER
from deliberate.core.services.member.own_tables import own_tables
from deliberate.core.services.member.shapes import IN_THE_ROOM, Task
from deliberate.core.services.member.staff_desk import LATE_POINTS
from deliberate.core.services.member.task_words import title_of
from deliberate.core.services.member.tasks import open_tasks, tasks_of
from deliberate.core.services.portal.today import EXECUTION

STATES: Mapping[str, LineState] = MappingProxyType({"late": "late", "to_do": "week", "may": "note"})
"""How an open task stands on the desk."""


def member_lines(mine: Mine) -> Iterator[Line]:
    """What this member can do now, what comes next, and how much is done."""
    if mine.seat is None and not mine.offices:
        text = message("This account holds no seat in this process.")
        yield Line("note", text, None, "my")
        return
    tasks = tasks_of(mine)
    for task in open_tasks(tasks):
        yield Line(
            STATES[task.state],
            title_of(task),
            mine.process.now if task.kind in IN_THE_ROOM else task.due,
            "task",
            (task.kind, task.step, task.who, str(task.n)),
        )
    yield from own_tables(mine)
    ahead = [task for task in tasks if task.state == "not_yet" and task.opens is not None]
    if ahead and not open_tasks(tasks):
        first = min(ahead, key=lambda task: _opens(mine, task))
        yield Line("note", message("Next: {step}", step=first.about), first.opens, "my")
    yield _sum(tasks)


def _opens(mine: Mine, task: Task) -> float:
    if task.opens is None:
        return 0.0
    return mine.process.calendar.start_moment(task.opens).timestamp()


def _sum(tasks: tuple[Task, ...]) -> Line:
    finished = sum(task.state == "done" for task in tasks)
    text = message("Done: {have} of {need}. The whole list", have=finished, need=len(tasks))
    return Line("done", text, None, "my")


def chair_lines(mine: Mine) -> Iterator[Line]:
    """Points that are late or wait to be accepted; consent to dates comes with a request."""
    process = mine.process
    if process.status in OVER:
        return
    step = next((item.id for item in process.rulebook.steps if item.kind == "execution"), "")
    for point in commitments(process).values():
        if point.answered:
            continue
        if point.state in LATE_POINTS:
            action = {"overdue": "notice", "notice_expired": "complain"}.get(point.state, "claim")
            command = f"deliberate do {process.id} {step} {action} --as {mine.account}"
            text = message("Point {point} is late: the next step is yours.", point=point.id)
            yield Line("late", text, point.due, "process", (EXECUTION,), command)
        elif point.state == "submitted":
            command = f"deliberate do {process.id} {step} accept --as {mine.account}"
            text = message("Point {point} waits to be accepted or returned.", point=point.id)
            yield Line("waits", text, point.submitted_at, "process", (EXECUTION,), command)
