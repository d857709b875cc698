"""Counting a survey: how many gave which answer, with nothing about fewer than five people.

A count below five is left out, and with it another where the first could be reckoned back. Those
who did not answer a question are counted beside the answers, for the same reason. Free answers are
never published as they were written: only how many there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.recruitment.small_counts import LEAST, published
from deliberate.core.rulebook.questionnaire import CHOSEN, Item, Questionnaire
from deliberate.core.survey.answers import Answers

NO_ANSWER = "no_answer"
"""Stands beside the options: who handed in a paper and left the question out."""


def results_of(questionnaire: Questionnaire, papers: Sequence[Answers]) -> list[dict[str, Any]]:
    """The aggregates of every question, in their order."""
    return [_result(item, papers) for item in questionnaire.items]


def _result(item: Item, papers: Sequence[Answers]) -> dict[str, Any]:
    given = [paper[item.id] for paper in papers if item.id in paper]
    body: dict[str, Any] = {"item": item.id, "kind": item.kind}
    if item.kind in CHOSEN or item.kind == "scale":
        body["counts"] = shown(_counts(item, given, len(papers)), len(papers))
        if item.correct:
            body["right"] = body["counts"][item.correct]
        return body
    counts = shown({"answered": len(given), NO_ANSWER: len(papers) - len(given)}, len(papers))
    body["counts"] = counts
    if item.kind == "number" and counts["answered"] is not None and len(given) >= LEAST:
        body["sum"] = sum(given)
    return body


def _counts(item: Item, given: Sequence[Any], papers: int) -> dict[str, int]:
    counts = dict.fromkeys(item.answers, 0)
    for value in given:
        for name in value if item.kind == "multiple" else (value,):
            counts[str(name)] += 1
    counts[NO_ANSWER] = papers - len(given)
    return counts


def shown(counts: Mapping[str, int], papers: int) -> dict[str, int | None]:
    """The counts that may be published; of fewer than five papers none is."""
    if papers < LEAST:
        return dict.fromkeys(counts)
    return published(counts)
