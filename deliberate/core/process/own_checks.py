"""What the own checks of a model share: which rules ask for them, and how they say what they found.

A rulebook asks with `check = { hook = true }`; a rule that it does not have is not held against
anybody, nor a recommendation from which a pilot departs with a published reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from deliberate.core.errors import Finding, Message, Where
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Rule, Step

OwnCheck = Callable[[Process, Rule], Iterator[Finding]]
HOOK = "hook"


def findings_of(process: Process, checks: Mapping[str, OwnCheck]) -> tuple[Finding, ...]:
    """What the checks find, by the code of their rule; what several strands share is said once.

    Raises `KeyError` for a rule that asks for a check which there is not: silence would say that it
    is kept.
    """
    found = (
        finding
        for rule in process.rulebook.rules
        if rule.check == HOOK and not _justified(process, rule)
        for finding in checks[rule.code](process, rule)
    )
    return tuple(dict.fromkeys(found))


def _justified(process: Process, rule: Rule) -> bool:
    return rule.level == "should" and bool(process.pilot.deviations.get(rule.code))


def broken(
    rule: Rule,
    text: Message,
    where: Where | None = None,
    fix: Message | None = None,
    step: Step | None = None,
) -> Finding:
    """A finding of this rule at its level, about one of its steps where that is known."""
    return Finding(rule.code, rule.level, text, where, fix, (step.id,) if step else rule.steps)


def asked_steps(process: Process, rule: Rule, kind: str) -> Iterator[Step]:
    """The steps of a kind that the rule names; where it names none, all of that kind."""
    for step in process.rulebook.steps:
        named = not rule.steps or step.id in rule.steps or step.origin in rule.steps
        if step.kind == kind and named:
            yield step
