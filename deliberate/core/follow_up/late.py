"""Which points of the protocol are late at the process's moment."""

from __future__ import annotations

from deliberate.core.follow_up.commitments import Commitment, commitments
from deliberate.core.process.process import Process


def late(process: Process) -> tuple[Commitment, ...]:
    """Points whose due date has passed and that nobody has accepted, the oldest due date first."""
    today = process.calendar.local_day(process.now)
    found = [
        point
        for point in commitments(process).values()
        if point.state != "accepted" and today > point.due
    ]
    return tuple(sorted(found, key=lambda point: (point.due, point.id)))
