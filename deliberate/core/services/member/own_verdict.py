"""A member's verdict on a point that its owner says is executed: accept it, or return it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from deliberate.core.errors import Refused, message
from deliberate.core.follow_up.acceptance import (
    ACCEPTED,
    accepted_by,
    may_judge,
    office_seat,
    verdicts,
)
from deliberate.core.follow_up.commitments import Commitment, commitments
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.roster import Seat
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import enter, frame_of, member_for, own_key
from deliberate.core.services.member.shapes import Frame, Task
from deliberate.core.services.member.task_states import done, standing, task_at
from deliberate.core.services.portal.people import body_of
from deliberate.core.services.portal.shapes import Body
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class OwnVerdict:
    """One point for one judge. `evidence` and `note`: what its owner handed in; `remarks`: those
    with which another judge wants it returned, empty without any. `authentic`: the languages in
    which remarks are written; `open`: until all have given theirs a verdict can be changed."""

    frame: Frame
    task: Task
    point: str
    text: Text
    owner: Body
    due: date
    submitted_at: datetime | None
    evidence: str
    note: Text
    remarks: Text
    authentic: tuple[str, ...]
    own: str
    open: bool


def judge_tasks(view: StepView, seat: Seat) -> tuple[Task, ...]:
    """The points that wait for the verdict of this seat, and those on which it was given."""
    return tuple(
        task
        for point in commitments(view.process).values()
        if (task := _task(view, point, seat)) is not None
    )


def _task(view: StepView, point: Commitment, seat: Seat) -> Task | None:
    own = verdicts(view.process, point).get(seat.id)
    task = replace(task_at(view, "judge", who=point.id), due=None, opens=None, about=point.text)
    if own is not None:
        accepts = own.body["verdict"] == ACCEPTED
        said = message("You accept it.") if accepts else message("You return it with remarks.")
        return done(task, own, said)
    if point.work != "submitted" or not may_judge(view, point, seat):
        return None
    presiding = {office_seat(view.process, point, name) for name in accepted_by(view)}
    return standing(task, "to_do" if seat.id in presiding else "may")


def verdict_page(
    context: Context, account: str, process_id: str, step: str, who: str
) -> OwnVerdict:
    """A point as this judge meets it; refuses who is not asked about it."""
    mine = enter(context, account, process_id)
    view, seat = mine.step_of(step, "execution"), mine.require_seat()
    point = commitments(mine.process).get(who)
    task = None if point is None else _task(view, point, seat)
    if point is None or task is None:
        raise Refused(
            "NO_VERDICT", message("You are not asked about the point “{point}”.", point=who)
        )
    given = verdicts(mine.process, point)
    submitted = [
        fact for fact in view.facts("execution.submitted") if fact.body["commitment"] == who
    ]
    body = submitted[-1].body if submitted else {}
    said = next((text_of(f.body, "remarks") for f in given.values() if "remarks" in f.body), Text())
    return OwnVerdict(
        frame=frame_of(mine),
        task=task,
        point=point.id,
        text=point.text,
        owner=body_of(mine.process, point.owner),
        due=point.due,
        submitted_at=point.submitted_at,
        evidence=str(body.get("evidence", "")),
        note=text_of(body, "note"),
        remarks=said,
        authentic=mine.process.pilot.authentic_languages,
        own="" if seat.id not in given else str(given[seat.id].body["verdict"]),
        open=point.work == "submitted" and mine.process.status == "open",
    )


def give_verdict(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    who: str,
    *,
    accepts: bool,
    remarks: Text | None,
    key: str,
) -> Done:
    """Accept a point for the own seat, or return it; `remarks` unless another judge wrote them."""
    mine = enter(context, account, process_id)
    mine.require_seat()
    action = "accept" if accepts else "return"
    body: dict[str, object] = {"commitment": who}
    if not accepts and remarks is not None:
        body["remarks"] = remarks.as_dict()
    actor = member_for(context, mine, step, action)
    return perform(context, actor, process_id, step, action, body, key=own_key(account, key))
