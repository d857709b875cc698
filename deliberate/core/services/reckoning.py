"""What a command would do, and the answers to its long questions, before its transaction begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.process.engine import decide, find_action
from deliberate.core.process.facts import Actor, Draft
from deliberate.core.process.reckoning import Reckon, Reckoning, at_once
from deliberate.core.services.context import Context
from deliberate.core.services.respondents import read_respondents
from deliberate.core.services.rules import rules_of


def may_reckon(context: Context, action: str) -> bool:
    """Whether any kind of step has an action of this name that takes long; all others are spared
    being decided twice."""
    acts = (kind.actions.get(action) for kind in context.registry.kinds.values())
    return any(act is not None and act.reckons for act in acts)


def reckoned_ahead(
    context: Context,
    actor: Actor,
    process_id: str,
    step: str,
    action: str,
    body: Mapping[str, Any],
    *,
    approved: bool = False,
) -> Reckon:
    """What the command asks, answered over what is there now; raises what the command would."""
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
    if not find_action(process, step, action)[1].reckons:
        return at_once
    known = Reckoning()
    foreseen(context, actor, process_id, step, action, body, approved=approved, reckon=known.answer)
    return known.look_up


def foreseen(
    context: Context,
    actor: Actor,
    process_id: str,
    step: str,
    action: str,
    body: Mapping[str, Any],
    *,
    approved: bool = False,
    reckon: Reckon = at_once,
) -> tuple[Draft, ...]:
    """The facts that a command would bring about over what is there now, none of which is stored;
    raises what the command would."""
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
        people = read_respondents(unit, process, step)
    return decide(
        process,
        actor,
        step,
        action,
        body,
        rules=rules_of(context.registry),
        respondents=lambda: people,
        tables=context.registry.tables_for,
        approved=approved or process.rehearsal,
        reckon=reckon,
    )
