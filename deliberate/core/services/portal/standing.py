"""What a process costs, how it keeps its rules, what became of public inputs, its registers."""

from __future__ import annotations

from collections import Counter

from deliberate.core.common.ledger import (
    DISPOSITIONS,
    SOURCES,
    dispositions,
    inputs,
    undisposed,
)
from deliberate.core.common.overview import crisis_claims, indicators, risk_matrix, stakeholders
from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.services.conformity import conformity
from deliberate.core.services.portal.results import (
    Claim,
    Conclusion,
    Conforms,
    Inputs,
    Money,
    Registers,
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
    found = conformity(registry, process)
    return Conforms(
        kept=found.kept,
        total=found.total,
        broken=found.findings,
        justified=found.justified,
        deviations=found.deviations,
    )


def inputs_of(process: Process) -> Inputs:
    """The ledger in numbers: the words of an input belong to its author."""
    sources = Counter(str(fact.body["source"]) for fact in inputs(process).values())
    disposed = Counter(str(fact.body["disposition"]) for fact in dispositions(process).values())
    return Inputs(
        received=sum(sources.values()),
        by_source=tuple((name, sources[name]) for name in SOURCES if sources[name]),
        by_disposition=tuple((name, disposed[name]) for name in DISPOSITIONS if disposed[name]),
        undisposed=len(undisposed(process)),
    )


def registers_of(process: Process) -> Registers:
    return Registers(
        stakeholders=stakeholders(process),
        indicators=indicators(process),
        risks=risk_matrix(process),
        claims=tuple(Claim(item.claim, item.fact, item.source) for item in crisis_claims(process)),
    )


def conclusion_of(process: Process) -> Conclusion | None:
    closed = process.latest("evaluation.closed")
    if closed is None:
        return None
    return Conclusion(str(closed.body["conclusion"]), text_of(closed.body, "text"), closed.at)
