"""What an earlier reading of a process found, and what has come since.

A process is read at every act and every page, and most of its facts were there the last time. What
depends on the facts alone is taken over from the earlier reading, and only the facts that are new
are folded in: reading all of them anew would make a process of n facts cost n * n.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from deliberate.core.process.facts import Fact
from deliberate.core.process.roster import ROSTER_KINDS, Roster, fold_roster

Before = tuple[Any, int]
"""What was derived, and from how many facts."""

Groups = dict[str, tuple[Fact, ...]]
"""Facts by a key, each group in the order of the facts."""

FROM_FACTS = ("roster", "_by_kind", "_by_step", "_schedule")
"""Properties of a process in which the moment of reading has no part."""


def found_before(
    facts: tuple[Fact, ...], earlier: tuple[Fact, ...], found: Mapping[str, Any]
) -> dict[str, Before]:
    """What an earlier reading of a process knew; nothing where it had other facts.

    `found`: the properties that it had derived, and under `_before` what it had taken over itself.
    The very same fact is asked for, not an equal one: nothing was rolled back or replaced
    meanwhile.
    """
    count = len(earlier)
    if count > len(facts) or (count and facts[count - 1] is not earlier[-1]):
        return {}
    derived = {name: (found[name], count) for name in FROM_FACTS if name in found}
    return {**found.get("_before", {}), **derived}


def grown_roster(before: Before, facts: tuple[Fact, ...]) -> Roster:
    """The roster after all facts, of which only those that are new are folded in."""
    roster: Roster = before[0]
    later = [fact for fact in facts[before[1] :] if fact.kind in ROSTER_KINDS]
    return fold_roster(roster.seats, later, roster.held) if later else roster


def grown_groups(
    before: Before | None, facts: tuple[Fact, ...], key: Callable[[Fact], str | None]
) -> Groups:
    """All facts by a key; those without one are in no group."""
    groups, count = before or ({}, 0)
    later = _grouped(facts[count:], key)
    return {**groups, **{name: groups.get(name, ()) + new for name, new in later.items()}}


def _grouped(facts: Iterable[Fact], key: Callable[[Fact], str | None]) -> Groups:
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        if (name := key(fact)) is not None:
            groups.setdefault(name, []).append(fact)
    return {name: tuple(group) for name, group in groups.items()}
