"""Two layers where people share homes: panels of groups, then the people of each group.

Homes tell people with the same features apart, so that a pool may have twice as many types as
groups that no quota tells apart. One linear program gives a panel of groups, and this holds many
panels: whoever of a group sits on it is exchanged for another without a further program, as long
as no home has two seats. So each panel of groups is asked for people more than once.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from deliberate.core.recruitment.lottery.oracle import Oracle, Panel
from deliberate.core.recruitment.lottery.polytope import EDGE, Polytope, Vector
from deliberate.core.recruitment.lottery.seating import Groups, Seating, totals

FEW = 200
"""Where a mean panel has so few open directions, a program for each of them takes no time."""
CROWDED = 0.5
"""Homes that have this part of their seats filled on average: who sits there depends so much on
the other homes that their types are groups by themselves."""
SPARE = 5
"""Panels of groups above the number that a mean panel of groups needs."""
LOST = 10
"""So many panels of groups may turn out to have no people, and a quarter of the others."""


class Layers:
    """Panels of one face for what is owed to types, `times` from each panel of groups.

    `by_types` is asked where a panel of groups has no people. `corners`: how many panels a point
    of the face needs, in the end if they come in such batches.
    """

    def __init__(self, by_types: Oracle, shares: Vector, corners: int) -> None:
        face = by_types.polytope
        self._groups = _groups(face, shares)
        merged = _merged(face, shares, self._groups)
        most = merged.dimension() + 1
        self.times = round(corners / most)
        self.corners = max(corners, self.times * (most + SPARE))
        self._by_groups, self._by_types = Oracle(merged), by_types
        self._seating = Seating(face, self._groups)
        self._panel: Panel | None = None
        self._left = self._asked = self._lost = 0

    def good(self, weights: Vector) -> Panel | None:
        """A panel of large weight, found quickly; None when none was found."""
        if self._lost > LOST + self._asked // 4:
            return self._by_types.good(weights)
        if not self._left:
            self._panel = self._by_groups.good(totals(self._groups, weights))
            self._asked, self._left = self._asked + 1, self.times
        self._left -= 1
        found = None if self._panel is None else self._seating.people(self._panel, weights)
        if found is None:
            self._lost, self._left = self._lost + 1, 0
            return self._by_types.good(weights)
        return found


def layers_of(by_types: Oracle, shares: Vector, corners: int) -> Layers | None:
    """Two layers, where homes make at least half of many types; else None.

    `corners`: how many panels a point of the face needs.
    """
    if not by_types.polytope.homes or corners <= FEW:
        return None
    layers = Layers(by_types, shares, corners)
    return layers if layers.times > 1 else None


def _groups(face: Polytope, shares: Vector) -> Groups:
    """The number of the group of each type."""
    quotas, homes = np.split(face.rows, [len(face.rows) - face.homes])
    crowded = homes @ shares >= CROWDED * face.high[len(quotas) :]
    alone = np.any(homes[crowded] > 0, axis=0)
    own = np.where(alone, np.arange(1, len(shares) + 1), 0)
    return np.unique(np.vstack([quotas, own]), axis=1, return_inverse=True)[1].ravel()


def _merged(face: Polytope, shares: Vector, groups: Groups) -> Polytope:
    """The panels of groups near the mean. Of homes only those remain whose members cannot be
    exchanged for others, since they are groups by themselves."""
    start = len(face.rows) - face.homes
    first = np.unique(groups, return_index=True)[1]
    homes = face.rows[start:] * (np.bincount(groups)[groups] == 1)
    tight = (face.low[start:] == face.high[start:]) & np.any(homes > 0, axis=1)
    kept = tight | (homes @ face.ceiling > face.high[start:])
    order = np.append(np.arange(start), start + np.nonzero(kept)[0])
    mean = totals(groups, shares)
    return replace(
        face,
        rows=np.vstack([face.rows[:start], homes[kept]])[:, first],
        low=face.low[order],
        high=face.high[order],
        floor=np.maximum(totals(groups, face.floor), np.floor(mean + EDGE)),
        ceiling=np.minimum(totals(groups, face.ceiling), np.ceil(mean - EDGE)),
        counts=totals(groups, face.counts),
        homes=int(np.count_nonzero(kept)),
    )
