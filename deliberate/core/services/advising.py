"""Asking for advice: every installed model that states its fit is weighed against an issue."""

from __future__ import annotations

import os
from collections.abc import Iterator

from deliberate.core.advice.advice import Advice, Candidate, weigh
from deliberate.core.advice.issue import Issue
from deliberate.core.advice.issue_schema import load_issue
from deliberate.core.advice.reasons import PLAIN
from deliberate.core.advice.telling import VERDICTS
from deliberate.core.errors import Refused, UnusableInput, Where, message
from deliberate.core.registry import Registry
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.models import installed_models
from deliberate.core.text import Text


def read_issue(registry: Registry, path: str | os.PathLike[str]) -> Issue:
    """An issue file. Raises `UnusableInput` with every mistake, its place and what to do.

    The jurisdiction that it names and the model that it chooses must be installed here.
    """
    source = read_toml(path)
    issue = load_issue(source)
    try:
        where = source.positions.find(("issue", "jurisdiction"))
        if issue.jurisdiction:
            registry.jurisdiction(issue.jurisdiction)
        where = source.positions.find(("choice", "model"))
        if issue.chosen is not None:
            registry.rulebook(issue.chosen.model)
    except UnusableInput as error:
        raise _placed(error, where) from None
    return issue


def advise(registry: Registry, issue: Issue) -> Advice:
    """The advice of this installation on an issue."""
    return weigh(issue, _candidates(registry, issue), registry.questions)


def homes(registry: Registry) -> dict[str, Text]:
    """The jurisdictions other than the plain one that the advised models follow, by name."""
    books = (item.rulebook for item in installed_models(registry))
    named = {book.jurisdiction for book in books if book is not None and book.fit is not None}
    return {name: registry.jurisdiction_name(name) for name in sorted(named - {PLAIN})}


def model_for(registry: Registry, issue: Issue) -> str:
    """The model that the agency chose for an issue, else the one that is advised first.

    Refuses an issue on which it is advised not to deliberate, unless the agency has chosen.
    """
    if issue.chosen is not None:
        return issue.chosen.model
    advice = advise(registry, issue)
    if advice.verdict != "deliberate" or not advice.ranked or not advice.weighed:
        verdict = advice.verdict if advice.weighed else "too_little"
        raise Refused(
            "ADVICE",
            VERDICTS[verdict] if advice.ranked else message("No model suits this issue."),
            fix=message("Why: deliberate advise ISSUE.toml; to choose all the same: --model NAME"),
        )
    return advice.ranked[0].candidate.name


def _candidates(registry: Registry, issue: Issue) -> Iterator[Candidate]:
    """Every rulebook that can be read and states its fit."""
    for item in installed_models(registry):
        book = item.rulebook
        if book is not None and book.fit is not None:
            reasons = registry.reasons(issue, book)
            yield Candidate(book.name, book.title, book.fit, reasons, book.deviations)


def _placed(error: UnusableInput, where: Where) -> UnusableInput:
    if error.where is not None:
        return error
    return UnusableInput(error.code, error.message, where=where, fix=error.fix)
