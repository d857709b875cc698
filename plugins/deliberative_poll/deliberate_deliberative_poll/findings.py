"""Findings for rules of these rulebooks that no declarative check can state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deliberate.api import (
    Finding,
    OwnCheck,
    Process,
    Questionnaire,
    Rule,
    asked_steps,
    broken,
    message,
    questionnaire_of,
)

FIRST = "first_wave"


def _asked_first(process: Process) -> Questionnaire | None:
    first = process.step(FIRST)
    return questionnaire_of(process.rulebook, process.pilot, first) if first else None


def a_moderator_each(process: Process, rule: Rule) -> Iterator[Finding]:
    """DP12: as many moderators as groups."""
    size, have = (int(process.open_parameter(name)) for name in ("group_size", "moderators"))
    groups = -(-process.rulebook.seats // size)
    if have < groups:
        yield broken(
            rule,
            message("{groups} groups have {moderators} moderators.", groups=groups,
                    moderators=have),
            process.pilot.place("open_parameters", "moderators"),
            message("Engage {more} more, or form fewer groups.", more=groups - have),
        )  # fmt: skip


def features_asked(process: Process, rule: Rule) -> Iterator[Finding]:
    """DP26: the first wave asks for every feature of the lottery's quotas."""
    asks = _asked_first(process)
    for step in asked_steps(process, rule, "lottery"):
        features = [str(quota) for quota in step.parameters.quotas]
        missing = tuple(name for name in features if asks and asks.item(name) is None)
        if missing:
            yield broken(
                rule,
                message("The first wave does not ask for: {features}.", features=missing),
                process.pilot.place("questionnaires"),
                message("Participants can be compared with the sample only by what it was asked."),
            )


def knowledge_asked(process: Process, rule: Rule) -> Iterator[Finding]:
    """DP16: at least one question has a right answer."""
    asks = _asked_first(process)
    if asks is not None and not any(item.correct for item in asks.items):
        yield broken(
            rule,
            message("No question of the first wave has a right answer."),
            process.pilot.place("questionnaires"),
            message("Name the right option of a knowledge question: {example}",
                    example='correct = "a"'),
        )  # fmt: skip


CHECKS: Mapping[str, OwnCheck] = {
    "DP12": a_moderator_each,
    "DP16": knowledge_asked,
    "DP26": features_asked,
}
"""What each rule with a hook is checked by."""
