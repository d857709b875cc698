"""The dates of a process for calendar programs: its plan as it stands after every change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from deliberate.core.errors import Message, message
from deliberate.core.rulebook.planning.ics import Event, calendar_file, runs
from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.services.portal.shapes import StepLine
from deliberate.core.text import Text

Say = Callable[[Text | Message | str], str]


def process_calendar(page: ProcessPage, say: Say, stamp: datetime) -> str:
    """The dated steps as an iCalendar text; `stamp` (aware) is when it was made.

    Identifiers are those of the planned calendar, so that a program which has that one replaces
    its events. A cancelled process has only the dates that were kept.
    """
    steps = [step for phase in page.phases for step in phase.steps if _is_kept(page, step)]
    events = (event for step in steps for event in _events(page, step, say))
    name = say(page.remit.title) or page.id
    if page.rehearsal:
        name = say(message("{title} (rehearsal)", title=name))
    return calendar_file(name, events, stamp)


def _is_kept(page: ProcessPage, step: StepLine) -> bool:
    if step.standing in {"skipped", "unplanned"}:
        return False
    return page.status != "cancelled" or step.standing == "done"


def _events(page: ProcessPage, step: StepLine, say: Say) -> Iterator[Event]:
    if step.planned.starts is None:
        return
    uid, summary = f"{page.id}-{step.id}-{step.n}", say(step.title) or step.id
    if not step.days:
        yield Event(f"{uid}@deliberate", summary, step.planned.starts, step.planned.ends)
    for number, (first, last) in enumerate(runs(step.days), start=1):
        yield Event(f"{uid}-{number}@deliberate", summary, first, last)
