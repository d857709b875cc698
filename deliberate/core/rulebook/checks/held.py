"""A check of how steps are held: what their kind leaves to a rulebook, and a rule decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deliberate.core.errors import Finding, message
from deliberate.core.rulebook.checks.context import CheckContext, finding, names
from deliberate.core.rulebook.model import Rule, Step

UNSTATED = (None, "", ())


def check_held(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`held {kind, as?, stated?, only?}`: every step of a kind is held so.

    `as` gives parameters of the kind and what they have to be; `stated` those that have to be there
    at all; `only` the steps that are meant, where not all of the kind are. An open parameter counts
    with the pilot's choice.
    """
    only = names(rule.parameters.get("only_"))
    for step in context.rulebook.steps:
        if step.kind == rule.parameters["kind"] and (not only or {step.id, step.origin} & {*only}):
            yield from _differs(context, rule, step)
            yield from _leaves_open(context, rule, step)


def _differs(context: CheckContext, rule: Rule, step: Step) -> Iterator[Finding]:
    for name, wanted in rule.parameters.get("as_", {}).items():
        written = _parameter(step, name)
        value = context.parameter(written)
        if value == wanted:
            continue
        where = context.rulebook.stated_at(step.id)
        if isinstance(written, str) and written.startswith("@"):
            where = context.place("open_parameters", written[1:])
        yield finding(
            rule,
            message(
                "“{step}”: {name} is {value}; the rule asks for {wanted}.",
                step=step.title,
                name=name,
                value=_written(value),
                wanted=_written(wanted),
            ),
            message("Write: {example}", example=f"{name} = {_written(wanted)}"),
            where=where,
            steps=(step.id,),
        )


def _leaves_open(context: CheckContext, rule: Rule, step: Step) -> Iterator[Finding]:
    for name in rule.parameters.get("stated", ()):
        if _parameter(step, name) in UNSTATED:
            yield finding(
                rule,
                message("“{step}” does not say: {name}.", step=step.title, name=name),
                message("Write: {example}", example=f"{name} = ..."),
                where=context.rulebook.stated_at(step.id),
                steps=(step.id,),
            )


def _parameter(step: Step, name: str) -> Any:
    """A parameter by its name in the rulebook, which may be a word that Python keeps for itself."""
    return getattr(step.parameters, name, getattr(step.parameters, f"{name}_", None))


def _written(value: Any) -> str:
    """A value as it stands in a rulebook."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else "-" if value is None else str(value)
