"""The words of a letter that brings no document of its own: what happened, until when, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from deliberate.core.calendar import Moment
from deliberate.core.errors import Message, message
from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.planning.dates import SESSION
from deliberate.core.services.notices import SCHEDULED, scheduled_together
from deliberate.core.services.papers import before
from deliberate.core.services.portal.record_sentences import SENTENCES
from deliberate.core.text import Text
from deliberate.documents.letter_dates import comments_until, point_of, sitting_of
from deliberate.i18n import Translator

REPEAT = "repeat"
"""The reason of dates that follow from a vote without a decision."""
FOLLOWS: Mapping[str, Message] = MappingProxyType(
    {
        "process.suspended": message("No date passes until the process is resumed."),
        "process.resumed": message("The process goes on; the dates in force are on its page."),
        "process.cancelled": message("The process ends without a result."),
    }
)
"""What it means for the reader."""


def happened(process: Process, cause: Fact, say: Translator) -> Iterator[str]:
    """What happened, where the reader finds it, and that it is a rehearsal, if it is one."""
    if process.rehearsal:
        yield say.gettext("Rehearsal: no real people, votes or decisions")
    yield f"{say.text(process.pilot.title)}."
    if cause.kind == SCHEDULED:
        yield from _new_dates(process, cause, say)
    else:
        step = process.step(cause.step) if cause.step else None
        where = f"{say.text(step.title)}: " if step is not None else ""
        yield f"{where}{say.render(SENTENCES[cause.kind])}."
    yield from (say.render(text) for text in _more(process, cause))
    address = process.pilot.publicity.portal_address
    if address:
        words = say.gettext("Everything about the process is on its page: {address}")
        yield words.format(address=address)
    else:
        words = say.gettext(
            "Everything about the process is on the portal. Its name there: {process}"
        )
        yield words.format(process=process.id)


def _more(process: Process, cause: Fact) -> Iterator[Message]:
    """The dates, the reasons and the consequences of what happened."""
    until = comments_until(process, cause)
    if until is not None:
        yield message("Comments are received until {moment}.", moment=until)
    point = point_of(process, cause)
    if point is not None:
        yield message("Point {point}: {text}", point=point.id, text=point.text)
        yield message("It is due on {day}.", day=point.due)
    for key in ("reason", "remarks"):
        value = cause.body.get(key)
        if isinstance(value, Mapping):
            yield _published(key, Text.of(dict(value)))
    if cause.kind in FOLLOWS:
        yield FOLLOWS[cause.kind]


def _published(key: str, text: Text) -> Message:
    """The words with which somebody acted."""
    if key == "reason":
        return message("The reason: {text}", text=text)
    return message("The remarks: {text}", text=text)


def _new_dates(process: Process, cause: Fact, say: Translator) -> Iterator[str]:
    """Each date that the act set, in words."""
    facts = scheduled_together(process, cause)
    then = before(process, facts[-1])
    yield say.gettext("New dates:")
    for fact in facts:
        step, n = process.step(str(fact.body["step"])), int(fact.body["n"])
        if step is not None:
            title = say.text(step.title)
            if n > 1:
                title = say.gettext("{step} (number {n})").format(step=title, n=say.number(n))
            yield f"– {title}: {_when(then, step, n, say)}"
    if cause.body.get("reason") == REPEAT:
        yield say.gettext("The vote of the members brought no decision: these steps are repeated.")


def _when(process: Process, step: Step, n: int, say: Translator) -> str:
    """The days of a step from the first to the last, with the hour at which it begins."""
    planned = process.planned(step.id, n)
    if planned is None:
        return ""
    first, last = process.planned_start(step.id, n), process.planned_end(step.id, n)
    if first is None or last is None:
        return ""
    if isinstance(first, datetime) or isinstance(last, datetime):
        ends = [] if last == first else [last]
        return " – ".join(_moment(process, moment, say) for moment in (first, *ends))
    hours = sitting_of(process, step, n).on(first, 1) if step.kind == SESSION else None
    days = say.days(first, last)
    return days if hours is None else f"{days}, {say.time(hours[0])}"


def _moment(process: Process, moment: Moment, say: Translator) -> str:
    if isinstance(moment, datetime):
        return say.datetime(moment, process.calendar.zone)
    return say.date(moment)
