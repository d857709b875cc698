"""Answering the long questions of a command before its transaction begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.process.engine import decide, find_action
from deliberate.core.process.facts import Actor
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
        people = read_respondents(unit, process, step)
    known = Reckoning()
    decide(
        process,
        actor,
        step,
        action,
        body,
        rules=rules_of(context.registry),
        respondents=lambda: people,
        tables=context.registry.tables_for,
        approved=approved or process.rehearsal,
        reckon=known.answer,
    )
    return known.look_up
