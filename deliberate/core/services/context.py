"""What every use case needs: store, plugins and clock, and the facts that were read before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from deliberate.core.clock import Clock
from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.services.known_facts import KnownFacts
from deliberate.core.services.press import Press
from deliberate.core.services.setting import calendar_of, jurisdiction_of
from deliberate.core.storage.rows import ProcessRow
from deliberate.core.storage.store import Store, Unit

KEPT = 32
"""So many processes are remembered as they were read last."""


@dataclass(frozen=True)
class Context:
    """The arguments of every use case, in one place.

    `entropy` gives unguessable bytes for secrets and tokens; a rehearsal gives its own generator.
    `press` composes the documents that facts call for; without one none is issued.
    """

    store: Store
    registry: Registry
    clock: Clock
    entropy: Callable[[int], bytes]
    press: Press | None = None
    known: KnownFacts = field(default_factory=KnownFacts, init=False)
    last: dict[str, Process] = field(default_factory=dict, init=False)

    def read_process(self, unit: Unit, process_id: str, now: datetime | None = None) -> Process:
        """A process at this moment (or at `now`), from its frozen texts and its facts."""
        row = unit.process(process_id)
        facts = self.known.read(unit, process_id)
        process = self.fold(row, facts, self.clock.now() if now is None else now)
        process = process.following(self.last.get(process_id))
        if len(self.last) >= KEPT:
            self.last.clear()
        self.last[process_id] = process
        return process

    def fold(self, row: ProcessRow, facts: tuple[Fact, ...], now: datetime) -> Process:
        rulebook, pilot = self.registry.library.met(
            row.rulebook_text, row.pilot_text, f"{row.id}.toml"
        )
        calendar = calendar_of(pilot, jurisdiction_of(self.registry, rulebook, pilot))
        if row.rehearsal and facts:
            # A rehearsal has lived ahead of the clock that reads it.
            now = max(now, facts[-1].at)
        return Process(
            row.id, rulebook, pilot, calendar, self.registry.kinds, facts, now, row.rehearsal
        )
