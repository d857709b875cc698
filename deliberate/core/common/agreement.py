"""Agreement to a document: who agreed to or refused its latest version, and when nothing helps."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView

CLOSED, REPLACED = "published_and_closed", "organisation_replaced"
DEADLOCKS = (CLOSED, REPLACED)
"""What follows when an organisation refuses in the last round: the reasons are published and the
process is closed, or another organisation is invited in place of the one that refuses."""


def version(view: StepView) -> int:
    """The number of the latest draft; 0 before the first."""
    return len(view.facts("document.drafted"))


def agreed_seats(view: StepView) -> frozenset[str]:
    """Seats that agreed to the current version."""
    return frozenset(
        str(fact.body["seat"])
        for fact in view.facts("document.agreed")
        if fact.body["version"] == version(view)
    )


def refusals(view: StepView) -> tuple[Fact, ...]:
    """Refusals of the current version; that of an organisation that was replaced is void."""
    replaced = {
        str(fact.body["seat"]): fact.seq
        for fact in view.process.select("seat.filled")
        if "organisation" in fact.body
    }
    return tuple(
        fact
        for fact in view.facts("document.refused")
        if fact.body["version"] == version(view)
        and fact.seq > replaced.get(str(fact.body["seat"]), 0)
    )


def deadlock(view: StepView) -> Fact | None:
    """The refusal of the last permitted version as a deadlock, while it lasts."""
    fact = view.last("document.deadlocked")
    if fact is None or fact.body["version"] != version(view) or not refusals(view):
        return None
    return fact


def replaceable(view: StepView) -> frozenset[str]:
    """Seats whose organisations make way for others, because their refusal is a deadlock."""
    fact = deadlock(view)
    if fact is None or fact.body["then"] != REPLACED:
        return frozenset()
    return frozenset(str(refused.body["seat"]) for refused in refusals(view))


def agreement(view: StepView) -> tuple[int, int]:
    """(agreed, needed). A vacant seat cannot agree and is needed all the same."""
    group = view.params.agreed_by
    if not group:
        return 0, 0
    seats = len(view.process.roster.group(group))
    share = Fraction(1) if view.params.agreement == "all" else Fraction(view.params.agreement)
    return len(agreed_seats(view)), ceil(seats * share)
