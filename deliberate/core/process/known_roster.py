"""A roster that an earlier reading of a process found, and what has come since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.process.facts import Fact
from deliberate.core.process.roster import ROSTER_KINDS, Roster, fold_roster

Before = tuple[Roster, int]
"""A roster, and after how many facts it was so."""


def roster_before(
    facts: tuple[Fact, ...], earlier: tuple[Fact, ...], found: Mapping[str, Any]
) -> Before | None:
    """What an earlier reading of a process knew of its roster; None where it had other facts.

    `found`: the properties that it had derived. The very same fact is asked for, not an equal one:
    nothing was rolled back or replaced meanwhile.
    """
    count = len(earlier)
    if count > len(facts) or (count and facts[count - 1] is not earlier[-1]):
        return None
    roster = found.get("roster")
    return found.get("_roster_before") if roster is None else (roster, count)


def grown(before: Before, facts: tuple[Fact, ...]) -> Roster:
    """The roster after all facts, of which only those that are new are folded in."""
    roster, count = before
    later = [fact for fact in facts[count:] if fact.kind in ROSTER_KINDS]
    return fold_roster(roster.seats, later, roster.held) if later else roster
