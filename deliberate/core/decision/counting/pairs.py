"""Every option against every other: the pairwise winner, cycles, and the Smith set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from deliberate.core.decision.counting.outcome import Pairwise

Preferences = Sequence[Sequence[str]]
"""Options in order of preference, best first, paper by paper; who is not named ranks below."""


def pairwise(names: Sequence[str], papers: Preferences) -> Pairwise:
    """The matrix of a ranked ballot, who beats all others, and the Smith set."""
    wins = {a: {b: 0 for b in names if b != a} for a in names}
    for order in papers:
        for at, a in enumerate(order):
            for b in names:
                if b != a and b not in order[:at]:
                    wins[a][b] += 1
    beaten = {a: {b for b in wins[a] if wins[a][b] > wins[b][a]} for a in names}
    winner = next((a for a in names if len(beaten[a]) == len(names) - 1), None)
    return Pairwise(wins, winner, _smith(names, beaten))


def _smith(names: Sequence[str], beaten: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The smallest set each member of which beats everybody outside it.

    By Copeland's order: the set is a beginning of the options ordered by the number they beat or
    tie with, grown until nobody outside is unbeaten by anybody inside.
    """
    inside = set[str]()
    score = {a: len(beaten[a]) - sum(a in beaten[b] for b in names) for a in names}
    waiting = {max(names, key=lambda a: score[a])} if names else set()
    while waiting:
        inside |= waiting
        waiting = {b for b in names if b not in inside and any(b not in beaten[a] for a in inside)}
    return tuple(a for a in names if a in inside)


def all_equal(wins: Mapping[str, Mapping[str, int]], names: Sequence[str]) -> bool:
    """Whether each of the options ties with each other of them: a tie and no cycle."""
    return all(wins[a][b] == wins[b][a] for a, b in combinations(names, 2))
