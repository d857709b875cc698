"""Conformity: which rules a process keeps, which it breaks, what it justifies, what it never had.

A pilot of good faith can deviate from a `should` with a published reason; what the model itself
does not keep of the field's principles is said as openly.
"""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.errors import Finding
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.rulebook.model import Deviation, Rule
from deliberate.core.services.rules import rules_of
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Justified:
    """A `should` that a pilot departs from, with its published reason."""

    rule: Rule
    reason: Text


@dataclass(frozen=True, slots=True)
class Conformity:
    """`kept` of `total` rules; the findings behind the rest; the model's own deviations."""

    kept: int
    total: int
    findings: tuple[Finding, ...]
    justified: tuple[Justified, ...]
    deviations: tuple[Deviation, ...]


def conformity(registry: Registry, process: Process) -> Conformity:
    """The conformity of a process at its moment."""
    findings = rules_of(registry)(process)
    broken = {finding.code for finding in findings}
    justified = tuple(
        Justified(rule, process.pilot.deviations[rule.code])
        for rule in process.rulebook.rules
        if rule.level == "should" and rule.code in process.pilot.deviations
    )
    apart = broken | {item.rule.code for item in justified}
    total = len(process.rulebook.rules)
    kept = sum(rule.code not in apart for rule in process.rulebook.rules)
    return Conformity(kept, total, findings, justified, process.rulebook.deviations)
