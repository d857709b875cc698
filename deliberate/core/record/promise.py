"""One line of a verification: a promise, and whether this bundle shows that it was kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from deliberate.core.errors import DeliberateError, Message, message

Verdict = Literal["pass", "fail", "not_shown"]


@dataclass(frozen=True, slots=True)
class Promise:
    """`code` is stable; `reason` says what was recomputed, or why it cannot be shown."""

    code: str
    title: Message
    verdict: Verdict
    reason: Message


class CheckFailed(Exception):
    """A check found a difference; `reason` names it and its place."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


def judge(code: str, title: Message, check: Callable[[], Message | None]) -> Promise:
    """A check as a promise: what it recomputed, what it found, or that there is nothing."""
    try:
        reason = check()
    except CheckFailed as failure:
        return Promise(code, title, "fail", failure.reason)
    except DeliberateError as error:
        # The engines that recompute refuse what the forged entries hand them.
        return Promise(code, title, "fail", error.message)
    if reason is None:
        return Promise(code, title, "not_shown", message("The bundle holds nothing of the kind."))
    return Promise(code, title, "pass", reason)
