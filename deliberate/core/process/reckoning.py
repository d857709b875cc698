"""What takes seconds is reckoned before a command's transaction, and only looked up within it.

A command decides twice: once over what was read, where its long questions are answered, and once
within the transaction, over what stands there then. If a question is asked there that nobody has
answered, what it is about has changed meanwhile, and the command is refused: no transaction waits
for an answer, and no answer counts for anything but its own question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deliberate.core.errors import Refused, message

Reckon = Callable[..., Any]
"""`reckon(function, *args, **options)`: what the function returns for these arguments."""


def at_once(function: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """The answer, reckoned now: for whatever takes no time, and where no transaction waits."""
    return function(*args, **options)


class Reckoning:
    """Answers to questions, each a pure function with arguments that can be compared."""

    def __init__(self) -> None:
        self._answers: list[tuple[tuple[Any, ...], Any]] = []

    def answer(self, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Reckon, and keep the answer."""
        found = function(*args, **options)
        self._answers.append(((function, args, options), found))
        return found

    def look_up(self, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """The answer that is kept; refuses a question that was not asked before."""
        for question, found in self._answers:
            if question == (function, args, options):
                return found
        raise Refused(
            "CHANGED",
            message("What this is reckoned from has changed meanwhile."),
            fix=message("Nothing was changed. Look at the new state, then try again."),
        )
