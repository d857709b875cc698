"""Kind `appointment`: seats filled by letters of delegation, or offices filled by election."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from deliberate.core.common.agreement import replaceable
from deliberate.core.common.seating import refuse_taken
from deliberate.core.errors import Message, Refused, message
from deliberate.core.process.attendance import present_now
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, filled_seat, known
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.offices import VOTELESS
from deliberate.core.process.parameters import AnyField
from deliberate.core.process.roster import Seat
from deliberate.core.rulebook.fields import (
    ListOf,
    MapOf,
    StrictBool,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of

STAFF = frozenset({"agency", "secretary"})
REPLACEMENTS = ("by_letter_before_item",)
BY_MEMBERS = "elected_by_members"
SERVING: Mapping[str, bool] = MappingProxyType(
    {"employee_of_working_body": True, "independent": False}
)
"""How somebody without a vote is chosen, and whether the working body then employs them."""


@dataclass(frozen=True, slots=True)
class AppointmentParameters:
    """Seats of a group (`seats`) or offices (`offices`, `elected_by`, `during`).

    `replace`: whether and when an organisation may send another delegate; `chosen`: for an office,
    how its holder is chosen.
    """

    seats: str = ""
    replace: Any = True
    elected_by: str = ""
    offices: tuple[str, ...] = ()
    during: str = ""
    chosen: Mapping[str, Any] = field(default_factory=dict)


class SendLetter(StrictSchema):
    seat = StrictStr(required=True)


class Delegate(StrictSchema):
    """A delegate: `holder` identifies the person; the name is public by recorded consent."""

    seat = StrictStr(required=True)
    holder = StrictStr(required=True)
    name = TextField(required=True)
    letter = StrictStr(required=True)


class ReplaceDelegate(Delegate):
    """`organisation`: another one that takes the seat, where a deadlock is ended so."""

    organisation = TextField()
    reason = TextField(required=True)


class Elect(StrictSchema):
    """`holder`: a seat; for an office without a vote, an account, and whether its person is
    employed by the working body (`of_working_body`)."""

    office = StrictStr(required=True)
    holder = StrictStr(required=True)
    of_working_body = StrictBool()


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
    complete_in(command.view, command.body["name"], "name")
    return [command.fact("seat.filled", {**command.body, "group": seat.group}, private=("holder",))]


def replace_delegate(command: Command) -> list[Draft]:
    """Another delegate of the same organisation, by its letter; votes cast before stay cast."""
    way = command.process.parameter(command.params.replace)
    if not way:
        raise Refused("NO_REPLACEMENT", message("The rulebook allows no replacement here."))
    if way is not True:
        known(way, REPLACEMENTS, "replacement")
        _between_items(command)
    seat = filled_seat(command.view, command.body["seat"])
    if "organisation" in command.body:
        _may_take_the_place(command, seat)
    _not_seated(command, command.body["holder"])
    complete_in(command.view, command.body["name"], "name")
    complete_in(command.view, command.body["reason"], "reason")
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
    way = command.process.parameter(command.params.chosen.get(office, ""))
    if office not in VOTELESS:
        known(way or BY_MEMBERS, (BY_MEMBERS,), "choice of an office")
        _may_preside(command, holder)
    else:
        _may_serve(command, holder, way)
        private = ("holder",)
    body = {**command.body, "office": office, "holder": holder}
    return [command.fact("appointment.office", body, private=private)]


def relieve(command: Command) -> list[Draft]:
    """The holder of an office lays it down or is relieved of it; it can be filled again."""
    office = known(command.body["office"], command.params.offices, "office")
    if command.process.roster.office(office) is None:
        raise Refused("VACANT", message("Nobody holds the office “{office}” now.", office=office))
    complete_in(command.view, command.body["reason"], "reason")
    return [command.fact("appointment.relieved", command.body)]


def _between_items(command: Command) -> None:
    """While a session is open an item of its agenda is: a delegate changes before or after it."""
    if present_now(command.process) is not None:
        raise Refused(
            "ITEM_OPEN",
            message("The session is open; a delegate is replaced before an item of its agenda is."),
            fix=message("Record the seat as absent, and replace the delegate after the session."),
        )


def _may_take_the_place(command: Command, seat: Seat) -> None:
    """Refuse another organisation unless its predecessor's refusal is a deadlock that it ends."""
    complete_in(command.view, command.body["organisation"], "organisation")
    documents = [step for step in command.process.rulebook.steps if step.kind == "document"]
    if not any(seat.id in replaceable(command.process.view(step)) for step in documents):
        raise Refused(
            "NO_DEADLOCK",
            message("Seat {seat} is in no deadlock that another organisation ends.", seat=seat.id),
            fix=message("Another delegate of the same organisation needs no organisation here."),
        )


def _may_serve(command: Command, account: str, way: Any) -> None:
    """Who serves without a vote holds no seat, by name or by account, and is who was agreed on."""
    if way:
        known(way, SERVING, "choice of an office")
        if command.body.get("of_working_body") is not SERVING[way]:
            raise Refused(
                "EMPLOYER",
                message("The pilot wants the secretary to be: {way}.", way=way),
                fix=message("State whether the working body employs the person: of_working_body."),
            )
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
        replace=AnyField(),
        elected_by=StrictStr(),
        offices=ListOf(StrictStr()),
        during=StrictStr(),
        chosen=MapOf(StrictStr(blank=False)),
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
