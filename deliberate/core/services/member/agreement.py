"""A draft that members are asked to agree to: the page of one member, and the answer to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberate.core.common.agreement import agreement, refusals, version
from deliberate.core.errors import Refused, message
from deliberate.core.process.guards import text_of
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.early_tasks import agree_task
from deliberate.core.services.member.entering import (
    Mine,
    enter,
    frame_of,
    member_for,
    own_key,
)
from deliberate.core.services.member.paper import paper_of
from deliberate.core.services.member.shapes import Frame, Task
from deliberate.core.services.portal.people import body_of
from deliberate.core.services.portal.results import Refusal
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Agreement:
    """One draft for one member. `have` of `need` seats have agreed to this version.

    `paper`: the document's name on the shelf, empty where the rulebook has no template for it.
    """

    frame: Frame
    task: Task
    version: int
    drafted_at: datetime | None
    note: Text
    sha256: str
    have: int
    need: int
    refusals: tuple[Refusal, ...]
    paper: str


def agreement_page(context: Context, account: str, process_id: str, step: str) -> Agreement:
    """The draft as this member meets it; refuses who is not asked about it."""
    mine = enter(context, account, process_id)
    view = mine.step_of(step, "document")
    seat = mine.require_seat()
    _require_asked(mine, view.params.agreed_by)
    drafted, (have, need) = view.last("document.drafted"), agreement(view)
    return Agreement(
        frame=frame_of(mine),
        task=agree_task(view, seat),
        version=version(view),
        drafted_at=drafted.at if drafted is not None else None,
        note=text_of(drafted.body, "note") if drafted is not None else Text(),
        sha256=str(drafted.body["sha256"]) if drafted is not None else "",
        have=have,
        need=need,
        refusals=tuple(
            Refusal(body_of(mine.process, str(fact.body["seat"])), text_of(fact.body, "reason"))
            for fact in refusals(view)
        ),
        paper=paper_of(mine.process, step),
    )


def answer_draft(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    *,
    version: int,
    reason: Text | None,
    key: str,
) -> Done:
    """Agree to the version that was read, or with a `reason` refuse it."""
    mine = enter(context, account, process_id)
    mine.require_seat()
    action = "agree" if reason is None else "refuse"
    body = {} if reason is None else {"reason": reason.as_dict()}
    return perform(
        context,
        member_for(context, mine, step, action),
        process_id,
        step,
        action,
        {**body, "version": version},
        key=own_key(account, key),
    )


def _require_asked(mine: Mine, group: str) -> None:
    seat = mine.require_seat()
    if seat.group != group:
        raise Refused(
            "OTHER_GROUP",
            message("Seat {seat} does not belong to the group that agrees.", seat=seat.id),
        )
