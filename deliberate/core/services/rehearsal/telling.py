"""What a story takes from the rulebook: the words for those who take part, the number of a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from deliberate.core.errors import Message, message
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import SeatGroup, Step
from deliberate.core.rulebook.strands import copy_name
from deliberate.core.services.rehearsal.stage import Stage
from deliberate.core.text import Text


def grouped(stage: Stage, process: Process, seats: Iterable[str]) -> tuple[Message, ...]:
    """How many of these seats each seat group has, under the title that the rulebook gives it."""
    numbers = Counter(seat.group for seat in map(process.roster.seat, seats) if seat is not None)
    return tuple(
        message("{name} – {count}", name=_stated_title(stage, group), count=numbers[group.name])
        for group in process.rulebook.seat_groups
        if numbers[group.name]
    )


def _stated_title(stage: Stage, group: SeatGroup) -> Text:
    """The title without the strand, which the step's own title names already."""
    stated = stage.context.registry.rulebook(f"{stage.pilot.model}/{stage.pilot.variant}")
    for one in stated.seat_groups:
        if group.strand and copy_name(one.name, group.strand) == group.name:
            return one.title
    return group.title


def numbered(process: Process, step: Step, n: int) -> int:
    """The number of a time, where a step happens more than once; else none."""
    return n if process.scheduled(step.id) > 1 else 0
