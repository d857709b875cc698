"""Who sits where: groups of seats, how they are filled, and names by recorded consent."""

from __future__ import annotations

from deliberate.core.errors import Message, message
from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.process.roster import Seat
from deliberate.core.recruitment.nominees import Nominee, candidates
from deliberate.core.rulebook.model import SeatGroup, Step
from deliberate.core.services.portal.shapes import Body, Group, Member
from deliberate.core.text import Text


def groups_of(process: Process) -> tuple[Group, ...]:
    """The categories of seats with their members, in the order of the rulebook."""
    names = process.derived(_names)
    return tuple(_group(process, group, names) for group in process.rulebook.seat_groups)


def body_of(process: Process, seat: str) -> Body:
    """A seat with the organisation that sends its delegate, else with its holder's name."""
    return Body(seat, process.organisation(seat) or name_of(process, seat))


def name_of(process: Process, seat: str) -> Text:
    """The public name of whoever holds a seat now."""
    return process.derived(_names).get(seat, Text())


def candidates_of(process: Process) -> dict[str, Nominee]:
    """The candidates by identifier. Who was not accepted, or has withdrawn, is named nowhere."""
    return process.derived(_candidates)


def _candidates(process: Process) -> dict[str, Nominee]:
    found: dict[str, Nominee] = {}
    for step in process.rulebook.steps:
        if step.kind == "nomination":
            found.update(candidates(process.view(step)))
    return found


def _names(process: Process) -> dict[str, Text]:
    """Public names by seat: a delegate's as recorded with the letter, a candidate's as nominated.

    Both are recorded with consent only; other holders of seats stay unnamed.
    """
    known = candidates_of(process)
    found: dict[str, Text] = {}
    for fact in process.select("seat.filled", "seat.vacated"):
        seat = str(fact.body["seat"])
        found.pop(seat, None)
        if fact.kind == "seat.vacated":
            continue
        candidate = known.get(str(fact.public.get("candidate", "")))
        name = candidate.name if candidate is not None else text_of(fact.public, "name")
        if name:
            found[seat] = name
    return found


def _group(process: Process, group: SeatGroup, names: dict[str, Text]) -> Group:
    step = _filled_by(process, group)
    return Group(
        name=group.name,
        title=group.title,
        count=group.count,
        how=None if step is None else _how(step),
        proof="" if step is None else step.id,
        members=tuple(
            _member(process, seat, names.get(seat.id, Text()))
            for seat in process.roster.group(group.name)
        ),
    )


def _member(process: Process, seat: Seat, name: Text) -> Member:
    return Member(
        seat=seat.id,
        body=process.organisation(seat.id),
        body_kind=seat.kind,
        filled=seat.state == "filled",
        name=name,
        candidate=seat.holder if seat.holder in candidates_of(process) else "",
        since=seat.since,
        declared=seat.declared,
        mandate_ended=seat.mandate_ended,
        offices=tuple(office for office, holder in process.roster.offices if holder == seat.id),
    )


def _filled_by(process: Process, group: SeatGroup) -> Step | None:
    """The step that fills the seats of a group for the first time."""
    filling = ("appointment", "public_vote", "lottery")
    return next(
        (
            step
            for step in process.rulebook.steps
            if step.kind in filling and getattr(step.parameters, "seats", "") == group.name
        ),
        None,
    )


def _how(step: Step) -> Message | None:
    match step.kind:
        case "appointment":
            return message("named by letter of their organisations")
        case "public_vote":
            return message("elected in a public vote")
        case "lottery":
            return message("drawn by lot")
    return None
