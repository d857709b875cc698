"""How the state of a task follows from its step: begun, done, in time, late."""

from __future__ import annotations

from dataclasses import replace

from deliberate.core.errors import Message
from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView
from deliberate.core.services.member.shapes import Task, TaskKind, TaskState


def task_at(view: StepView, kind: TaskKind, *, who: str = "") -> Task:
    """A task of this step, to be done by the end that is planned for it."""
    planned = view.process.planned(view.step.id, view.n)
    return Task(
        kind=kind,
        step=view.step.id,
        n=view.n,
        about=view.step.title,
        state="to_do",
        due=view.ends,
        opens=view.starts,
        who=who,
        days=() if planned is None else planned.days,
    )


def done(task: Task, fact: Fact, result: Message) -> Task:
    return replace(task, state="done", at=fact.at, result=result)


def standing(task: Task, state: TaskState, result: Message | None = None) -> Task:
    return replace(task, state=state, result=result)


def in_time(view: StepView, task: Task) -> Task:
    """To do, or late once the end that was planned has passed."""
    calendar, now = view.process.calendar, view.process.now
    late = task.due is not None and calendar.end_moment(task.due) <= now
    return replace(task, state="late" if late else "to_do")
