"""People for a list of panels of types: within a type nobody is on two panels more than another.

People on their own are dealt like cards, pack after pack. In shared households two of one home must
not meet on a panel: there the homes are the colours of an edge colouring. Panels stand on one side,
packs of a type, each as large as there are homes, on the other; every place is an edge. A bipartite
graph can be coloured with as many colours as its largest degree (König, 1916), so that every home
is in a panel at most once, and in each full pack exactly once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.person_types import HouseholdKind, Population


def assign(
    panels: npt.NDArray[np.int64], population: Population, generator: Generator
) -> tuple[tuple[str, ...], ...]:
    """For each panel of types its people, in the order of their identifiers."""
    members: list[list[str]] = [[] for _ in panels]
    for number, one in enumerate(population.types):
        if one.kind is None:
            _deal(one.people, panels[:, number].tolist(), members, generator)
    for kind in population.kinds:
        wanted = panels[:, list(kind.types)].tolist()
        _of_households(kind, wanted, members, generator)
    return tuple(tuple(sorted(people)) for people in members)


def _deal(
    people: Sequence[str], wanted: Sequence[int], members: list[list[str]], generator: Generator
) -> None:
    """As many different people as each panel wants, from packs in which everybody is once."""
    pack: list[str] = []
    for place, count in enumerate(wanted):
        taken, pack = pack[:count], pack[count:]
        if len(taken) < count:
            fresh = generator.shuffle(people)
            seated = set(taken)
            more = [one for one in fresh if one not in seated][: count - len(taken)]
            seated = set(more)
            pack = [one for one in fresh if one not in seated]
            taken += more
        members[place] += taken


def _of_households(
    kind: HouseholdKind,
    wanted: Sequence[Sequence[int]],
    members: list[list[str]],
    generator: Generator,
) -> None:
    homes = generator.shuffle(kind.households)
    edges = list(_edges(wanted, len(homes)))
    colours = Colouring(len(homes)).colour([(panel, pack) for panel, pack, _ in edges])
    served: Counter[tuple[int, int]] = Counter()
    order = [[generator.shuffle(people) for people in home] for home in homes]
    for (panel, _pack, place), home in zip(edges, colours, strict=True):
        people = order[home][place]
        members[panel].append(people[served[home, place] % len(people)])
        served[home, place] += 1


def _edges(wanted: Sequence[Sequence[int]], homes: int) -> Iterator[tuple[int, int, int]]:
    """A panel, a pack and the type (its place in the kind) for each seat of the list."""
    pack = 0
    for place in range(len(wanted[0]) if wanted else 0):
        used = 0
        for panel, row in enumerate(wanted):
            for _ in range(row[place]):
                if used == homes:
                    pack, used = pack + 1, 0
                yield panel, pack, place
                used += 1
        pack += 1


class Colouring:
    """Colours for the edges of a bipartite graph: at no vertex the same one twice."""

    def __init__(self, colours: int) -> None:
        self._all = (1 << colours) - 1
        self._free: dict[tuple[str, int], int] = {}
        self._edge_at: dict[tuple[str, int, int], int] = {}
        self._ends: list[tuple[tuple[str, int], tuple[str, int]]] = []
        self._colours: list[int] = []

    def colour(self, edges: Sequence[tuple[int, int]]) -> list[int]:
        """The colour of each edge. No vertex may have more edges than there are colours."""
        for left, right in edges:
            ends = (("left", left), ("right", right))
            free = [self._free.setdefault(end, self._all) for end in ends]
            common = free[0] & free[1]
            if not common:
                one, other = _lowest(free[0]), _lowest(free[1])
                self._turn(ends[1], one, other)
                common = 1 << one
            self._ends.append(ends)
            self._colours.append(-1)
            self._paint(len(self._colours) - 1, _lowest(common))
        return self._colours

    def _turn(self, start: tuple[str, int], one: int, other: int) -> None:
        """Exchange two colours along the path of these colours that begins at a vertex."""
        path: list[int] = []
        vertex, wanted = start, one
        while (edge := self._edge_at.get((*vertex, wanted))) is not None:
            path.append(edge)
            ends = self._ends[edge]
            vertex = ends[1] if vertex == ends[0] else ends[0]
            wanted = other if wanted == one else one
        painted = [one if self._colours[edge] == other else other for edge in path]
        for edge in path:
            self._paint(edge, None)
        for edge, colour in zip(path, painted, strict=True):
            self._paint(edge, colour)

    def _paint(self, edge: int, colour: int | None) -> None:
        """Give an edge its colour, or take it away."""
        old = self._colours[edge]
        for end in self._ends[edge]:
            if colour is None:
                self._free[end] |= 1 << old
                del self._edge_at[*end, old]
            else:
                self._free[end] &= ~(1 << colour)
                self._edge_at[*end, colour] = edge
        if colour is not None:
            self._colours[edge] = colour


def _lowest(mask: int) -> int:
    """The number of the lowest bit that is set."""
    return (mask & -mask).bit_length() - 1
