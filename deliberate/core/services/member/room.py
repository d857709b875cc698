"""The room as it is: who is there, whether that is enough, and how far the vote has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from deliberate.core.common.recusal import recused
from deliberate.core.decision.ballot_rules import option_text
from deliberate.core.decision.secrecy import electors, voted_seats
from deliberate.core.decision.weighting import CLOSED, OPENED, WEIGHTING, able, took_part
from deliberate.core.deliberation.session import is_open, present_seats
from deliberate.core.deliberation.strand_members import members_of
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.services.portal.people import body_of
from deliberate.core.services.portal.shapes import Body
from deliberate.core.text import Text

BallotState = Literal["not_open", "open", "counted"]


@dataclass(frozen=True, slots=True)
class Presence:
    """Seats of one group: how many are there, of how many that somebody holds."""

    title: Text
    present: int
    filled: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who is in the session. `quorum` lets it work, `to_vote` lets the vote open (0: no bound)."""

    open: bool
    present: int
    filled: int
    quorum: int
    to_vote: int
    groups: tuple[Presence, ...]
    absent: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class BallotLight:
    """The vote of the session. Before the count there is no number for or against.

    `waiting`: members present who have neither voted nor are recused. `plain`: a yes/no/abstain;
    of another method only `outcome` is told, `result` being the words of the option that won.
    """

    step: str
    title: Text
    state: BallotState
    text: Text
    opened_at: datetime | None
    cast: int
    waiting: tuple[Body, ...]
    for_: int = 0
    against: int = 0
    abstain: int = 0
    absent: int = 0
    needed: int = 0
    base: int = 0
    outcome: str = ""
    plain: bool = True
    result: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class PointsLight:
    """How far members have come with giving points in the session. Nothing is told of the points.

    `waiting`: members present who have not given theirs.
    """

    step: str
    title: Text
    state: BallotState
    given: int
    waiting: tuple[Body, ...]


def attendance_of(session: StepView) -> Attendance:
    process, here = session.process, present_seats(session)
    filled = members_of(session)
    return Attendance(
        open=is_open(session),
        present=len(here),
        filled=len(filled),
        quorum=int(process.parameter(session.params.quorum)),
        to_vote=_to_vote(session),
        groups=tuple(
            Presence(
                group.title,
                sum(seat.id in here for seat in members_of(session, group.name)),
                len(members_of(session, group.name)),
            )
            for group in process.rulebook.seat_groups
            if group.strand in ("", session.step.strand)
        ),
        absent=tuple(body_of(process, seat.id) for seat in filled if seat.id not in here),
    )


def ballots_of(session: StepView) -> tuple[StepView, ...]:
    """The votes that are held in a session, of its number."""
    process = session.process
    return tuple(
        StepView(process, step, session.n)
        for step in process.rulebook.steps
        if step.kind == "ballot" and step.parameters.in_session == session.step.id
    )


def points_of(session: StepView) -> tuple[PointsLight, ...]:
    """Where points are given in a session, at its number."""
    process = session.process
    return tuple(
        _points_light(StepView(process, step, session.n))
        for step in process.rulebook.steps
        if step.kind == WEIGHTING.name
        and step.parameters.in_session == session.step.id
        and session.n <= process.scheduled(step.id)
    )


def _points_light(weighing: StepView) -> PointsLight:
    opened, closed = weighing.first(OPENED), weighing.first(CLOSED)
    state: BallotState = "not_open"
    if opened is not None:
        state = "open" if closed is None else "counted"
    given = took_part(weighing)
    left = sorted(able(weighing) - given) if state == "open" else []
    return PointsLight(
        step=weighing.step.id,
        title=weighing.step.title,
        state=state,
        given=len(given),
        waiting=tuple(body_of(weighing.process, seat) for seat in left),
    )


def _to_vote(session: StepView) -> int:
    needs = (
        int(session.process.parameter(ballot.params.present_to_open))
        for ballot in ballots_of(session)
    )
    return max(needs, default=0)


def light_of(ballot: StepView, session: StepView) -> BallotLight:
    """How far a vote has come."""
    opened, counted = ballot.first("ballot.opened"), ballot.first("ballot.counted")
    state: BallotState = "not_open"
    if opened is not None:
        state = "open" if counted is None else "counted"
    voted = voted_seats(ballot)
    left = electors(ballot, session) - voted - recused(ballot)
    body = counted.body if counted is not None else {}
    return BallotLight(
        step=ballot.step.id,
        title=ballot.step.title,
        state=state,
        text=text_of(opened.body, "text") if opened is not None else Text(),
        opened_at=opened.at if opened is not None else None,
        cast=len(voted),
        waiting=tuple(body_of(ballot.process, seat) for seat in sorted(left))
        if state == "open"
        else (),
        for_=int(body.get("for", 0)),
        against=int(body.get("against", 0)),
        abstain=int(body.get("abstain", 0)),
        absent=int(body.get("absent", 0)),
        needed=int(body.get("needed") or 0),
        base=int(body.get("base", 0)),
        outcome=str(body.get("outcome", "")),
        plain=not body or "for" in body,
        result=option_text(opened.body, str(body.get("outcome", ""))) if opened else Text(),
    )
