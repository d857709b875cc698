"""Which rules a running process can have kept or broken by now, and which are not due yet.

A rule on the plan alone is due from the opening on. A rule on what happens is due once something
that it speaks of has happened, or should have: before that nobody has kept it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from deliberate.core.follow_up.execution import EXECUTION
from deliberate.core.follow_up.weekly import report_weeks
from deliberate.core.process.process import Process
from deliberate.core.rulebook.checks.context import names
from deliberate.core.rulebook.checks.values import path_of
from deliberate.core.rulebook.model import Rule

Due = Callable[[Process, Rule], bool]

SCRIPT = "script"
"""The part of a pilot that foretells what people will do; it is no plan that they must keep to."""


def is_due(process: Process, rule: Rule) -> bool:
    """Whether a process can have kept or broken this rule by its moment."""
    return DUE.get(rule.check, _once_a_step_happened)(process, rule)


def _from_the_opening(process: Process, rule: Rule) -> bool:
    """What the pilot says can be read at once, except what it only foretells for a rehearsal."""
    keys = names(rule.parameters.get("what"))
    foretold = bool(keys) and all(path_of(key)[0] == SCRIPT for key in keys)
    return not foretold or _once_a_step_happened(process, rule)


def _once_a_step_happened(process: Process, rule: Rule) -> bool:
    return any(_happened(process, step) for step in rule.steps)


def _once_noticed(process: Process, rule: Rule) -> bool:
    """`lead`: when the earlier step took effect, or the later one began without it."""
    n = int(rule.parameters.get("occurrence", 1))
    before = str(rule.parameters["before"])
    return _happened(process, str(rule.parameters["step"]), n) or _begun(process, before, n)


def _once_over(process: Process, rule: Rule) -> bool:
    """`window`: how long a step was open is known when it is over."""
    return _happened(process, str(rule.parameters["step"]))


def _once_followed(process: Process, rule: Rule) -> bool:
    """`order`: when the second of two steps has begun, or should have."""
    return any(_begun(process, step) for step in rule.parameters["steps"][1:])


def _once_repeated(process: Process, rule: Rule) -> bool:
    """`gap`: when a repeat has its day."""
    return process.scheduled(str(rule.parameters["step"])) > 1


def _once_the_day_came(process: Process, rule: Rule) -> bool:
    """`days`, `advice`: the day of a step may still be moved until it has come."""
    steps = names(rule.parameters.get("steps"))
    if any(_begun(process, step) for step in steps):
        return True
    return not steps and _from_the_opening(process, rule)


def _once_there_is_somebody(process: Process, rule: Rule) -> bool:
    """`voters`: when the office is held, or the members have voted."""
    office = rule.parameters.get("office")
    if office:
        return process.roster.office(str(office)) is not None
    return bool(process.select("ballot.cast", "ballot.participated", "ballot.counted"))


DUE: Mapping[str, Due] = MappingProxyType(
    {
        "advice": _once_the_day_came,
        "agenda": _from_the_opening,
        "count": _from_the_opening,
        "days": _once_the_day_came,
        "gap": _once_repeated,
        "held": _from_the_opening,
        "languages": _from_the_opening,
        "lead": _once_noticed,
        "order": _once_followed,
        "present": _from_the_opening,
        "same": _from_the_opening,
        "share": _from_the_opening,
        "sides": _from_the_opening,
        "sum": _from_the_opening,
        "voters": _once_there_is_somebody,
        "window": _once_over,
    }
)
"""When the rules of each check are due; a rule that a plugin checks, once one of its steps is."""


def _happened(process: Process, step_id: str, n: int = 1) -> bool:
    """A step is done, or its time has passed; execution is due from its first period on."""
    step = process.rulebook.step(step_id)
    if step is None or process.state(step_id, n).state == "skipped":
        return False
    if step.kind == EXECUTION.name:
        weeks = report_weeks(process.view(step))
        return any(week.report is not None or week.missing for week in weeks)
    deadline = process.deadline(step_id, n)
    passed = deadline is not None and deadline <= process.reached
    return passed or process.progress(step_id, n).done


def _begun(process: Process, step_id: str, n: int = 1) -> bool:
    """A step has begun, or should have by its plan."""
    if _happened(process, step_id, n) or process.progress(step_id, n).started is not None:
        return True
    start = process.planned_start(step_id, n)
    return start is not None and process.calendar.start_moment(start) <= process.reached
