"""Rules and findings, counted apart: one rule may be broken in several places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deliberate.core.errors import Finding
from deliberate.core.rulebook.model import Rulebook


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rules of a rulebook are not kept, and how many findings there are.

    A finding need not be about a rule of the rulebook: a date of a step that there is not, a value
    that does not fit. It counts as a finding and breaks no rule.
    """

    rules: int
    findings: int


def obligatory(rulebook: Rulebook, findings: Iterable[Finding]) -> Tally:
    """What stops the opening of a process."""
    return _tally(rulebook, [finding for finding in findings if finding.level != "should"])


def recommended(rulebook: Rulebook, findings: Iterable[Finding]) -> Tally:
    """What a pilot may leave, with a reason."""
    return _tally(rulebook, [finding for finding in findings if finding.level == "should"])


def _tally(rulebook: Rulebook, findings: list[Finding]) -> Tally:
    codes = {finding.code for finding in findings if rulebook.rule(finding.code) is not None}
    return Tally(len(codes), len(findings))
