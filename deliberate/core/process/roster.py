"""Who sits where: the roster, folded from facts about seats, offices and those who act for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from deliberate.core.process.facts import Fact
from deliberate.core.text import Text

SeatState = Literal["vacant", "filled"]
ROSTER_KINDS = (
    "seat.filled",
    "seat.vacated",
    "seat.linked",
    "seat.unlinked",
    "signer.bound",
    "confirmation.declared",
    "appointment.office",
    "appointment.relieved",
    "execution.mandates_ended",
)
"""The facts that change who sits where."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat. `holder` identifies the person (a delegate or candidate, no name), `account` is
    the account that acts for the seat, `signer` the keyed tag of the person who signs for it.
    `organisation` took the place of the one that the pilot names, if any did."""

    id: str
    group: str
    kind: str = ""
    state: SeatState = "vacant"
    holder: str = ""
    since: datetime | None = None
    mandate_ended: datetime | None = None
    declared: bool = False
    account: str = ""
    signer: str = ""
    organisation: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Office:
    """An office. `holder` is a seat or, for an office without a vote, an account; `signer` is the
    keyed tag of the latter: who holds an office with a seat signs as that seat does."""

    name: str
    holder: str
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """All seats in the order of their identifiers, and the offices that are held."""

    seats: tuple[Seat, ...] = ()
    held: tuple[Office, ...] = ()

    @property
    def offices(self) -> tuple[tuple[str, str], ...]:
        """Each office that is held, with its holder."""
        return tuple((office.name, office.holder) for office in self.held)

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

    def office_of_account(self, account: str) -> str | None:
        """The office without a vote that this account holds."""
        held = (item.name for item in self.held if item.holder == account)
        return next((name for name in held if self.seat(account) is None), None)

    def seat_of(self, holder: str) -> Seat | None:
        """The seat that a person holds."""
        return next((seat for seat in self.filled() if seat.holder == holder), None)

    def seat_of_account(self, account: str) -> Seat | None:
        """The seat that an account acts for."""
        return next((seat for seat in self.filled() if account and seat.account == account), None)


def fold_roster(planned: Iterable[Seat], facts: Iterable[Fact]) -> Roster:
    """The roster after `facts` (of `ROSTER_KINDS`), starting from the seats the pilot plans."""
    seats = {seat.id: seat for seat in planned}
    offices: dict[str, Office] = {}
    for fact in facts:
        seat = seats.get(str(fact.body.get("seat", "")))
        if seat is not None:
            seats[seat.id] = _changed(seat, fact)
        if fact.kind == "seat.vacated" and seat is not None:
            # An office is given to a person: it does not pass on with the seat.
            offices = {name: item for name, item in offices.items() if item.holder != seat.id}
        elif fact.kind == "execution.mandates_ended":
            seats = {key: _end_mandate(item, fact) for key, item in seats.items()}
        else:
            _change_office(offices, fact)
    return Roster(tuple(seats[key] for key in sorted(seats)), tuple(offices.values()))


def _changed(seat: Seat, fact: Fact) -> Seat:
    """A seat after a fact that names it. Who follows somebody begins without account and tag."""
    match fact.kind:
        case "seat.filled":
            seat = replace(_emptied(seat), organisation=_organisation(seat, fact))
            return replace(seat, state="filled", holder=str(fact.body["holder"]), since=fact.at)
        case "seat.vacated":
            return _emptied(seat)
        case "seat.linked":
            return replace(seat, account=str(fact.body["account"]))
        case "seat.unlinked":
            return replace(seat, account="")
        case "signer.bound":
            return replace(seat, signer=str(fact.body["tag"]))
        case "confirmation.declared":
            return replace(seat, declared=True)
    return seat


def _emptied(seat: Seat) -> Seat:
    """The seat without its holder; what belongs to the seat itself stays."""
    return Seat(
        seat.id,
        seat.group,
        seat.kind,
        mandate_ended=seat.mandate_ended,
        organisation=seat.organisation,
    )


def _organisation(seat: Seat, fact: Fact) -> Text:
    named = fact.body.get("organisation")
    return seat.organisation if named is None else Text.of(dict(named))


def _change_office(offices: dict[str, Office], fact: Fact) -> None:
    name = str(fact.body.get("office", ""))
    match fact.kind:
        case "appointment.office":
            offices[name] = Office(name, str(fact.body["holder"]))
        case "appointment.relieved":
            offices.pop(name, None)
        case "signer.bound" if name in offices:
            offices[name] = replace(offices[name], signer=str(fact.body["tag"]))


def _end_mandate(seat: Seat, fact: Fact) -> Seat:
    if seat.group == fact.body.get("group") and seat.state == "filled":
        return replace(seat, mandate_ended=fact.at)
    return seat
