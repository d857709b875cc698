"""Panels of a list exchanged until everybody stands in as many of them as is fair.

For each type the list has room between a smallest and a largest sum. The panel that does most harm
leaves; the one that takes its place is the best real panel, where a person in the room that is
still owed counts one, a person beyond it minus one, and any other nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.oracle import Oracle, Panel
from deliberate.core.recruitment.lottery.polytope import Polytope, Vector

PATIENCE = 60
"""Exchanges in a row that may bring nothing before the list is left as it is."""
NOISE = 2.0**-14
"""Of equally good panels chance decides: up to 255 times this for each person."""


@dataclass(frozen=True, eq=False)
class Room:
    """How many places people of each type may have in the whole list."""

    least: Vector
    most: Vector

    def lacking(self, sums: Vector) -> int:
        """People by which sums stand outside."""
        outside = np.maximum(self.least - sums, 0.0) + np.maximum(sums - self.most, 0.0)
        return int(outside.sum())


def repair(
    panels: npt.NDArray[np.int64], room: Room, whole: Polytope, generator: Generator
) -> npt.NDArray[np.int64]:
    """The list with panels exchanged; nothing is left outside the room if that is found."""
    panels, idle, quick = panels.copy(), 0, True
    sums: Vector = panels.sum(axis=0).astype(np.float64)
    lacking = room.lacking(sums)
    while lacking and idle < PATIENCE:
        number = _harmful(panels, sums, room, generator)
        rest = sums - panels[number]
        panel = _best_for(rest, room, whole, generator, quick=quick)
        new = lacking if panel is None else room.lacking(rest + panel)
        quick = new < lacking
        idle = 0 if quick else idle + 1
        if panel is not None and new <= lacking:
            panels[number], sums, lacking = panel, rest + panel, new
    return panels


def _harmful(panels: npt.NDArray[np.int64], sums: Vector, room: Room, generator: Generator) -> int:
    """The panel with most people of whom there are too many, and fewest who are owed a place."""
    harm = (sums > room.most).astype(np.int64) - (sums < room.least).astype(np.int64)
    return int(np.argmax(256 * (panels @ harm) + _bytes(generator, len(panels))))


def _best_for(
    rest: Vector, room: Room, whole: Polytope, generator: Generator, *, quick: bool
) -> Panel | None:
    """The best panel for a list without it, found quickly or proved by whole-number programs.

    A type becomes up to three columns, as many people as are owed, as have room, and as are beyond.
    """
    owed = np.clip(room.least - rest, 0.0, whole.ceiling)
    free = np.clip(room.most - rest, 0.0, whole.ceiling) - owed
    limits = np.concatenate([owed, free, whole.ceiling - owed - free])
    kept = np.nonzero(limits > 0)[0]
    size = len(rest)
    noise = np.tile(_bytes(generator, size) * NOISE, 3)
    worth = (np.repeat([1.0, 0.0, -1.0], size) + noise)[kept]
    types = kept % size
    oracle = Oracle(
        Polytope(
            whole.rows[:, types], whole.low, whole.high, np.zeros(len(kept)), limits[kept],
            whole.counts[types], whole.size,
        )
    )  # fmt: skip
    parts = oracle.good(worth) if quick else None
    if parts is None:
        best = oracle.best(worth)
        if best is None:
            return None
        parts = best[0]
    panel = np.zeros(size, dtype=np.int64)
    np.add.at(panel, types, parts)
    return panel if whole.holds(panel) else None


def _bytes(generator: Generator, count: int) -> npt.NDArray[np.int64]:
    return np.frombuffer(generator.bytes(count), dtype=np.uint8).astype(np.int64)
