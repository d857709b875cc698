"""Who sits where: groups of seats, how they are filled, and names by recorded consent."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deliberate.core.errors import Message, message
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.process.roster import Seat
from deliberate.core.recruitment.nominees import Nominee, candidates
from deliberate.core.rulebook.model import SeatGroup, Step
from deliberate.core.services.portal.shapes import (
    Body,
    Declaration,
    Group,
    Member,
    Officer,
    Span,
)
from deliberate.core.text import Text

HOW: Mapping[str, tuple[Message, Message, Message]] = MappingProxyType(
    {
        "appointment": (
            message("named by letter of their organisations"),
            message("to be named by letter of their organisations"),
            message("were to be named by letter of their organisations"),
        ),
        "public_vote": (
            message("elected in a public vote"),
            message("to be elected in a public vote"),
            message("were to be elected in a public vote"),
        ),
        "lottery": (
            message("drawn by lot"),
            message("to be drawn by lot"),
            message("were to be drawn by lot"),
        ),
    }
)
"""How seats come to their members by the kind of step: done, still to come, never done."""


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


def number_of(process: Process, seat: str) -> str:
    """The number of whoever was drawn by lot for a seat and holds it now; else an empty text."""
    return process.derived(_numbers).get(seat, "")


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


def _numbers(process: Process) -> dict[str, str]:
    """The numbers of those drawn by lot, by the seat that each holds now."""
    drawing = {step.id for step in process.rulebook.steps if step.kind == "lottery"}
    found: dict[str, str] = {}
    for fact in process.select("seat.filled", "seat.vacated"):
        seat = str(fact.body["seat"])
        found.pop(seat, None)
        if fact.kind == "seat.filled" and fact.step in drawing:
            found[seat] = str(fact.public["holder"])
    return found


def _group(process: Process, group: SeatGroup, names: dict[str, Text]) -> Group:
    step = _filled_by(process, group)
    seats = process.roster.group(group.name)
    done = step is not None and process.progress(step.id).done
    own = {seat.id for seat in seats}
    proved = step is not None and any(
        fact.body["seat"] in own for fact in process.select("seat.filled")
    )
    open_yet = step is not None and not done and process.ended_at is None
    return Group(
        name=group.name,
        title=group.title,
        count=group.count,
        how=None if step is None else _how(step, done=done, ended=process.ended_at is not None),
        proof=step.id if step is not None and proved else "",
        members=tuple(_member(process, seat, names.get(seat.id, Text())) for seat in seats),
        planned=_planned(process, step) if step is not None and open_yet else Span(),
    )


def _member(process: Process, seat: Seat, name: Text) -> Member:
    return Member(
        seat=seat.id,
        body=process.organisation(seat.id),
        body_kind=seat.kind,
        filled=seat.state == "filled",
        name=name,
        candidate=seat.holder if seat.holder in candidates_of(process) else "",
        number=number_of(process, seat.id),
        since=seat.since,
        declaration=_declaration(process, seat) if seat.declared else None,
        mandate_ended=seat.mandate_ended,
        offices=tuple(office for office, holder in process.roster.offices if holder == seat.id),
    )


def officers_of(process: Process) -> tuple[Officer, ...]:
    """Who serves without a seat, as the record publishes it."""
    given = {str(fact.body["office"]): fact for fact in process.select("appointment.office")}
    held = dict(process.roster.offices)
    found = []
    for office, fact in given.items():
        holder = held.get(office)
        if holder is None or process.roster.seat(holder) is not None:
            continue
        body = process.pilot.agency.working_body if fact.public.get("of_working_body") else ""
        found.append(Officer(office, body_of(process, body) if body else None, fact.at))
    return tuple(found)


def _declaration(process: Process, seat: Seat) -> Declaration | None:
    """The declaration in force of whoever holds a seat now, as far as it is public."""
    own = process.derived(_declarations).get(seat.id, ())
    declared = [fact for fact in own if seat.since is None or fact.at >= seat.since]
    if not declared:
        return None
    said = declared[-1].public
    steps = (process.step(str(name)) for name in said.get("recused_from", ()))
    return Declaration(
        at=declared[-1].at,
        conflict=bool(said.get("conflict")),
        interests=text_of(said, "interests"),
        recused_from=tuple(step.title for step in steps if step is not None),
    )


def _declarations(process: Process) -> dict[str, list[Fact]]:
    """All declarations, by the seat whose holder made them."""
    found: dict[str, list[Fact]] = {}
    for fact in process.select("confirmation.declared"):
        found.setdefault(str(fact.body["seat"]), []).append(fact)
    return found


def _filled_by(process: Process, group: SeatGroup) -> Step | None:
    """The step that fills the seats of a group for the first time."""
    return next(
        (
            step
            for step in process.rulebook.steps
            if step.kind in HOW and getattr(step.parameters, "seats", "") == group.name
        ),
        None,
    )


def _planned(process: Process, step: Step) -> Span:
    return Span(process.planned_start(step.id), process.planned_end(step.id))


def _how(step: Step, *, done: bool, ended: bool) -> Message | None:
    """How seats are filled: as it happened, as it will, or as it did not before the end."""
    found = HOW.get(step.kind)
    return None if found is None else found[0 if done else 2 if ended else 1]
