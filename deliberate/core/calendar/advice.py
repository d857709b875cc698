"""Calendar advice: days on which a session is possible but unwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from deliberate.core.errors import Message


@dataclass(frozen=True, slots=True)
class Advice:
    """Why a day is better avoided. `estimated`: the date is expected but not announced yet."""

    code: str
    message: Message
    estimated: bool = False


Adviser = Callable[[date], tuple[Advice, ...]]
"""What a jurisdiction advises about a day."""


def no_advice(day: date) -> tuple[Advice, ...]:
    """The answer of a jurisdiction that has nothing to say about any day."""
    return ()
