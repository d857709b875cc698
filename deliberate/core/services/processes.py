"""Which processes an installation has."""

from __future__ import annotations

from deliberate.core.services.context import Context
from deliberate.core.storage.rows import ProcessRow


def processes_of(context: Context) -> tuple[ProcessRow, ...]:
    """All processes, the oldest first."""
    with context.store.read() as unit:
        return unit.processes()


def agency_of(context: Context, process_id: str) -> str:
    """The agency of a process; refuses an unknown process."""
    with context.store.read() as unit:
        return unit.process(process_id).agency
