"""Lines of a desk: one thing to know or to do, with its date and where it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from deliberate.core.calendar import Moment
from deliberate.core.errors import Message
from deliberate.core.process.process import Process

LineState = Literal["late", "week", "waits", "prepare", "note", "done"]
"""In the order in which a desk shows them: late, due this week, waiting for somebody, papers to
prepare, good to know, what was done."""

Target = Literal["", "my", "task", "today", "process", "documents", "document", "record", "running"]

ORDER: tuple[LineState, ...] = ("late", "week", "waits", "prepare", "note", "done")
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `to` and `at` say where the thing is: a page of the process, and for "task" the
    kind, the step, the signatory and which time, for "document" its name, for "process" the
    section, for "running" the page and the step.

    `command`: how it is done on the command line, where no page does it yet.
    """

    state: LineState
    text: Message
    when: Moment | None = None
    to: Target = ""
    at: tuple[str, ...] = ()
    command: str = ""


def in_order(process: Process, lines: Iterable[Line]) -> tuple[Line, ...]:
    """By state, then by date; lines without a date come after those with one."""
    calendar = process.calendar

    def key(line: Line) -> tuple[int, bool, float]:
        moment = calendar.start_moment(line.when).timestamp() if line.when is not None else 0.0
        return ORDER.index(line.state), line.when is None, moment

    return tuple(sorted(lines, key=key))


def within_a_week(process: Process, moment: Moment | None) -> bool:
    """Whether something planned begins or ends in the coming seven days."""
    if moment is None:
        return False
    return process.now < process.calendar.end_moment(moment) <= process.now + WEEK
