"""What was done in a process that is over, as lines of a desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from deliberate.core.errors import Message, message
from deliberate.core.follow_up.commitments import SETTLED, commitments
from deliberate.core.follow_up.weekly import report_weeks
from deliberate.core.process.process import Process
from deliberate.core.services.member.desk_lines import Line
from deliberate.core.services.portal.today import DECISION, EXECUTION

OVER = frozenset({"closed", "cancelled"})


def outcome_lines(process: Process) -> Iterator[Line]:
    """Nothing while a process runs; afterwards what it came to."""
    if process.status not in OVER:
        return
    cancelled, closed = process.latest("process.cancelled"), process.latest("evaluation.closed")
    if cancelled is not None:
        yield Line("done", message("The process was cancelled."), cancelled.at, "record")
    if closed is not None:
        text = message(
            "The process is concluded: {conclusion}.", conclusion=closed.body["conclusion"]
        )
        yield Line("done", text, closed.at, "process")
    yield from _decision(process)
    yield from _execution(process)


def _decision(process: Process) -> Iterator[Line]:
    counted = process.latest("ballot.counted")
    if counted is not None:
        yield Line("done", _vote(counted.body), counted.at, "process", (DECISION,))
    published = process.latest("report.published")
    if published is not None:
        text = message(
            "The protocol was published; members who signed: {count}.",
            count=published.body["signatures"],
        )
        yield Line("done", text, published.at, "process", (DECISION,))


def _vote(counted: Mapping[str, Any]) -> Message:
    if "for" not in counted:
        return message("The last vote: {outcome}.", outcome=counted["outcome"])
    return message(
        "The last vote: {votes} for, {needed} needed: {outcome}.",
        votes=counted["for"],
        needed=counted["needed"],
        outcome=counted["outcome"],
    )


def _execution(process: Process) -> Iterator[Line]:
    points = commitments(process).values()
    if not points:
        return
    accepted = sum(point.state in SETTLED for point in points)
    text = message("Points accepted: {have} of {need}.", have=accepted, need=len(points))
    if all(point.answered for point in points):
        text = message("Points carried out: {have} of {need}.", have=accepted, need=len(points))
    completed = process.latest("execution.completed")
    at = completed.at if completed is not None else None
    yield Line("done", text, at, "process", (EXECUTION,))
    for step in process.rulebook.steps:
        if step.kind == "execution":
            weeks = report_weeks(process.view(step))
            text = message(
                "Weekly reports: {have}; missing: {missing}.",
                have=sum(week.report is not None for week in weeks),
                missing=sum(week.missing for week in weeks),
            )
            yield Line("done", text, None, "process", (EXECUTION,))
