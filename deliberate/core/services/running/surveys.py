"""A survey for those who hold it: what is asked of whom, how many answered, opening and closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from deliberate.core.calendar import Moment
from deliberate.core.errors import Message, Refused, message
from deliberate.core.process.kind import StepView
from deliberate.core.rulebook.asked import questionnaire_of
from deliberate.core.rulebook.questionnaire import Item
from deliberate.core.services.acting import actor_for
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import enter, frame_of, own_key
from deliberate.core.services.member.shapes import Frame
from deliberate.core.services.running.steps import missing, require_page
from deliberate.core.survey.answers import from_record
from deliberate.core.survey.survey import (
    CLOSED,
    ENTERED,
    HANDED_IN,
    HOUSE,
    OPENED,
    counted_by,
    members,
    took_part,
)
from deliberate.core.text import Text

PAGE = "survey"
ACTS = ("open", "close")
MEMBERS = "members"
Stage = Literal["waiting", "ready", "open", "closed"]


@dataclass(frozen=True, slots=True)
class SurveyDesk:
    """`waits`: what stands in the way before it can be opened; `who`: who is asked; `asked` and
    `answered`: how many, None where nobody can know it; `ask_number`: how many are asked is said
    when it is opened. `by_house`: answers are counted here, else an institute hands in shares,
    which `handed_in` tells of."""

    frame: Frame
    step: str
    n: int
    title: Text
    stage: Stage
    waits: tuple[Message, ...]
    items: tuple[Item, ...]
    who: str
    anonymous: bool
    asked: int | None
    answered: int | None
    ask_number: bool
    by_house: bool
    handed_in: bool
    starts: Moment | None
    ends: Moment | None
    opened_at: datetime | None
    closed_at: datetime | None

    @property
    def outstanding(self) -> int:
        """How many have not answered yet."""
        return max(0, (self.asked or 0) - (self.answered or 0))


def survey_desk(context: Context, account: str, process_id: str, step_id: str) -> SurveyDesk:
    """The survey as it is now; refuses a step that is none."""
    mine = enter(context, account, process_id)
    view = mine.process.view(require_page(mine, step_id, PAGE))
    opened, closed = view.first(OPENED), view.first(CLOSED)
    state = mine.process.state(step_id, view.n)
    by_house = counted_by(view) == HOUSE
    of_members = view.params.who == MEMBERS
    return SurveyDesk(
        frame=frame_of(mine),
        step=step_id,
        n=view.n,
        title=view.step.title,
        stage=_stage(view, waiting=state.state in {"waiting", "skipped"}),
        waits=missing(state) if opened is None and state.state in {"waiting", "skipped"} else (),
        items=_items(view),
        who=str(view.params.who),
        anonymous=bool(view.params.anonymous),
        asked=_asked(view, of_members),
        answered=_answered(view) if by_house else None,
        ask_number=by_house and not of_members,
        by_house=by_house,
        handed_in=view.first(HANDED_IN) is not None,
        starts=view.starts,
        ends=view.ends,
        opened_at=None if opened is None else opened.at,
        closed_at=None if closed is None else closed.at,
    )


def _stage(view: StepView, *, waiting: bool) -> Stage:
    if view.first(CLOSED) is not None:
        return "closed"
    if view.first(OPENED) is not None:
        return "open"
    return "waiting" if waiting else "ready"


def _items(view: StepView) -> tuple[Item, ...]:
    """What is asked: as it was frozen, before that as it is planned."""
    opened = view.first(OPENED)
    if opened is not None:
        return from_record(str(opened.body["questionnaire"]), opened.body["items"]).items
    found = questionnaire_of(view.process.rulebook, view.process.pilot, view.step)
    return () if found is None else found.items


def _asked(view: StepView, of_members: bool) -> int | None:
    opened = view.first(OPENED)
    if opened is not None:
        asked = opened.body.get("asked")
        return None if asked is None else int(asked)
    return len(members(view)) if of_members else None


def _answered(view: StepView) -> int:
    closed = view.first(CLOSED)
    if closed is not None and "answered" in closed.body:
        return int(closed.body["answered"])
    return len(took_part(view)) + sum(int(fact.body["count"]) for fact in view.facts(ENTERED))


def act_on_survey(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    action: str,
    *,
    asked: int | None = None,
    key: str,
) -> Done:
    """Open or close a survey; `asked`: how many people are asked where they hold no seats."""
    if action not in ACTS:
        raise Refused("NO_ACTION", message("There is no such act here: {action}.", action=action))
    mine = enter(context, account, process_id)
    require_page(mine, step, PAGE)
    actor = actor_for(context, account, process_id, step, action)
    body = {"asked": asked} if action == "open" and asked is not None else {}
    return perform(context, actor, process_id, step, action, body, key=own_key(account, key))
