"""Measuring: the best of several rounds, so that a busy machine disturbs little."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """Something to measure: `run` does `items` of `unit`, and must take at most `ceiling` seconds.

    The ceiling is generous, some ten times what a small machine needs: it finds a wrong algorithm,
    not a slow day.
    """

    name: str
    unit: str
    items: int
    ceiling: float
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Measured:
    """The best round of a work, in seconds."""

    work: Work
    seconds: float

    @property
    def fits(self) -> bool:
        return self.seconds <= self.work.ceiling

    def line(self) -> str:
        """Name, time of the whole, time of one item in microseconds, ceiling."""
        work, each = self.work, self.seconds / self.work.items * 1e6
        mark = "" if self.fits else "  TOO SLOW"
        return (
            f"{work.name:<44}{self.seconds * 1e3:>9.1f} ms"
            f"{each:>11.1f} µs per {work.unit:<7} ceiling {work.ceiling * 1e3:.0f} ms{mark}"
        )


def measure(work: Work, rounds: int = 5) -> Measured:
    """The best of `rounds`; the first is often slower, because caches are cold."""
    best = min(_seconds(work.run) for _ in range(rounds))
    return Measured(work, best)


def _seconds(run: Callable[[], object]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def machine() -> str:
    """What the figures were measured on."""
    return f"Python {platform.python_version()} on {platform.machine()}, {platform.system()}"
