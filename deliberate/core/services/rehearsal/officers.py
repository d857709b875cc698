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


def elect_officers(stage: Stage, process: Process) -> None:
    """Chair and deputy from the members outside the responsible body; a secretary without vote."""
    step = next(
        (s for s in process.rulebook.steps if s.kind == "appointment" and s.parameters.offices),
        None,
    )
    if step is None:
        return
    responsible = stage.pilot.agency.responsible_body
    eligible = [s.id for s in stage.process().roster.filled() if s.id != responsible]
    sample = stage.rng.sample(eligible, min(len(eligible), len(step.parameters.offices)))
    chosen = iter(_not_all_concerned(stage, sample, eligible))
    for office in step.parameters.offices:
        holder = SECRETARY.id if office in VOTELESS else next(chosen)
        body: dict[str, object] = {"office": office, "holder": holder}
        way = process.parameter(step.parameters.chosen.get(office, ""))
        if way in SERVING:
            body["of_working_body"] = SERVING[way]
        if office not in VOTELESS and step.parameters.elected_by:
            body["votes_for"] = len(present_now(stage.process()) or ())
        stage.act(SECRETARY, step.id, "elect", body)
    stage.say(
        step.id, message("The members elect: {offices}.", offices=tuple(step.parameters.offices))
    )


def _not_all_concerned(stage: Stage, chosen: list[str], eligible: list[str]) -> list[str]:
    """The first two, unless both execute one point of the script: somebody has to judge it."""
    concerned = [{point.owner, *point.co_executors} for point in stage.script.commitments]
    if not any(set(chosen[:2]) <= bodies for bodies in concerned):
        return chosen
    free = (seat for seat in eligible if seat not in set().union(*concerned) | set(chosen))
    second = next(free, None)
    return chosen if second is None else [chosen[0], second, *chosen[2:]]


def chair_of(stage: Stage) -> Actor:
    """The chair as an actor: the account of the seat that holds the office."""
    roster = stage.process().roster
    seat = roster.seat(roster.office("chair") or "")
    return Actor(seat.account if seat is not None else CHAIR, "chair")
