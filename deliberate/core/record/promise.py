"""One line of a verification: a promise, and whether this bundle shows that it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deliberate.core.errors import Message

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
