"""The declaration of interests: what a member declared, what of the process may be recused from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.early_tasks import declare_task, own_declaration
from deliberate.core.services.member.entering import enter, frame_of, member_for, own_key
from deliberate.core.services.member.shapes import Frame, Task
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a member can be recused from: a vote of the members."""

    step: str
    title: Text


@dataclass(frozen=True, slots=True)
class Declared:
    at: datetime
    conflict: bool
    interests: Text
    recused_from: tuple[str, ...]
    taking_part: Text


@dataclass(frozen=True, slots=True)
class Declaration:
    """The page of one member. `current` is in force; `open`: a new one can be made."""

    frame: Frame
    task: Task
    subjects: tuple[Subject, ...]
    current: Declared | None
    open: bool


def declaration_page(context: Context, account: str, process_id: str, step: str) -> Declaration:
    mine = enter(context, account, process_id)
    view = mine.step_of(step, "confirmation")
    seat = mine.require_seat()
    own, task = own_declaration(view, seat), declare_task(view, seat)
    running = mine.process.status == "open"
    return Declaration(
        frame=frame_of(mine),
        task=task,
        subjects=_subjects(mine.process),
        current=None if own is None else _declared(own),
        open=running and (task.open or own is not None),
    )


def declare_interests(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    *,
    interests: Text | None,
    recused_from: tuple[str, ...],
    taking_part: Text | None,
    key: str,
) -> Done:
    """Declare a conflict with what it consists of, or without `interests` that there is none.

    `taking_part`: why one takes part all the same, where one is recused from nothing.
    """
    mine = enter(context, account, process_id)
    mine.require_seat()
    body: dict[str, object] = {"conflict": interests is not None}
    if interests is not None:
        body |= {"interests": interests.as_dict(), "recused_from": list(recused_from)}
    if interests is not None and taking_part is not None:
        body["taking_part"] = taking_part.as_dict()
    actor = member_for(context, mine, step, "declare")
    return perform(context, actor, process_id, step, "declare", body, key=own_key(account, key))


def _subjects(process: Process) -> tuple[Subject, ...]:
    return tuple(
        Subject(step.id, step.title) for step in process.rulebook.steps if step.kind == "ballot"
    )


def _declared(fact: Fact) -> Declared:
    return Declared(
        fact.at,
        bool(fact.body["conflict"]),
        text_of(fact.body, "interests"),
        tuple(fact.body.get("recused_from", ())),
        text_of(fact.body, "taking_part"),
    )
