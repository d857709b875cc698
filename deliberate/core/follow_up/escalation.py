"""What follows when a point is not executed in time: notice, complaint, draft of a claim.

The order is fixed and each step waits for the deadline of the one before. Evidence handed in in
time holds the next step up until it is judged; evidence that comes too late holds nothing up. Only
a later date that the chair agrees to ends what has begun.
"""

from __future__ import annotations

from datetime import date

from deliberate.core.errors import Refused, message
from deliberate.core.follow_up.commitments import CommitmentState, Stage, asked_point, not_in
from deliberate.core.period import Period
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, known, working_day_ahead
from deliberate.core.process.kind import Action, Command
from deliberate.core.rulebook.fields import DateField, StrictSchema, StrictStr, TextField

CHAIR = frozenset({"chair"})
CHAIR_CONSENTS, NEVER = "chair_consents", "never"
DUE_CHANGES = (CHAIR_CONSENTS, NEVER)
"""Who may change a due date: the chair by consent, or nobody."""
ANSWERING = frozenset({"agency", "secretary", "executor"})
MOVABLE: frozenset[CommitmentState] = frozenset(
    {
        "in_progress",
        "returned",
        "overdue",
        "noticed",
        "notice_expired",
        "complained",
        "complaint_expired",
    }
)
"""Where the chair can agree to another date: not while evidence waits, not before a court."""
ANY: frozenset[CommitmentState] = MOVABLE | {"submitted", "claimed"}


class OnePoint(StrictSchema):
    commitment = StrictStr(required=True)


class ChangeDue(OnePoint):
    due = DateField(required=True)
    reason = TextField(required=True)


class Escalate(OnePoint):
    text = TextField(required=True)


class Answer(OnePoint):
    text = TextField(required=True)


def change_due(command: Command) -> list[Draft]:
    """The chair consents to another due date; the first date stays visible for good.

    A notice or complaint that runs is without object from then on.
    """
    way = known(command.process.parameter(command.params.due_change), DUE_CHANGES, "due date")
    if way == NEVER:
        raise Refused("DUE_FIXED", message("Due dates are not changed in this process."))
    point = asked_point(command, MOVABLE)
    due: date = command.body["due"]
    complete_in(command.view, command.body["reason"], "reason")
    working_day_ahead(command, due)
    if due == point.due:
        raise Refused(
            "SAME", message("Point {point} is due on {day} already.", point=point.id, day=due)
        )
    return [
        command.fact(
            "execution.due_changed", {**command.body, "from": point.due, "first": point.first_due}
        )
    ]


def notice(command: Command) -> list[Draft]:
    """The chair's written notice to the responsible party, with a deadline to comply."""
    _lapsed(command, "none", "overdue")
    return [command.fact("execution.noticed", _letter(command, command.params.notice_period))]


def complain(command: Command) -> list[Draft]:
    """Pre-trial complaint, once the deadline of the notice has passed without compliance."""
    _lapsed(command, "noticed", "notice_expired")
    return [command.fact("execution.complained", _letter(command, command.params.complaint_period))]


def answer(command: Command) -> list[Draft]:
    """The responsible party's answer to the latest letter; it changes no state by itself."""
    point = asked_point(command, ANY)
    if point.stage == "none":
        raise not_in(point, ("noticed", "complained", "claimed"))
    return [command.fact("execution.answered", command.body)]


def claim(command: Command) -> list[Draft]:
    """The draft of a collective claim goes to a lawyer, after complaint and silence."""
    _lapsed(command, "complained", "complaint_expired")
    complete_in(command.view, command.body["text"], "text")
    return [command.fact("execution.claimed", command.body)]


def _lapsed(command: Command, stage: Stage, wanted: CommitmentState) -> None:
    """The point has come as far as `stage`, and what bound it then has passed."""
    point = asked_point(command, ANY)
    if point.stage != stage or not point.lapsed:
        raise not_in(point, (wanted,))


def _letter(command: Command, period: Period | None) -> dict[str, object]:
    """A letter in every authentic language, and the last day to comply: a working day."""
    complete_in(command.view, command.body["text"], "text")
    calendar = command.process.calendar
    today = calendar.local_day(command.now)
    deadline = calendar.add(today, period) if period is not None else today
    return {**command.body, "deadline": calendar.next_working(deadline)}


ESCALATION = (
    Action("change_due", CHAIR, change_due, message("consent to another due date"), ChangeDue),
    Action("notice", CHAIR, notice, message("send a written notice"), Escalate),
    Action("complain", CHAIR, complain, message("file a pre-trial complaint"), Escalate),
    Action("answer", ANSWERING, answer, message("record an answer"), Answer),
    Action("claim", CHAIR, claim, message("hand a draft claim to a lawyer"), Escalate),
)
