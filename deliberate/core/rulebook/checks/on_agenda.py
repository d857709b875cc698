"""A check of what is on the agenda of sessions: what has to be there, what has no place there."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.errors import Finding, Where, message
from deliberate.core.rulebook.checks.context import CheckContext, finding, names
from deliberate.core.rulebook.model import Rule, Step

SESSION = "session"


def check_agenda(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`agenda {has?, never?}`: items that every session of the rule has on its agenda, and kinds
    that are on none, nor a step of their own.

    The agenda is the pilot's, else the items of the rulebook; a rule that names no session speaks
    of all of them.
    """
    for step in context.rulebook.steps:
        if step.kind == SESSION and _meant(rule, step):
            yield from _lacking(context, rule, step)
    for kind in names(rule.parameters.get("never")):
        yield from _unwanted(context, rule, kind)


def _meant(rule: Rule, step: Step) -> bool:
    return not rule.steps or bool({step.id, step.origin} & set(rule.steps))


def _lacking(context: CheckContext, rule: Rule, step: Step) -> Iterator[Finding]:
    own = context.pilot.agenda_of(step, 1)
    kinds = {item.kind for item in own} or {str(item["kind"]) for item in step.parameters.items}
    missing = tuple(kind for kind in names(rule.parameters.get("has")) if kind not in kinds)
    if missing:
        yield finding(
            rule,
            message("The agenda of “{step}” lacks: {missing}.", step=step.title, missing=missing),
            message("Add an item of each of these kinds."),
            where=_place(context, step) if own else context.rulebook.stated_at(step.id),
            steps=(step.id,),
        )


def _place(context: CheckContext, step: Step) -> Where:
    """The first item of the agenda of this session."""
    own = context.pilot.agenda_of(step, 1)
    index = next(place for place, item in enumerate(context.pilot.agenda) if item in own)
    return context.place("agenda", index)


def _unwanted(context: CheckContext, rule: Rule, kind: str) -> Iterator[Finding]:
    for step in context.rulebook.steps:
        if step.kind == kind:
            yield finding(
                rule,
                message("“{step}” has no place in this model.", step=step.title),
                message("Take the step out."),
                where=context.rulebook.stated_at(step.id),
                steps=(step.id,),
            )
    for index, item in enumerate(context.pilot.agenda):
        if item.kind == kind:
            yield finding(
                rule,
                message("“{item}” on the agenda has no place in this model.", item=item.title),
                message("Take the item out."),
                where=context.place("agenda", index, "kind"),
            )
