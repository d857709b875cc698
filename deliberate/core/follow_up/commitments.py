"""Commitments: the points of the protocol, their state derived from facts and the clock.

A point has two sides that move apart: what its owner has done (open, submitted, returned,
accepted) and how far the chair has gone (nothing, notice, complaint, claim). Evidence that is
returned changes the first side only. The table of all states is in docs/explanation/execution.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from deliberate.core.calendar import Calendar
from deliberate.core.decision.report import published_at, published_items
from deliberate.core.errors import Refused, message
from deliberate.core.follow_up.response import ACCEPTED, DONE, EXECUTION, answered, recommendations
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import known, text_of
from deliberate.core.process.kind import Command, StepView
from deliberate.core.process.process import Process
from deliberate.core.text import Text

CommitmentState = Literal[
    "in_progress",
    "overdue",
    "submitted",
    "returned",
    "noticed",
    "notice_expired",
    "complained",
    "complaint_expired",
    "claimed",
    "accepted",
    "executed",
]
Work = Literal["open", "submitted", "returned", "accepted", "executed"]
Stage = Literal["none", "noticed", "complained", "claimed"]

SETTLED: frozenset[CommitmentState] = frozenset({"accepted", "executed"})
"""Nothing is owed any more. `executed` is what the owner of a recommendation says itself."""

FOLDED = (
    "response.reported",
    "execution.reported",
    "execution.due_changed",
    "execution.submitted",
    "execution.judged",
    "execution.returned",
    "execution.accepted",
    "execution.noticed",
    "execution.complained",
    "execution.answered",
    "execution.claimed",
)
_STAGES: Mapping[str, Stage] = {
    "execution.noticed": "noticed",
    "execution.complained": "complained",
    "execution.claimed": "claimed",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A written notice, a complaint or the draft of a claim about one point.

    `deadline` is inclusive. `closed_at`: since then it is without object, because a later date was
    agreed; it stays visible all the same.
    """

    stage: Stage
    at: datetime
    text: Text
    deadline: date | None = None
    answers: tuple[Fact, ...] = ()
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """One point to execute. `first_due` never changes; `due` is the current date (inclusive).

    `answered`: an accepted recommendation, where no step of execution follows it. Its owner says
    how far it is, also after the process is closed; nobody judges it. `office`: who carries it out,
    for the agency that owns it.
    `percent` is what the owner last reported, 100 once it is submitted; `cost` in whole units of
    the pilot's currency. `stage` and `deadline` tell how far the chair has gone, whatever the owner
    has submitted since. `lapsed`: the date that binds has passed without a submission in time, so
    that the next letter may be written. `late`: the due date has passed, and the point is neither
    accepted nor waiting to be judged since before it passed. `verdicts`: what judges have said
    about what is submitted now. `published_at`: when a report told the public that the point is
    accepted.
    """

    id: str
    kind: str
    text: Text
    owner: str
    co_executors: tuple[str, ...]
    first_due: date
    due: date
    state: CommitmentState = "in_progress"
    work: Work = "open"
    stage: Stage = "none"
    deadline: date | None = None
    lapsed: bool = False
    late: bool = False
    percent: int = 0
    answered: bool = False
    office: Text = field(default_factory=Text)
    evidence: Text = field(default_factory=Text)
    depends_on: Text = field(default_factory=Text)
    cost: int | None = None
    funding: Text = field(default_factory=Text)
    changes: tuple[Fact, ...] = ()
    reports: tuple[Fact, ...] = ()
    remarks: tuple[Fact, ...] = ()
    verdicts: tuple[Fact, ...] = ()
    letters: tuple[Letter, ...] = ()
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    published_at: datetime | None = None
    executed_at: datetime | None = None


def report_view(process: Process) -> StepView | None:
    """The step that makes the protocol or report of this process."""
    step = next((item for item in process.rulebook.steps if item.kind == "report"), None)
    return process.view(step) if step is not None else None


def published_since(process: Process) -> datetime | None:
    """When the protocol was published: weekly reports count from here."""
    view = report_view(process)
    return published_at(view) if view is not None else None


def commitments(process: Process) -> Mapping[str, Commitment]:
    """All commitments by identifier, as they stand at the process's moment: the points of the
    published protocol, and the recommendations that the agency accepted.

    While the process is suspended, and after its end, no date passes; what the agency promised in
    its answers is owed beyond a regular closing.
    """
    return process.derived(_commitments)


def _commitments(process: Process) -> Mapping[str, Commitment]:
    view = report_view(process)
    if view is None:
        return {}
    items = (*published_items(view), *_accepted(process))
    points = fold_commitments(items, process.select(*FOLDED))
    beyond = process.now if process.status == "closed" else process.reached
    return {
        key: read_at(item, beyond if item.answered else process.reached, process.calendar)
        for key, item in points.items()
    }


def _accepted(process: Process) -> Iterable[Mapping[str, Any]]:
    """Recommendations that the agency accepted, wholly or in part, as points that it executes."""
    asked = recommendations(process)
    judged = any(step.kind == EXECUTION for step in process.rulebook.steps)
    for step in process.rulebook.steps:
        if step.kind != "response":
            continue
        for name, given in answered(process.view(step)).items():
            if given.answer in ACCEPTED:
                yield {
                    **asked[name],
                    "text": given.part.as_dict() or asked[name]["text"],
                    "owner": step.parameters.by,
                    "answered": not judged,
                    "office": given.office.as_dict(),
                    "due": given.due,
                }


def asked_point(command: Command, states: Iterable[CommitmentState]) -> Commitment:
    """The point that a command is about, if it is in one of `states`."""
    points = commitments(command.process)
    known(command.body["commitment"], points, "point")
    point = points[command.body["commitment"]]
    if point.state not in states:
        raise not_in(point, states)
    return point


def not_in(point: Commitment, states: Iterable[CommitmentState]) -> Refused:
    """The refusal of an act that needs the point in another state."""
    return Refused(
        "STATE",
        message(
            "Point {point} is in the state “{state}”; this needs one of: {states}.",
            point=point.id,
            state=point.state,
            states=tuple(sorted(states)),
        ),
    )


def fold_commitments(
    items: Iterable[Mapping[str, Any]], facts: Iterable[Fact]
) -> dict[str, Commitment]:
    """The points after `facts`, before the clock has been asked: `read_at` does that."""
    found = {str(item["id"]): _from_item(item) for item in items if item.get("due")}
    for fact in facts:
        if fact.kind == "execution.reported":
            for line in fact.body["items"]:
                key = str(line["commitment"])
                if key in found:
                    found[key] = _reported(found[key], fact, int(line["percent"]))
            continue
        key = str(fact.body["commitment"])
        if key in found and fact.kind == "response.reported":
            found[key] = _told(found[key], fact)
        elif key in found:
            found[key] = _after(found[key], fact)
    return found


def read_at(item: Commitment, moment: datetime, calendar: Calendar) -> Commitment:
    """The same point at a moment: what the passing of time alone makes of its state."""
    today = calendar.local_day(moment)
    binding = item.due if item.deadline is None else item.deadline
    passed = today > binding and item.stage != "claimed" and item.work not in SETTLED
    return replace(
        item,
        state=_state(item, passed),
        lapsed=passed and not _handed_in(item, binding, calendar),
        late=today > item.due
        and item.work not in SETTLED
        and not _handed_in(item, item.due, calendar),
    )


def _handed_in(item: Commitment, last: date, calendar: Calendar) -> bool:
    """Whether evidence that was handed in by the end of a day waits to be judged."""
    return (
        item.work == "submitted"
        and item.submitted_at is not None
        and calendar.local_day(item.submitted_at) <= last
    )


def _state(item: Commitment, passed: bool) -> CommitmentState:
    """The one word for a point; `passed`: the date that binds has passed."""
    if item.work in ("accepted", "executed", "submitted"):
        return item.work
    match item.stage:
        case "claimed":
            return "claimed"
        case "complained":
            return "complaint_expired" if passed else "complained"
        case "noticed":
            return "notice_expired" if passed else "noticed"
    if passed:
        return "overdue"
    return "returned" if item.work == "returned" else "in_progress"


def _from_item(item: Mapping[str, Any]) -> Commitment:
    due = date.fromisoformat(str(item["due"]))
    return Commitment(
        id=str(item["id"]),
        kind=str(item["kind"]),
        text=text_of(item, "text"),
        owner=str(item["owner"]),
        co_executors=tuple(item.get("co_executors", ())),
        first_due=due,
        due=due,
        answered=bool(item.get("answered")),
        office=text_of(item, "office"),
        evidence=text_of(item, "evidence"),
        depends_on=text_of(item, "depends_on"),
        cost=item.get("cost"),
        funding=text_of(item, "funding"),
    )


def _reported(item: Commitment, fact: Fact, percent: int) -> Commitment:
    """A line of a report; the first one after the acceptance publishes the point's execution."""
    reports = (*item.reports, fact)
    if item.work == "accepted":
        return replace(item, reports=reports, published_at=item.published_at or fact.at)
    return replace(item, reports=reports, percent=100 if item.work == "submitted" else percent)


def _told(item: Commitment, fact: Fact) -> Commitment:
    """What the owner of an accepted recommendation says; a later report may take it back."""
    percent = int(fact.body["percent"])
    return replace(
        item,
        reports=(*item.reports, fact),
        percent=percent,
        work="executed" if percent == DONE else "open",
        executed_at=fact.at if percent == DONE else None,
    )


def report_line(item: Commitment, fact: Fact) -> Mapping[str, Any]:
    """What a report says about one point."""
    lines = fact.body.get("items", (fact.body,))
    return next(line for line in lines if line["commitment"] == item.id)


def _after(item: Commitment, fact: Fact) -> Commitment:
    match fact.kind:
        case "execution.due_changed":
            return _with_due(item, fact)
        case "execution.submitted":
            return replace(item, work="submitted", submitted_at=fact.at, percent=100, verdicts=())
        case "execution.judged":
            return replace(item, verdicts=(*item.verdicts, fact))
        case "execution.returned":
            return replace(
                item,
                work="returned",
                remarks=(*item.remarks, fact),
                percent=_last_percent(item),
            )
        case "execution.accepted":
            return replace(item, work="accepted", accepted_at=fact.at, deadline=None)
        case "execution.answered":
            *earlier, last = item.letters
            return replace(item, letters=(*earlier, replace(last, answers=(*last.answers, fact))))
    return _with_letter(item, fact)


def _with_due(item: Commitment, fact: Fact) -> Commitment:
    """An agreed date: notice and complaint are without object, and the point is in progress."""
    return replace(
        item,
        due=date.fromisoformat(str(fact.body["due"])),
        changes=(*item.changes, fact),
        work="open",
        stage="none",
        deadline=None,
        letters=tuple(
            letter if letter.closed_at is not None else replace(letter, closed_at=fact.at)
            for letter in item.letters
        ),
    )


def _with_letter(item: Commitment, fact: Fact) -> Commitment:
    stage = _STAGES[fact.kind]
    named = fact.body.get("deadline")
    deadline = None if named is None else date.fromisoformat(str(named))
    letter = Letter(stage, fact.at, text_of(fact.body, "text"), deadline)
    return replace(item, stage=stage, deadline=deadline, letters=(*item.letters, letter))


def _last_percent(item: Commitment) -> int:
    """What the owner last reported, before it submitted what is now returned."""
    if not item.reports:
        return 0
    return int(report_line(item, item.reports[-1])["percent"])
