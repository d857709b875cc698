"""Who sits where: the roster, folded from facts about seats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from deliberate.core.process.facts import Fact

SeatState = Literal["vacant", "filled"]
ROSTER_KINDS = (
    "seat.filled",
    "seat.vacated",
    "confirmation.declared",
    "appointment.office",
    "execution.mandates_ended",
)
"""The facts that change who sits where."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat. `holder` identifies the person (an account or candidate identifier, no name)."""

    id: str
    group: str
    kind: str = ""
    state: SeatState = "vacant"
    holder: str = ""
    since: datetime | None = None
    mandate_ended: datetime | None = None
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """All seats in the order of their identifiers, and the offices members hold."""

    seats: tuple[Seat, ...] = ()
    offices: tuple[tuple[str, str], ...] = ()

    def group(self, name: str) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.seats if seat.group == name)

    def filled(self, group: str | None = None) -> tuple[Seat, ...]:
        """Seats that somebody holds now; all groups when `group` is None or empty."""
        return tuple(
            seat
            for seat in self.seats
            if seat.state == "filled" and (not group or seat.group == group)
        )

    def seat(self, seat_id: str) -> Seat | None:
        return next((seat for seat in self.seats if seat.id == seat_id), None)

    def office(self, name: str) -> str | None:
        """Who holds an office: a seat, or an account for offices without a vote."""
        return dict(self.offices).get(name)

    def seat_of(self, holder: str) -> Seat | None:
        return next(
            (seat for seat in self.seats if seat.holder == holder and seat.state == "filled"), None
        )


def fold_roster(planned: Iterable[Seat], facts: Iterable[Fact]) -> Roster:
    """The roster after `facts` (of `ROSTER_KINDS`), starting from the seats the pilot plans."""
    seats = {seat.id: seat for seat in planned}
    offices: dict[str, str] = {}
    for fact in facts:
        seat_id = str(fact.body.get("seat", ""))
        seat = seats.get(seat_id)
        if fact.kind == "seat.filled" and seat is not None:
            seats[seat_id] = replace(
                seat, state="filled", holder=str(fact.body["holder"]), since=fact.at, declared=False
            )
        elif fact.kind == "seat.vacated" and seat is not None:
            seats[seat_id] = replace(seat, state="vacant", holder="", since=None, declared=False)
        elif fact.kind == "confirmation.declared" and seat is not None:
            seats[seat_id] = replace(seat, declared=True)
        elif fact.kind == "appointment.office":
            offices[str(fact.body["office"])] = str(fact.body["holder"])
        elif fact.kind == "execution.mandates_ended":
            seats = {key: _end_mandate(item, fact) for key, item in seats.items()}
    return Roster(tuple(seats[key] for key in sorted(seats)), tuple(offices.items()))


def _end_mandate(seat: Seat, fact: Fact) -> Seat:
    if seat.group == fact.body.get("group") and seat.state == "filled":
        return replace(seat, mandate_ended=fact.at)
    return seat
