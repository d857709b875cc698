"""A member's own answers to a survey: the questions, the form's answers, and that they are given.

Once given, the answers of an anonymous survey are shown to nobody, their author included: the
record knows who took part, and the box which papers there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deliberate.core.errors import Message, UnusableInput, message
from deliberate.core.process.kind import StepView
from deliberate.core.process.roster import Seat
from deliberate.core.rulebook.questionnaire import Item, Questionnaire
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import enter, frame_of, member_for, own_key
from deliberate.core.services.member.shapes import Frame, Task
from deliberate.core.services.member.task_states import done, in_time, standing, task_at
from deliberate.core.survey.answers import read_answers
from deliberate.core.survey.survey import (
    ANSWERED,
    CLOSED,
    HOUSE,
    OPENED,
    PARTICIPATED,
    counted_by,
    members,
    opened_questions,
)

MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class OwnSurvey:
    """One survey for one member. `items` is empty before it is opened; `anonymous`: whether nobody
    is shown who answered what."""

    frame: Frame
    task: Task
    items: tuple[Item, ...]
    anonymous: bool


def is_asked(view: StepView, seat: Seat) -> bool:
    """Whether this seat answers here: members are asked, and no institute asks them elsewhere."""
    asked = view.params.who == MEMBERS and counted_by(view) == HOUSE
    return asked and seat.id in members(view)


def survey_task(view: StepView, seat: Seat) -> Task:
    """Answer while the survey is open, once."""
    task = task_at(view, "survey")
    own = [fact for fact in view.facts(ANSWERED, PARTICIPATED) if fact.body["seat"] == seat.id]
    if own:
        return done(task, own[-1], _given(view))
    if view.first(CLOSED) is not None:
        return standing(task, "over", message("The survey was closed without your answers."))
    if view.first(OPENED) is None:
        return standing(task, "not_yet")
    return in_time(view, task)


def _given(view: StepView) -> Message:
    if view.params.anonymous:
        return message("You answered. The answers are anonymous: nobody is shown what you said.")
    return message("You answered. Your answers are kept with your seat.")


def survey_page(context: Context, account: str, process_id: str, step: str) -> OwnSurvey:
    """The survey as this member meets it."""
    mine = enter(context, account, process_id)
    view, seat = mine.step_of(step, "survey"), mine.require_seat()
    task = survey_task(view, seat) if is_asked(view, seat) else _not_asked(view)
    return OwnSurvey(frame_of(mine), task, _questions(view).items, view.params.anonymous)


def _not_asked(view: StepView) -> Task:
    task = task_at(view, "survey")
    return standing(task, "over", message("You are not asked in this survey."))


def _questions(view: StepView) -> Questionnaire:
    """What is asked, once it is asked by the house; nothing before."""
    if view.first(OPENED) is None or counted_by(view) != HOUSE:
        return Questionnaire("", ())
    return opened_questions(view)


def misfits(items: tuple[Item, ...], answers: Mapping[str, Any]) -> Mapping[str, Message]:
    """What is wrong with an answer, by its question; empty where all fit."""
    found: dict[str, Message] = {}
    for item in items:
        given = {name: value for name, value in answers.items() if name == item.id}
        try:
            read_answers(Questionnaire("", (item,)), given)
        except UnusableInput as refused:
            found[item.id] = refused.message
    return found


def answer_survey(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    answers: Mapping[str, Any],
    *,
    key: str,
) -> Done:
    """Hand in the answers for the own seat; they cannot be changed."""
    mine = enter(context, account, process_id)
    mine.require_seat()
    actor = member_for(context, mine, step, "answer")
    body = {"answers": dict(answers)}
    return perform(context, actor, process_id, step, "answer", body, key=own_key(account, key))
