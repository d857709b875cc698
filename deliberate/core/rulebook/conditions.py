"""Conditions of steps: `STEP = OUTCOME` joined by and / or, nothing else.

In the place of a step `@NAME` stands for an open parameter, whose outcome is the pilot's choice.

`and` binds more tightly than `or`; there are no brackets and there is no negation, so that a
condition can be read aloud.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce
from typing import Any

from deliberate.core.errors import Message, UnusableInput, message

_TERM = re.compile(r"\s*(@?[A-Za-z0-9_-]+)\s*=\s*([A-Za-z0-9_-]+)\s*")
_OR = re.compile(r"\s+or\s+")
_AND = re.compile(r"\s+and\s+")

Condition = tuple[tuple[tuple[str, str], ...], ...]
"""Alternatives of conjunctions of (step, outcome)."""


def parse_condition(text: str) -> Condition:
    """The alternatives of a condition; raises `UnusableInput` (CONDITION)."""
    return tuple(tuple(_term(term, text) for term in _AND.split(part)) for part in _OR.split(text))


def _term(term: str, text: str) -> tuple[str, str]:
    found = _TERM.fullmatch(term)
    if found is None:
        raise UnusableInput(
            "CONDITION",
            message("“{text}” is not a condition.", text=text),
            fix=message("Write STEP = OUTCOME, joined by “and” or “or”."),
        )
    return found[1], found[2]


def holds(text: str, outcome: Callable[[str], str | None]) -> bool:
    """Whether a condition is true of the outcomes that are known so far."""
    return any(
        all(outcome(step) == wanted for step, wanted in part) for part in parse_condition(text)
    )


def possible(
    text: str, outcome: Callable[[str], str | None], undecided: Callable[[str], bool]
) -> bool:
    """Whether a condition is true or may still come true: what it asks for is undecided so far."""
    return any(
        all(outcome(step) == wanted or undecided(step) for step, wanted in part)
        for part in parse_condition(text)
    )


def in_words(text: str, title: Callable[[str], Any]) -> Message:
    """A condition as a reader says it; `title` names a step."""
    alternatives = [
        _joined([_said(title(step), outcome) for step, outcome in part], _both)
        for part in parse_condition(text)
    ]
    return _joined(alternatives, _either)


def _said(step: Any, outcome: str) -> Message:
    return message("“{step}”: {outcome}", step=step, outcome=outcome)


def _both(one: Message, other: Message) -> Message:
    return message("{one} and {other}", one=one, other=other)


def _either(one: Message, other: Message) -> Message:
    return message("{one} or {other}", one=one, other=other)


def _joined(parts: list[Message], join: Callable[[Message, Message], Message]) -> Message:
    return reduce(join, parts)


def steps_of(text: str) -> tuple[str, ...]:
    """The steps a condition asks about, in order, each once."""
    names = [step for part in parse_condition(text) for step, _ in part] if text else []
    return tuple(dict.fromkeys(names))
