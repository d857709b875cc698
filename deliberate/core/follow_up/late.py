"""Which points of the protocol are late at the process's moment."""

from __future__ import annotations

from deliberate.core.follow_up.commitments import Commitment, commitments
from deliberate.core.process.process import Process


def late(process: Process) -> tuple[Commitment, ...]:
    """Points that are late, as commitments tell it, the oldest due date first."""
    found = [point for point in commitments(process).values() if point.late]
    return tuple(sorted(found, key=lambda point: (point.due, point.id)))
