"""What a member can be recused from, and who is: votes of the members, and items of an agenda."""

from __future__ import annotations

from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step

BALLOT, SESSION = "ballot", "session"
"""The kinds of steps that members are recused from, and that have an agenda; an item of the agenda
in which members vote is named like the former."""


def agenda_of(process: Process, step: Step, n: int) -> tuple[str, ...]:
    """The items of a session in order: the pilot's for it, else the rulebook's template."""
    planned = process.pilot.agenda_of(step, n)
    kinds = [item.kind for item in planned] or [item["kind"] for item in step.parameters.items]
    return tuple(f"{index}:{kind}" for index, kind in enumerate(kinds, start=1))


def _items(process: Process, step: Step) -> tuple[str, ...]:
    """The items of every session of a step, those of repeats that are planned among them."""
    planned = max((item.occurrence for item in process.pilot.agendas_of(step)), default=1)
    times = range(1, max(planned, process.scheduled(step.id)) + 1)
    return tuple(dict.fromkeys(item for n in times for item in agenda_of(process, step, n)))


def subjects(process: Process) -> tuple[str, ...]:
    """Everything that a declaration may name: votes by their step, then items of the agenda."""
    steps = process.rulebook.steps
    items = [item for step in steps if step.kind == SESSION for item in _items(process, step)]
    return (*(step.id for step in steps if step.kind == BALLOT), *dict.fromkeys(items))


def recused(view: StepView) -> frozenset[str]:
    """Seats whose holder is recused from this vote, by its step or by its item of the agenda.

    The last declaration counts, and a predecessor's does not.
    """
    process = view.process
    session = process.step(view.params.in_session)
    named = {view.step.id}
    if session is not None and session.kind == SESSION:
        named |= {item for item in _items(process, session) if item.endswith(f":{BALLOT}")}
    seated = {str(fact.body["seat"]): fact.seq for fact in process.select("seat.filled")}
    latest = {
        str(fact.body["seat"]): set(fact.body.get("recused_from", ()))
        for fact in process.select("confirmation.declared")
        if fact.seq > seated.get(str(fact.body["seat"]), 0)
    }
    return frozenset(seat for seat, items in latest.items() if items & named)
