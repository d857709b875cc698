"""What a process costs, how it keeps its rules, how it was concluded."""

from __future__ import annotations

from deliberate.core.principles.judging import criteria_missed
from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.services.conformity import conformity
from deliberate.core.services.portal.results import (
    Conclusion,
    Conforms,
    Money,
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
    """Every rule and principle with its state, the findings behind the broken ones, the reasons
    given."""
    found = conformity(registry, process)
    return Conforms(
        kept=found.count("kept"),
        not_kept=found.count("broken"),
        not_followed=found.count("justified"),
        not_due=found.count("waiting"),
        total=len(found.rules),
        rules=found.rules,
        broken=found.findings,
        justified=found.justified,
        deviations=found.deviations,
        principles=found.principles,
        criteria_missed=criteria_missed(found.principles),
    )


def conclusion_of(process: Process) -> Conclusion | None:
    closed = process.latest("evaluation.closed")
    if closed is None:
        return None
    return Conclusion(str(closed.body["conclusion"]), text_of(closed.body, "text"), closed.at)
