"""Refusals that several kinds of steps share, in the words of the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from deliberate.core.errors import Message, Refused, message
from deliberate.core.process.kind import Command, StepView
from deliberate.core.process.roster import Seat
from deliberate.core.text import Text


def seat_of_actor(command: Command, *, named: str | None = None) -> Seat:
    """The seat on whose behalf somebody acts: the member's own, or the one staff names.

    A member may act for no other seat; staff record what a member did on paper.
    """
    if command.actor.role in {"member", "chair"}:
        own = command.process.roster.seat_of_account(command.actor.id)
        if own is None:
            raise Refused("NO_SEAT", message("This account acts for no seat of this process."))
        if named not in (None, own.id):
            raise Refused(
                "OTHER_SEAT",
                message(
                    "A member acts for the own seat {own} only, not for {named}.",
                    own=own.id,
                    named=named,
                ),
            )
        return own
    return filled_seat(command.view, named or "")


def filled_seat(view: StepView, seat_id: str) -> Seat:
    """A seat that somebody holds now, or the reason why it cannot act."""
    seat = view.process.roster.seat(seat_id)
    if seat is None:
        raise Refused("NO_SEAT", message("There is no seat “{seat}”.", seat=seat_id))
    if seat.state != "filled":
        raise Refused("VACANT", message("Seat {seat} is vacant.", seat=seat_id))
    return seat


def as_shown(shown: int | None, current: int) -> None:
    """Refuse an answer to something that has been replaced since it was read.

    `shown` is the number of the version or vote that the person saw; None where nobody says it.
    """
    if shown is not None and shown != current:
        raise Refused(
            "STALE",
            message(
                "You answered number {shown}; number {current} is in force now.",
                shown=shown,
                current=current,
            ),
            fix=message("Read it again, then answer."),
        )


def once(view: StepView, kind: str, key: str, value: str) -> None:
    """Refuse a second fact of this kind with the same `key` (a step done twice)."""
    for fact in view.facts(kind):
        if fact.body.get(key) == value:
            raise Refused(
                "TWICE",
                message(
                    "This is already on record for {value}, since {at}.", value=value, at=fact.at
                ),
            )


def known(value: str, allowed: Iterable[str], what: str) -> str:
    """`value` if it is one of `allowed`; otherwise a refusal that lists them."""
    options = tuple(allowed)
    if value not in options:
        raise Refused(
            "UNKNOWN",
            message("“{value}” is not a known {what}.", value=value, what=what),
            fix=message("Known: {options}.", options=options),
        )
    return value


def complete_in(view: StepView, text: Text, what: str) -> None:
    """Refuse a text that lacks one of the pilot's authentic languages before it is published."""
    missing = text.missing(view.process.pilot.authentic_languages)
    if missing:
        raise Refused(
            "LANGUAGES",
            message("{what} is missing in: {languages}.", what=what, languages=missing),
            fix=message("Every authentic language must be complete before publication."),
        )


def not_before(command: Command, moment: datetime | None, what: Message) -> None:
    """Refuse what is done before its time."""
    if moment is not None and command.now < moment:
        raise Refused(
            "EARLY",
            message("{what} is possible from {moment} on.", what=what, moment=moment),
        )


def working_day_ahead(command: Command, day: date) -> None:
    """Refuse a due date that is a day off, or that does not lie ahead."""
    calendar = command.process.calendar
    if not calendar.is_working(day):
        raise Refused(
            "DAY_OFF",
            message("{day} is a day off.", day=day),
            fix=message("The next working day is {day}.", day=calendar.next_working(day)),
        )
    if day <= calendar.local_day(command.now):
        raise Refused("PAST", message("A due date lies ahead, not on {day}.", day=day))


def text_of(body: Mapping[str, Any], key: str) -> Text:
    """A multilingual value of a fact's body."""
    value = body.get(key) or {}
    return Text.of({str(code): str(words) for code, words in value.items()})
