"""A mean panel as a lottery of real panels: herding, weights, and columns where needed.

Herding (Welling, 2009) asks for panel after panel, each the best for what is still owed to every
type. After about one panel per type the mean lies well inside their convex hull, and weights near
to equal ones give it. Where they do not, a linear program weighs the panels, and its prices say
which panel is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import fsum

import numpy as np
import numpy.typing as npt

from deliberate.core.recruitment.lottery.even_weights import EvenWeights, Panels
from deliberate.core.recruitment.lottery.layers import Layers, layers_of
from deliberate.core.recruitment.lottery.oracle import Oracle, Panel
from deliberate.core.recruitment.lottery.polytope import EDGE, Polytope, Vector
from deliberate.core.recruitment.lottery.program import INFINITY, Program

CLOSED = 1e-9
"""A gap of everybody's chance that is none."""
ROUGH = 1e-6
"""The same, for weights of which only the first digits are known."""
COLUMNS = 2000
MANY = 1000
"""Where a mean panel has more open directions, herding alone may be good enough."""
ENOUGH = 0.01
"""The part of a fair share that anybody may lack then."""
DENSE = 5000
"""Up to so many types even weights are looked for: a matrix of their square fits into memory."""
LONGEST = 20_000
"""Panels after which herding ends, with the gap that is left."""
TOLD = 10
"""Progress is told once in so many panels."""
SPARE = (5, 10, 20, 40, 80, 160, 320)
"""Panels above the number that a point of the face needs: tried in turn."""
CLEARINGS = 6
Tell = Callable[[str, int, int], None]
"""Told about progress: what is done, how much of it, of how much."""


@dataclass(frozen=True, eq=False)
class Decomposition:
    """`panels` (one in each row) with `weights` that add up to one; `gap`: what the worst-off
    person lacks to the fair share; `proved`: no real panel could make the gap smaller; `herded`:
    there were too many types to close it."""

    panels: npt.NDArray[np.int64]
    weights: Vector
    gap: float
    proved: bool
    herded: bool = False


def decompose(polytope: Polytope, shares: Vector, tell: Tell = lambda *_: None) -> Decomposition:
    """Real panels whose weighted mean is `shares`, or as near to it as real panels come."""
    face = polytope.face(shares, near=True)
    corners = face.dimension() + 1
    oracle = Oracle(face)
    layers = layers_of(oracle, shares, corners)
    wanted = layers.corners if layers else corners
    herd = Herd(layers or oracle, shares, wanted, tell)
    found = _herded(polytope, shares, herd, wanted) if corners > MANY else None
    found = found or _evenly(polytope, shares, herd, wanted)
    if found is not None:
        return found
    if corners > MANY and not herd.ended:
        return herd.result(polytope)
    master = Master(polytope, shares, herd.panels)
    if master.gap > CLOSED:
        _add_columns(master, oracle, exact=False)
    if master.gap > CLOSED:
        wide = Oracle(polytope.face(shares, near=False))
        _add_columns(master, wide, exact=True)
    if not master.panels:  # the face of the mean panel holds no real one
        _add_columns(master, Oracle(polytope), exact=True)
    return master.result()


class Herd:
    """Panel after panel, each for what the panels so far still owe."""

    def __init__(self, oracle: Oracle | Layers, shares: Vector, corners: int, tell: Tell) -> None:
        self._oracle, self.most = oracle, corners + SPARE[0]
        self._shares, self._tell = shares, tell
        self._owed = shares.copy()
        self._found: dict[bytes, Panel] = {}
        self._times: Counter[bytes] = Counter()
        self.steps = 0
        self.ended = False

    @property
    def panels(self) -> list[Panel]:
        """Those found so far, each once, in the order in which they were found."""
        return list(self._found.values())

    def grow(self, wanted: int, enough: float = -1.0) -> None:
        """Go on until `wanted` steps are done, nobody lacks over `enough`, or there is no panel.

        What somebody lacks is looked at after each step: it rises and falls with whoever's turn is
        next, and many a rare type has its turn in the same few steps.
        """
        while self.steps < wanted and not self.ended and self.lacking() > enough:
            panel = self._oracle.good(self._owed)
            if panel is None:
                self.ended = True
                return
            self._found.setdefault(panel.tobytes(), panel)
            self._times[panel.tobytes()] += 1
            self._owed += self._shares - panel
            if self.steps % TOLD == 0:
                self._tell("panels", self.steps, max(wanted, self.most))
            self.steps += 1
        self._tell("panels", self.steps, max(wanted, self.most))

    def lacking(self) -> float:
        """The largest part of a fair share that anybody would lack if it ended now."""
        if not self.steps:
            return 1.0
        lacks = (self._owed - self._shares) / self.steps
        asked = self._shares > EDGE
        return float(np.max(lacks[asked] / self._shares[asked]))

    def result(self, polytope: Polytope) -> Decomposition:
        """All panels found, each weighing as much as the times that it was found."""
        panels = np.array(self.panels, dtype=np.int64).reshape(-1, len(self._shares))
        times = np.array([self._times[key] for key in self._found], dtype=np.float64)
        weights = times / max(1, self.steps)
        return Decomposition(
            panels, weights, _gap(polytope, self._shares, panels, weights), False, herded=True
        )


def _herded(polytope: Polytope, shares: Vector, herd: Herd, corners: int) -> Decomposition | None:
    """With very many types: as soon as nobody lacks more than a hundredth, it is enough.

    None when other weights may be the shorter way.
    """
    herd.grow(corners if len(shares) <= DENSE else LONGEST, ENOUGH)
    return herd.result(polytope) if herd.lacking() <= ENOUGH else None


def _evenly(polytope: Polytope, shares: Vector, herd: Herd, corners: int) -> Decomposition | None:
    """A few panels more than a point of the face needs, with nearly equal weights."""
    for spare in SPARE if len(shares) <= DENSE else ():
        if spare > max(corners, SPARE[1]):
            return None
        herd.grow(corners + spare)
        if herd.ended or not herd.steps:
            return None
        found = _weighed(polytope, shares, np.array(herd.panels, dtype=np.int64))
        if found is not None:
            return found
    return None


def _weighed(polytope: Polytope, shares: Vector, panels: Panels) -> Decomposition | None:
    """Positive weights; panels that would get negative ones are left out, as long as that helps."""
    for _ in range(CLEARINGS):
        try:
            even = EvenWeights(panels, shares)
            weights = even.rough()
            if _gap(polytope, shares, panels, weights) > ROUGH:
                return None
            if np.all(weights > 0):
                return _refined(polytope, shares, panels, even.refined())
        except np.linalg.LinAlgError:
            return None
        panels = panels[weights > 0]
    return None


def _refined(
    polytope: Polytope, shares: Vector, panels: Panels, weights: Vector | None
) -> Decomposition | None:
    """The decomposition with these weights; None where they are not positive or miss the mean."""
    if weights is None or np.any(weights <= 0):
        return None
    gap = _gap(polytope, shares, panels, weights)
    return Decomposition(panels, weights, gap, proved=False) if gap <= CLOSED else None


def _gap(polytope: Polytope, shares: Vector, panels: Panels, weights: Vector) -> float:
    return max(0.0, float(np.max((shares - panels.T @ weights) / polytope.counts)))


class Master:
    """The weights of the panels found so far, with the smallest gap of anybody's chance."""

    def __init__(self, polytope: Polytope, shares: Vector, panels: list[Panel]) -> None:
        self._counts, self._shares = polytope.counts, shares
        self.panels: list[Panel] = []
        self._known: set[bytes] = set()
        size = len(shares)
        # One column so far: the gap. Rows: the chance of each type, and the sum of weights.
        rows = np.append(self._counts, 0.0).reshape(-1, 1)
        low = np.append(shares, 1.0)
        high = np.append(np.full(size, INFINITY), 1.0)
        self._program = Program(
            rows, low, high, np.zeros(1), np.full(1, INFINITY), np.full(1, -1.0)
        )
        for panel in panels:
            self._add(panel)
        self.proved = False
        self.gap = INFINITY
        if self.panels:
            self.solve()

    def _add(self, panel: Panel) -> bool:
        key = panel.tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        self.panels.append(panel)
        places = np.nonzero(panel)[0]
        values = panel[places].astype(np.float64)
        self._program.add_column(
            0.0, [*places.tolist(), len(self._shares)], [*values.tolist(), 1.0]
        )
        return True

    def add(self, panel: Panel) -> bool:
        """Take in a panel and weigh anew; False when it was known."""
        if not self._add(panel):
            return False
        self.solve()
        return True

    def solve(self) -> None:
        if not self._program.solve():
            raise ArithmeticError("the weights of the panels cannot be found")
        self.gap = max(0.0, -self._program.value)

    def prices(self) -> tuple[Vector, float]:
        """What a person of each type more is worth, and what a panel has to be worth to help."""
        if not self.panels:
            return np.zeros(len(self._shares)), -INFINITY
        prices = -self._program.prices
        return prices[:-1], -float(prices[-1])

    def result(self) -> Decomposition:
        weights = np.maximum(self._program.solution[1:], 0.0)
        used = np.nonzero(weights > 0)[0]
        order = sorted(used.tolist(), key=lambda one: self.panels[one].tolist(), reverse=True)
        panels = np.array([self.panels[one] for one in order], dtype=np.int64)
        chosen = weights[order]
        return Decomposition(panels, chosen / fsum(chosen), self.gap, self.proved)


def _add_columns(master: Master, oracle: Oracle, *, exact: bool) -> None:
    """Panels that the prices ask for, until the gap is closed or no panel helps."""
    for _ in range(COLUMNS):
        prices, worth = master.prices()
        panel = oracle.good(prices)
        if panel is None or not master.add(panel):
            if not exact:
                return
            best = oracle.best(prices)
            if best is None or best[1] <= worth + CLOSED or not master.add(best[0]):
                master.proved = True
                return
        if master.gap <= CLOSED:
            return
