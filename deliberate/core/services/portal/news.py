"""What is new in a process, for feeds: the entries of the record that concern the public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from deliberate.core.errors import Message, message
from deliberate.core.follow_up.commitments import commitments
from deliberate.core.follow_up.execution import EXECUTION
from deliberate.core.follow_up.weekly import missing_reports
from deliberate.core.identity.visibility import Viewer
from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.services.context import Context
from deliberate.core.services.portal.record_sentences import SENTENCES
from deliberate.core.services.processes import process_seen, processes_seen
from deliberate.core.text import Text

MOST = 50
"""A feed holds the latest so many items."""

PAGES: Mapping[str, str] = MappingProxyType(
    {
        "process.opened": "",
        "process.suspended": "",
        "process.resumed": "",
        "process.cancelled": "",
        "process.scheduled": "calendar",
        "remit.frozen": "agenda",
        "document.frozen": "documents",
        "announcement.published": "agenda",
        "announcement.corrected": "agenda",
        "nomination.closed": "candidates",
        "public_vote.opened": "candidates",
        "public_vote.closed": "candidates",
        "public_vote.counted": "candidates",
        "public_vote.drawn": "candidates",
        "registration.closed": "lottery",
        "lottery.committed": "lottery",
        "lottery.drawn": "lottery",
        "lottery.replaced": "lottery",
        "engagement.summarised": "inputs",
        "materials.sent": "materials",
        "session.opened": "sessions",
        "session.adjourned": "sessions",
        "session.closed": "sessions",
        "ballot.counted": "decision",
        "report.frozen": "protocol",
        "report.published": "protocol",
        "response.reported": "execution",
        "execution.reported": "execution",
        "execution.due_changed": "execution",
        "execution.accepted": "execution",
        "execution.noticed": "execution",
        "execution.completed": "execution",
        "register.claim": "communication",
        "evaluation.closed": "execution",
    }
)
"""Kinds of entries that are news, with the page of the process that tells more."""


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One piece of news. `seq` is its number in the record, 0 for what did not happen: a report
    that is missing; `key` then names it. `page` tells more, "" is the first.
    """

    process: str
    process_title: Text
    seq: int
    at: datetime
    title: Message
    about: Text
    page: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """A feed, the newest item first. `title` is empty where it is about several processes;
    `rehearsal`: nothing in it is about real people, votes or decisions."""

    title: Text
    rehearsal: bool
    items: tuple[NewsItem, ...]
    updated: datetime


def process_news(context: Context, viewer: Viewer, process_id: str) -> News:
    """The news of one process; refuses one that is not seen (NO_PROCESS)."""
    with context.store.read() as unit:
        process_seen(unit, viewer, process_id)
        process = context.read_process(unit, process_id)
    return _news(context, process.pilot.title, [process])


def all_news(context: Context, viewer: Viewer) -> News:
    """The news of every process that the viewer may read."""
    listed = processes_seen(context, viewer)
    with context.store.read() as unit:
        processes = [context.read_process(unit, item.id) for item in listed]
    return _news(context, Text(), processes)


def _news(context: Context, title: Text, processes: Sequence[Process]) -> News:
    items = [item for process in processes for item in _items(process)]
    latest = sorted(items, key=lambda item: (item.at, item.process, item.seq), reverse=True)[:MOST]
    rehearsal = bool(processes) and all(process.rehearsal for process in processes)
    return News(title, rehearsal, tuple(latest), latest[0].at if latest else context.clock.now())


def _items(process: Process) -> list[NewsItem]:
    told = [_item(process, fact) for fact in process.facts if fact.kind in PAGES]
    return [*told, *missing_news(process)]


def missing_news(process: Process) -> Iterator[NewsItem]:
    """A report that did not come is news from the moment on at which it was due."""
    for step in process.rulebook.steps:
        for week in missing_reports(process, step) if step.kind == EXECUTION.name else ():
            yield NewsItem(
                process=process.id,
                process_title=process.pilot.title,
                seq=0,
                at=week.due,
                title=message("The report of week {n} is missing", n=week.number),
                about=step.title,
                page="execution",
                key=f"week-{week.number}",
            )


def _item(process: Process, fact: Fact) -> NewsItem:
    step = process.step(fact.step) if fact.step else None
    title, about = SENTENCES[fact.kind], step.title if step is not None else process.pilot.title
    point = commitments(process).get(str(fact.body.get("commitment", "")))
    if point is not None:
        title, about = message("{news}: {what}", news=title, what=point.id), point.text
    return NewsItem(
        process=process.id,
        process_title=process.pilot.title,
        seq=fact.seq,
        at=fact.at,
        title=title,
        about=about,
        page=PAGES[fact.kind],
    )
