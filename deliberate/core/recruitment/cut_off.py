"""Until when somebody may take a seat that falls vacant, where a rulebook says so."""

from __future__ import annotations

from deliberate.core.errors import Refused, message
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step


def closed_to_substitutes(process: Process, group: str) -> Step | None:
    """The step that has begun and after whose beginning seats of a group stay vacant, if any."""
    for step in process.rulebook.steps:
        if step.kind != "confirmation" or step.parameters.seats != group:
            continue
        until = process.step(step.parameters.substitutes_until)
        if until is not None and _has_begun(process, until):
            return until
    return None


def require_open_to_substitutes(process: Process, group: str) -> None:
    """Refuse a substitute who would vote without having been there from the cut-off on."""
    until = closed_to_substitutes(process, group)
    if until is not None:
        raise Refused(
            "CUT_OFF",
            message("“{step}” has begun; nobody takes a vacant seat any more.", step=until.title),
            fix=message("The seat stays vacant."),
        )


def _has_begun(process: Process, step: Step) -> bool:
    """Whether a step was begun, the first time that it is held; an adjournment changes nothing."""
    return bool(process.view(step, 1).facts())
