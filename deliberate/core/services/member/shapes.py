"""What a member's place consists of. All shapes are frozen and derived; nothing is stored.

Moments are aware datetimes or local dates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from deliberate.core.calendar import Moment
from deliberate.core.errors import Message
from deliberate.core.text import Text

TaskKind = Literal[
    "agree", "declare", "read", "attend", "vote", "points", "comment", "sign", "judge", "survey"
]

TaskState = Literal["to_do", "late", "may", "not_yet", "done", "over"]
"""`may`: open, and nobody is obliged. `late`: its time has passed and it can still be done.
`over`: it was not done and can no longer be."""

OPEN: frozenset[TaskState] = frozenset({"to_do", "late", "may"})


IN_THE_ROOM: frozenset[TaskKind] = frozenset({"vote", "points"})
"""What is done while the others in the session wait for it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page about one process says of it. `agency` is the name that roles go by."""

    id: str
    agency: str
    title: Text
    status: str
    rehearsal: bool
    fictional: bool
    languages: tuple[str, ...]
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do for one seat or office, in one occurrence `n` of a step.

    `due`: by when; `opens`: from when, as planned; `at`: when it was done; `result`: what was done,
    or why it cannot be. `who`: the seat or office that signs, or the point that is judged.
    """

    kind: TaskKind
    step: str
    n: int
    about: Text
    state: TaskState
    due: Moment | None = None
    opens: Moment | None = None
    at: datetime | None = None
    result: Message | None = None
    who: str = ""
    days: tuple[Moment, ...] = field(default_factory=tuple)

    @property
    def open(self) -> bool:
        """Whether it can be done now."""
        return self.state in OPEN
