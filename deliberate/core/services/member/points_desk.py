"""The desk of a weighting: it is opened, slips are entered, and the points are added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.weighting import (
    CLOSED,
    OPENED,
    WEIGHTING,
    able,
    definition,
    took_part,
)
from deliberate.core.deliberation.proposals import frozen_texts
from deliberate.core.deliberation.strand_members import members_of
from deliberate.core.errors import Message
from deliberate.core.process.guards import as_shown, text_of
from deliberate.core.process.kind import StepView
from deliberate.core.services.acting import actor_for
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import Mine, enter, frame_of, own_key
from deliberate.core.services.member.shapes import Frame
from deliberate.core.services.portal.people import body_of
from deliberate.core.services.portal.shapes import Body
from deliberate.core.text import Text

OPEN, ENTER, CLOSE = "open", "enter", "close"
ACTS = (OPEN, ENTER, CLOSE)
Stage = Literal["waiting", "ready", "open", "closed"]


@dataclass(frozen=True, slots=True)
class PointsDesk:
    """One time of a weighting for whoever holds the session.

    `waits`: why it cannot be opened yet; `names_items`: whether who opens it says what is weighed,
    in each of `languages`, else it is `texts`; `rules`: items and points once it is open;
    `waiting`: who is present and has not given points; `seats`: all who belong here.
    """

    frame: Frame
    step: str
    title: Text
    n: int
    times: int
    stage: Stage
    waits: tuple[Message, ...]
    names_items: bool
    languages: tuple[str, ...]
    texts: tuple[Text, ...]
    rules: BallotDefinition | None
    budget: int
    given: int
    waiting: tuple[Body, ...]
    seats: frozenset[str]
    closed_at: datetime | None


def points_desk(context: Context, account: str, process_id: str, step: str) -> PointsDesk:
    """A weighting at its current time; refuses a step that is none (NO_STEP)."""
    mine = enter(context, account, process_id)
    view = mine.step_of(step, WEIGHTING.name)
    state = mine.process.state(step, view.n)
    opened, closed = view.first(OPENED), view.first(CLOSED)
    given = took_part(view)
    return PointsDesk(
        frame=frame_of(mine),
        step=step,
        title=view.step.title,
        n=view.n,
        times=mine.process.scheduled(step),
        stage=_stage(view, waiting=state.state == "waiting"),
        waits=tuple(state.progress.outstanding) if state.state == "waiting" else (),
        names_items=not view.params.of,
        languages=mine.process.pilot.authentic_languages,
        texts=_texts(mine, view),
        rules=definition(opened.body) if opened is not None else None,
        budget=int(mine.process.parameter(view.params.points)),
        given=len(given),
        waiting=tuple(body_of(mine.process, seat) for seat in sorted(able(view) - given)),
        seats=frozenset(seat.id for seat in members_of(view)),
        closed_at=closed.at if closed is not None else None,
    )


def _stage(view: StepView, *, waiting: bool) -> Stage:
    if view.first(CLOSED) is not None:
        return "closed"
    if view.first(OPENED) is not None:
        return "open"
    return "waiting" if waiting else "ready"


def _texts(mine: Mine, view: StepView) -> tuple[Text, ...]:
    """What another step has frozen to be weighed."""
    source = mine.process.step(view.params.of) if view.params.of else None
    if source is None:
        return ()
    return tuple(text_of(item, "text") for item in frozen_texts(mine.process.view(source)))


def open_points(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    *,
    time: int,
    items: Sequence[Text],
    key: str,
) -> Done:
    """Let members give points; `items`: what is weighed, where no step has frozen it."""
    named = [{"id": f"P{n}", "text": text.as_dict()} for n, text in enumerate(items, start=1)]
    body = {"items": named} if named else {}
    return _act(context, account, process_id, step, OPEN, time, body, key)


def enter_slips(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    *,
    time: int,
    slips: Sequence[Mapping[str, int]],
    seats: Sequence[str],
    key: str,
) -> Done:
    """Slips on paper, each with its points by item, and the seats that handed them in."""
    body = {"papers": [dict(slip) for slip in slips], "seats": list(seats)}
    return _act(context, account, process_id, step, ENTER, time, body, key)


def close_points(
    context: Context, account: str, process_id: str, step: str, *, time: int, key: str
) -> Done:
    """Add the points up and publish them."""
    return _act(context, account, process_id, step, CLOSE, time, {}, key)


def _act(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    action: str,
    time: int,
    body: Mapping[str, Any],
    key: str,
) -> Done:
    """One act at the time that was shown; a repeated call with the same key is done once."""
    mine = enter(context, account, process_id)
    view = mine.step_of(step, WEIGHTING.name)
    as_shown(time, view.n)
    actor = actor_for(context, account, process_id, step, action)
    return perform(context, actor, process_id, step, action, body, key=own_key(account, key))
