"""Which people of each group sit on a panel, so that no home has more seats than it may have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from deliberate.core.recruitment.lottery.oracle import Panel
from deliberate.core.recruitment.lottery.polytope import Polytope, Vector

Groups = npt.NDArray[np.int64]
NOBODY = -1


def totals(groups: Groups, values: Vector, count: int = 0) -> Vector:
    """The sum of `values` in each group, of which there are at least `count`."""
    return np.bincount(groups, values, minlength=count).astype(np.float64)


class Seating:
    """The types of a face in groups. A type has its seats (`floor`) and perhaps one more."""

    def __init__(self, face: Polytope, groups: Groups) -> None:
        self.face, self.groups = face, groups
        kinds = face.rows[len(face.rows) - face.homes :]
        self.room = face.high[len(face.rows) - face.homes :]
        places, types = np.nonzero(kinds)
        self.home = np.full(len(groups), NOBODY)
        self.home[types] = places
        self._at_home = self.home >= 0
        opened = np.nonzero(face.floor < face.ceiling)[0]
        self._opened = opened[np.argsort(groups[opened], kind="stable")]
        self._floors = totals(groups, face.floor)
        ordered = groups[self._opened]
        # Where the open types of each group begin and end in the order of groups.
        self._ends = np.searchsorted(ordered, np.arange(len(self._floors) + 1))
        self._rank = np.arange(len(ordered)) - self._ends[ordered]

    def people(self, panel: Panel, weights: Vector) -> Panel | None:
        """Those of a panel of groups to whom most is owed; None when homes are in the way."""
        groups = self.groups[self._opened]
        order = self._opened[np.lexsort((-weights[self._opened], groups))]
        chosen = order[self._rank < (panel - self._floors)[groups]]
        people = self.face.floor.copy()
        people[chosen] += 1
        used = totals(self.home[self._at_home], people[self._at_home], self.face.homes)
        crowded = np.nonzero(used > self.room)[0]
        if len(crowded):
            exchange = Exchange(self, weights, order, people, used)
            for home in crowded.tolist():
                while used[home] > self.room[home]:
                    if not exchange.out_of(home):
                        return None
        found = np.rint(people).astype(np.int64)
        return found if self.face.holds(found) else None

    def members(self, group: int, order: npt.NDArray[np.int64]) -> list[int]:
        """The open types of a group as they are ordered."""
        found: list[int] = order[self._ends[group] : self._ends[group + 1]].tolist()
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """People of a panel who give their seats to others of their groups, until homes have room.

    `order`: the open types by group, those first to whom most is owed. `people` of each type and
    `used` seats of each home are changed.
    """

    seating: Seating
    weights: Vector
    order: npt.NDArray[np.int64]
    people: Vector
    used: Vector

    def out_of(self, home: int) -> bool:
        """Take a seat from a home; False, and nothing changed, where that cannot be.

        The shortest augmenting path in the graph of groups and homes: somebody leaves, another of
        the same group comes, and where that one's home is full somebody of it leaves in turn.
        """
        seating, seen = self.seating, {home}
        # Who leaves, for whom of the same home, and which step before made that necessary.
        steps = [(one, NOBODY, NOBODY) for one in self._seated(home)]
        for number, (leaving, _, _) in enumerate(steps):
            for one in seating.members(int(seating.groups[leaving]), self.order):
                place = int(seating.home[one])
                if place in seen or self.people[one] >= seating.face.ceiling[one]:
                    continue
                if place == NOBODY or self.used[place] < seating.room[place]:
                    self._change(steps, number, one)
                    self.used[home] -= 1
                    return True
                seen.add(place)
                steps += [(other, one, number) for other in self._seated(place)]
        return False

    def _seated(self, home: int) -> list[int]:
        """Who of a home may leave, those first to whom least is owed."""
        floor, of_home = self.seating.face.floor, self.seating.home[self.order] == home
        seated = [one for one in self.order[of_home].tolist() if self.people[one] > floor[one]]
        return sorted(seated, key=lambda one: (float(self.weights[one]), one))

    def _change(self, steps: list[tuple[int, int, int]], number: int, coming: int) -> None:
        """The last one comes from a home that has room; all steps before are made."""
        if (place := self.seating.home[coming]) != NOBODY:
            self.used[place] += 1
        while True:
            self.people[coming] += 1
            leaving, coming, number = steps[number]
            self.people[leaving] -= 1
            if coming == NOBODY:
                return
