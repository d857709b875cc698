"""Kind `confirmation`: holders confirm their seats and declare their interests.

Who declines or leaves is followed by the next in line of the vote that filled the seats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deliberate.core.common.recusal import subjects
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import filled_seat, known, seat_of_actor
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.paper import RECORDERS, SeatOnPaper, paper_mark
from deliberate.core.process.parameters import AnyField
from deliberate.core.recruitment.cut_off import closed_to_substitutes
from deliberate.core.recruitment.public_vote import ranking
from deliberate.core.rulebook.fields import (
    ListOf,
    StrictBool,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of

STAFF = frozenset({"agency", "secretary"})
MEMBERS = frozenset({"member"})
NEXT, VACANT = "next_candidate", "stays_vacant"
VACANCIES = (NEXT, VACANT)


@dataclass(frozen=True, slots=True)
class ConfirmationParameters:
    """`vacancy`: whether the next in line takes a seat that falls vacant, or it stays so;
    `substitutes_until`: the step with whose beginning nobody takes a vacant seat any more."""

    seats: str
    declarations: bool = True
    vacancy: Any = NEXT
    substitutes_until: str = ""


class Declare(StrictSchema):
    """`recused_from`: votes and agenda items that the member takes no part in; `taking_part`: why
    a conflict leads to no recusal, as the chair decided, say."""

    seat = StrictStr()
    conflict = StrictBool(required=True)
    interests = TextField()
    recused_from = ListOf(StrictStr())
    taking_part = TextField()


class DeclareOnPaper(SeatOnPaper, Declare):
    """The declaration of a seat, from its signed sheet."""


class Decline(StrictSchema):
    seat = StrictStr(required=True)
    reason = TextField()


def declare(command: Command) -> list[Draft]:
    """A seat's declaration of interests; a declared conflict says what the member is recused of."""
    seat = seat_of_actor(command, named=command.body.get("seat"))
    body = {**command.body, "seat": seat.id, **paper_mark(command)}
    if body["conflict"] and not body.get("interests"):
        raise Refused("INTERESTS", message("A conflict is declared with what it consists of."))
    for item in body.get("recused_from", ()):
        known(item, subjects(command.process), "vote or agenda item")
    if body["conflict"] and not (body.get("recused_from") or body.get("taking_part")):
        raise Refused(
            "RECUSAL",
            message("A conflict is declared, and nothing says what follows from it."),
            fix=message(
                "Name what the member takes no part in, or the reason for taking part all the same."
            ),
        )
    return [command.fact("confirmation.declared", body)]


def decline(command: Command) -> list[Draft]:
    """A holder declines or leaves; the next in line takes the seat, where the pilot says so."""
    seat = filled_seat(command.view, command.body["seat"])
    if seat.group != command.params.seats:
        raise Refused(
            "OTHER_GROUP",
            message("Seat {seat} is filled by letter of its organisation.", seat=seat.id),
        )
    drafts = [command.fact("seat.vacated", command.body, private=("reason",))]
    way = known(command.process.parameter(command.params.vacancy), VACANCIES, "vacancy")
    closed = closed_to_substitutes(command.process, command.params.seats) is not None
    following = next_in_line(command.view) if way == NEXT and not closed else None
    if following is not None:
        drafts.append(
            command.fact(
                "seat.filled",
                {"seat": seat.id, "group": seat.group, "holder": following, "candidate": following},
            )
        )
    return drafts


def next_in_line(view: StepView) -> str | None:
    """The best placed candidate who never held a seat of this group; None when all have."""
    process = view.process
    votes = [step for step in process.rulebook.steps if step.kind == "public_vote"]
    seated = {str(fact.body.get("candidate")) for fact in process.select("seat.filled")}
    for step in votes:
        for candidate in ranking(process.view(step)):
            if candidate not in seated:
                return candidate
    return None


def _left_vacant(view: StepView) -> frozenset[str]:
    """The seats whose holders did not come, where the rulebook lets them stay vacant."""
    if view.process.parameter(view.params.vacancy) != VACANT:
        return frozenset()
    seats = {seat.id: seat for seat in view.process.roster.group(view.params.seats)}
    gone = (str(fact.body["seat"]) for fact in view.facts("seat.vacated"))
    return frozenset(name for name in gone if name in seats and seats[name].state == "vacant")


def progress(view: StepView) -> Progress:
    seats = view.process.roster.group(view.params.seats)
    confirmed = [
        seat
        for seat in seats
        if seat.state == "filled" and (seat.declared or not view.params.declarations)
    ]
    count = (len(confirmed), len(seats))
    facts = view.facts()
    started = facts[0].at if facts else None
    settled = {seat.id for seat in confirmed} | _left_vacant(view)
    waiting = tuple(seat.id for seat in seats if seat.id not in settled)
    if not waiting and facts:
        return Progress(True, started, facts[-1].at, count=count)
    return Progress(
        False,
        started,
        None,
        None,
        (message("Declarations missing for seats: {seats}.", seats=waiting),),
        count,
    )


CONFIRMATION = StepKind(
    "confirmation",
    schema_of(
        ConfirmationParameters,
        seats=StrictStr(required=True),
        declarations=StrictBool(),
        vacancy=AnyField(),
        substitutes_until=StrictStr(),
    ),
    actions(
        Action("declare", MEMBERS, declare, message("declare interests"), Declare, late=True),
        Action(
            "declare_on_paper",
            RECORDERS,
            declare,
            message("record a declaration from its sheet"),
            DeclareOnPaper,
            late=True,
            two_persons=True,
        ),
        Action(
            "decline",
            STAFF,
            decline,
            message("record that a holder leaves"),
            Decline,
            late=True,
            two_persons=True,
        ),
    ),
    progress,
)
