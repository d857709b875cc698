"""Which seat and which offices of a process are somebody's own. Nothing else decides this."""

from __future__ import annotations

from deliberate.core.process.process import Process
from deliberate.core.process.roster import Seat


def own_seat(process: Process, account: str) -> Seat | None:
    """The seat that an account holds in a process now; None when it holds none."""
    return process.roster.seat_of_account(account)


def own_offices(process: Process, account: str) -> tuple[str, ...]:
    """The offices that an account holds: by its seat, or itself where an office has no vote."""
    seat = own_seat(process, account)
    mine = {account} | ({seat.id} if seat is not None else set())
    return tuple(office for office, holder in process.roster.offices if holder in mine)
