"""The example, rehearsed to its end: what pages and documents are measured on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.services.files import read_sheet
from deliberate.core.services.rehearsal.rehearse import rehearse
from deliberate.core.storage import open_store


@dataclass(frozen=True, slots=True)
class Lived:
    """A process that has ended, and where it is kept."""

    database: Path
    context: Context
    process: str


@contextmanager
def lived(folder: Path) -> Iterator[Lived]:
    """Rehearse the example into a database in `folder`."""
    registry = Registry.load(extra=(jurisdictions,))
    pilot = read_sheet(registry, registry.examples()[0]).pilot
    database = folder / "lived.db"
    with open_store(database, migrate=True) as store:
        ended = rehearse(store, registry, pilot, 2027).context.clock.now()
        clock = SimulatedClock(ended)
        yield Lived(database, Context(store, registry, clock, Generator(b"reader").bytes), pilot.id)
