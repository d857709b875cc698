"""The way of a process: its steps with their dates, its phases, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from deliberate.core.calendar import Moment
from deliberate.core.common.engagement import ENGAGEMENT
from deliberate.core.decision.ballot import BALLOT
from deliberate.core.errors import message
from deliberate.core.follow_up.commitments import SETTLED
from deliberate.core.phases import Phase
from deliberate.core.process.process import Process, StepState
from deliberate.core.rulebook.model import Step
from deliberate.core.services.portal.board import Execution
from deliberate.core.services.portal.shapes import Coming, PhaseLine, PhaseState, Span, StepLine

OVER = frozenset({"done", "skipped", "unplanned"})

BELONGS = ("in_session", "during")
"""The parameters by which a step names the session in which it happens."""


def steps_of(process: Process) -> tuple[StepLine, ...]:
    """Every occurrence of every step, in the order of the rulebook."""
    return tuple(
        _line(process, process.state(step.id, n))
        for step in process.rulebook.steps
        for n in range(1, process.scheduled(step.id) + 1)
    )


def phases_of(process: Process, steps: tuple[StepLine, ...]) -> tuple[PhaseLine, ...]:
    """The phases that the rulebook has steps in, in their order."""
    found: list[PhaseLine] = []
    first = phase_of(process, steps)
    for phase in Phase:
        own = tuple(step for step in steps if step.phase == phase)
        if own:
            state = _state_of(process, own, is_first=phase == first)
            found.append(
                PhaseLine(phase, state, _planned(process, own), _actual(process, own, state), own)
            )
    return tuple(found)


def phase_of(process: Process, steps: Iterable[StepLine]) -> Phase | None:
    """The first phase that is not over; None when all are, or the process was cancelled."""
    if process.status == "cancelled":
        return None
    left = {step.phase for step in steps if step.standing not in OVER}
    return next((phase for phase in Phase if phase in left), None)


def next_of(process: Process, steps: Iterable[StepLine]) -> StepLine | None:
    """The earliest step that is planned to begin after this moment; None once a process is over."""
    if process.status in {"cancelled", "closed"}:
        return None
    calendar = process.calendar
    ahead = [
        (calendar.start_moment(step.planned.starts), step)
        for step in steps
        if step.standing not in OVER and step.planned.starts is not None
    ]
    coming = [(at, step) for at, step in ahead if at > process.now]
    return min(coming, key=lambda pair: pair[0])[1] if coming else None


def coming_of(
    process: Process, steps: Iterable[StepLine], execution: Execution | None
) -> Coming | None:
    """What comes next: the first beginning of a step, due report or due point after this moment.

    In a suspension and after the end no date passes, so nothing comes next.
    """
    if process.status != "open":
        return None
    calendar, found = process.calendar, list(_due(process, execution))
    step = next_of(process, steps)
    if step is not None and step.planned.starts is not None:
        start = calendar.start_moment(step.planned.starts)
        found.append((start, Coming("step", step.id, step.planned.starts, step.title)))
    coming = [(at, item) for at, item in found if at > process.now]
    return min(coming, key=lambda pair: pair[0])[1] if coming else None


def _due(process: Process, execution: Execution | None) -> Iterator[tuple[datetime, Coming]]:
    """The next report on execution, and every point that is not carried out."""
    if execution is None or not execution.owed:
        return
    week = execution.week
    if week is not None:
        reported = week.reported_at is not None
        number, due = week.number + reported, execution.next_due if reported else week.due
        if due is not None:
            text = message("Report of week {n}", n=number)
            yield due, Coming("report", str(number), due, text=text)
    for point in execution.points:
        if point.state not in SETTLED:
            text = message("Point {point} is due", point=point.id)
            yield (
                process.calendar.end_moment(point.due),
                Coming("point", point.id, point.due, text=text),
            )


def _line(process: Process, state: StepState) -> StepLine:
    step, n, progress = state.step, state.n, state.progress
    planned = process.planned(step.id, n)
    if step.kind == ENGAGEMENT.name and not process.pilot.engagement:
        return StepLine(step.id, n, step.kind, step.phase, step.title, "unplanned", Span())
    return StepLine(
        id=step.id,
        n=n,
        kind=step.kind,
        phase=step.phase,
        title=step.title,
        standing=state.state,
        planned=_span(process, step, n),
        days=() if planned is None else planned.days,
        started_at=progress.started,
        done_at=progress.at if progress.done else None,
        deadline=state.deadline,
        progress=() if progress.done or state.state == "skipped" else progress.outstanding,
    )


def _span(process: Process, step: Step, n: int) -> Span:
    """The plan of a step, else that of the session to which it belongs.

    The members vote at the end of their session, so a vote has the last day of it.
    """
    own = Span(process.planned_start(step.id, n), process.planned_end(step.id, n))
    named = (getattr(step.parameters, key, "") for key in BELONGS)
    session = next(filter(None, named), "")
    if own or not session:
        return own
    first, last = process.planned_start(session, n), process.planned_end(session, n)
    return Span(last if step.kind == BALLOT.name else first, last)


def _state_of(process: Process, steps: tuple[StepLine, ...], *, is_first: bool) -> PhaseState:
    if all(step.standing in OVER for step in steps):
        return "done"
    if process.status == "cancelled":
        return "dropped"
    calendar = process.calendar
    planned = [step for step in steps if step.standing != "unplanned"]
    begun = any(
        step.started_at is not None
        or step.standing == "done"
        or (
            step.planned.starts is not None
            and calendar.start_moment(step.planned.starts) <= process.now
        )
        for step in planned
    )
    return "current" if begun or is_first else "upcoming"


def _planned(process: Process, steps: Iterable[StepLine]) -> Span:
    lines = [step.planned for step in steps if step.standing != "skipped"]
    starts = [span.starts for span in lines if span.starts is not None]
    ends = [span.ends for span in lines if span.ends is not None]
    return Span(
        min(starts, key=process.calendar.start_moment, default=None),
        max(ends, key=process.calendar.end_moment, default=None),
    )


def _actual(process: Process, steps: Iterable[StepLine], state: PhaseState) -> Span:
    lines = tuple(steps)
    started = [step.started_at for step in lines if step.started_at is not None]
    done: list[Moment] = [step.done_at for step in lines if step.done_at is not None]
    first: datetime | None = min(started, default=None)
    last = max(done, key=process.calendar.end_moment, default=None) if state == "done" else None
    return Span(first, last)
