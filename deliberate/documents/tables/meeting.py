"""Sessions: agenda, papers, invited experts, attendance."""

from __future__ import annotations

from datetime import date

from deliberate.core.deliberation.session import present_seats
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.services.portal.people import body_of
from deliberate.documents.document import Column, Table
from deliberate.documents.making import Making


def agenda_table(making: Making, _of: str) -> Table:
    """The items of the session in their order; times of day hold for the session's own."""
    say, (step, n) = making.say, making.session or (None, 1)
    items = making.process.pilot.agenda_of(step, n)
    several = len({item.day for item in items}) > 1
    rows = tuple(
        (
            _when(making, item.day, say.time(item.start), several) if item.occurrence == n else "",
            making.text(item.title),
            _speaker(making, item.speaker),
            say.number(item.minutes),
        )
        for item in items
    )
    columns = (
        Column(say.gettext("Time"), width=3 if several else 2),
        Column(say.gettext("Item"), width=5),
        Column(say.gettext("Speaker"), width=3),
        Column(say.gettext("Minutes"), "right"),
    )
    return Table(columns, rows, empty=say.gettext("The agenda has not been published."))


def _when(making: Making, day: int, time: str, several: bool) -> str:
    """The time of an item; of several days each has its date, where the days are planned."""
    if not several:
        return time
    days = _days(making)
    if day <= len(days):
        return f"{making.say.date(days[day - 1])}, {time}"
    return making.say.gettext("day {day}, {time}").format(day=day, time=time)


def _days(making: Making) -> tuple[date, ...]:
    """The planned days of the document's session."""
    if making.session is None:
        return ()
    step, n = making.session
    planned = making.process.planned(step.id, n)
    return planned.days if planned is not None else ()


def _speaker(making: Making, seat: str) -> str:
    return making.text(body_of(making.process, seat).name) if seat else ""


def materials_table(making: Making, _of: str) -> Table:
    """The papers for the members, with what speaks for and against."""
    say = making.say
    rows = tuple(
        (item.id, making.text(item.title), making.text(item.pro), making.text(item.contra))
        for item in making.process.pilot.materials
    )
    columns = (
        Column(say.gettext("No.")),
        Column(say.gettext("Paper"), width=3),
        Column(say.gettext("Speaks for it"), width=4),
        Column(say.gettext("Speaks against it"), width=4),
    )
    return Table(columns, rows, empty=say.gettext("There are no papers yet."))


def speakers_table(making: Making, _of: str) -> Table:
    """The invited experts and who proposed each."""
    say = making.say
    rows = tuple(
        (
            making.text(item.organisation),
            making.proposer(item.proposed_by) if item.proposed_by else "",
            say.gettext("yes") if item.interest_declared else say.gettext("not yet declared"),
        )
        for item in making.process.pilot.witnesses
    )
    columns = (
        Column(say.gettext("Invited"), width=4),
        Column(say.gettext("Proposed by"), width=4),
        Column(say.gettext("Interest declared"), width=2),
    )
    return Table(columns, rows, empty=say.gettext("Nobody has been invited yet."))


def _held(making: Making, view: StepView) -> str:
    """The days of a session, from its opening to its close."""
    facts = view.facts("session.opened", "session.closed")
    days = [making.process.calendar.local_day(fact.at) for fact in facts]
    return making.say.days(days[0], days[-1])


def attendance_table(making: Making, _of: str) -> Table:
    """Each session that was held: its day, how many were present in the room and remotely."""
    say, process = making.say, making.process
    rows = []
    for step in process.rulebook.steps:
        for n in range(1, process.scheduled(step.id) + 1) if step.kind == "session" else ():
            view = StepView(process, step, n)
            opened = view.first("session.opened")
            if opened is not None:
                rows.append(
                    (
                        _held(making, view),
                        say.number(len(present_seats(view))),
                        say.number(len(opened.body["remote"])),
                        say.number(process.rulebook.seats),
                    )
                )
    columns = (
        Column(say.gettext("Session"), width=3),
        Column(say.gettext("Present"), "right", 2),
        Column(say.gettext("Of them remotely"), "right", 2),
        Column(say.gettext("Seats"), "right", 2),
    )
    return Table(columns, tuple(rows), empty=say.gettext("No session has been held yet."))


def course_table(making: Making, _of: str) -> Table:
    """What the sessions dealt with, in order: each item with the day on which it was finished."""
    say, process = making.say, making.process
    facts = process.select("session.item_closed", "session.adjourned")
    rows = tuple(
        (
            making.day(fact.at) or "",
            _dealt_with(making, fact),
            making.text(text_of(fact.body, "summary") or text_of(fact.body, "reason")),
        )
        for fact in facts
    )
    columns = (
        Column(say.gettext("Day"), width=4),
        Column(say.gettext("Item"), width=8),
        Column(say.gettext("Summary"), width=6),
    )
    return Table(columns, rows, empty=say.gettext("No session has been held yet."))


def _dealt_with(making: Making, fact: Fact) -> str:
    """The title of an item that was finished; items of a rulebook have only their kind."""
    if fact.kind == "session.adjourned":
        return making.say.gettext("The session was adjourned.")
    number, kind = str(fact.body["item"]).split(":", 1)
    items = making.process.pilot.agenda_of(making.process.step(fact.step or ""), fact.n)
    return making.text(items[int(number) - 1].title) if items else kind
