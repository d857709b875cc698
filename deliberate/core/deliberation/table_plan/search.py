"""The search for a table plan: annealing by single swaps, every swap of a round weighed at once.

A step looks at all pairs of people of one round who may change places, adds noise (Gumbel's, so
that a swap is taken with Boltzmann's probability) and makes the best; the noise falls from step to
step. All costs are whole numbers, which 32-bit floats hold exactly, and the noise is rounded to
1/1024: the result depends on the seed alone, not on processor or library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from deliberate.core.deliberation.table_plan.problem import Problem, Tables, Weights, shares
from deliberate.core.randomness import Generator

Array = npt.NDArray[np.float32]
Seats = npt.NDArray[np.intp]
GRAIN = 1024
FIRST_NOISE, LAST_NOISE = 2.0, 0.2
"""In units of the cost of a second encounter."""
STAY = 20
"""So many swaps are made in a round before the next one's turn."""
NOISES = 1 << 16
WEIGHED = 128
"""So many people of a round are looked at in one turn: 8128 swaps."""
NEVER = np.float32(1 << 22)


def usual_steps(problem: Problem) -> int:
    """As many steps as three seconds or so of an ordinary processor, fewer for few seats."""
    weighed = min(len(problem.people), WEIGHED)
    seats = sum(sum(round_.sizes) for round_ in problem.rounds if not round_.held)
    return min(8 * seats * weighed, 400_000_000 // (weighed * weighed + 5_000))


@dataclass(slots=True)
class Hall:
    """One round in numbers. `seat`: each person's table, or a table beyond the last for who is not
    there; `at`: the same as a matrix people x tables; `counts`: tables x values."""

    seat: Seats
    at: Array
    least: Array
    most: Array
    counts: Array
    free: Seats


class Search:
    """A plan in the making, and the cost of every change to it."""

    def __init__(
        self, problem: Problem, plan: Sequence[Tables], weights: Weights, rng: Generator
    ) -> None:
        self.problem, self.weights, self.rng = problem, weights, rng
        self.names = [one.id for one in problem.people]
        self.values = _one_hot(problem)
        self.halls = [_hall(problem, number, tables, self.names, self.values)
                      for number, tables in enumerate(plan)]  # fmt: skip
        size = len(self.names)
        self.met: Array = np.zeros((size, size), np.float32)
        for hall in self.halls:
            self.met += hall.at @ hall.at.T
        np.fill_diagonal(self.met, 0)
        self.cost = self.recount()
        self._noise = _gumbel(rng)

    def recount(self) -> int:
        """The cost of the plan as it stands, counted from the beginning."""
        again = (
            float((self.met * (self.met - 1)).sum(dtype=np.float64)) / 4
        )  # each pair stands there twice
        missed = sum(
            float(np.maximum(hall.counts - hall.most, 0).sum(dtype=np.float64))
            + float(np.maximum(hall.least - hall.counts, 0).sum(dtype=np.float64))
            for hall in self.halls
        )
        return round(self.weights.encounters * again + self.weights.balance * missed)

    def run(self, steps: int) -> None:
        """Make so many steps; the best plan that was met with stands at the end."""
        open_halls = [hall for hall in self.halls if len(np.unique(hall.seat[hall.free])) > 1]
        if not open_halls:
            return
        best, kept = self.cost, self._seats()
        visits = max(1, steps // STAY)
        for visit in range(visits):
            if not best:
                break
            hall = open_halls[visit % len(open_halls)]
            noise = self.weights.encounters * FIRST_NOISE * _falling(visit / visits)
            for _ in self._swaps(hall, np.float32(round(noise * GRAIN) / GRAIN)):
                if self.cost < best:
                    best, kept = self.cost, self._seats()
        self._restore(kept, best)

    def _swaps(self, hall: Hall, noise: np.float32) -> Any:
        """Up to `STAY` swaps in one round; yields after each."""
        free = self._some(hall.free)
        here = self.met - hall.at @ hall.at.T
        np.fill_diagonal(here, 0)
        self.met = here
        others = np.float32(self.weights.encounters) * here[np.ix_(free, free)]
        company = np.float32(self.weights.encounters) * (here[free] @ hall.at)
        for _ in range(STAY):
            delta = self.changes(hall, free, others, company)
            seat = hall.seat[free]
            start = self.rng.below(NOISES - delta.size)
            noisy = noise * self._noise[start : start + delta.size].reshape(delta.shape)
            noisy += delta
            noisy[seat[:, None] == seat[None, :]] = NEVER
            one, other = divmod(int(noisy.argmin()), len(free))
            self.cost += int(delta[one, other])
            _exchange(hall, self.values, int(free[one]), int(free[other]))
            shift = others[:, other] - others[:, one]
            company[:, seat[one]] += shift
            company[:, seat[other]] -= shift
            yield one, other
        self.met = here + hall.at @ hall.at.T
        np.fill_diagonal(self.met, 0)

    def _some(self, free: Seats) -> Seats:
        """Those whose swaps are weighed: everybody who is free, up to so many."""
        if len(free) <= WEIGHED:
            return free
        return np.array(sorted(self.rng.sample(free.tolist(), WEIGHED)), np.intp)

    def changes(self, hall: Hall, free: Seats, others: Array, company: Array) -> Array:
        """What each swap of two of these people would cost more (or, below 0, save)."""
        balance = np.float32(self.weights.balance)
        values, seat = self.values[free], hall.seat[free]
        come = balance * (
            (hall.counts >= hall.most).astype(np.float32) - (hall.counts < hall.least)
        )
        go = balance * ((hall.counts <= hall.least).astype(np.float32) - (hall.counts > hall.most))
        coming, leaving = come[seat], go[seat]
        half = (coming - (coming + leaving) * values) @ values.T
        half += (leaving * values).sum(1)[:, None]
        half += company[:, seat]
        half -= company[np.arange(len(seat)), seat][:, None]
        found: Array = half + half.T - np.float32(2) * others
        return found

    def plan(self) -> tuple[Tables, ...]:
        """The seats as they stand."""
        return tuple(
            tuple(
                tuple(self.names[p] for p in np.flatnonzero(hall.seat == table))
                for table in range(hall.at.shape[1])
            )
            for hall in self.halls
        )

    def _seats(self) -> list[Seats]:
        return [hall.seat.copy() for hall in self.halls]

    def _restore(self, seats: Sequence[Seats], cost: int) -> None:
        for hall, seat in zip(self.halls, seats, strict=True):
            _seat(hall, seat, self.values)
        self.met = np.zeros_like(self.met)
        for hall in self.halls:
            self.met += hall.at @ hall.at.T
        np.fill_diagonal(self.met, 0)
        self.cost = cost


def _one_hot(problem: Problem) -> Array:
    pairs = problem.values()
    return np.array(
        [
            [float(pair in set(zip(problem.features, one.values, strict=False))) for pair in pairs]
            for one in problem.people
        ],
        np.float32,
    ).reshape(len(problem.people), len(pairs))


def _hall(
    problem: Problem, number: int, tables: Tables, names: Sequence[str], values: Array
) -> Hall:
    round_ = problem.rounds[number]
    count, kinds = len(round_.sizes), problem.values()
    place = {name: index for index, name in enumerate(names)}
    column = {pair: index for index, pair in enumerate(kinds)}
    seat = np.full(len(names), count, np.intp)
    for table, people in enumerate(tables):
        seat[[place[name] for name in people]] = table
    least = np.zeros((count, len(kinds)), np.float32)
    most = np.zeros_like(least)
    for share in shares(problem, number):
        cell = share.table, column[share.feature, share.value]
        least[cell], most[cell] = share.least, share.most
    bound = set(names) if round_.held else set(round_.fixed)
    free = [p for p, name in enumerate(names) if seat[p] < count and name not in bound]
    blank = np.zeros((len(names), count), np.float32)
    hall = Hall(seat, blank, least, most, least, np.array(free, np.intp))
    _seat(hall, seat, values)
    return hall


def _seat(hall: Hall, seat: Seats, values: Array) -> None:
    hall.seat = seat
    hall.at = (seat[:, None] == np.arange(hall.at.shape[1])[None, :]).astype(np.float32)
    hall.counts = hall.at.T @ values


def _exchange(hall: Hall, values: Array, one: int, other: int) -> None:
    first, second = hall.seat[one], hall.seat[other]
    difference = values[other] - values[one]
    hall.counts[first] += difference
    hall.counts[second] -= difference
    hall.at[[one, other]] = hall.at[[other, one]]
    hall.seat[one], hall.seat[other] = second, first


def _gumbel(rng: Generator) -> Array:
    even = (np.frombuffer(rng.bytes(2 * NOISES), dtype=">u2").astype(np.float64) + 0.5) / 65_536
    noise: Array = (np.round(np.log(-np.log(even)) * GRAIN) / GRAIN).astype(np.float32)
    return noise


def _falling(passed: float) -> float:
    return float((LAST_NOISE / FIRST_NOISE) ** passed)
