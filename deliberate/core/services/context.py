"""What every use case needs: store, plugins and clock, and the facts that were read before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from deliberate.core.clock import Clock
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
        facts = self.known.read(unit, process_id)
        last = self.last.get(process_id)
        if last is None or not facts or facts[0] is not last.facts[0]:
            # The opening, to which all later entries are chained, vouches for the texts.
            last = self._opened(unit.process(process_id))
        moment = self.clock.now() if now is None else now
        if last.rehearsal and facts:
            # A rehearsal has lived ahead of the clock that reads it.
            moment = max(moment, facts[-1].at)
        if facts is last.facts and _same(moment, last.now):
            return last
        process = replace(last, facts=facts, now=moment).following(last)
        if facts:
            if len(self.last) >= KEPT:
                self.last.clear()
            self.last[process_id] = process
        return process

    def _opened(self, row: ProcessRow) -> Process:
        """A process before anything has happened in it."""
        rulebook, pilot = self.registry.library.met(
            row.rulebook_text, row.pilot_text, f"{row.id}.toml"
        )
        calendar = calendar_of(pilot, jurisdiction_of(self.registry, rulebook, pilot))
        return Process(
            row.id,
            rulebook,
            pilot,
            calendar,
            self.registry.kinds,
            (),
            row.opened_at,
            row.rehearsal,
        )


def _same(one: datetime, other: datetime) -> bool:
    """The same moment, told in the same zone."""
    return one == other and one.tzinfo is other.tzinfo
