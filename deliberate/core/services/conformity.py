"""Conformity: which rules a process keeps, which it breaks, what it justifies, what it never had.

A pilot of good faith can deviate from a `should` with a published reason; what the model itself
does not keep of the field's principles is said as openly. What has not come up yet is not kept.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Literal

from deliberate.core.errors import Finding
from deliberate.core.principles.judging import JudgedPrinciple, judge
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.rulebook.model import Deviation, Rule
from deliberate.core.services.due_rules import is_due
from deliberate.core.services.rules import rules_of
from deliberate.core.text import Text

RuleState = Literal["kept", "broken", "justified", "waiting"]
"""`waiting`: nothing that the rule speaks of has happened, or should have happened, by now."""


@dataclass(frozen=True, slots=True)
class Justified:
    """A `should` that a pilot departs from, with its published reason."""

    rule: Rule
    reason: Text


@dataclass(frozen=True, slots=True)
class Judged:
    """One rule of the model and how the process stands to it."""

    rule: Rule
    state: RuleState


@dataclass(frozen=True, slots=True)
class Conformity:
    """Every rule with its state; the findings behind the broken ones; the model's own deviations;
    every principle of good practice with its state.

    A finding need not belong to a rule: that a pilot fits its rulebook at all is asked as well.
    """

    rules: tuple[Judged, ...]
    findings: tuple[Finding, ...]
    justified: tuple[Justified, ...]
    deviations: tuple[Deviation, ...]
    principles: tuple[JudgedPrinciple, ...]

    def count(self, state: RuleState) -> int:
        return sum(item.state == state for item in self.rules)


def conformity(registry: Registry, process: Process) -> Conformity:
    """The conformity of a process at its moment."""
    findings = rules_of(registry)(process)
    broken = {finding.code for finding in findings}
    justified = tuple(
        Justified(rule, process.pilot.deviations[rule.code])
        for rule in process.rulebook.stated_rules
        if rule.level == "should" and rule.code in process.pilot.deviations
    )
    excused = {item.rule.code for item in justified}
    rules = tuple(
        Judged(rule, _state(process, rule, broken, excused))
        for rule in process.rulebook.stated_rules
    )
    return Conformity(rules, findings, justified, process.rulebook.deviations, judge(process))


def _state(process: Process, rule: Rule, broken: Set[str], excused: Set[str]) -> RuleState:
    if rule.code in broken:
        return "broken"
    if rule.code in excused:
        return "justified"
    return "kept" if is_due(process, rule) else "waiting"
