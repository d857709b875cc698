"""Under which conditions a document is issued, or a block of it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from deliberate.core.common.ledger import inputs
from deliberate.core.common.overview import indicators
from deliberate.core.follow_up.commitments import commitments
from deliberate.core.follow_up.late import late
from deliberate.core.follow_up.weekly import missing_weeks
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.templates import DocumentTemplate
from deliberate.core.services.portal.decisions import rounds_of


def session_of(process: Process, template: DocumentTemplate, n: int) -> tuple[Step, int] | None:
    """The session that a document goes with, or the next one, with its number."""
    step = next((item for item in process.rulebook.steps if item.kind == "session"), None)
    if step is None:
        return None
    own = process.step(template.step) if template.step else None
    follows = own is not None and own.occurs is not None
    return step, n if follows else process.occurrence(step.id)


def holds(flag: str, process: Process, template: DocumentTemplate, n: int) -> bool:
    """Whether a condition of `FLAGS` holds for the n-th document of a template; none always does.

    `process` is as it is at the moment of the document.
    """
    if flag == "repeat":
        session = session_of(process, template, n)
        return session is not None and session[1] > 1
    return not flag or FLAGS[flag](process)


def _outcome(process: Process) -> str:
    counted = process.latest("ballot.counted")
    return str(counted.body["outcome"]) if counted is not None else ""


def _counted(process: Process, key: str) -> bool:
    counted = process.latest("public_vote.counted")
    return counted is not None and bool(counted.body.get(key))


def _escalated(process: Process) -> bool:
    escalating = {"execution.noticed", "execution.complained", "execution.claimed"}
    return any(fact.kind in escalating for fact in process.facts)


def _missing(process: Process) -> bool:
    steps = [step for step in process.rulebook.steps if step.kind == "execution"]
    return any(missing_weeks(process.view(step)) for step in steps)


def _final(process: Process) -> bool:
    points = commitments(process).values()
    return bool(points) and all(point.state == "accepted" for point in points)


FLAGS: Mapping[str, Callable[[Process], bool]] = MappingProxyType(
    {
        "adopted": lambda process: _outcome(process) == "adopted",
        "not_adopted": lambda process: _outcome(process) == "not_adopted",
        "minority": lambda process: bool(process.select("report.minority")),
        "refusals": lambda process: bool(process.select("report.refused")),
        "paid": lambda process: bool(process.pilot.member_support.honorarium_per_day),
        "tie": lambda process: _counted(process, "tied"),
        "comments_decide": lambda process: _counted(process, "decided_by_comments"),
        "inputs": lambda process: bool(inputs(process)),
        "commented": lambda process: bool(process.select("report.commented")),
        "roll_call": lambda process: any(found.roll_call for found in rounds_of(process)[-1:]),
        "baseline_only": lambda process: all(item.baseline for item in indicators(process)),
        "escalated": _escalated,
        "missing": _missing,
        "overdue": lambda process: bool(late(process)),
        "unfinished": lambda process: not _final(process),
        "final": _final,
    }
)
"""By the names of `rulebook.templates.FLAGS`; `repeat` is about the document itself."""
