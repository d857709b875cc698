"""Kind `session`: members meet; attendance, the agenda in its order, adjournment, closing.

A session may work from a quorum on. An adjournment moves the same session to another day; it is
not a repeat session and uses none up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deliberate.core.common.moving import corrections, require_ahead, require_order
from deliberate.core.common.recusal import agenda_of
from deliberate.core.deliberation.strand_members import members_of
from deliberate.core.errors import Message, Refused, message
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.guards import complete_in, known, not_before
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.moments import write_moment
from deliberate.core.process.parameters import AnyField
from deliberate.core.process.roster import Seat
from deliberate.core.rulebook.fields import (
    Choice,
    ListOf,
    MomentField,
    StrictBool,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of

HOSTS = frozenset({"agency", "secretary", "chair", "facilitator"})


@dataclass(frozen=True, slots=True)
class SessionParameters:
    """`quorum`: seats that must be present to work; `items`: the agenda's kinds in their order;
    `group`: the seat group that meets, all where it is empty."""

    quorum: Any = 0
    items: tuple[Any, ...] = ()
    remote: Any = False
    public: bool = False
    group: str = ""


class OpenSession(StrictSchema):
    """`present` and `remote`: seats in the room and seats by video with identity checked."""

    present = ListOf(StrictStr(), required=True)
    remote = ListOf(StrictStr())


class Attendance(StrictSchema):
    seat = StrictStr(required=True)
    presence = Choice(("present", "remote", "absent"), required=True)


class CloseItem(StrictSchema):
    """The agenda item that is finished, by its kind as the agenda names it."""

    item = StrictStr(required=True)
    summary = TextField()


class Adjourn(StrictSchema):
    """`present`: the seats that came, where a session is adjourned because too few did."""

    reason = TextField(required=True)
    starts = MomentField(required=True)
    ends = MomentField()
    present = ListOf(StrictStr())


def open_session(command: Command) -> list[Draft]:
    """Open the session on its day, with the quorum present."""
    if is_open(command.view):
        raise Refused("TWICE", message("The session is already open."))
    calendar = command.process.calendar
    start = command.view.starts
    not_before(
        command,
        None if start is None else calendar.start_of(calendar.local_day(start)),
        message("Opening the session"),
    )
    present, remote = set(command.body["present"]), set(command.body.get("remote", ()))
    if remote and not command.process.parameter(command.params.remote):
        raise Refused("REMOTE", message("The regulation allows no remote attendance."))
    _require_seated(command, present | remote)
    quorum = _quorum(command)
    if len(present | remote) < quorum:
        raise Refused(
            "QUORUM",
            message(
                "{present} members are present; the session works from {quorum} on.",
                present=len(present | remote),
                quorum=quorum,
            ),
            fix=message("Adjourn the session to another day."),
        )
    body = {"present": sorted(present - remote), "remote": sorted(remote)}
    return [command.fact("session.opened", body)]


def attend(command: Command) -> list[Draft]:
    """Somebody comes or goes while the session is open."""
    _open(command.view)
    _require_seated(command, {command.body["seat"]})
    return [command.fact("session.attendance", command.body)]


def close_item(command: Command) -> list[Draft]:
    """Finish the next item; the order of the agenda is part of the mechanism."""
    _open(command.view)
    expected = next_item(command.view)
    known(command.body["item"], agenda(command.view), "agenda item")
    if command.body["item"] != expected:
        raise Refused(
            "ORDER",
            message(
                "The next item of the agenda is “{expected}”, not “{item}”.",
                expected=expected or "-",
                item=command.body["item"],
            ),
        )
    return [command.fact("session.item_closed", command.body)]


def adjourn(command: Command) -> list[Draft]:
    """Move this session to another day. It keeps its number, and what was announced is corrected.

    A session that is open is adjourned; one that is not, on its day and for want of a quorum.
    """
    view, body = command.view, command.body
    if not is_open(view):
        _without_quorum(command)
    elif "present" in body:
        raise Refused("ATTENDANCE", message("Who is present in an open session is on record."))
    complete_in(view, body["reason"], "reason")
    starts, ends = body["starts"], body.get("ends")
    require_ahead(command.process, starts, ends)
    require_order(command.process, view.step, view.n, starts, ends or starts)
    dates = {key: write_moment(body[key]) for key in ("starts", "ends") if key in body}
    return [
        command.fact("session.adjourned", body),
        command.fact("process.scheduled", {"step": view.step.id, "n": view.n, **dates}),
        *corrections(command.process, view.step.id, view.n, body["reason"], dates),
    ]


def _without_quorum(command: Command) -> None:
    """Refuse to adjourn a session that is not open, unless too few came to it on its day."""
    view, calendar = command.view, command.process.calendar
    if view.starts is None or not _planned_today(command):
        raise Refused(
            "ORDER",
            message("The session is not open, and it is not planned for today."),
            fix=message("A session that has not begun is moved with: process reschedule."),
        )
    if calendar.start_moment(view.starts) > command.now:
        raise Refused("EARLY", message("Until the session begins, members may still come."))
    if "present" not in command.body:
        raise Refused(
            "ATTENDANCE",
            message("It is not said which seats came."),
            fix=message("State them as present, be it an empty list."),
        )
    came, quorum = set(command.body["present"]), _quorum(command)
    _require_seated(command, came)
    if len(came) >= quorum:
        raise Refused(
            "QUORUM",
            message(
                "{present} members came; the session works from {quorum} on.",
                present=len(came),
                quorum=quorum,
            ),
            fix=message("Open the session; it can be adjourned afterwards."),
        )


def _planned_today(command: Command) -> bool:
    calendar = command.process.calendar
    first, last = command.view.starts, command.view.ends
    if first is None or last is None:
        return False
    today = calendar.local_day(command.now)
    return calendar.local_day(first) <= today <= calendar.local_day(last)


def _quorum(command: Command) -> int:
    return int(command.process.parameter(command.params.quorum))


def _require_seated(command: Command, seats: set[str]) -> None:
    strangers = tuple(sorted(seats - {seat.id for seat in members(command.view)}))
    if strangers:
        raise Refused("NO_SEAT", message("Not seated: {seats}.", seats=strangers))


def members(view: StepView) -> tuple[Seat, ...]:
    """The filled seats that meet in this session: of its strand, of its group."""
    return members_of(view, view.params.group)


def close(command: Command) -> list[Draft]:
    """Close the session once every item of its agenda is finished."""
    _open(command.view)
    following = next_item(command.view)
    if following is not None:
        raise Refused(
            "AGENDA", message("The agenda is not finished: “{item}” is next.", item=following)
        )
    return [command.fact("session.closed")]


def agenda(view: StepView) -> tuple[str, ...]:
    """The items of this session in order: the pilot's for it, else the rulebook's template."""
    return agenda_of(view.process, view.step, view.n)


def next_item(view: StepView) -> str | None:
    """The first item that is not finished, or None."""
    closed = {str(fact.body["item"]) for fact in view.facts("session.item_closed")}
    return next((item for item in agenda(view) if item not in closed), None)


def is_open(view: StepView) -> bool:
    """Whether the session is open at this moment: opened, not adjourned since, not closed."""
    last: Fact | None = None
    for fact in view.facts("session.opened", "session.adjourned", "session.closed"):
        last = fact
    return last is not None and last.kind == "session.opened"


def present_seats(view: StepView, before: Fact | None = None) -> frozenset[str]:
    """Seats present now, or before another fact, in the room or remotely."""
    return frozenset(_presence(view, before))


def remote_seats(view: StepView, before: Fact | None = None) -> frozenset[str]:
    """Seats present now, or before another fact, by video alone."""
    here = _presence(view, before)
    return frozenset(seat for seat, presence in here.items() if presence == "remote")


def _presence(view: StepView, before: Fact | None = None) -> dict[str, str]:
    """How each seat that is there attends: present (in the room) or remote."""
    here: dict[str, str] = {}
    for fact in view.facts("session.opened", "session.attendance", "session.adjourned"):
        if before is not None and fact.seq > before.seq:
            break
        match fact.kind:
            case "session.opened":
                here = dict.fromkeys(fact.body["present"], "present")
                here |= dict.fromkeys(fact.body["remote"], "remote")
            case "session.adjourned":
                here = {}
            case _ if fact.body["presence"] == "absent":
                here.pop(str(fact.body["seat"]), None)
            case _:
                here[str(fact.body["seat"])] = str(fact.body["presence"])
    return here


def _open(view: StepView) -> None:
    if not is_open(view):
        raise Refused("ORDER", message("The session is not open."))


def progress(view: StepView) -> Progress:
    opened, closed = view.last("session.opened"), view.last("session.closed")
    items = agenda(view)
    finished = len(view.facts("session.item_closed"))
    count = (finished, len(items)) if items else None
    if closed is not None:
        return Progress(True, opened.at if opened else closed.at, closed.at, count=count)
    waits: tuple[Message, ...] = (message("The session is not open."),)
    if is_open(view):
        waits = (
            message(
                "{done} of {items} agenda items are finished.", done=finished, items=len(items)
            ),
        )
    started = opened.at if opened is not None and is_open(view) else None
    return Progress(False, started, None, None, waits, count)


SESSION = StepKind(
    "session",
    schema_of(
        SessionParameters,
        quorum=AnyField(),
        items=ListOf(AnyField()),
        remote=AnyField(),
        public=StrictBool(),
        group=StrictStr(blank=False),
    ),
    actions(
        Action("open", HOSTS, open_session, message("open the session"), OpenSession),
        Action("attend", HOSTS, attend, message("record who comes or goes"), Attendance),
        Action("close_item", HOSTS, close_item, message("finish an agenda item"), CloseItem),
        Action("adjourn", HOSTS, adjourn, message("adjourn to another day"), Adjourn),
        Action("close", HOSTS, close, message("close the session")),
    ),
    progress,
    fixed=True,
)
