"""Holding a pilot, or a running process, against the rules of its rulebook.

The list of checks is closed: what no check can say, the model's plugin says through its hook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from deliberate.core.errors import Finding, UnusableInput, message
from deliberate.core.rulebook.checks.agreement import check_same, check_voters
from deliberate.core.rulebook.checks.content import check_languages, check_present, check_sides
from deliberate.core.rulebook.checks.context import Check, CheckContext, Timeline
from deliberate.core.rulebook.checks.days import check_advice, check_days
from deliberate.core.rulebook.checks.held import check_held
from deliberate.core.rulebook.checks.numbers import check_count, check_sum
from deliberate.core.rulebook.checks.on_agenda import check_agenda
from deliberate.core.rulebook.checks.share import check_share
from deliberate.core.rulebook.checks.structure import OPEN, structural_findings
from deliberate.core.rulebook.checks.timeline import PlannedTimeline
from deliberate.core.rulebook.checks.timing import (
    check_gap,
    check_lead,
    check_order,
    check_window,
)
from deliberate.core.rulebook.faults import nearest
from deliberate.core.rulebook.model import Rule
from deliberate.core.rulebook.unfit import parameters_of, unfit_parameters

__all__ = [
    "CHECKS",
    "HOOK",
    "OPEN",
    "Check",
    "CheckContext",
    "PlannedTimeline",
    "Timeline",
    "check_rules",
    "justified_rules",
]

HOOK = "hook"
"""The name under which a rule leaves its check to the model's plugin."""

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "advice": check_advice,
        "agenda": check_agenda,
        "count": check_count,
        "days": check_days,
        "gap": check_gap,
        "held": check_held,
        "languages": check_languages,
        "lead": check_lead,
        "order": check_order,
        "present": check_present,
        "same": check_same,
        "share": check_share,
        "sides": check_sides,
        "sum": check_sum,
        "voters": check_voters,
        "window": check_window,
    }
)


def check_rules(context: CheckContext) -> tuple[Finding, ...]:
    """All findings of the declarative rules and of the structure, in the order of the file.

    A `should` rule from which the pilot deviates with a published reason is silent here, and so
    is a rule that reads an open parameter whose value does not fit: that value is reported.
    """
    declared = tuple(_declared(context))
    said = {finding.where for finding in declared}
    found = [
        finding
        for finding in structural_findings(context)
        # A rule that speaks about the very same value says more than the form of it.
        if finding.code != OPEN or finding.where not in said
    ]
    return tuple(sorted(_once((*found, *declared)), key=_by_place))


def _once(findings: Iterable[Finding]) -> Iterable[Finding]:
    """A rule that holds in several strands says once what they share, about the steps of all."""
    found: dict[Finding, Finding] = {}
    for one in findings:
        same = replace(one, steps=())
        before = found[same].steps if same in found else ()
        found[same] = replace(one, steps=tuple(dict.fromkeys((*before, *one.steps))))
    return found.values()


def justified_rules(context: CheckContext) -> tuple[Rule, ...]:
    """The `should` rules from which the pilot deviates with a reason."""
    return tuple(rule for rule in context.rulebook.stated_rules if _justified(context, rule))


def _declared(context: CheckContext) -> Iterator[Finding]:
    unfit = unfit_parameters(context.rulebook, context.pilot)
    for rule in context.rulebook.rules:
        asked = rule.check != HOOK and not (unfit and parameters_of(rule) & unfit)
        if asked and not _justified(context, rule):
            yield from _function(context, rule)(context, rule)


def _justified(context: CheckContext, rule: Rule) -> bool:
    return rule.level == "should" and bool(context.pilot.deviations.get(rule.code))


def _function(context: CheckContext, rule: Rule) -> Check:
    check = CHECKS.get(rule.check)
    if check is None:
        near = nearest(rule.check, CHECKS)
        raise UnusableInput(
            "CHECK",
            message("Rule {code}: there is no check “{name}”.", code=rule.code, name=rule.check),
            where=context.rulebook.places.get(f"rules.{rule.code}"),
            fix=message("Did you mean {suggestion}?", suggestion=near) if near else None,
        )
    return check


def _by_place(finding: Finding) -> tuple[int, str, str]:
    return (finding.where.line if finding.where else 0, finding.code, str(finding.message))
