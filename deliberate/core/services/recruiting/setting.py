"""What all of recruitment needs of a process: its registration, its secret, who may organise."""

from __future__ import annotations

from dataclasses import replace

from deliberate.core.errors import Refused, UnusableInput, message
from deliberate.core.process.engine import at_rest
from deliberate.core.process.facts import Actor
from deliberate.core.process.offices import refusal
from deliberate.core.process.process import Process
from deliberate.core.recruitment.features import Feature, features_of
from deliberate.core.recruitment.lottery_targets import current_targets
from deliberate.core.recruitment.registered import registration_for
from deliberate.core.recruitment.registration import closes_at
from deliberate.core.rulebook.model import Step
from deliberate.core.services.context import Context
from deliberate.core.storage.store import Unit

ORGANISERS = ("secretary", "agency")
"""The roles that see who was invited, with needs and telephone numbers; nobody else does."""

SECRET = "reply_code"
"""The name of the secret that codes and tags of households are made from."""


def registration_of(process: Process, step_id: str = "") -> Step:
    """The registration that a step belongs to, or the process's only one."""
    if step_id:
        found = registration_for(process.rulebook, step_id)
    else:
        found = next((s for s in process.rulebook.steps if s.kind == "registration"), None)
    if found is None:
        raise UnusableInput(
            "NO_REGISTRATION", message("Nobody registers in this process: it has no such step.")
        )
    return found


def features(process: Process, registration: Step) -> tuple[Feature, ...]:
    """What everybody is asked. Where the rulebook names no values of a feature, those of the
    quotas count as soon as they are set; until then the value is written."""
    known = _values_of_quotas(process)
    return tuple(
        item if item.values else replace(item, values=tuple(known.get(item.id, ())))
        for item in features_of(process.rulebook, registration)
    )


def _values_of_quotas(process: Process) -> dict[str, dict[str, None]]:
    """The values of each feature in the quotas that the lotteries of a process have, in order."""
    found: dict[str, dict[str, None]] = {}
    for step in process.rulebook.steps:
        targets = current_targets(process.view(step)) if step.kind == "lottery" else None
        for quota in () if targets is None else targets.quotas:
            found.setdefault(quota.feature, {})[quota.value] = None
    return found


def secret_of(unit: Unit, process_id: str) -> bytes:
    """The secret of a process that has sent codes; empty where it never did."""
    return unit.secret(process_id, SECRET) or b""


def made_secret(context: Context, unit: Unit, process_id: str) -> bytes:
    """The same, made now where there is none."""
    known = unit.secret(process_id, SECRET)
    if known is None:
        known = context.entropy(32)
        unit.add_secret(process_id, SECRET, known)
    return known


def require_organiser(process: Process, actor: Actor) -> None:
    """Refuse whoever is not of the agency or the secretariat of this process."""
    refused = refusal(process, actor, ORGANISERS)
    if refused is not None:
        raise refused
    if actor.role not in ORGANISERS:
        raise Refused(
            "ROLE",
            message("This is for those who organise the process."),
            fix=message("It is for: {roles}.", roles=ORGANISERS),
        )


def require_taking_in(process: Process, registration: Step) -> None:
    """Refuse once the pool is closed, after the end of the registration, or at rest."""
    if process.status != "open":
        raise at_rest(process)
    view = process.view(registration)
    if view.first("registration.closed"):
        raise Refused("CLOSED", message("The pool is closed; answers can no longer change."))
    end = closes_at(view)
    if end is not None and process.now >= end:
        raise Refused("CLOSED", message("Answers were taken until {end}.", end=end))
