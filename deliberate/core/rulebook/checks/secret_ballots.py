"""Findings about ballots that are not by name, which no rule states: what cannot be held so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deliberate.core.errors import Finding, message
from deliberate.core.rulebook.checks.context import CheckContext
from deliberate.core.rulebook.model import Step

SECRET = "secret"


def secret_ballot_findings(context: CheckContext) -> Iterator[Finding]:
    """Warn of a secret ballot in a session that members may attend by video: they cannot vote."""
    for step in context.rulebook.steps:
        secrecy = getattr(step.parameters, "secrecy", None)
        if step.kind != "ballot" or context.parameter(secrecy) != SECRET:
            continue
        session = _session(context, step)
        if session is None or not context.parameter(getattr(session.parameters, "remote", False)):
            continue
        yield Finding(
            "REMOTE",
            "should",
            message(
                "“{ballot}” is secret, and “{session}” may be attended by video.",
                ballot=step.title,
                session=session.title,
            ),
            _place(context, step),
            message(
                "Who attends by video does not vote in a secret ballot: hold it confidential or by "
                "name, or let all come to the room."
            ),
            steps=(step.id,),
        )


def _session(context: CheckContext, ballot: Step) -> Step | None:
    wanted: Any = ballot.parameters.in_session
    return next((step for step in context.rulebook.steps if step.id == wanted), None)


def _place(context: CheckContext, step: Step) -> Any:
    """Where the pilot chose it, else where the rulebook has the step."""
    written = step.parameters.secrecy
    if isinstance(written, str) and written.startswith("@"):
        return context.place("open_parameters", written[1:])
    return context.rulebook.stated_at(step.id)
