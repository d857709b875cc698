"""Kind `document`: drafted in versions, agreed where required, then frozen and hashed.

Silence is not consent: an agreement is a fact of its own for one seat and one version. A refusal
returns the document with its reason; only a new version can be agreed after that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deliberate.core.canonical import digest
from deliberate.core.common.agreement import (
    CLOSED,
    DEADLOCKS,
    REPLACED,
    agreed_seats,
    agreement,
    deadlock,
    refusals,
    version,
)
from deliberate.core.common.contents import document_content
from deliberate.core.errors import Message, Refused, message
from deliberate.core.process.facts import Draft, Fact, json_value
from deliberate.core.process.guards import (
    as_shown,
    complete_in,
    filled_seat,
    known,
    seat_of_actor,
)
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.paper import RECORDERS, SeatOnPaper, paper_mark
from deliberate.core.process.parameters import AnyField
from deliberate.core.rulebook.fields import (
    DateField,
    StrictInt,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of

STAFF = frozenset({"agency", "secretary"})
MEMBERS = frozenset({"member"})


@dataclass(frozen=True, slots=True)
class DocumentParameters:
    """`agreement`: "all" or a fraction of the seats of `agreed_by` that must agree; `rounds`: how
    many versions may be sent round (0: as many as it takes), `deadlock`: what follows a refusal of
    the last one."""

    template: str
    agreed_by: str = ""
    agreement: str = "all"
    rounds: Any = 0
    deadlock: Any = CLOSED


class DraftDocument(StrictSchema):
    note = TextField()


class AgreeDocument(StrictSchema):
    """`version`: the draft that was read; with it an answer to an older one is refused."""

    seat = StrictStr()
    version = StrictInt()


class RefuseDocument(StrictSchema):
    """`version`: the draft that was read; with it an answer to an older one is refused."""

    seat = StrictStr()
    version = StrictInt()
    reason = TextField(required=True)


class AgreeOnPaper(SeatOnPaper, AgreeDocument):
    """The agreement of a seat, from its signed sheet."""


class RefuseOnPaper(SeatOnPaper, RefuseDocument):
    """The refusal of a seat, from its signed sheet."""


class FreezeDocument(StrictSchema):
    number = StrictStr(required=True)
    date = DateField(required=True)


def draft(command: Command) -> list[Draft]:
    """A new version, made from the rulebook, the pilot and the facts so far."""
    content = document_content(command.process, command.params.template)
    if command.body.get("note"):
        complete_in(command.view, command.body["note"], "note")
    number = version(command.view) + 1
    return [
        command.fact(
            "document.drafted",
            {
                "version": number,
                "sha256": digest(json_value({"version": number, "content": content})),
                "note": command.body.get("note", {}),
            },
        )
    ]


def agree(command: Command) -> list[Draft]:
    """One seat agrees to the current version, for itself."""
    latest = _latest(command.view)
    as_shown(command.body.get("version"), version(command.view))
    seat = _agreeing_seat(command)
    if seat in agreed_seats(command.view):
        raise Refused(
            "TWICE",
            message(
                "Seat {seat} has already agreed to version {version}.",
                seat=seat,
                version=latest.body["version"],
            ),
        )
    if refusals(command.view):
        raise Refused(
            "RETURNED",
            message(
                "Version {version} was refused and is returned.", version=latest.body["version"]
            ),
            fix=message("A new version has to be drafted first."),
        )
    agreed = {"seat": seat, "version": latest.body["version"], **paper_mark(command)}
    return [command.fact("document.agreed", agreed)]


def refuse(command: Command) -> list[Draft]:
    """One seat refuses the current version; the reason returns it to its authors.

    After the last round nothing returns: the refusal, with its reason, is a deadlock.
    """
    latest = _latest(command.view)
    as_shown(command.body.get("version"), version(command.view))
    seat = _agreeing_seat(command)
    if seat in agreed_seats(command.view):
        raise Refused(
            "TWICE",
            message(
                "Seat {seat} has already agreed to version {version}.",
                seat=seat,
                version=latest.body["version"],
            ),
        )
    mark, number = paper_mark(command), latest.body["version"]
    if mark:
        complete_in(command.view, command.body["reason"], "reason")
    refused = {"seat": seat, "version": number, "reason": command.body["reason"], **mark}
    drafts = [command.fact("document.refused", refused)]
    rounds = int(command.process.parameter(command.params.rounds))
    if rounds and number >= rounds and deadlock(command.view) is None:
        way = known(command.process.parameter(command.params.deadlock), DEADLOCKS, "deadlock")
        drafts.append(command.fact("document.deadlocked", {"version": number, "then": way}))
    return drafts


def freeze(command: Command) -> list[Draft]:
    """Freeze the current version with registration number and date, once it is agreed."""
    latest = _latest(command.view)
    _require_day_of_registration(command, latest)
    have, need = agreement(command.view)
    if have < need:
        raise Refused(
            "AGREEMENT",
            message(
                "{have} of {need} seats have agreed; silence is not consent.", have=have, need=need
            ),
        )
    return [
        command.fact(
            "document.frozen",
            {
                "version": latest.body["version"],
                "sha256": latest.body["sha256"],
                "number": command.body["number"],
                "date": command.body["date"],
            },
        )
    ]


def _require_day_of_registration(command: Command, drafted: Fact) -> None:
    """A version is registered between the day it was drafted and today: nobody can date it back."""
    calendar, day = command.process.calendar, command.body["date"]
    first, today = calendar.local_day(drafted.at), calendar.local_day(command.now)
    if not first <= day <= today:
        raise Refused(
            "REGISTERED",
            message(
                "Version {version} cannot have been registered on {day}: it was drafted on "
                "{first}, and today is {today}.",
                version=drafted.body["version"],
                day=day,
                first=first,
                today=today,
            ),
            fix=message("Give the day on which it was registered."),
        )


def progress(view: StepView) -> Progress:
    first, frozen = view.first("document.drafted"), view.last("document.frozen")
    have, need = agreement(view)
    if frozen is not None:
        return Progress(True, first.at if first else frozen.at, frozen.at, count=(have, need))
    outstanding = [message("It is not frozen yet.")]
    if first is None:
        outstanding.insert(0, message("No version has been drafted."))
    elif deadlock(view) is not None:
        outstanding.insert(0, _way_out(view))
    elif refusals(view):
        outstanding.insert(0, message("It was refused and returned to its authors."))
    elif have < need:
        outstanding.insert(0, message("{have} of {need} seats have agreed.", have=have, need=need))
    return Progress(
        False,
        first.at if first else None,
        None,
        None,
        tuple(outstanding),
        (have, need) if need else None,
    )


def _way_out(view: StepView) -> Message:
    """What ends a deadlock, as the pilot decided it."""
    fact = deadlock(view)
    if fact is not None and fact.body["then"] == REPLACED:
        return message("Refused in the last round: another organisation takes the seat of each.")
    return message("Refused in the last round: the process is closed with: process cancel.")


def _latest(view: StepView) -> Fact:
    latest = view.last("document.drafted")
    if latest is None:
        raise Refused("NO_DRAFT", message("No version has been drafted yet."))
    return latest


def _agreeing_seat(command: Command) -> str:
    group = command.params.agreed_by
    if not group:
        raise Refused("NO_AGREEMENT", message("This document needs no agreement of the seats."))
    seat = seat_of_actor(command, named=command.body.get("seat"))
    if seat.group != group:
        raise Refused(
            "OTHER_GROUP",
            message("Seat {seat} does not belong to the group that agrees.", seat=seat.id),
        )
    return filled_seat(command.view, seat.id).id


def _is_agreed(view: StepView) -> bool:
    """Whether seats have to agree to this document."""
    return bool(view.params.agreed_by)


DOCUMENT = StepKind(
    "document",
    schema_of(
        DocumentParameters,
        template=StrictStr(required=True),
        agreed_by=StrictStr(),
        agreement=StrictStr(),
        rounds=AnyField(),
        deadlock=AnyField(),
    ),
    actions(
        Action("draft", STAFF, draft, message("draft a version"), DraftDocument),
        Action("agree", MEMBERS, agree, message("agree"), AgreeDocument, applies=_is_agreed),
        Action(
            "refuse",
            MEMBERS,
            refuse,
            message("refuse with a reason"),
            RefuseDocument,
            applies=_is_agreed,
        ),
        Action(
            "agree_on_paper",
            RECORDERS,
            agree,
            message("record an agreement from its sheet"),
            AgreeOnPaper,
            two_persons=True,
            applies=_is_agreed,
        ),
        Action(
            "refuse_on_paper",
            RECORDERS,
            refuse,
            message("record a refusal from its sheet"),
            RefuseOnPaper,
            two_persons=True,
            applies=_is_agreed,
        ),
        Action("freeze", STAFF, freeze, message("freeze and register"), FreezeDocument),
    ),
    progress,
)
