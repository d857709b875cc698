"""What the rules require next: the steps ahead with their dates and earliest legal days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deliberate.core.calendar import Moment
from deliberate.core.errors import Message
from deliberate.core.process.process import Process, StepState
from deliberate.core.rulebook.planning.earliest import Earliest
from deliberate.core.services.portal.shapes import Span
from deliberate.core.services.rules import check_context
from deliberate.core.text import Text

AHEAD = 6
"""How many steps are shown."""


@dataclass(frozen=True, slots=True)
class Required:
    """A step ahead. `missing` says what it still waits for or lacks; `earliest` is the first legal
    day of its beginning, None where no rule binds it or it has begun."""

    step: str
    n: int
    title: Text
    state: str
    planned: Span
    deadline: datetime | None
    earliest: date | None
    missing: tuple[Message, ...]


def required_next(process: Process, limit: int = AHEAD) -> tuple[Required, ...]:
    """The steps that are not over, the most urgent first."""
    if process.status in {"closed", "cancelled"}:
        return ()
    earliest = Earliest(check_context(process))
    ahead = [state for state in process.states() if state.state not in {"done", "skipped"}]
    ordered = sorted(ahead, key=lambda state: _moment(process, state))
    return tuple(_required(process, state, earliest) for state in ordered[:limit])


def _moment(process: Process, state: StepState) -> tuple[bool, float]:
    """By the planned beginning or, where the step has begun, its end; without a date last."""
    start: Moment | None = process.planned_start(state.step.id, state.n)
    if start is None:
        return True, 0.0
    begun = process.calendar.start_moment(start) <= process.now
    moment = state.deadline if begun and state.deadline else process.calendar.start_moment(start)
    return False, moment.timestamp()


def _required(process: Process, state: StepState, earliest: Earliest) -> Required:
    step, n = state.step, state.n
    waiting = state.state == "waiting"
    running = state.state == "due" and state.progress.started is not None
    return Required(
        step=step.id,
        n=n,
        title=step.title,
        state="open" if running else state.state,
        planned=Span(process.planned_start(step.id, n), process.planned_end(step.id, n)),
        deadline=state.deadline,
        earliest=earliest.start(step.id, n) if state.progress.started is None else None,
        missing=_waits(state) if waiting else state.progress.outstanding,
    )


def _waits(state: StepState) -> tuple[Message, ...]:
    """The steps that it waits for; a bare condition only where no step says more."""
    steps = tuple(reason for reason in state.reasons if "step" in reason.values)
    return steps or state.reasons
