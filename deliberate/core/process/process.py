"""A process is a fold of its facts, read at a moment of the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Literal

from deliberate.core.calendar import Calendar, Moment
from deliberate.core.errors import Message, message
from deliberate.core.process.facts import Actor, Draft, Fact
from deliberate.core.process.kind import Kind, Progress, StepView
from deliberate.core.process.roster import Roster, Seat, fold_roster
from deliberate.core.rulebook.conditions import holds, steps_of
from deliberate.core.rulebook.model import Rulebook, Step
from deliberate.core.rulebook.pilot import Pilot, Planned
from deliberate.core.text import Text

State = Literal["waiting", "open", "due", "overdue", "done", "skipped"]

DUE_WITHIN = timedelta(days=7)
"""A step is shown as due in the last week before its deadline."""


@dataclass(frozen=True, slots=True)
class StepState:
    """Where one occurrence of a step stands at the moment of reading."""

    step: Step
    n: int
    state: State
    progress: Progress
    deadline: datetime | None = None
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Process:
    """One process at one moment: its rulebook, its pilot and everything that happened.

    All properties are derived; nothing here is stored. `now` is the moment of reading.
    """

    id: str
    rulebook: Rulebook
    pilot: Pilot
    calendar: Calendar
    kinds: Mapping[str, Kind]
    facts: tuple[Fact, ...]
    now: datetime
    rehearsal: bool = False

    # ------------------------------------------------------------------ reading facts
    def select(
        self, *kinds: str, step: str | None = None, n: int | None = None
    ) -> tuple[Fact, ...]:
        """Facts in order, narrowed by kind, step and occurrence where given."""
        facts = self.facts if step is None else self._by_step.get(step, ())
        return tuple(
            fact
            for fact in facts
            if (not kinds or fact.kind in kinds) and (n is None or fact.n == n)
        )

    @cached_property
    def _by_step(self) -> dict[str, tuple[Fact, ...]]:
        index: dict[str, list[Fact]] = {}
        for fact in self.facts:
            if fact.step is not None:
                index.setdefault(fact.step, []).append(fact)
        return {key: tuple(value) for key, value in index.items()}

    def latest(self, kind: str) -> Fact | None:
        return next((fact for fact in reversed(self.facts) if fact.kind == kind), None)

    @cached_property
    def status(self) -> Literal["open", "suspended", "cancelled", "closed"]:
        """The state of the whole process."""
        status: Literal["open", "suspended", "cancelled", "closed"] = "open"
        for fact in self.facts:
            match fact.kind:
                case "process.suspended":
                    status = "suspended"
                case "process.resumed":
                    status = "open"
                case "process.cancelled":
                    return "cancelled"
                case "evaluation.closed":
                    status = "closed"
        return status

    @cached_property
    def roster(self) -> Roster:
        return fold_roster(self._planned_seats(), self.facts)

    def organisation(self, seat_id: str) -> Text:
        """The organisation that sends the delegate of a seat; empty for seats of people."""
        seat, planned = self.roster.seat(seat_id), self.pilot.seat(seat_id)
        if seat is not None and seat.organisation:
            return seat.organisation
        return planned.name if planned is not None else Text()

    def _planned_seats(self) -> list[Seat]:
        """Named seats of the pilot, and numbered seats for groups that name nobody beforehand."""
        seats: list[Seat] = []
        for group in self.rulebook.seat_groups:
            named = [seat for seat in self.pilot.seats if seat.group == group.name]
            seats += [Seat(seat.id, group.name, seat.kind) for seat in named]
            if not named:
                letter = group.name[:1].upper()
                seats += [
                    Seat(f"{letter}{number:02d}", group.name)
                    for number in range(1, group.count + 1)
                ]
        return seats

    # ------------------------------------------------------------------ parameters
    def parameter(self, value: Any) -> Any:
        """A step's parameter; `@name` stands for the open parameter of that name."""
        if isinstance(value, str) and value.startswith("@"):
            return self.open_parameter(value[1:])
        return value

    def open_parameter(self, name: str) -> Any:
        """The pilot's choice for an open parameter, else the rulebook's default."""
        if name in self.pilot.open_parameters:
            return self.pilot.open_parameters[name]
        return self.rulebook.open_parameters[name].default

    # ------------------------------------------------------------------ plan
    @cached_property
    def _schedule(self) -> dict[tuple[str, int], Planned]:
        plan = {(step, 1): planned for step, planned in self.pilot.calendar.items()}
        for fact in self.select("process.scheduled"):
            key = (str(fact.body["step"]), int(fact.body["n"]))
            plan[key] = _planned_from(fact.body)
        return plan

    def planned(self, step: str, n: int = 1) -> Planned | None:
        """When an occurrence is meant to happen, after every rescheduling."""
        return self._schedule.get((step, n))

    def planned_start(self, step: str, n: int = 1) -> Moment | None:
        planned = self.planned(step, n)
        if planned is None:
            return None
        return planned.days[0] if planned.days else planned.starts

    def planned_end(self, step: str, n: int = 1) -> Moment | None:
        planned = self.planned(step, n)
        if planned is None:
            return None
        if planned.days:
            return planned.days[-1]
        return planned.ends if planned.ends is not None else planned.starts

    def scheduled(self, step_id: str) -> int:
        """How many times a step is scheduled so far: 1, and one more for every repeat."""
        return max((n for (step, n) in self._schedule if step == step_id), default=1)

    def occurrence(self, step_id: str) -> int:
        """The current occurrence of a step: the first that is not done, else the last one.

        A session that is still open stays the current one while its repeat is scheduled already.
        """
        last = self.scheduled(step_id)
        return next((n for n in range(1, last) if not self.progress(step_id, n).done), last)

    # ------------------------------------------------------------------ steps
    def step(self, step_id: str) -> Step | None:
        return self.rulebook.step(step_id)

    def view(self, step: Step, n: int | None = None) -> StepView:
        return StepView(self, step, self.occurrence(step.id) if n is None else n)

    def progress(self, step_id: str, n: int | None = None) -> Progress:
        """How far a step has come (its current occurrence unless `n` says otherwise)."""
        step = self.rulebook.step(step_id)
        if step is None:
            return Progress()
        number = self.occurrence(step_id) if n is None else n
        key = (step_id, number)
        if key not in self._progress:
            self._progress[key] = self.kinds[step.kind].progress(StepView(self, step, number))
        return self._progress[key]

    @cached_property
    def _progress(self) -> dict[tuple[str, int], Progress]:
        return {}

    def outcome(self, step_id: str) -> str | None:
        return self.progress(step_id).outcome

    def state(self, step_id: str, n: int | None = None) -> StepState:
        """State of a step, derived from facts and the clock at this moment."""
        step = self.rulebook.step(step_id)
        if step is None:
            raise KeyError(step_id)
        number = self.occurrence(step_id) if n is None else n
        progress = self.progress(step_id, number)
        deadline = self.deadline(step_id, number)
        if progress.done:
            return StepState(step, number, "done", progress, deadline)
        if self._is_skipped(step):
            return StepState(step, number, "skipped", progress, deadline)
        waiting = self._waiting_for(step, number)
        if waiting:
            state: State = "waiting"
        elif deadline is not None and self.now >= deadline:
            state = "overdue"
        elif deadline is not None and self.now >= deadline - DUE_WITHIN:
            state = "due"
        else:
            state = "open"
        return StepState(step, number, state, progress, deadline, waiting)

    def _is_skipped(self, step: Step) -> bool:
        """A condition that can no longer come true: every step it asks about has its outcome."""
        if step.when is None:
            return False
        decided = all(self.progress(asked).done for asked in steps_of(step.when))
        return decided and not holds(step.when, self.outcome)

    def _waiting_for(self, step: Step, number: int) -> tuple[Message, ...]:
        reasons = [
            message("waits for “{step}”", step=before.title)
            for before in (self.rulebook.step(name) for name in step.after)
            if before is not None
            and not self._passed(before, self._number_for(step, number, before))
        ]
        if step.when is not None and not holds(step.when, self.outcome):
            reasons.append(message("waits for the outcome {condition}", condition=step.when))
        return tuple(reasons)

    def _number_for(self, step: Step, number: int, before: Step) -> int:
        """Which occurrence of `before` a step waits for: its own number while both repeat."""
        if step.occurs is not None or self.scheduled(step.id) > 1:
            return min(number, self.scheduled(before.id))
        return self.occurrence(before.id)

    def _passed(self, step: Step, number: int) -> bool:
        return self.progress(step.id, number).done or self._is_skipped(step)

    def deadline(self, step_id: str, n: int = 1) -> datetime | None:
        """The moment by which a step should be done: the end of what is planned for it."""
        end = self.planned_end(step_id, n)
        return None if end is None else self.calendar.end_moment(end)

    def states(self) -> tuple[StepState, ...]:
        """All steps of the rulebook in order, at their current occurrence."""
        return tuple(self.state(step.id) for step in self.rulebook.steps)

    # ------------------------------------------------------------------ timeline for the checks
    def started(self, step: str, n: int = 1) -> Moment | None:
        """When a step began or, while it has not, when it will: the plan, but not before now."""
        progress = self.progress(step, n)
        return progress.started or self._not_before_now(self.planned_start(step, n))

    def finished(self, step: str, n: int = 1) -> Moment | None:
        """When a step took effect or, while it has not, when it will."""
        progress = self.progress(step, n)
        if progress.done:
            return progress.at
        return self._not_before_now(self.planned_end(step, n))

    def _not_before_now(self, planned: Moment | None) -> Moment | None:
        if planned is None or self.calendar.end_moment(planned) > self.now:
            return planned
        return self.now

    # ------------------------------------------------------------------ what if
    def after(self, drafts: Sequence[Draft], actor: Actor) -> Process:
        """The process as it would be if `drafts` were appended now."""
        seq = len(self.facts)
        added = tuple(
            Fact(
                self.id,
                seq + index,
                self.now,
                actor,
                draft.kind,
                draft.step,
                draft.n,
                draft.strand,
                draft.body,
                draft.public,
            )
            for index, draft in enumerate(drafts, start=1)
        )
        return replace(self, facts=self.facts + added)

    def at(self, now: datetime) -> Process:
        """The same facts read at another moment."""
        return replace(self, now=now)


def _planned_from(body: Mapping[str, Any]) -> Planned:
    ends = body.get("ends")
    return Planned(
        read_moment(str(body["starts"])),
        None if ends is None else read_moment(str(ends)),
        tuple(date.fromisoformat(day) for day in body.get("days", ())),
    )


def read_moment(text: str) -> Moment:
    """A date or an aware moment from its ISO form, as facts keep it."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def write_moment(moment: Moment) -> str:
    """The ISO form of a date or an aware moment, as facts keep it."""
    return moment.isoformat()
