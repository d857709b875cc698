"""Who belongs to a strand: those whom a table plan put there, or the seats of its own groups."""

from __future__ import annotations

from deliberate.core.deliberation.table_plan.on_record import current_rounds
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.process.roster import Seat

DIVIDING = ("tables.planned", "tables.moved", "tables.absent")


def members_of(view: StepView, group: str = "") -> tuple[Seat, ...]:
    """The filled seats that take part in a step: all of them, or those of its strand; of one seat
    group where it is named.

    Nobody belongs to a strand before the step that divides the members has planned its tables.
    """
    process, strand = view.process, view.step.strand
    filled = process.roster.filled(group)
    if not strand:
        return filled
    strands = process.rulebook.strands
    if strands is not None and strands.divided_by is not None:
        named = division(process, strands.divided_by).get(strand, frozenset())
        return tuple(seat for seat in filled if seat.id in named)
    others = {item.name for item in process.rulebook.seat_groups if item.strand not in ("", strand)}
    return tuple(seat for seat in filled if seat.group not in others)


def division(process: Process, step_id: str) -> dict[str, frozenset[str]]:
    """The seats of each strand: the first table of the plan is the first strand, and so on."""
    happened = [(fact.kind, fact.body) for fact in process.select(*DIVIDING, step=step_id)]
    rounds = current_rounds(happened)
    tables = rounds[0] if rounds else ()
    return {
        strand.id: frozenset(table)
        for strand, table in zip(process.pilot.strands, tables, strict=False)
    }
