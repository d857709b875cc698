"""Facts that were read before: a process is read often, and its facts never change.

What is kept is used again only while the record still has the same entry at its end: the entries
are chained by hashes, so one comparison answers for all of them. A unit that was rolled back, or a
database that was replaced, therefore never shows through.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from deliberate.core.process.facts import Fact
from deliberate.core.storage.store import Unit


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of a process up to the entry with this hash."""

    facts: tuple[Fact, ...] = ()
    head: str | None = None


class KnownFacts:
    """The facts of the processes that were read last. Threads may share it."""

    def __init__(self, size: int = 32) -> None:
        self._size = size
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._lock = Lock()

    def read(self, unit: Unit, process: str) -> tuple[Fact, ...]:
        """All facts of a process as this unit sees them; only those that are new are fetched."""
        with self._lock:
            known = self._known.get(process, Known())
        found = unit.recorded(process, max(1, len(known.facts)))
        if known.facts and (not found or found[0][1] != known.head):
            known, found = Known(), unit.recorded(process, 1)
        new = found[1:] if known.facts else found
        if new:
            known = Known((*known.facts, *(fact for fact, _ in new)), new[-1][1])
        self._keep(process, known)
        return known.facts

    def _keep(self, process: str, known: Known) -> None:
        """Keep what can be recognised again: facts whose last one has an entry."""
        with self._lock:
            self._known.pop(process, None)
            if known.head is not None:
                self._known[process] = known
            while len(self._known) > self._size:
                self._known.popitem(last=False)
