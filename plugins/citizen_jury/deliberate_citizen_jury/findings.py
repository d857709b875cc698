"""Findings for rules of these rulebooks that no declarative check can state.

A rulebook asks for them with `check = { hook = true }`; a rule that it does not have is not held
against anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from deliberate.api import Finding, Process, Rule
from deliberate_citizen_jury.on_paper import (
    appeals_before_the_list,
    authentic_languages,
    meeting_days,
    order_of_agenda,
    weekly_on_every_channel,
)
from deliberate_citizen_jury.under_way import (
    chair_of_the_responsible_body,
    closed_before_execution,
    inputs_without_disposition,
    late_agreement,
    missing_weeks,
    rounds_of_agreement,
    seats_decided_by_comments,
    unproved_print,
)

Check = Callable[[Process, Rule], Iterator[Finding]]

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "KZ09": (order_of_agenda,),
    "KZ13": (weekly_on_every_channel, missing_weeks),
    "KZ14": (closed_before_execution,),
    "KZ19": (inputs_without_disposition,),
    "KZ39": (seats_decided_by_comments,),
    "KZ41": (authentic_languages,),
    "KZ43": (rounds_of_agreement,),
    "KZ44": (late_agreement,),
    "KZ46": (chair_of_the_responsible_body,),
    "KZ47": (unproved_print,),
    "KZ48": (appeals_before_the_list,),
    "CJ02": (meeting_days,),
    "CP03": (meeting_days,),
}
"""What each rule with a hook is checked by."""


def findings(process: Process) -> tuple[Finding, ...]:
    """All findings of this model's own checks about a process at its moment."""
    return tuple(
        finding
        for rule in process.rulebook.rules
        if rule.check == "hook" and not _justified(process, rule)
        for check in CHECKS[rule.code]
        for finding in check(process, rule)
    )


def _justified(process: Process, rule: Rule) -> bool:
    return rule.level == "should" and bool(process.pilot.deviations.get(rule.code))
