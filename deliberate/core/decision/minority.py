"""Minority reports: who holds one signs for the own seat, and others join by an act of their own.

Staff record one from its sheet, with all who signed it; two people do that, and the record says so.
Once the protocol is frozen nothing is added and nobody joins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, filled_seat, known, seat_of_actor, text_of
from deliberate.core.process.kind import Action, Command, StepView
from deliberate.core.process.paper import RECORDERS, SeatOnPaper, Sheet, paper_mark
from deliberate.core.rulebook.fields import ListOf, StrictInt, StrictSchema, StrictStr, TextField
from deliberate.core.text import Text

MEMBERS = frozenset({"member"})


class Minority(StrictSchema):
    """`point`: the one point of the draft that it dissents from, else it is about the whole."""

    text = TextField(required=True)
    point = StrictStr(blank=False)


class MinorityOnPaper(Sheet):
    """`seats`: those that have signed the sheet."""

    seats = ListOf(StrictStr(), required=True)
    text = TextField(required=True)
    point = StrictStr(blank=False)


class Join(StrictSchema):
    """`report`: which minority report, the first being 1."""

    report = StrictInt(minimum=1, required=True)


class JoinOnPaper(SeatOnPaper, Join):
    """A seat that joins, from its signed sheet."""


@dataclass(frozen=True, slots=True)
class MinorityReport:
    """One report with the seats that hold it, in the order in which they came to it. `point`: the
    point that it dissents from, empty where it is about the whole."""

    seats: tuple[str, ...]
    text: Text
    point: str = ""

    def as_body(self) -> dict[str, Any]:
        """What the hash of the protocol is taken over."""
        about = {"point": self.point} if self.point else {}
        return {"seats": list(self.seats), "text": self.text.as_dict(), **about}


def minority_reports(view: StepView) -> tuple[MinorityReport, ...]:
    """Every minority report with all who hold it."""
    return held(
        [fact.body for fact in view.facts("report.minority")],
        [fact.body for fact in view.facts("report.minority_joined")],
    )


def held(
    written: Sequence[Mapping[str, Any]], joined: Sequence[Mapping[str, Any]]
) -> tuple[MinorityReport, ...]:
    """The reports as written, each with those who joined it by its number."""
    return tuple(
        MinorityReport(
            (
                *body["seats"],
                *(str(other["seat"]) for other in joined if other["report"] == number),
            ),
            text_of(body, "text"),
            str(body.get("point", "")),
        )
        for number, body in enumerate(written, start=1)
    )


def write(command: Command) -> list[Draft]:
    """A minority report of the own seat; it belongs to every outcome."""
    _foreseen(command)
    seat = seat_of_actor(command)
    complete_in(command.view, command.body["text"], "minority.text")
    return [command.fact("report.minority", {"seats": [seat.id], **_words(command)})]


def write_on_paper(command: Command) -> list[Draft]:
    """Record a minority report from its sheet, with all seats that have signed it."""
    _foreseen(command)
    seats = [filled_seat(command.view, seat).id for seat in command.body["seats"]]
    if not seats:
        raise Refused("MINORITY", message("A minority report names the seats that hold it."))
    for seat in seats:
        if seats.count(seat) > 1:
            raise _twice(seat)
    complete_in(command.view, command.body["text"], "minority.text")
    body = {"seats": seats, **_words(command), **paper_mark(command)}
    return [command.fact("report.minority", body)]


def _words(command: Command) -> dict[str, Any]:
    """The text and, where the report dissents from one point, which of the draft's it is."""
    body: dict[str, Any] = {"text": command.body["text"]}
    point = command.body.get("point")
    if point is not None:
        drafted = command.view.last("report.drafted")
        items = drafted.body["items"] if drafted is not None else ()
        body["point"] = known(point, [str(item["id"]) for item in items], "point")
    return body


def join(command: Command) -> list[Draft]:
    """One more seat holds a minority report."""
    _foreseen(command)
    seat = seat_of_actor(command, named=command.body.get("seat")).id
    reports = minority_reports(command.view)
    number = int(command.body["report"])
    known(str(number), [str(index) for index in range(1, len(reports) + 1)], "minority report")
    if seat in reports[number - 1].seats:
        raise _twice(seat)
    body = {"report": number, "seat": seat, **paper_mark(command)}
    return [command.fact("report.minority_joined", body)]


def _foreseen(command: Command) -> None:
    if not command.params.minority:
        raise Refused("MINORITY", message("The rulebook foresees no minority report."))
    not_frozen(command.view)


def not_frozen(view: StepView) -> None:
    """What people sign can no longer change: signatures are given to one text."""
    frozen = view.last("report.frozen")
    if frozen is not None:
        raise Refused(
            "FROZEN",
            message("The text is frozen since {at}; nothing is added to it.", at=frozen.at),
        )


def _twice(seat: str) -> Refused:
    return Refused("TWICE", message("Seat {seat} holds this minority report already.", seat=seat))


MINORITY = (
    Action("minority", MEMBERS, write, message("add a minority report"), Minority),
    Action("join_minority", MEMBERS, join, message("join a minority report"), Join),
    Action(
        "minority_on_paper",
        RECORDERS,
        write_on_paper,
        message("record a minority report from its sheet"),
        MinorityOnPaper,
        two_persons=True,
    ),
    Action(
        "join_minority_on_paper",
        RECORDERS,
        join,
        message("record from its sheet that a member joins a minority report"),
        JoinOnPaper,
        two_persons=True,
    ),
)
