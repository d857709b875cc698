"""A process is a fold of its facts, read at a moment of the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal, TypeVar

from deliberate.core.calendar import Calendar, Moment
from deliberate.core.errors import Message, message
from deliberate.core.process.earlier import Before, Groups, found_before, grown_groups, grown_roster
from deliberate.core.process.facts import Actor, Draft, Fact, appended
from deliberate.core.process.kind import Kind, Progress, StepView
from deliberate.core.process.roster import AGENCY_BODY, ROSTER_KINDS, Roster, Seat, fold_roster
from deliberate.core.process.schedule import schedule
from deliberate.core.rulebook.conditions import holds, in_words, possible
from deliberate.core.rulebook.model import Rulebook, Step
from deliberate.core.rulebook.occurrences import fixed_times
from deliberate.core.rulebook.pilot import Pilot, Planned
from deliberate.core.text import Text

Derived = TypeVar("Derived")
State = Literal["waiting", "open", "due", "overdue", "done", "skipped"]

STATUS_KINDS = ("process.suspended", "process.resumed", "process.cancelled", "evaluation.closed")
DUE_WITHIN = timedelta(days=7)
"""A step is shown as due in the last week before its deadline."""


_by_number, _kind_of, _step_of = attrgetter("seq"), attrgetter("kind"), attrgetter("step")


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
        if step is None:
            found = self._of_kinds(kinds) if kinds else self.facts
            return found if n is None else tuple(fact for fact in found if fact.n == n)
        found = self._by_step.get(step, ())
        if len(kinds) == 1:
            own = self._by_kind.get(kinds[0], ())
            found = own if len(own) < len(found) else found
        return tuple(
            fact
            for fact in found
            if fact.step == step
            and (not kinds or fact.kind in kinds)
            and (n is None or fact.n == n)
        )

    def _of_kinds(self, kinds: Sequence[str]) -> tuple[Fact, ...]:
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        found = [fact for kind in set(kinds) for fact in self._by_kind.get(kind, ())]
        return tuple(sorted(found, key=_by_number))

    @cached_property
    def _by_kind(self) -> Groups:
        return grown_groups(self._before.get("_by_kind"), self.facts, _kind_of)

    @cached_property
    def _by_step(self) -> Groups:
        return grown_groups(self._before.get("_by_step"), self.facts, _step_of)

    def latest(self, kind: str) -> Fact | None:
        found = self._by_kind.get(kind)
        return found[-1] if found else None

    def derived(self, make: Callable[[Process], Derived]) -> Derived:
        """What `make` reads out of this process, made once: a process never changes."""
        if make not in self._derived:
            self._derived[make] = make(self)
        found: Derived = self._derived[make]
        return found

    @cached_property
    def _derived(self) -> dict[Callable[[Process], Any], Any]:
        return {}

    @cached_property
    def status(self) -> Literal["open", "suspended", "cancelled", "closed"]:
        """The state of the whole process."""
        status: Literal["open", "suspended", "cancelled", "closed"] = "open"
        for fact in self.select(*STATUS_KINDS):
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
    def ended_at(self) -> datetime | None:
        """When the process was cancelled or closed; None while it runs."""
        ends = self.select("process.cancelled", "evaluation.closed")
        return ends[0].at if ends else None

    @cached_property
    def suspensions(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """From when to when the process was suspended; the last end is None while it still is."""
        spans: list[tuple[datetime, datetime | None]] = []
        begun: datetime | None = None
        for fact in self.select("process.suspended", "process.resumed"):
            if fact.kind == "process.suspended":
                begun = begun or fact.at
            elif begun is not None:
                spans.append((begun, fact.at))
                begun = None
        return tuple(spans) if begun is None else (*spans, (begun, None))

    @property
    def reached(self) -> datetime:
        """The moment up to which dates pass: none does in a suspension and after the end."""
        stops = [moment for moment in (self.ended_at, self._suspended_since) if moment is not None]
        return min([self.now, *stops])

    @property
    def _suspended_since(self) -> datetime | None:
        begun, over = self.suspensions[-1] if self.suspensions else (None, self.now)
        return begun if over is None else None

    @cached_property
    def roster(self) -> Roster:
        """Who sits where; where an earlier reading knew it, only what came since is folded in."""
        if before := self._before.get("roster"):
            return grown_roster(before, self.facts)
        return fold_roster(self._planned_seats(), self.select(*ROSTER_KINDS))

    @cached_property
    def _before(self) -> dict[str, Before]:
        return {}

    def following(self, earlier: Process | None) -> Process:
        """The same process, with what an earlier reading found, if that had the same facts."""
        if earlier is not None:
            self.__dict__["_before"] = found_before(self.facts, earlier.facts, vars(earlier))
        return self

    def organisation(self, seat_id: str) -> Text:
        """The organisation that sends the delegate of a seat, empty for people; or the agency."""
        if seat_id == AGENCY_BODY:
            return self.pilot.agency.name
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
                # Each strand counts its seats from one: `north-M01` is not `south-M01`.
                head = f"{group.strand}-{letter}" if group.strand else letter
                seats += [
                    Seat(f"{head}{number:02d}", group.name) for number in range(1, group.count + 1)
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
        moved = self.select("process.scheduled")
        if before := self._before.get("_schedule"):
            known: dict[tuple[str, int], Planned] = before[0]
            if not moved or moved[-1].seq <= before[1]:
                return known
        return schedule(self.rulebook, self.pilot, moved)

    @cached_property
    def _times(self) -> dict[str, int]:
        """The largest number that a time of each step has in the plan."""
        return dict(sorted(self._schedule))

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
        """How many times a step is scheduled so far: as often as the rulebook says from the
        beginning, else 1, and one more for every repeat."""
        step = self.rulebook.step(step_id)
        times = 1 if step is None else fixed_times(step)
        return max(times, self._times.get(step_id, 1))

    def occurrence(self, step_id: str) -> int:
        """The current occurrence of a step: the first that is not done, else the last one.

        A session that is still open stays the current one while its repeat is scheduled already.
        """
        if step_id not in self._occurrences:
            last = self.scheduled(step_id)
            self._occurrences[step_id] = next(
                (n for n in range(1, last) if not self.progress(step_id, n).done), last
            )
        return self._occurrences[step_id]

    @cached_property
    def _occurrences(self) -> dict[str, int]:
        return {}

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
        """What came of a step; of an open parameter (`@name`) what the pilot chose."""
        chosen = step_id.startswith("@")
        return str(self.parameter(step_id)) if chosen else self.progress(step_id).outcome

    def state(self, step_id: str, n: int | None = None) -> StepState:
        """State of a step, derived from facts and the clock at this moment."""
        step = self.rulebook.step(step_id)
        if step is None:
            raise KeyError(step_id)
        number = self.occurrence(step_id) if n is None else n
        progress = self.progress(step_id, number)
        deadline = self._deadline(step_id, number, progress)
        if progress.done:
            return StepState(step, number, "done", progress, deadline)
        if self._is_skipped(step):
            return StepState(step, number, "skipped", progress, deadline)
        if waiting := self._waiting_for(step, number):
            state: State = "waiting"
        elif deadline is not None and self.reached >= deadline:
            state = "overdue"
        elif deadline is not None and self.reached >= deadline - DUE_WITHIN:
            state = "due"
        else:
            state = "open"
        return StepState(step, number, state, progress, deadline, waiting)

    def _is_skipped(self, step: Step) -> bool:
        """A condition that can no longer come true, by what is decided or will never be."""
        return step.when is not None and not possible(step.when, self.outcome, self._is_undecided)

    def _is_undecided(self, step_id: str) -> bool:
        """Whether a step may still come to an outcome: it is not done, and not skipped itself."""
        step = self.rulebook.step(step_id)
        return step is not None and not self.progress(step_id).done and not self._is_skipped(step)

    def _waiting_for(self, step: Step, number: int) -> tuple[Message, ...]:
        reasons = [
            message("waits for “{step}”", step=before.title)
            for before in (self.rulebook.step(name) for name in step.after)
            if before is not None
            and not self._passed(before, self._number_for(step, number, before))
        ]
        if step.when is not None and not holds(step.when, self.outcome):
            reasons.append(
                message("waits for the outcome {condition}", condition=self.in_words(step.when))
            )
        return tuple(reasons)

    def in_words(self, condition: str) -> Message:
        """A condition of a step with the titles of the steps that it asks about."""
        steps = {step.id: step.title for step in self.rulebook.steps}
        steps |= {f"@{name}": one.text for name, one in self.rulebook.open_parameters.items()}
        return in_words(condition, lambda name: steps.get(name) or name)

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

    def _deadline(self, step_id: str, n: int, progress: Progress) -> datetime | None:
        """The deadline, but not before the step can be done at all."""
        end = self.deadline(step_id, n)
        if end is None or progress.done or progress.not_before is None:
            return end
        return max(end, progress.not_before)

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
        if planned is None or self.calendar.end_moment(planned) > self.reached:
            return planned
        return self.reached

    # ------------------------------------------------------------------ what if
    def after(self, drafts: Sequence[Draft], actor: Actor) -> Process:
        """The process as it would be if `drafts` were appended now."""
        added = appended(self.id, len(self.facts), self.now, actor, drafts)
        return replace(self, facts=self.facts + added).following(self)

    def at(self, now: datetime) -> Process:
        """The same facts read at another moment."""
        return replace(self, now=now)
