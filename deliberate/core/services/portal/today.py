"""One thing to do today: what anybody can do, or read, at this moment of a process."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.common.remit import REMIT
from deliberate.core.deliberation.session import is_open
from deliberate.core.errors import message
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.recruitment.public_vote import closes_at
from deliberate.core.services.portal.board import Execution
from deliberate.core.services.portal.results import Protocol
from deliberate.core.services.portal.shapes import StepLine, Today

VOTE, NOMINATIONS, SESSIONS, EXECUTION = "candidates", "nominations", "sessions", "execution"
DECISION, ENGAGEMENT, LOTTERY = "decision", "engagement", "lottery"


def today_of(
    process: Process,
    steps: tuple[StepLine, ...],
    protocol: Protocol | None,
    execution: Execution | None,
) -> Today | None:
    """The first that applies, in the order of urgency; None while there is nothing to do."""
    if process.status == "cancelled":
        return Today("cancelled", message("The process was cancelled. Its record stays public."))
    if process.status == "suspended":
        return Today("suspended", message("The process is suspended. Read why."))
    if process.status == "closed":
        return Today("closed", message("The process is over. Read what came of it."), DECISION)
    found = (
        *_votes(process),
        *_nominations(process, steps),
        *_lottery(process, steps),
        *_open_session(process),
        *_following(execution),
        *_protocol(protocol),
        *_engagement(process),
        *_coming_session(process, steps),
    )
    return found[0] if found else None


def _votes(process: Process) -> Iterator[Today]:
    for step in process.rulebook.steps:
        if step.kind != "public_vote":
            continue
        view = process.view(step)
        opened = view.first("public_vote.opened")
        if opened is None or process.progress(step.id).done:
            continue
        closes = closes_at(opened.body)
        if view.first("public_vote.closed") is None and process.now < closes:
            yield Today("vote", message("Vote for the candidates"), VOTE, closes)
        else:
            yield Today("count", message("Voting is over; the votes are being counted"), VOTE)


def _nominations(process: Process, steps: tuple[StepLine, ...]) -> Iterator[Today]:
    for step in steps:
        if step.kind != "nomination" or step.standing in {"done", "skipped", "waiting"}:
            continue
        start, end = step.planned.starts, step.planned.ends
        if start is None or end is None:
            continue
        begun = process.calendar.start_moment(start) <= process.now
        if begun and process.now < process.calendar.end_moment(end):
            yield Today("nominate", message("Nominate a candidate"), NOMINATIONS, end)
        elif begun:
            yield Today("check", message("The nominations are being checked"), NOMINATIONS)


def _lottery(process: Process, steps: tuple[StepLine, ...]) -> Iterator[Today]:
    """Who was invited answers while the registration is open; then everybody may watch the draw."""
    for step in steps:
        if step.standing in {"done", "skipped", "waiting"}:
            continue
        end = step.planned.ends or step.planned.starts
        if step.kind == "registration" and end is not None and _runs(process, step):
            yield Today(
                "answer", message("Were you invited? Say whether you take part"), LOTTERY, end
            )
        elif step.kind == "lottery" and end is not None:
            yield Today("lottery", message("Watch the draw of the panel"), LOTTERY, end)


def _runs(process: Process, step: StepLine) -> bool:
    start, end = step.planned.starts, step.planned.ends
    calendar = process.calendar
    return (
        start is not None
        and end is not None
        and calendar.start_moment(start) <= process.now < calendar.end_moment(end)
    )


def _open_session(process: Process) -> Iterator[Today]:
    for step in process.rulebook.steps:
        if step.kind == "session" and any(
            is_open(StepView(process, step, n)) for n in range(1, process.scheduled(step.id) + 1)
        ):
            yield Today(
                "session", message("The session is being held: follow its agenda"), SESSIONS
            )


def _following(execution: Execution | None) -> Iterator[Today]:
    if execution is None:
        return
    week = execution.week
    if not execution.judged:
        if execution.owed:
            yield Today("execution", message("See how far the accepted points are"), EXECUTION)
    elif week is None:
        text = message("Every point has been carried out: read the reports")
        yield Today("executed", text, EXECUTION)
    elif week.reported_at is not None:
        yield Today("report", message("Read this week’s report on execution"), EXECUTION)
    elif execution.last_missing:
        text = message("Last week’s report is missing: see how far the points are")
        yield Today("missing", text, EXECUTION)
    else:
        text = message("See how far the points are; the next report is due")
        yield Today("execution", text, EXECUTION, week.due)


def _protocol(protocol: Protocol | None) -> Iterator[Today]:
    if protocol is not None:
        yield Today("protocol", message("Read: {title}", title=protocol.title), DECISION)


def _engagement(process: Process) -> Iterator[Today]:
    day = process.calendar.local_day(process.now)
    for activity in process.pilot.engagement:
        if activity.starts <= day <= activity.ends and _begun(process):
            text = message("Take part: {activity}", activity=activity.title)
            yield Today("engagement", text, ENGAGEMENT, activity.ends)


def _begun(process: Process) -> bool:
    """Whether the public knows the question: from its freezing on, where a model freezes it."""
    steps = [step for step in process.rulebook.steps if step.kind == REMIT.name]
    return all(process.progress(step.id).done for step in steps)


def _coming_session(process: Process, steps: tuple[StepLine, ...]) -> Iterator[Today]:
    """The next session, once its agenda is published."""
    for step in steps:
        start = step.planned.starts
        if step.kind != "session" or start is None or step.standing == "done":
            continue
        announced = any(
            line.done_at is not None
            for line in steps
            if line.kind == "announcement" and _comes_before(process, line.id, step.id)
        )
        if announced and process.calendar.end_moment(start) > process.now:
            yield Today("agenda", message("Read the agenda of the session"), SESSIONS, start)


def _comes_before(process: Process, step_id: str, other: str) -> bool:
    step = process.step(step_id)
    return step is not None and step.before == other
