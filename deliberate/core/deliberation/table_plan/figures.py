"""What a table plan achieves, counted from the seats alone, and what no plan could surpass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from deliberate.core.deliberation.table_plan.problem import Problem, Round, Share, Tables, shares

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mixing:
    """One feature: how many of its `cells` (a value at a table in a round) miss its share."""

    feature: str
    violations: int
    cells: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`meetings`: pairs who share a table at least once, each counted once; `bound`: no plan has
    more; `repeats`: how many pairs meet so many times, for twice and more; `unavoidable`:
    violations that fixed seats force. `fewest` and `most` times that two people meet, over pairs
    who are there together in some round; `least_spread`: no plan has a smaller difference where
    everybody is always there."""

    meetings: int
    bound: int
    repeats: tuple[tuple[int, int], ...]
    fewest: int
    most: int
    least_spread: int
    mixing: tuple[Mixing, ...]
    unavoidable: int

    @property
    def violations(self) -> int:
        return sum(item.violations for item in self.mixing)

    @property
    def cells(self) -> int:
        return sum(item.cells for item in self.mixing)


def figures(problem: Problem, plan: Sequence[Tables]) -> Figures:
    """Everything that is said about a plan; anybody can count it again."""
    met = encounters(plan)
    together = _together(problem)
    times = Counter(met.values())
    counts = [met.get(pair, 0) for pair in together]
    return Figures(
        meetings=len(met),
        bound=most_meetings(problem, together),
        repeats=tuple(sorted((n, count) for n, count in times.items() if n > 1)),
        fewest=min(counts, default=0),
        most=max(counts, default=0),
        least_spread=int(bool(together) and sum(met.values()) % len(together) != 0),
        mixing=mixing(problem, plan),
        unavoidable=_unavoidable(problem),
    )


def encounters(plan: Sequence[Tables]) -> dict[Pair, int]:
    """How often each pair who meet at all share a table."""
    met: Counter[Pair] = Counter()
    for tables in plan:
        for table in tables:
            met.update(combinations(sorted(table), 2))
    return dict(met)


def misses(problem: Problem, plan: Sequence[Tables], number: int) -> tuple[tuple[Share, int], ...]:
    """The shares of a round that a table misses, each with how many sit there instead."""
    values = {one.id: dict(zip(problem.features, one.values, strict=False))
              for one in problem.people}  # fmt: skip
    found = []
    for share in shares(problem, number):
        here = sum(
            values[one].get(share.feature) == share.value for one in plan[number][share.table]
        )
        if not share.least <= here <= share.most:
            found.append((share, here))
    return tuple(found)


def mixing(problem: Problem, plan: Sequence[Tables]) -> tuple[Mixing, ...]:
    """For each feature the cells of all rounds that miss their share."""
    missed: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    for number in range(len(problem.rounds)):
        missed.update(share.feature for share, _here in misses(problem, plan, number))
        cells.update(share.feature for share in shares(problem, number))
    return tuple(Mixing(feature, missed[feature], cells[feature]) for feature in problem.features)


def _together(problem: Problem) -> tuple[Pair, ...]:
    """Pairs who are there in one and the same round at least once."""
    found = {
        pair
        for number in range(len(problem.rounds))
        for pair in combinations([one.id for one in problem.present(number)], 2)
    }
    return tuple(sorted(found))


def most_meetings(problem: Problem, together: Sequence[Pair]) -> int:
    """An upper bound on the pairs who can meet, the smallest of three.

    The pairs whom fixed seats do not part in every round; the pairs that all tables have room for,
    less those whom fixed seats bring together again; and for each person the neighbours that the
    largest tables offer, everybody's added up and halved.
    """
    apart, bound = _fixed_pairs(problem)
    room = sum(size * (size - 1) // 2 for round_ in problem.rounds for size in round_.sizes)
    again = sum(count - 1 for count in bound.values())
    return min(sum(pair not in apart for pair in together), room - again, _per_person(problem))


def _fixed_pairs(problem: Problem) -> tuple[set[Pair], Counter[Pair]]:
    """Pairs who cannot meet in any round, and how often fixed seats bring a pair together."""
    settled = [_settled(round_) for round_ in problem.rounds]
    if not any(settled):
        return set(), Counter()
    possible: set[Pair] = set()
    parted: set[Pair] = set()
    bound: Counter[Pair] = Counter()
    for number, fixed in enumerate(settled):
        here = [one.id for one in problem.present(number)]
        for pair in combinations(here, 2):
            tables = [fixed.get(one) for one in pair]
            if None in tables or tables[0] == tables[1]:
                possible.add(pair)
                bound[pair] += tables[0] is not None and tables[0] == tables[1]
            else:
                parted.add(pair)
    return parted - possible, Counter({pair: n for pair, n in bound.items() if n})


def _settled(round_: Round) -> Mapping[str, int]:
    """The table of everybody for whom it is settled: those of a round held, else fixed seats."""
    if not round_.held:
        return round_.fixed
    return {name: table for table, people in enumerate(round_.held) for name in people}


def _per_person(problem: Problem) -> int:
    rounds = [(item, _settled(item)) for item in problem.rounds]
    reach = 0
    for one in problem.people:
        seats = [
            item.sizes[settled[one.id]] if one.id in settled else max(item.sizes)
            for item, settled in rounds
            if one.id not in item.absent
        ]
        reach += min(len(problem.people) - 1, sum(size - 1 for size in seats))
    return reach // 2


def _unavoidable(problem: Problem) -> int:
    """Shares that are missed wherever the others sit: without fixed seats there is none for any
    feature alone, since a table of whole numbers keeps all its rounded shares."""
    values = {one.id: dict(zip(problem.features, one.values, strict=False))
              for one in problem.people}  # fmt: skip
    found = 0
    for number, round_ in enumerate(problem.rounds):
        for share in shares(problem, number):
            seated = [one for one, table in round_.fixed.items() if table == share.table]
            here = sum(values[one].get(share.feature) == share.value for one in seated)
            free = round_.sizes[share.table] - len(seated)
            found += here > share.most or here + free < share.least
    return found
