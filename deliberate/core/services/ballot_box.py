"""The ballot box beside the facts: papers go in with their fact, and are destroyed at the count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.process.engine import known_action
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.process import Process
from deliberate.core.storage.store import Unit

COUNTED = frozenset({"ballot.counted", "survey.closed", "weighting.closed"})
CANCELLED = "process.cancelled"


def hand_in_papers(unit: Unit, process: Process, drafts: Sequence[Draft]) -> None:
    """Put the papers that come with these facts into their boxes; `Conflict` for a second one."""
    for draft in drafts:
        if draft.paper is not None:
            unit.hand_in(process.id, str(draft.step), draft.n, draft.paper)


def papers_of_step(unit: Unit, process: Process, step: str) -> Sequence[Mapping[str, Any]]:
    """What is on the papers of the current ballot of a step; only a count asks for it."""
    return unit.papers(process.id, step, process.occurrence(step))


def destroy_papers(unit: Unit, facts: Sequence[Fact]) -> None:
    """Nothing stays beside the record: what was counted is in it, what was not nobody shall see."""
    for fact in facts:
        if fact.kind in COUNTED:
            unit.destroy_papers(fact.process, str(fact.step), fact.n)
        elif fact.kind == CANCELLED:
            unit.destroy_papers(fact.process)


def sealed_fields(process: Process, step: str, action: str) -> frozenset[str] | None:
    """The fields of a command of which not even a hash is kept; None where an act knows none.

    Of few possible papers each has a known hash: kept beside the fact it would tell the choice.
    """
    found = known_action(process, step, action)
    if found is None:
        return None
    view, act = found
    return None if act.sealed is None else act.sealed(view)
