"""“Today” for whoever runs a session: the agenda, the room, the vote, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from deliberate.core.common.ledger import inputs, undisposed
from deliberate.core.deliberation.session import is_open, next_item
from deliberate.core.identity.visibility import Place, Viewer, What, sees
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import Mine, enter, frame_of
from deliberate.core.services.member.required_next import Required, required_next
from deliberate.core.services.member.room import (
    Attendance,
    BallotLight,
    PointsLight,
    attendance_of,
    ballots_of,
    light_of,
    points_of,
)
from deliberate.core.services.member.shapes import Frame
from deliberate.core.services.portal.meetings import meeting_of
from deliberate.core.services.portal.shapes import Meeting
from deliberate.core.services.shelf import Shelved, shelf_of
from deliberate.core.text import Text

When = Literal["running", "today", "ahead", "past"]


@dataclass(frozen=True, slots=True)
class OpenInput:
    """A public input without a disposition. `text` only for those who may read it."""

    id: str
    source: str
    at: datetime
    text: Text


@dataclass(frozen=True, slots=True)
class TodayPage:
    """One day of a process. Without a session `meeting`, `attendance`, `ballots` and `points`
    are empty.

    `item`: the number of the agenda's item that is next, from 0; `day`: which day of the session
    it is today, from 1, else None.
    """

    frame: Frame
    today: date
    when: When | None
    meeting: Meeting | None
    item: int | None
    day: int | None
    attendance: Attendance | None
    ballots: tuple[BallotLight, ...]
    points: tuple[PointsLight, ...]
    papers: tuple[Shelved, ...]
    required: tuple[Required, ...]
    inputs: tuple[OpenInput, ...]


def today_page(context: Context, viewer: Viewer, process_id: str) -> TodayPage:
    """The page for one of those who run the process."""
    mine = enter(context, viewer.account or "", process_id)
    process = mine.process
    session = session_of_the_day(process)
    meeting = meeting_of(process, session) if session is not None else None
    return TodayPage(
        frame=frame_of(mine),
        today=process.calendar.local_day(process.now),
        when=_when(process, session) if session is not None else None,
        meeting=meeting,
        item=_next_index(session, meeting),
        day=_day_of(process, meeting),
        attendance=attendance_of(session) if session is not None else None,
        ballots=tuple(light_of(ballot, session) for ballot in ballots_of(session))
        if session is not None
        else (),
        points=points_of(session) if session is not None else (),
        papers=_papers(mine, viewer),
        required=required_next(process),
        inputs=_open_inputs(mine, viewer),
    )


def session_of_the_day(process: Process) -> StepView | None:
    """The session that runs, else today's, else the next, else the last one that was held."""
    sessions = [
        StepView(process, step, n)
        for step in process.rulebook.steps
        if step.kind == "session"
        for n in range(1, process.scheduled(step.id) + 1)
    ]
    for wanted in ("running", "today", "ahead"):
        for session in sessions:
            if _when(process, session) == wanted:
                return session
    return sessions[-1] if sessions else None


def _when(process: Process, session: StepView) -> When:
    if is_open(session):
        return "running"
    start, today = session.starts, process.calendar.local_day(process.now)
    if start is not None and _covers(process, session, today):
        return "today"
    return "past" if process.progress(session.step.id, session.n).done else "ahead"


def _covers(process: Process, session: StepView, day: date) -> bool:
    """Whether a session is planned on this day; an end at midnight does not reach into it."""
    start, end = session.starts, session.ends
    if start is None:
        return False
    last = process.calendar.end_moment(end if end is not None else start)
    final = process.calendar.local_day(last - timedelta(microseconds=1))
    return process.calendar.local_day(start) <= day <= final


def _next_index(session: StepView | None, meeting: Meeting | None) -> int | None:
    if session is None or meeting is None or next_item(session) is None:
        return None
    return sum(item.done for item in meeting.items)


def _day_of(process: Process, meeting: Meeting | None) -> int | None:
    days = meeting.days if meeting is not None else ()
    today = process.calendar.local_day(process.now)
    return days.index(today) + 1 if today in days else None


def _papers(mine: Mine, viewer: Viewer) -> tuple[Shelved, ...]:
    """Documents of the process as a whole that can be prepared, or are owed, and are not issued."""
    return tuple(
        item
        for item in shelf_of(mine.process, viewer, mine.agency).items
        if item.state != "issued" and item.paper.template.about not in {"seat", "witness"}
    )


def _open_inputs(mine: Mine, viewer: Viewer) -> tuple[OpenInput, ...]:
    process, received = mine.process, inputs(mine.process)
    reads = sees(viewer, What.INPUT, Place(process.id, mine.agency))
    return tuple(
        OpenInput(
            key,
            str(received[key].body["source"]),
            received[key].at,
            text_of(received[key].body, "text") if reads else Text(),
        )
        for key in undisposed(process)
    )
