"""The story of a rehearsal: what it tells of a step belongs to one of the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from deliberate.core.errors import Finding, message
from deliberate.core.rulebook.checks.context import CheckContext
from deliberate.core.rulebook.faults import nearest

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "ballots": "ballot",
        "surveys": "survey",
        "proposals": "proposals",
        "registrations": "registration",
        "leavings": "confirmation",
    }
)
"""Of which kind the step is that each part of a script is about."""


def script_findings(context: CheckContext) -> Iterator[Finding]:
    """A part of the script whose step is not there would be passed over in silence."""
    for key, kind in KINDS.items():
        steps = [step for step in context.rulebook.steps if step.kind == kind]
        known = sorted({name for step in steps for name in (step.id, step.origin) if name})
        for index, told in enumerate(getattr(context.pilot.script, key)):
            if not told.step or told.step in known:
                continue
            near = nearest(told.step, known)
            yield Finding(
                "SCRIPT",
                "error",
                message("“{step}” is no step of the kind “{kind}”.", step=told.step, kind=kind),
                context.place("script", key, index, "step"),
                message("Did you mean {suggestion}?", suggestion=near)
                if near
                else message("Known: {options}.", options=tuple(known)),
            )
