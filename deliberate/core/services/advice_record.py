"""Advice on the public record: what the advisor was told and said, what the agency chose and why.

It stands right after the opening and is never changed: whoever asks later "why this model" finds
the answers, the ranking and the reason as they were on that day.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from deliberate.core.advice.advice import Advice, Ranked
from deliberate.core.advice.issue import Chosen, Issue
from deliberate.core.errors import UnusableInput, message
from deliberate.core.process.facts import Draft
from deliberate.core.registry import Registry
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.services.advising import advise, read_issue
from deliberate.core.text import Text

ADVISED = "process.advised"


def recorded_advice(registry: Registry, path: str | os.PathLike[str], pilot: Pilot) -> Draft:
    """The fact that an issue file gives for the process of a pilot.

    Raises `UnusableInput` for a file that cannot be used, that chooses nothing or another model
    than the pilot's, or whose reason lacks a language that has legal force in the process.
    """
    issue = read_issue(registry, path)
    chosen = _chosen(issue, registry, pilot)
    advice = advise(registry, issue)
    body = _body(registry, issue, advice, chosen, pilot)
    return Draft(ADVISED, "process", body=body, public=body)


def _chosen(issue: Issue, registry: Registry, pilot: Pilot) -> Chosen:
    source, chosen = issue.source, issue.chosen
    if source is None:
        raise ValueError("an issue that was read from a file has a source")
    if chosen is None:
        raise UnusableInput(
            "CHOICE",
            message("The file does not say which model the agency chose, and why."),
            where=source.positions.find(("choice",)),
            fix=message("Write [choice] with model and reason."),
        )
    named = registry.rulebook(chosen.model).name
    own = f"{pilot.model}/{pilot.variant}"
    if named != own:
        raise UnusableInput(
            "CHOICE",
            message("The file chooses {named}; the pilot is of {own}.", named=named, own=own),
            where=source.positions.find(("choice", "model")),
            fix=message("Change the one that is wrong."),
        )
    missing = chosen.reason.missing(pilot.authentic_languages)
    if missing:
        raise UnusableInput(
            "CHOICE",
            message("The reason is missing in: {languages}.", languages=missing),
            where=source.positions.find(("choice", "reason")),
            fix=message("Write it in every language that has legal force in the process."),
        )
    return chosen


def _body(
    registry: Registry, issue: Issue, advice: Advice, chosen: Chosen, pilot: Pilot
) -> dict[str, Any]:
    return {
        "issue": _spoken(issue.title, pilot),
        "preflight": advice.verdict,
        "chosen_model": registry.rulebook(chosen.model).name,
        "rank": advice.place_of(chosen.model),
        "reason": chosen.reason.as_dict(),
        "ranked": [_line(item, pilot) for item in advice.ranked],
        "variants": [_line(item, pilot) for item in _variants(advice, chosen)],
        "answers": list(_answers(registry, issue, pilot)),
        "codes": {
            **issue.preflight,
            **issue.answers,
            **issue.means,
            "jurisdiction": issue.jurisdiction,
        },
        "issue_sha256": "" if issue.source is None else issue.source.sha256,
    }


def _variants(advice: Advice, chosen: Chosen) -> tuple[Ranked, ...]:
    """The variants of the model that was chosen: it stands in the ranking by its best one."""
    place = advice.place_of(chosen.model)
    best = advice.ranked[place - 1 : place] if place else ()
    return tuple(one for item in best for one in (item, *item.others))


def _line(item: Ranked, pilot: Pilot) -> dict[str, Any]:
    return {
        "name": _spoken(item.candidate.title, pilot),
        "model": item.candidate.name,
        "points": item.points,
        "advised": item.advised,
    }


def _answers(registry: Registry, issue: Issue, pilot: Pilot) -> Iterator[Mapping[str, Any]]:
    """What was answered in words: questions may be worded otherwise in years to come."""
    for question in registry.questions.items:
        short = _spoken(question.short, pilot)
        if question.id in issue.preflight:
            yield {"question": short, "answered": issue.preflight[question.id]}
        elif question.id in issue.answers:
            label = question.label(issue.answers[question.id])
            yield {"question": short, "answered": _spoken(label, pilot)}
        elif question.part == "home" and issue.jurisdiction:
            name = registry.jurisdiction_name(issue.jurisdiction)
            yield {"question": short, "answered": _spoken(name, pilot)}
        elif question.id in issue.means:
            yield {"question": short, "answered": issue.means[question.id]}


def _spoken(text: Text, pilot: Pilot) -> dict[str, str]:
    """A text in the languages of the process, or in all that it has where it has none of them."""
    known = text.as_dict()
    return {code: known[code] for code in pilot.languages if code in known} or known
