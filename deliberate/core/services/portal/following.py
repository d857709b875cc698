"""Makes the board of execution: every point with its dates, letters and reports, and the weeks.

Points of a protocol are followed in a step of execution; accepted recommendations need none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from deliberate.core.follow_up.commitments import (
    SETTLED,
    Commitment,
    Letter,
    commitments,
    report_line,
)
from deliberate.core.follow_up.weekly import ReportWeek, next_due, report_weeks
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.services.portal.board import (
    Answer,
    DueChange,
    Execution,
    Point,
    PointLetter,
    PointReport,
    Remark,
    Week,
)
from deliberate.core.services.portal.people import body_of


def execution_of(process: Process) -> Execution | None:
    """The board, from the publication of the protocol or of the agency's answers on."""
    points = commitments(process)
    if not points:
        return None
    view = _view(process, "execution")
    weeks = () if view is None else tuple(_week(item) for item in report_weeks(view))
    completed = None if view is None else view.first("execution.completed")
    runs = completed is None and process.status == "open"
    week = weeks[-1] if weeks and runs else None
    stopped = process.ended_at if completed is None else None
    if process.status == "closed" and all(item.answered for item in points.values()):
        stopped = None
    return Execution(
        step=_followed_in(process),
        points=tuple(_point(process, item) for item in points.values()),
        weeks=weeks,
        week=week,
        accepted=sum(item.state in SETTLED for item in points.values()),
        currency=process.pilot.budget.currency,
        next_due=next_due(view, week.due) if view is not None and week is not None else None,
        completed_at=completed.at if completed is not None else None,
        stopped_at=stopped,
    )


def _view(process: Process, kind: str) -> StepView | None:
    step = next((item for item in process.rulebook.steps if item.kind == kind), None)
    return None if step is None else process.view(step)


def _followed_in(process: Process) -> str:
    """The step in which reports are made: that of execution, else that of the answers."""
    view = _view(process, "execution") or _view(process, "response")
    return "" if view is None else view.step.id


def _week(week: ReportWeek) -> Week:
    reported = week.report.at if week.report is not None else None
    return Week(week.number, week.due, reported, week.missing, week.suspended)


def _point(process: Process, item: Commitment) -> Point:
    return Point(
        id=item.id,
        kind=item.kind,
        text=item.text,
        owner=body_of(process, item.owner),
        co_executors=tuple(body_of(process, seat) for seat in item.co_executors),
        first_due=item.first_due,
        due=item.due,
        state=item.state,
        stage=item.stage,
        late=item.late,
        percent=item.percent,
        evidence=item.evidence,
        depends_on=item.depends_on,
        funding=item.funding,
        cost=item.cost,
        reports=tuple(_reports(item)),
        changes=tuple(map(_change, item.changes)),
        remarks=tuple(Remark(fact.at, text_of(fact.body, "remarks")) for fact in item.remarks),
        letters=tuple(map(_letter, item.letters)),
        deadline=item.deadline,
        submitted_at=item.submitted_at,
        accepted_at=item.accepted_at,
        published_at=item.published_at,
        executed_at=item.executed_at,
        answered=item.answered,
        office=item.office,
    )


def _change(fact: Fact) -> DueChange:
    return DueChange(
        fact.at,
        date.fromisoformat(str(fact.body["from"])),
        date.fromisoformat(str(fact.body["due"])),
        text_of(fact.body, "reason"),
    )


def _letter(letter: Letter) -> PointLetter:
    return PointLetter(
        letter.stage,
        letter.at,
        letter.text,
        letter.deadline,
        tuple(Answer(fact.at, text_of(fact.body, "text")) for fact in letter.answers),
        letter.closed_at,
    )


def _reports(item: Commitment) -> Iterator[PointReport]:
    last = 0
    for fact in item.reports:
        line = report_line(item, fact)
        percent = int(line["percent"])
        yield PointReport(
            at=fact.at,
            week=int(fact.body.get("week", 0)),
            percent=percent,
            text=text_of(line, "text"),
            evidence=str(line.get("evidence", "")),
            spent=line.get("spent"),
            before=last if percent < last else None,
        )
        last = percent
