"""What a process costs, how it keeps its rules, how it was concluded."""

from __future__ import annotations

from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.services.conformity import conformity
from deliberate.core.services.portal.results import (
    Conclusion,
    Conforms,
    Money,
    RuleLine,
    RuleState,
)


def money_of(process: Process) -> Money:
    budget, support = process.pilot.budget, process.pilot.member_support
    return Money(
        currency=budget.currency,
        lines=budget.lines,
        total=budget.total,
        funding=budget.funding,
        honorarium_per_day=support.honorarium_per_day,
    )


def conforms(registry: Registry, process: Process) -> Conforms:
    """Every rule with its state, the findings behind the broken ones, the reasons given."""
    found = conformity(registry, process)
    states: dict[str, RuleState] = {item.rule.code: "justified" for item in found.justified}
    states.update({finding.code: "broken" for finding in found.findings})
    return Conforms(
        kept=found.kept,
        total=found.total,
        rules=tuple(
            RuleLine(rule, states.get(rule.code, "kept")) for rule in process.rulebook.rules
        ),
        broken=found.findings,
        justified=found.justified,
        deviations=found.deviations,
    )


def conclusion_of(process: Process) -> Conclusion | None:
    closed = process.latest("evaluation.closed")
    if closed is None:
        return None
    return Conclusion(str(closed.body["conclusion"]), text_of(closed.body, "text"), closed.at)
