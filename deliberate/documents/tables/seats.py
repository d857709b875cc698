"""Who sits where."""

from __future__ import annotations

from deliberate.core.common.agreement import version
from deliberate.core.process.roster import Seat
from deliberate.core.services.portal.people import body_of, name_of, number_of
from deliberate.documents.document import Column, Table
from deliberate.documents.making import Making


def seats_table(making: Making, of: str) -> Table:
    """The seats of a group (of all groups without one): the body, and whoever holds the seat."""
    say = making.say
    rows = tuple(_row(making, seat) for seat in _seats(making, of))
    columns = (
        Column(say.gettext("Seat")),
        Column(say.gettext("Organisation"), width=5),
        Column(say.gettext("Member"), width=3),
    )
    return Table(columns, rows)


def mandates_table(making: Making, of: str) -> Table:
    """Since when each seat of a group is held, and whether its mandate has ended."""
    say = making.say
    columns = (
        Column(say.gettext("Seat")),
        Column(say.gettext("Member"), width=5),
        Column(say.gettext("Since"), width=3),
        Column(say.gettext("Mandate ended"), width=3),
    )
    rows = tuple(
        (
            seat.id,
            making.named(seat.id),
            making.day(seat.since) or "",
            making.day(seat.mandate_ended) or "",
        )
        for seat in _seats(making, of)
    )
    return Table(columns, rows)


def agreements_table(making: Making, _of: str) -> Table:
    """Who agreed to the current version of the document, and when."""
    say, step = making.say, making.process.step(making.paper.template.step)
    view = making.process.view(step) if step is not None and step.kind == "document" else None
    rows = tuple(
        (seat, making.text(body_of(making.process, seat).name), making.named(seat), day)
        for fact in (view.facts("document.agreed") if view is not None else ())
        if view is not None and fact.body["version"] == version(view)
        for seat, day in [(str(fact.body["seat"]), making.day(fact.at) or "")]
    )
    columns = (
        Column(say.gettext("Seat")),
        Column(say.gettext("Organisation"), width=5),
        Column(say.gettext("Member"), width=3),
        Column(say.gettext("Agreed on"), width=3),
    )
    return Table(columns, rows, empty=say.gettext("Nobody has agreed yet."))


def _seats(making: Making, of: str) -> tuple[Seat, ...]:
    return making.in_order(of)


def _row(making: Making, seat: Seat) -> tuple[str, str, str]:
    named = making.process.pilot.seat(seat.id)
    body = making.text(body_of(making.process, seat.id).name) if named is not None else ""
    name = making.text(name_of(making.process, seat.id))
    return seat.id, body, name or number_of(making.process, seat.id)
