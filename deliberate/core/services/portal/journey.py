"""The way of a process: its steps with their dates, its phases, what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from deliberate.core.calendar import Moment
from deliberate.core.phases import Phase
from deliberate.core.process.process import Process, StepState
from deliberate.core.services.portal.shapes import PhaseLine, PhaseState, Span, StepLine

OVER = frozenset({"done", "skipped"})


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


def _line(process: Process, state: StepState) -> StepLine:
    step, n, progress = state.step, state.n, state.progress
    planned = process.planned(step.id, n)
    return StepLine(
        id=step.id,
        n=n,
        kind=step.kind,
        phase=step.phase,
        title=step.title,
        standing=state.state,
        planned=Span(process.planned_start(step.id, n), process.planned_end(step.id, n)),
        days=() if planned is None else planned.days,
        started_at=progress.started,
        done_at=progress.at if progress.done else None,
        deadline=state.deadline,
        progress=() if progress.done or state.state == "skipped" else progress.outstanding,
    )


def _state_of(process: Process, steps: tuple[StepLine, ...], *, is_first: bool) -> PhaseState:
    if all(step.standing in OVER for step in steps):
        return "done"
    if process.status == "cancelled":
        return "dropped"
    calendar = process.calendar
    begun = any(
        step.started_at is not None
        or step.standing == "done"
        or (
            step.planned.starts is not None
            and calendar.start_moment(step.planned.starts) <= process.now
        )
        for step in steps
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
