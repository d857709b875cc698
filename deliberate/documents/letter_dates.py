"""The dates that a letter tells of, as events for the reader's calendar.

They are read off its documents: whatever field or table puts a date into the words puts an event
into the calendar file. A plain notice tells of the dates of what happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from deliberate.core.calendar import Moment
from deliberate.core.errors import Message, message
from deliberate.core.follow_up.commitments import Commitment, commitments, report_view
from deliberate.core.period import Period
from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.planning.dates import (
    SESSION,
    Say,
    Sitting,
    Sittings,
    point_event,
    session_events,
    step_events,
    uid,
)
from deliberate.core.rulebook.planning.ics import Event
from deliberate.core.rulebook.templates import fields_in
from deliberate.core.services.copies import Copy
from deliberate.core.services.notices import SCHEDULED, scheduled_together
from deliberate.core.services.papers import Paper, before
from deliberate.core.text import Text
from deliberate.documents.conditions import shown
from deliberate.documents.making import Making
from deliberate.i18n import Translator

TELLS_OF_SESSION = frozenset({"announcement.published", "materials.sent"})
SESSION_FIELDS = frozenset({"session_days", "session_time"})
POINTS = frozenset({"points", "upcoming"})
"""The tables with the due dates of points."""


def dates_of(
    process: Process, cause: Fact, copies: Sequence[Copy], says: Sequence[Translator]
) -> tuple[Event, ...]:
    """Every date of a letter that was not over when it was written, each once."""
    then = before(process, cause)
    made = [*_of_cause(process, cause, says)]
    for copy in copies:
        made += _of_paper(then, copy.paper, says)
    calendar = process.calendar
    ahead = {
        event.uid: event
        for event in made
        if calendar.end_moment(event.starts if event.ends is None else event.ends) > cause.at
    }
    return tuple(ahead.values())


def joined(says: Sequence[Translator], words: Text | Message | str) -> str:
    """The words in each language of a letter; those that are the same in two stand once."""
    return " / ".join(dict.fromkeys(_said(say, words) for say in says))


def sitting_of(process: Process, step: Step, n: int) -> Sitting:
    return Sittings.planned(process.rulebook, process.pilot, process.calendar.zone).of(step.id, n)


def comments_until(process: Process, cause: Fact) -> datetime | None:
    """Until when members may comment on the draft that a fact brought; None for other facts."""
    view = report_view(process) if cause.kind == "report.drafted" else None
    window = view.params.comment_window if view is not None else None
    if not isinstance(window, Period):
        return None
    return process.calendar.add_to_moment(cause.at, window)


def point_of(process: Process, cause: Fact) -> Commitment | None:
    """The point that a fact is about, as it stood then."""
    name = cause.body.get("commitment")
    return None if name is None else commitments(before(process, cause)).get(str(name))


# ------------------------------------------------------------------ what happened
def _of_cause(process: Process, cause: Fact, says: Sequence[Translator]) -> Iterator[Event]:
    then, say = before(process, cause), _in(says)
    if cause.kind == SCHEDULED:
        facts = scheduled_together(process, cause)
        after = before(process, facts[-1])
        for fact in facts:
            yield from _step(after, str(fact.body["step"]), int(fact.body["n"]), say)
    elif cause.kind in TELLS_OF_SESSION:
        for step in process.rulebook.steps:
            if step.kind == SESSION:
                yield from _step(then, step.id, cause.n, say)
    elif cause.kind == "report.frozen":
        yield from _until(then, str(cause.step), cause.n, say)
    until, point = comments_until(process, cause), point_of(process, cause)
    step_of = process.step(cause.step) if cause.step else None
    if until is not None and step_of is not None:
        summary = say(message("Comments on the draft: {title}", title=step_of.title))
        yield Event(uid(process.id, step_of.id, "comments"), summary, cause.at, until)
    if point is not None:
        yield point_event(process.id, point.id, point.due, point.text, say)


# ------------------------------------------------------------------ what documents say
def _of_paper(then: Process, paper: Paper, says: Sequence[Translator]) -> Iterator[Event]:
    making, say = Making(then, paper, says[0]), _in(says)
    for name, of in _fields(making):
        if of:
            yield from _named(then, name, of, say)
        elif name in SESSION_FIELDS and making.session is not None:
            step, n = making.session
            yield from _step(then, step.id, n, say)
        elif name == "deadline" and making.body("deadline") is not None:
            last, title = date.fromisoformat(str(making.body("deadline"))), paper.template.title
            summary = say(message("Last day: {title}", title=title))
            yield Event(uid(then.id, "deadline", paper.subject), summary, last)
        elif name == "point_due" and making.point is not None:
            yield from _points(then, (making.point,), say)
    tables = {part.table for part in paper.template.blocks if shown(part.when, making)}
    if "agenda" in tables and making.session is not None:
        yield from _step(then, making.session[0].id, making.session[1], say)
    if tables & POINTS:
        yield from _points(then, commitments(then).values(), say)


def _fields(making: Making) -> Iterator[tuple[str, str]]:
    """The fields of the document's words, as far as they are shown, each once."""
    template = making.paper.template
    blocks = [block for block in template.blocks if shown(block.when, making)]
    texts = [text for block in blocks for _, text in block.words]
    found = [field for text in texts for _, words in text.versions for field in fields_in(words)]
    yield from dict.fromkeys(found)


def _named(then: Process, name: str, of: str, say: Say) -> Iterator[Event]:
    """A field with the name of a step: its beginning, its days, or its end."""
    if then.step(of) is None:
        return
    if name in {"day", "span"}:
        yield from _step(then, of, then.occurrence(of), say)
    elif name == "until":
        yield from _until(then, of, then.occurrence(of), say)


def _step(process: Process, name: str, n: int, say: Say) -> Iterator[Event]:
    step, planned = process.step(name), process.planned(name, n)
    if step is None or planned is None:
        return
    names, summary = (process.id, name, n), say(step.title)
    if step.kind == SESSION:
        yield from session_events(names, summary, planned, sitting_of(process, step, n), say)
    else:
        yield from step_events(names, summary, planned)


def _until(process: Process, name: str, n: int, say: Say) -> Iterator[Event]:
    """The last day of a step, by itself: until then something is asked of the reader."""
    step: Step | None = process.step(name)
    end: Moment | None = process.planned_end(name, n)
    if step is not None and end is not None:
        summary = say(message("Last day: {title}", title=step.title))
        yield Event(uid(process.id, name, n, "until"), summary, end)


def _points(process: Process, points: Iterable[Commitment], say: Say) -> Iterator[Event]:
    for point in points:
        yield point_event(process.id, point.id, point.due, point.text, say)


def _in(says: Sequence[Translator]) -> Say:
    return lambda words: joined(says, words)


def _said(say: Translator, words: Text | Message | str) -> str:
    match words:
        case Text():
            return say.text(words)
        case Message():
            return say.render(words)
    return words
