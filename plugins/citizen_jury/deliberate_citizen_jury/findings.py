"""Findings for rules of these rulebooks that no declarative check can state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deliberate.api import Finding, OwnCheck, Process, Rule
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


def weeks(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ13: every week is reported, and the report goes to every channel."""
    yield from weekly_on_every_channel(process, rule)
    yield from missing_weeks(process, rule)


CHECKS: Mapping[str, OwnCheck] = {
    "KZ09": order_of_agenda,
    "KZ13": weeks,
    "KZ14": closed_before_execution,
    "KZ19": inputs_without_disposition,
    "KZ39": seats_decided_by_comments,
    "KZ41": authentic_languages,
    "KZ43": rounds_of_agreement,
    "KZ44": late_agreement,
    "KZ46": chair_of_the_responsible_body,
    "KZ47": unproved_print,
    "KZ48": appeals_before_the_list,
    "CJ02": meeting_days,
    "CP03": meeting_days,
}
"""What each rule with a hook is checked by."""
