"""Lines to sign on: offices, groups of seats, the agency, and what happened to each so far."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.decision.minority import minority_reports
from deliberate.core.follow_up.commitments import report_view
from deliberate.core.process.paper import PAPER
from deliberate.core.services.portal.lotteries import lotteries_of
from deliberate.documents.document import Signature
from deliberate.documents.fields_of_lottery import party_word
from deliberate.documents.making import BLANK, Making

AGENCY, RESPONSIBLE, MEMBERS, MINORITY = "agency", "responsible_body", "members", "minority"
DRAW = "draw"


def signing_lines(making: Making, who: tuple[str, ...]) -> tuple[Signature, ...]:
    """One line for each: `agency`, `responsible_body`, `members` (everybody seated), `minority`
    (whoever holds a minority report), `draw` (the two who let chance in), a group of
    seats, or an office.

    Where nobody is named the line has room for a name. That of a secretary always has: which
    account serves in an office without a vote stays out of the record that documents are made from.
    """
    marks = dict(_marks(making))
    return tuple(line for name in who for line in _lines(making, name, marks))


def _lines(making: Making, name: str, marks: dict[str, str]) -> Iterator[Signature]:
    process, say = making.process, making.say
    if name == AGENCY:
        agency = process.pilot.agency
        yield Signature(
            making.text(agency.signatory or agency.name),
            making.text(agency.signatory_name) or BLANK,
        )
        return
    if name == RESPONSIBLE:
        yield Signature(making.organisation(process.pilot.agency.responsible_body), BLANK)
        return
    if name == DRAW:
        yield from _of_draw(making)
        return
    seats = _seats(making, name)
    if seats is not None:
        for seat in seats:
            yield _of_seat(making, seat, marks.get(seat, ""))
        return
    holder = making.office(name)
    office = say.word("role", name)
    named = making.named(holder) if holder else ""
    yield Signature(office[:1].upper() + office[1:], named or BLANK, marks.get(name, ""))


def _of_draw(making: Making) -> Iterator[Signature]:
    """The parties of the draw; with dice, whoever recorded what they showed and whoever saw it."""
    say = making.say
    parties = [
        party_word(making, line.party)
        for lottery in lotteries_of(making.process)
        for line in lottery.parties
    ]
    for party in parties or [say.gettext("Recorded the draw"), say.gettext("Witnessed the draw")]:
        yield Signature(party[:1].upper() + party[1:], BLANK)


def _seats(making: Making, name: str) -> tuple[str, ...] | None:
    """The seats that a name stands for; None when it is an office."""
    process = making.process
    if name == MINORITY:
        view = report_view(process)
        reports = minority_reports(view) if view is not None else ()
        return tuple(dict.fromkeys(seat for report in reports for seat in report.seats))
    groups = {group.name for group in process.rulebook.seat_groups}
    if name == MEMBERS or name in groups:
        seats = making.in_order("" if name == MEMBERS else name)
        return tuple(seat.id for seat in seats if seat.state == "filled")
    return None


def _of_seat(making: Making, seat: str, mark: str) -> Signature:
    """A member's line: the seat with the body behind it, and the person where named."""
    body, name = making.organisation(seat), making.named(seat)
    if body in {name, seat}:
        return Signature(seat, name, mark)
    return Signature(f"{seat}, {body}", name, mark)


def _marks(making: Making) -> Iterator[tuple[str, str]]:
    """Who signed the protocol or refused to, and when."""
    view, say = report_view(making.process), making.say
    if view is None or making.paper.template.step != view.step.id:
        return
    for fact in view.facts("report.signed", "report.refused"):
        if fact.kind == "report.refused":
            words = say.gettext("refused to sign, {day}")
        elif fact.body.get("form") == PAPER:
            words = say.gettext("signed on paper, {day}")
        else:
            words = say.gettext("signed, {day}")
        yield str(fact.body["seat"]), words.format(day=making.day(fact.at))
