"""Players of the offices: who is elected to them, and the chair as an actor."""

from __future__ import annotations

from deliberate.core.common.appointment import SERVING
from deliberate.core.errors import message
from deliberate.core.process.attendance import present_now
from deliberate.core.process.facts import Actor
from deliberate.core.process.offices import VOTELESS
from deliberate.core.process.process import Process
from deliberate.core.services.rehearsal.stage import SECRETARY, Stage

CHAIR = "rehearsal-chair"


def elect_officers(stage: Stage, process: Process, present: list[str]) -> None:
    """Chair and deputy from the members who are present; a secretary without a vote."""
    step = next(
        (s for s in process.rulebook.steps if s.kind == "appointment" and s.parameters.offices),
        None,
    )
    if step is None:
        return
    offices = [office for office in step.parameters.offices if office not in VOTELESS]
    able = _impartial(stage, present, len(offices))
    chosen = iter(stage.rng.sample(able, min(len(able), len(offices))))
    for office in step.parameters.offices:
        holder = SECRETARY.id if office in VOTELESS else next(chosen)
        body: dict[str, object] = {"office": office, "holder": holder}
        way = process.parameter(step.parameters.chosen.get(office, ""))
        if way in SERVING:
            body["of_working_body"] = SERVING[way]
        if office not in VOTELESS and step.parameters.elected_by:
            body["votes_for"] = len(present_now(stage.process()) or ())
        stage.act(SECRETARY, step.id, "elect", body)
    stage.say(step.id, message("Chosen: {offices}.", offices=tuple(step.parameters.offices)))


def _impartial(stage: Stage, present: list[str], needed: int) -> list[str]:
    """Who may preside without having to remind themselves: nobody who has a point to execute.

    Where too few are left, those who only help with one may preside as well.
    """
    outside = [seat for seat in present if seat != stage.pilot.agency.responsible_body]
    owners = {point.owner for point in stage.script.commitments}
    free = [seat for seat in outside if seat not in executors(stage)]
    if len(free) >= needed:
        return free
    rest = [seat for seat in outside if seat not in owners]
    return rest if len(rest) >= needed else outside


def executors(stage: Stage) -> frozenset[str]:
    """Seats that answer for a point of the script, or help with one."""
    points = stage.script.commitments
    named = (seat for point in points for seat in (point.owner, *point.co_executors))
    return frozenset(seat for seat in named if seat)


def chair_of(stage: Stage) -> Actor:
    """The chair as an actor: the account of the seat that holds the office."""
    roster = stage.process().roster
    seat = roster.seat(roster.office("chair") or "")
    return Actor(seat.account if seat is not None else CHAIR, "chair")
