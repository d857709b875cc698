"""Findings for rules of this model that no declarative check can state.

A rulebook asks for them with `check = { hook = true }`; a rule that it does not have is not held
against anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise, takewhile

from deliberate.api import Finding, Process, Rule, message

ORDER = (
    "agency_presentation",
    "positions_state_bodies",
    "positions_ngos_and_experts",
    "non_permanent_members",
    "discussion",
    "ballot",
)
"""The kinds of agenda items that the mechanism asks for, in its order."""

AUTHENTIC = frozenset({"kk", "ru"})


def findings(process: Process) -> tuple[Finding, ...]:
    """All findings of this model's own checks about a process at its moment."""
    return tuple(
        finding
        for rule in process.rulebook.rules
        if rule.check == "hook" and rule.code in CHECKS and not _justified(process, rule)
        for finding in CHECKS[rule.code](process, rule)
    )


def _justified(process: Process, rule: Rule) -> bool:
    return rule.level == "should" and bool(process.pilot.deviations.get(rule.code))


def order_of_agenda(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ09: the agenda has the mechanism's items in the mechanism's order."""
    kinds = [item.kind for item in process.pilot.agenda]
    if not kinds:
        return
    missing = tuple(kind for kind in ORDER if kind not in kinds)
    if missing:
        yield Finding(
            rule.code,
            rule.level,
            message("The agenda lacks: {missing}.", missing=missing),
            process.pilot.place("agenda"),
            message("Add an item of each of these kinds."),
            rule.steps,
        )
    present = [kind for kind in ORDER if kind in kinds]
    for first, second in pairwise(present):
        if kinds.index(second) < kinds.index(first):
            yield Finding(
                rule.code,
                rule.level,
                message("“{second}” stands before “{first}”.", first=first, second=second),
                process.pilot.place("agenda", kinds.index(second)),
                message("The order is: {order}.", order=ORDER),
                rule.steps,
            )


def authentic_languages(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ41: Kazakh and Russian are authentic, and nothing else is."""
    declared = set(process.pilot.authentic_languages)
    if declared != AUTHENTIC:
        yield Finding(
            rule.code,
            rule.level,
            message(
                "The authentic languages are {declared}; the rule asks for {asked}.",
                declared=tuple(sorted(declared)) or None,
                asked=tuple(sorted(AUTHENTIC)),
            ),
            process.pilot.place("authentic_languages"),
            message("Write: {example}", example='authentic_languages = ["kk", "ru"]'),
            rule.steps,
        )


def seats_decided_by_comments(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ39: comment votes, which cannot be tied to one citizen, have decided a seat."""
    counted = process.latest("public_vote.counted")
    names = tuple(counted.body["decided_by_comments"]) if counted is not None else ()
    if names:
        yield Finding(
            rule.code,
            rule.level,
            message(
                "Comment votes decide a seat: by signed votes alone it would be {names}.",
                names=names,
            ),
            steps=rule.steps,
        )


def weekly_reports(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ13: a week whose report was not published by its last minute stays missing for good.

    No step is named: a report that is late must not be refused because an earlier one is missing.
    """
    published, completed = process.latest("report.published"), process.latest("execution.completed")
    step = process.rulebook.step("execution")
    if published is None or step is None:
        return
    until = completed.at if completed is not None else process.now
    reports = process.select("execution.reported")
    begin = published.at
    dues = takewhile(
        lambda due: due <= until, process.calendar.weekly(begin, step.parameters.every)
    )
    for number, due in enumerate(dues, start=1):
        if not any(begin <= report.at < due for report in reports):
            yield Finding(
                rule.code,
                rule.level,
                message(
                    "The report of week {number} was not published by {due}.",
                    number=number,
                    due=due,
                ),
            )
        begin = due


CHECKS: Mapping[str, Callable[[Process, Rule], Iterator[Finding]]] = {
    "KZ09": order_of_agenda,
    "KZ13": weekly_reports,
    "KZ39": seats_decided_by_comments,
    "KZ41": authentic_languages,
}
