"""The registration that a step belongs to, and the pool that it closes with.

Each person's line is hashed with the person's own salt, and the pool's hash is taken over the list
of those hashes: whoever holds a receipt can find the own line in the published list of hashes,
and nobody can guess a line from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from deliberate.core.canonical import canonical, digest
from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.process.respondents import Respondent
from deliberate.core.rulebook.model import Rulebook, Step


def registration_for(rulebook: Rulebook, step_id: str) -> Step | None:
    """The registration that a step belongs to; None without one.

    A registration belongs to itself, an invitation to the registration that follows it, and any
    other step to the last registration that stands before it, in its own strand where there is one.
    """
    places = {step.id: place for place, step in enumerate(rulebook.steps)}
    own = rulebook.step(step_id)
    if own is None:
        return None
    registrations = [step for step in rulebook.steps if step.kind == "registration"]
    if own.kind == "invitation":
        return next((step for step in registrations if own.id in step.after), None)
    earlier = [step for step in registrations if places[step.id] <= places[own.id]]
    own_strand = [step for step in earlier if step.strand == own.strand]
    return (own_strand or earlier)[-1] if earlier else None


def closing_of(process: Process, step_id: str) -> Fact | None:
    """The closing of the registration that a step belongs to; None while it is open."""
    registration = registration_for(process.rulebook, step_id)
    if registration is None:
        return None
    closed = process.select("registration.closed", step=registration.id)
    return closed[-1] if closed else None


def pool_of(respondents: Sequence[Respondent]) -> tuple[Respondent, ...]:
    """Those who take part in the lottery, by number."""
    return tuple(sorted((one for one in respondents if one.willing), key=lambda one: one.number))


def line_hash(one: Respondent) -> str:
    """SHA-256 of a person's line: the same for whoever holds number, values, household and salt."""
    return digest(
        canonical(
            {
                "number": one.number,
                "values": dict(sorted(one.values.items())),
                "household": one.household,
                "salt": one.salt,
            }
        )
    )


def pool_lines(respondents: Sequence[Respondent]) -> list[str]:
    """The hashes of the lines of the pool in ascending order, which says nothing about numbers."""
    return sorted(line_hash(one) for one in pool_of(respondents))


def pool_hash(respondents: Sequence[Respondent]) -> str:
    """SHA-256 over the canonical list of the pool's line hashes."""
    return digest(canonical(pool_lines(respondents)))
