"""Which processes an installation has, and which of them somebody may see."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.identity.visibility import Place, Viewer, What, sees
from deliberate.core.process.process import Process
from deliberate.core.services.context import Context
from deliberate.core.storage.process_repository import no_process
from deliberate.core.storage.rows import ProcessRow
from deliberate.core.storage.store import Unit
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Listed:
    """One process as lists show it. `agency` is the name that roles are scoped by."""

    id: str
    agency: str
    title: Text
    rehearsal: bool


def processes_seen(context: Context, viewer: Viewer) -> tuple[Listed, ...]:
    """The processes that somebody may see, the oldest first."""
    with context.store.read() as unit:
        rows = [row for row in unit.processes() if _is_seen(unit, viewer, row)]
    return tuple(_listed(context, row) for row in rows)


def process_seen(unit: Unit, viewer: Viewer, process_id: str) -> ProcessRow:
    """A process that somebody may see; for all others it does not exist (NO_PROCESS)."""
    row = unit.process(process_id)
    if not _is_seen(unit, viewer, row):
        raise no_process(process_id)
    return row


def process_now(context: Context, process_id: str) -> Process:
    """A process at this moment, for those who administer the installation."""
    with context.store.read() as unit:
        return context.read_process(unit, process_id)


def all_processes(context: Context) -> tuple[Process, ...]:
    """Every process at this moment, the oldest first, for those who administer."""
    with context.store.read() as unit:
        return tuple(context.read_process(unit, row.id) for row in unit.processes())


def _is_seen(unit: Unit, viewer: Viewer, row: ProcessRow) -> bool:
    """A process is public from its first entry in the record on."""
    opened = unit.last_entry_hash(row.id) is not None
    return sees(viewer, What.RECORD, Place(row.id, row.agency, opened=opened))


def _listed(context: Context, row: ProcessRow) -> Listed:
    pilot = context.registry.library.pilot(row.pilot_text, f"{row.id}.toml")
    return Listed(row.id, row.agency, pilot.title, row.rehearsal)


def seen_process(context: Context, viewer: Viewer, process_id: str) -> Process:
    """A process as it stands now; refuses one that the viewer does not see (NO_PROCESS)."""
    with context.store.read() as unit:
        process_seen(unit, viewer, process_id)
        return context.read_process(unit, process_id)
