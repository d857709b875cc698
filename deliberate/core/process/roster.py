"""Who sits where: the roster, folded from facts about seats, offices and those who act for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal

from deliberate.core.process.facts import Fact
from deliberate.core.text import Text

AGENCY_BODY = "agency"
"""Named where a seat would be: the agency itself, which owns what it accepted."""
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

_by_id = attrgetter("id")


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


@dataclass(frozen=True)
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
        return self._by_id.get(seat_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Seat]:
        return {seat.id: seat for seat in self.seats}

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


def fold_roster(
    planned: Iterable[Seat], facts: Iterable[Fact], held: Iterable[Office] = ()
) -> Roster:
    """The roster after `facts` (of `ROSTER_KINDS`), starting from the seats the pilot plans, or
    from those of an earlier roster with the offices that were `held` in it.

    What changes of a seat is gathered first and put into it once: a large panel has many facts.
    """
    seats = {seat.id: seat for seat in planned}
    changes: dict[str, dict[str, Any]] = {}
    offices = {office.name: office for office in held}
    for fact in facts:
        name = str(fact.body.get("seat", ""))
        if name in seats:
            changes[name] = _changed(changes.get(name, {}), fact)
        if fact.kind == "seat.vacated" and name in seats:
            # An office is given to a person: it does not pass on with the seat.
            offices = {key: item for key, item in offices.items() if item.holder != name}
        elif fact.kind == "execution.mandates_ended":
            for key, seat in seats.items():
                _end_mandate(seat, changes.setdefault(key, {}), fact)
        else:
            _change_office(offices, fact)
    ended = seats | {key: replace(seats[key], **new) for key, new in changes.items() if new}
    return Roster(tuple(sorted(ended.values(), key=_by_id)), tuple(offices.values()))


def _changed(known: dict[str, Any], fact: Fact) -> dict[str, Any]:
    """What has changed of a seat after a fact that names it. Who follows somebody begins without
    account and tag."""
    match fact.kind:
        case "seat.filled":
            filled = {"state": "filled", "holder": str(fact.body["holder"]), "since": fact.at}
            return {**_emptied(known), **_organisation(fact), **filled}
        case "seat.vacated":
            return _emptied(known)
        case "seat.linked":
            known["account"] = str(fact.body["account"])
        case "seat.unlinked":
            known["account"] = ""
        case "signer.bound":
            known["signer"] = str(fact.body["tag"])
        case "confirmation.declared":
            known["declared"] = True
    return known


_VACANT = {
    "state": "vacant",
    "holder": "",
    "since": None,
    "declared": False,
    "account": "",
    "signer": "",
}


def _emptied(known: dict[str, Any]) -> dict[str, Any]:
    """The changes of a seat that nobody holds; what belongs to the seat itself stays."""
    return {**known, **_VACANT}


def _organisation(fact: Fact) -> dict[str, Any]:
    named = fact.body.get("organisation")
    return {} if named is None else {"organisation": Text.of(dict(named))}


def _change_office(offices: dict[str, Office], fact: Fact) -> None:
    name = str(fact.body.get("office", ""))
    match fact.kind:
        case "appointment.office":
            offices[name] = Office(name, str(fact.body["holder"]))
        case "appointment.relieved":
            offices.pop(name, None)
        case "signer.bound" if name in offices:
            offices[name] = replace(offices[name], signer=str(fact.body["tag"]))


def _end_mandate(seat: Seat, known: dict[str, Any], fact: Fact) -> None:
    if seat.group == fact.body.get("group") and known.get("state", seat.state) == "filled":
        known["mandate_ended"] = fact.at
