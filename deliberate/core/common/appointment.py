"""Kind `appointment`: seats filled by letters of delegation, or offices filled by election."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberate.core.common.seating import refuse_taken
from deliberate.core.errors import Message, Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, filled_seat, known
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.offices import VOTELESS
from deliberate.core.process.roster import Seat
from deliberate.core.rulebook.fields import (
    ListOf,
    StrictBool,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of

STAFF = frozenset({"agency", "secretary"})


@dataclass(frozen=True, slots=True)
class AppointmentParameters:
    """Seats of a group (`seats`, `letters`) or offices (`offices`, `elected_by`, `during`)."""

    seats: str = ""
    eligible: tuple[str, ...] = ()
    letters: bool = False
    replace: bool = True
    elected_by: str = ""
    offices: tuple[str, ...] = ()
    during: str = ""


class SendLetter(StrictSchema):
    seat = StrictStr(required=True)


class Delegate(StrictSchema):
    """A delegate: `holder` identifies the person; the name is public by recorded consent."""

    seat = StrictStr(required=True)
    holder = StrictStr(required=True)
    name = TextField(required=True)
    letter = StrictStr(required=True)


class ReplaceDelegate(Delegate):
    reason = TextField(required=True)


class Elect(StrictSchema):
    """`holder`: a seat; for an office without a vote, an account."""

    office = StrictStr(required=True)
    holder = StrictStr(required=True)


class Relieve(StrictSchema):
    office = StrictStr(required=True)
    reason = TextField(required=True)


def send_letter(command: Command) -> list[Draft]:
    """A letter asks an organisation to name its delegate."""
    seat = _seat(command)
    if any(fact.body["seat"] == seat.id for fact in command.view.facts("appointment.letter_sent")):
        raise Refused("TWICE", message("The letter for seat {seat} has been sent.", seat=seat.id))
    return [command.fact("appointment.letter_sent", {"seat": seat.id})]


def delegate(command: Command) -> list[Draft]:
    """A letter of delegation fills a seat."""
    seat = _seat(command)
    if seat.state == "filled":
        raise Refused(
            "FILLED",
            message("Seat {seat} is already filled.", seat=seat.id),
            fix=message("A delegate is changed with: replace."),
        )
    _not_seated(command, command.body["holder"])
    return [command.fact("seat.filled", {**command.body, "group": seat.group}, private=("holder",))]


def replace_delegate(command: Command) -> list[Draft]:
    """Another delegate of the same organisation, by its letter; votes cast before stay cast."""
    if not command.params.replace:
        raise Refused("NO_REPLACEMENT", message("The rulebook allows no replacement here."))
    seat = filled_seat(command.view, command.body["seat"])
    _not_seated(command, command.body["holder"])
    body = {key: value for key, value in command.body.items() if key != "reason"}
    return [
        command.fact("seat.vacated", {"seat": seat.id, "reason": command.body["reason"]}),
        command.fact("seat.filled", {**body, "group": seat.group}, private=("holder",)),
    ]


def elect(command: Command) -> list[Draft]:
    """The members fill an office at the session: a chair or deputy is one of the seats.

    Which account serves in an office without a vote stays out of the public record.
    """
    office = known(command.body["office"], command.params.offices, "office")
    if command.process.roster.office(office) is not None:
        raise Refused(
            "FILLED",
            message("The office “{office}” is held already.", office=office),
            fix=message("Its holder is relieved of it first: relieve."),
        )
    during = command.params.during
    if during and command.process.progress(during).started is None:
        raise Refused("ORDER", message("Offices are filled once the session is open."))
    holder = command.body["holder"]
    private: tuple[str, ...] = ()
    if office not in VOTELESS:
        _may_preside(command, holder)
    else:
        _may_serve(command, holder)
        private = ("holder",)
    body = {"office": office, "holder": holder}
    return [command.fact("appointment.office", body, private=private)]


def relieve(command: Command) -> list[Draft]:
    """The holder of an office lays it down or is relieved of it; it can be filled again."""
    office = known(command.body["office"], command.params.offices, "office")
    if command.process.roster.office(office) is None:
        raise Refused("VACANT", message("Nobody holds the office “{office}” now.", office=office))
    complete_in(command.view, command.body["reason"], "reason")
    return [command.fact("appointment.relieved", command.body)]


def _may_serve(command: Command, account: str) -> None:
    """Who serves without a vote holds no seat, by name or by account."""
    if command.process.roster.seat(account) is not None:
        raise Refused("VOTELESS", message("The secretary has no vote and holds no seat."))
    refuse_taken(command, account)


def _may_preside(command: Command, holder: str) -> None:
    filled_seat(command.view, holder)
    if holder == command.process.pilot.agency.responsible_body:
        raise Refused(
            "PRESIDING",
            message("Seat {seat} belongs to the responsible body and cannot preside.", seat=holder),
        )
    taken = [office for office, seat in command.process.roster.offices if seat == holder]
    if taken:
        raise Refused(
            "TWO_OFFICES",
            message("Seat {seat} already holds an office: {office}.", seat=holder, office=taken[0]),
        )


def _seat(command: Command) -> Seat:
    seat = command.process.roster.seat(command.body["seat"])
    if seat is None or seat.group != command.params.seats:
        options = tuple(item.id for item in command.process.roster.group(command.params.seats))
        raise Refused(
            "NO_SEAT",
            message("There is no seat “{seat}”.", seat=command.body["seat"]),
            fix=message("Known: {options}.", options=options),
        )
    return seat


def _not_seated(command: Command, holder: str) -> None:
    other = command.process.roster.seat_of(holder)
    if other is not None:
        raise Refused("ONE_SEAT", message("This person already holds seat {seat}.", seat=other.id))


def progress(view: StepView) -> Progress:
    if view.params.offices:
        return _office_progress(view)
    seats = view.process.roster.group(view.params.seats)
    filled = [seat for seat in seats if seat.state == "filled"]
    facts = view.facts()
    started = facts[0].at if facts else None
    count = (len(filled), len(seats))
    fills = view.facts("seat.filled")
    if fills and len({fact.body["seat"] for fact in fills}) == len(seats):
        return Progress(True, started, _all_filled_at(view, len(seats)), count=count)
    missing = tuple(seat.id for seat in seats if seat.state != "filled")
    outstanding: tuple[Message, ...] = (message("Seats still vacant: {seats}.", seats=missing),)
    return Progress(False, started, None, None, outstanding, count)


def _all_filled_at(view: StepView, need: int) -> datetime | None:
    seen: set[str] = set()
    for fact in view.facts("seat.filled"):
        seen.add(str(fact.body["seat"]))
        if len(seen) == need:
            return fact.at
    return None


def _office_progress(view: StepView) -> Progress:
    facts = view.process.select("appointment.office", step=view.step.id)
    held = {str(fact.body["office"]) for fact in facts}
    missing = tuple(office for office in view.params.offices if office not in held)
    count = (len(held), len(view.params.offices))
    if facts and not missing:
        return Progress(True, facts[0].at, facts[-1].at, count=count)
    return Progress(
        False,
        facts[0].at if facts else None,
        None,
        None,
        (message("Offices not filled: {offices}.", offices=missing),),
        count,
    )


APPOINTMENT = StepKind(
    "appointment",
    schema_of(
        AppointmentParameters,
        seats=StrictStr(),
        eligible=ListOf(StrictStr()),
        letters=StrictBool(),
        replace=StrictBool(),
        elected_by=StrictStr(),
        offices=ListOf(StrictStr()),
        during=StrictStr(),
    ),
    actions(
        Action("send_letter", STAFF, send_letter, message("send a letter"), SendLetter),
        Action("delegate", STAFF, delegate, message("record a letter of delegation"), Delegate),
        Action(
            "replace",
            STAFF,
            replace_delegate,
            message("replace a delegate"),
            ReplaceDelegate,
            late=True,
            two_persons=True,
        ),
        Action(
            "elect",
            frozenset({"secretary", "agency", "chair"}),
            elect,
            message("fill an office"),
            Elect,
            late=True,
        ),
        Action(
            "relieve",
            STAFF,
            relieve,
            message("relieve somebody of an office"),
            Relieve,
            late=True,
            two_persons=True,
        ),
    ),
    progress,
)
