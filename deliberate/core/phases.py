"""The six phases of a process. A phase is a label of a step, never a state of the process."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    PREPARATION = "preparation"
    RECRUITMENT = "recruitment"
    LEARNING = "learning"
    DELIBERATION = "deliberation"
    DECISION = "decision"
    FOLLOW_UP = "follow_up"
