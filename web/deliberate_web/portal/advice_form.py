"""The advisor's form: answers as they stand in an address, and what is wrong beside which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deliberate.core.advice.issue import Issue
from deliberate.core.advice.questions import Questions
from deliberate.core.advice.reasons import PLAIN
from deliberate.core.errors import Message, message
from deliberate.core.rulebook.issue_vocabulary import CHOICES, HOME, MEANS, MOST, PREFLIGHT, SURE

NAMES = (*PREFLIGHT, *CHOICES, *MEANS, HOME)
LONGEST = 40
"""Letters of a value that are shown again; no answer has more."""


@dataclass(frozen=True, slots=True)
class AdviceForm:
    """`values` as they were typed, empty ones left out; `errors` by the name of the field."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Message] = field(default_factory=dict)
    issue: Issue = field(default_factory=Issue)
    problem: Message | None = None
    remedy: Message | None = None

    @classmethod
    def sent(
        cls, query: Mapping[str, str], questions: Questions, homes: Mapping[str, object]
    ) -> AdviceForm:
        """The form of an address. `homes` are the jurisdictions that there are to choose from."""
        values = {name: query[name].strip()[:LONGEST] for name in NAMES if name in query}
        values = {name: value for name, value in values.items() if value}
        if not values:
            none = message("Answer at least one question.")
            return cls(errors={PREFLIGHT[0]: none})
        lists = {**dict.fromkeys(PREFLIGHT, SURE), **CHOICES, HOME: (*homes, PLAIN)}
        wrong = [name for name, value in values.items() if not _fits(name, value, lists)]
        errors = {name: _complaint(name, questions) for name in wrong}
        if errors:
            return cls(values, errors)
        return cls(values, {}, _issue(values))


def _fits(name: str, value: str, lists: Mapping[str, tuple[str, ...]]) -> bool:
    if name in lists:
        return value in lists[name]
    number = _number(value)
    return number is not None and 1 <= number <= MOST[name]


def _complaint(name: str, questions: Questions) -> Message:
    """What is expected; the question is named, since the list above the form has no context."""
    short = questions[name].short
    if name in MOST:
        return message(
            "{question}: a whole number from 1 to {most} is expected.",
            question=short,
            most=MOST[name],
        )
    return message("{question}: choose one of the answers.", question=short)


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _issue(values: Mapping[str, str]) -> Issue:
    return Issue(
        preflight={name: values[name] for name in PREFLIGHT if name in values},
        answers={name: values[name] for name in CHOICES if name in values},
        means={name: int(values[name]) for name in MEANS if name in values},
        jurisdiction=values.get(HOME, ""),
    )
