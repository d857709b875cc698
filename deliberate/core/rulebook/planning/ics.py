"""Calendars in the iCalendar format (RFC 5545), for every calendar program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from deliberate.core.rulebook.pilot import Moment

WIDTH = 75
"""The longest line in octets, its line break excluded (RFC 5545, 3.1)."""

PRODUCT = "-//deliberate//calendar//EN"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: whole days (`ends` inclusive) or moments (`ends` exclusive, or None).

    What has an hour takes up time in the reader's calendar; whole days and windows do not.
    """

    uid: str
    summary: str
    starts: Moment
    ends: Moment | None = None
    description: str = ""
    location: str = ""
    busy: bool = False


def calendar_file(name: str, events: Iterable[Event], stamp: datetime) -> str:
    """An iCalendar text of these events."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: Event, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(stamp)}"
    yield from _times(event)
    yield f"SUMMARY:{_escaped(event.summary)}"
    if event.location:
        yield f"LOCATION:{_escaped(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{_escaped(event.description)}"
    yield f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _times(event: Event) -> Iterator[str]:
    if isinstance(event.starts, datetime):
        yield f"DTSTART:{_moment(event.starts)}"
        if isinstance(event.ends, datetime) and event.ends > event.starts:
            yield f"DTEND:{_moment(event.ends)}"
        return
    last = event.starts if event.ends is None else event.ends
    yield f"DTSTART;VALUE=DATE:{event.starts:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(words: str) -> str:
    words = re.sub(r"([\\;,])", r"\\\1", words)
    return re.sub(r"\r\n|\r|\n", r"\\n", words)


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets; a continuation begins with a space; no letter is cut."""
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > WIDTH:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + width
    yield part
