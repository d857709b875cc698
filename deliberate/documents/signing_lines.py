"""Lines to sign on: offices, groups of seats, the agency, and what happened to each so far."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.follow_up.commitments import report_view
from deliberate.documents.document import Signature
from deliberate.documents.making import Making

AGENCY, MEMBERS = "agency", "members"


def signing_lines(making: Making, who: tuple[str, ...]) -> tuple[Signature, ...]:
    """One line for each: `agency`, `members` (everybody seated), a group of seats, or an office."""
    marks = dict(_marks(making))
    return tuple(line for name in who for line in _lines(making, name, marks))


def _lines(making: Making, name: str, marks: dict[str, str]) -> Iterator[Signature]:
    process, say = making.process, making.say
    if name == AGENCY:
        yield Signature(making.text(process.pilot.agency.name))
        return
    groups = {group.name for group in process.rulebook.seat_groups}
    if name == MEMBERS or name in groups:
        group = None if name == MEMBERS else name
        for seat in process.roster.filled(group):
            yield Signature(seat.id, making.named(seat.id), marks.get(seat.id, ""))
        return
    holder = making.office(name)
    office = say.word("role", name)
    yield Signature(
        office[:1].upper() + office[1:], making.named(holder) if holder else "", marks.get(name, "")
    )


def _marks(making: Making) -> Iterator[tuple[str, str]]:
    """Who signed the protocol or refused to, and when."""
    view, say = report_view(making.process), making.say
    if view is None or making.paper.template.step != view.step.id:
        return
    for fact in view.facts("report.signed", "report.refused"):
        signed = fact.kind == "report.signed"
        words = say.gettext("signed, {day}") if signed else say.gettext("refused to sign, {day}")
        yield str(fact.body["seat"]), words.format(day=making.day(fact.at))
