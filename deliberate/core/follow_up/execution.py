"""Kind `execution`: reports, due dates, acceptance, and what follows when nothing is done.

Escalation has a fixed order: written notice with a deadline, pre-trial complaint, draft of a
collective claim. A point is done when it is *accepted*; mandates end with the last one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.follow_up.commitments import (
    Commitment,
    CommitmentState,
    commitments,
    published_since,
)
from deliberate.core.follow_up.weekly import current_week, missing_weeks
from deliberate.core.period import Period
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, filled_seat, known
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import AnyField, WordsOrOpen
from deliberate.core.rulebook.fields import (
    DateField,
    ListOf,
    MapOf,
    PeriodField,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
)
from deliberate.core.rulebook.records import schema_of

STAFF = frozenset({"agency", "secretary"})
CHAIR_CONSENTS, NEVER = "chair_consents", "never"
DUE_CHANGES = (CHAIR_CONSENTS, NEVER)


@dataclass(frozen=True, slots=True)
class ExecutionParameters:
    """`accepted_by`: an office and seat groups, one entry per person who must accept together, or
    the name of one of the `arrangements`; `due_change`: who may change a due date, if anybody."""

    every: Period
    channels: tuple[str, ...] = ()
    accepted_by: Any = ("chair",)
    arrangements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    due_change: Any = CHAIR_CONSENTS
    notice_period: Period | None = None
    complaint_period: Period | None = None
    mandates: str = ""


class ReportLine(StrictSchema):
    """`percent`: how much of the point is executed, 0 to 100, as its owner says."""

    commitment = StrictStr(required=True)
    percent = StrictInt(required=True)
    text = TextField(required=True)
    evidence = StrictStr()
    spent = StrictInt()


class Report(StrictSchema):
    """`proofs`: what proves the publication on a channel, an address or the hash of a copy."""

    channels = ListOf(StrictStr(), required=True)
    items = ListOf(Table(ReportLine), required=True)
    proofs = MapOf(StrictStr(blank=False))


class OnePoint(StrictSchema):
    commitment = StrictStr(required=True)


class ChangeDue(OnePoint):
    due = DateField(required=True)
    reason = TextField(required=True)


class Submit(OnePoint):
    evidence = StrictStr(required=True)
    note = TextField()


class Accept(OnePoint):
    """`seats`: those who accept together; the rulebook says who they must be."""

    seats = ListOf(StrictStr(), required=True)


class Return(Accept):
    remarks = TextField(required=True)


class Escalate(OnePoint):
    text = TextField(required=True)


class Answer(OnePoint):
    text = TextField(required=True)


def report(command: Command) -> list[Draft]:
    """A periodic report on every point that is not accepted yet, on all channels."""
    missing = tuple(c for c in command.params.channels if c not in command.body["channels"])
    if missing:
        raise Refused("CHANNELS", message("Not published on: {missing}.", missing=missing))
    for channel in command.body.get("proofs", {}):
        known(channel, command.body["channels"], "channel")
    points = commitments(command.process)
    listed = [str(line["commitment"]) for line in command.body["items"]]
    for line in command.body["items"]:
        known(line["commitment"], points, "point")
        if not 0 <= line["percent"] <= 100:
            raise Refused(
                "PERCENT",
                message("Percent is between 0 and 100, not {percent}.", percent=line["percent"]),
            )
    silent = tuple(k for k, p in points.items() if p.state != "accepted" and k not in listed)
    if silent:
        raise Refused("POINTS", message("The report is silent about: {points}.", points=silent))
    week = current_week(command.view)
    body = {**command.body, "week": week.number if week else 0}
    return [command.fact("execution.reported", body)]


def change_due(command: Command) -> list[Draft]:
    """The chair consents to another due date; the first date stays visible for good."""
    way = known(command.process.parameter(command.params.due_change), DUE_CHANGES, "due date")
    if way == NEVER:
        raise Refused("DUE_FIXED", message("Due dates are not changed in this process."))
    point = _point(command, {"in_progress", "returned", "overdue", "noticed", "notice_expired"})
    due: date = command.body["due"]
    if not command.process.calendar.is_working(due):
        raise Refused(
            "DAY_OFF",
            message("{day} is a day off.", day=due),
            fix=message(
                "The next working day is {day}.", day=command.process.calendar.next_working(due)
            ),
        )
    if due <= command.process.calendar.local_day(command.now):
        raise Refused("PAST", message("A due date lies ahead, not on {day}.", day=due))
    return [
        command.fact(
            "execution.due_changed", {**command.body, "from": point.due, "first": point.first_due}
        )
    ]


def submit(command: Command) -> list[Draft]:
    """The owner says a point is executed and names the evidence."""
    _point(
        command,
        {
            "in_progress",
            "returned",
            "overdue",
            "noticed",
            "notice_expired",
            "complained",
            "complaint_expired",
            "claimed",
        },
    )
    return [command.fact("execution.submitted", command.body)]


def accept(command: Command) -> list[Draft]:
    """Accept an executed point; with the last one the process's mandates end."""
    _point(command, {"submitted"})
    _accepting(command)
    drafts = [command.fact("execution.accepted", command.body)]
    left = [p for p in commitments(command.process).values() if p.state != "accepted"]
    if len(left) == 1:
        drafts.append(command.fact("execution.completed"))
        if command.params.mandates:
            drafts.append(
                command.fact("execution.mandates_ended", {"group": command.params.mandates})
            )
    return drafts


def send_back(command: Command) -> list[Draft]:
    """Return an executed point with remarks: poor execution is not execution."""
    _point(command, {"submitted"})
    _accepting(command)
    return [command.fact("execution.returned", command.body)]


def notice(command: Command) -> list[Draft]:
    """The chair's written notice to the responsible party, with a deadline to comply."""
    _point(command, {"overdue"})
    complete_in(command.view, command.body["text"], "text")
    return [
        command.fact("execution.noticed", _with_deadline(command, command.params.notice_period))
    ]


def complain(command: Command) -> list[Draft]:
    """Pre-trial complaint, once the deadline of the notice has passed without compliance."""
    _point(command, {"notice_expired"})
    return [
        command.fact(
            "execution.complained", _with_deadline(command, command.params.complaint_period)
        )
    ]


def answer(command: Command) -> list[Draft]:
    """The responsible party's answer to a notice or complaint; it changes no state by itself."""
    _point(command, {"noticed", "notice_expired", "complained", "complaint_expired"})
    return [command.fact("execution.answered", command.body)]


def claim(command: Command) -> list[Draft]:
    """The draft of a collective claim goes to a lawyer, after complaint and silence."""
    _point(command, {"complaint_expired"})
    return [command.fact("execution.claimed", command.body)]


def _with_deadline(command: Command, period: Period | None) -> dict[str, object]:
    calendar = command.process.calendar
    today = calendar.local_day(command.now)
    deadline = calendar.add(today, period) if period is not None else today
    return {**command.body, "deadline": calendar.next_working(deadline)}


def _point(command: Command, states: set[CommitmentState]) -> Commitment:
    points = commitments(command.process)
    known(command.body["commitment"], points, "point")
    point = points[command.body["commitment"]]
    if point.state not in states:
        raise Refused(
            "STATE",
            message(
                "Point {point} is in the state “{state}”; this needs one of: {states}.",
                point=point.id,
                state=point.state,
                states=tuple(sorted(states)),
            ),
        )
    return point


def _accepting(command: Command) -> None:
    """Check who accepts: every office and group of the rulebook, each by a person of its own."""
    seats = [filled_seat(command.view, seat) for seat in command.body["seats"]]
    if len({seat.id for seat in seats}) != len(seats):
        raise Refused("TWICE", message("A seat accepts once."))
    offices = dict(command.process.roster.offices)
    wanted = Counter(accepted_by(command.view))
    rest = list(seats)
    for name in [name for name in wanted if name in offices]:
        chair = next((seat for seat in rest if seat.id == offices[name]), None)
        if chair is None:
            raise Refused(
                "ACCEPTANCE", message("The {office} must be among those who accept.", office=name)
            )
        rest.remove(chair)
    for group in [name for name in wanted if name not in offices]:
        have = [seat for seat in rest if seat.group == group]
        if len(have) < wanted[group]:
            raise Refused(
                "ACCEPTANCE",
                message(
                    "{need} members of the group “{group}” must accept; {have} do.",
                    need=wanted[group],
                    group=group,
                    have=len(have),
                ),
            )


def accepted_by(view: StepView) -> tuple[str, ...]:
    """The office and the groups of those who accept together, one for each person."""
    asked = view.process.parameter(view.params.accepted_by)
    if not isinstance(asked, str):
        return tuple(asked)
    known(asked, view.params.arrangements, "arrangement")
    return tuple(view.params.arrangements[asked])


def progress(view: StepView) -> Progress:
    completed = view.first("execution.completed")
    points = commitments(view.process)
    accepted = sum(point.state == "accepted" for point in points.values())
    since = published_since(view.process)
    count = (accepted, len(points))
    if completed is not None:
        return Progress(True, since, completed.at, count=count)
    waits = [
        message(
            "{accepted} of {points} points are accepted.", accepted=accepted, points=len(points)
        )
    ]
    missing = missing_weeks(view)
    if missing:
        waits.append(
            message(
                "Weeks without a report: {weeks}.", weeks=tuple(week.number for week in missing)
            )
        )
    return Progress(False, since, None, None, tuple(waits), count)


EXECUTION = StepKind(
    "execution",
    schema_of(
        ExecutionParameters,
        every=PeriodField(required=True),
        channels=ListOf(StrictStr()),
        accepted_by=WordsOrOpen(),
        arrangements=MapOf(ListOf(StrictStr())),
        due_change=AnyField(),
        notice_period=PeriodField(),
        complaint_period=PeriodField(),
        mandates=StrictStr(),
    ),
    actions(
        Action(
            "report", STAFF | {"executor"}, report, message("publish the execution report"), Report
        ),
        Action(
            "change_due",
            frozenset({"chair"}),
            change_due,
            message("consent to another due date"),
            ChangeDue,
        ),
        Action(
            "submit", STAFF | {"executor"}, submit, message("submit a point as executed"), Submit
        ),
        Action(
            "accept", frozenset({"chair", "secretary"}), accept, message("accept a point"), Accept
        ),
        Action(
            "return",
            frozenset({"chair", "secretary"}),
            send_back,
            message("return a point with remarks"),
            Return,
        ),
        Action("notice", frozenset({"chair"}), notice, message("send a written notice"), Escalate),
        Action(
            "complain",
            frozenset({"chair"}),
            complain,
            message("file a pre-trial complaint"),
            Escalate,
        ),
        Action("answer", STAFF | {"executor"}, answer, message("record an answer"), Answer),
        Action(
            "claim",
            frozenset({"chair"}),
            claim,
            message("hand a draft claim to a lawyer"),
            Escalate,
        ),
    ),
    progress,
)
