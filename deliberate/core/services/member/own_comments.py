"""A member's comments on the draft of the protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import enter, frame_of, member_for, own_key
from deliberate.core.services.member.late_tasks import comment_task
from deliberate.core.services.member.paper import paper_of
from deliberate.core.services.member.shapes import Frame, Task
from deliberate.core.services.portal.people import body_of
from deliberate.core.services.portal.shapes import Body
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class DraftPoint:
    """A point of the draft as it stands; a recommendation has neither owner nor due date."""

    id: str
    kind: str
    text: Text
    owner: Body | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class OwnComment:
    at: datetime
    text: Text


@dataclass(frozen=True, slots=True)
class OwnComments:
    """The draft's points and the member's comments; `open`: the text is not frozen yet."""

    frame: Frame
    task: Task
    version: int
    points: tuple[DraftPoint, ...]
    comments: tuple[OwnComment, ...]
    open: bool
    paper: str


def comments_page(context: Context, account: str, process_id: str, step: str) -> OwnComments:
    mine = enter(context, account, process_id)
    view = mine.step_of(step, "report")
    seat = mine.require_seat()
    drafted = view.last("report.drafted")
    frozen = view.last("report.frozen") is not None
    return OwnComments(
        frame=frame_of(mine),
        task=comment_task(view, seat),
        version=int(drafted.body["version"]) if drafted is not None else 0,
        points=points_of(view, drafted.body["items"] if drafted is not None else ()),
        comments=tuple(
            OwnComment(fact.at, text_of(fact.body, "text"))
            for fact in view.facts("report.commented")
            if fact.body["seat"] == seat.id
        ),
        open=mine.process.status == "open" and drafted is not None and not frozen,
        paper=paper_of(mine.process, step),
    )


def comment_on_draft(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    *,
    version: int,
    text: Text,
    key: str,
) -> Done:
    """Comment on the version that was read."""
    mine = enter(context, account, process_id)
    mine.require_seat()
    actor = member_for(context, mine, step, "comment")
    body = {"version": version, "text": text.as_dict()}
    return perform(context, actor, process_id, step, "comment", body, key=own_key(account, key))


def points_of(view: StepView, items: tuple[Mapping[str, object], ...]) -> tuple[DraftPoint, ...]:
    """The points of a draft or of the frozen text."""
    return tuple(
        DraftPoint(
            str(item["id"]),
            str(item["kind"]),
            text_of(item, "text"),
            body_of(view.process, str(item["owner"])) if item.get("owner") else None,
            date.fromisoformat(str(item["due"])) if item.get("due") else None,
        )
        for item in items
    )
