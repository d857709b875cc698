"""Breaking ties by the rules that were frozen with the ballot, one after the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Tie
from deliberate.core.randomness import seeded


class Ties:
    """The ties of one count. `broken` tells each and how it was broken; `waiting`: for a lot whose
    seed is not known yet."""

    def __init__(self, ballot: BallotDefinition, seed: str | None = None) -> None:
        self._ballot = ballot
        self._seed = seed
        self.broken: list[Tie] = []
        self.waiting = False

    def best(self, tied: Collection[str], places: int) -> tuple[str, ...]:
        """Those of the tied options that take the places left; none where the tie stands."""
        names = self._in_order(tied)
        for rule in self._ballot.ties:
            if rule == "order":
                ranked = sorted(names, key=self._ballot.tie_order.index)
            elif rule == "lot" and self._seed is not None:
                ranked = self._drawn(names, 0)
            else:
                self.waiting |= rule == "lot"
                continue
            return self._note(names, rule, tuple(ranked[:places]))
        return self._note(names, "none", ())

    def last(
        self, tied: Collection[str], number: int, earlier: Sequence[Mapping[str, int]]
    ) -> str | None:
        """The one of the tied options that leaves after this round; None where the tie stands.

        `earlier`: the counts of the rounds before, the first first.
        """
        names = left = self._in_order(tied)
        for rule in self._ballot.ties:
            if rule == "previous_rounds":
                left = _fewest_before(left, earlier)
            elif rule == "order":
                left = [max(left, key=self._ballot.tie_order.index)]
            elif rule == "lot" and self._seed is not None:
                left = self._drawn(left, number)[-1:]
            else:
                self.waiting |= rule == "lot"
            if len(left) == 1:
                kept = tuple(name for name in names if name != left[0])
                self._note(names, rule, kept, number)
                return left[0]
        self._note(names, "none", (), number)
        return None

    def _drawn(self, names: Sequence[str], number: int) -> list[str]:
        """The names in the order of the lot: of seed, round and names alone."""
        return seeded(str(self._seed), str(number), *sorted(names)).shuffle(sorted(names))

    def _in_order(self, names: Collection[str]) -> list[str]:
        return [name for name in self._ballot.names if name in names]

    def _note(
        self, names: Sequence[str], rule: str, kept: tuple[str, ...], number: int = 0
    ) -> tuple[str, ...]:
        self.broken.append(Tie(tuple(names), rule, kept, number))
        return kept


def _fewest_before(names: list[str], earlier: Sequence[Mapping[str, int]]) -> list[str]:
    """Those of the names that had least in the latest earlier round in which they differ."""
    for counts in reversed(earlier):
        least = min(counts[name] for name in names)
        names = [name for name in names if counts[name] == least]
    return names
