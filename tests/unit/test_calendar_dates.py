"""The dates of a process as events: hours, places, and identifiers that are the same everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from deliberate.core.registry import Registry
from deliberate.core.rulebook.pilot import AgendaItem, Planned
from deliberate.core.rulebook.planning import plan, to_ics
from deliberate.core.rulebook.planning.dates import Sitting, point_event, session_events
from deliberate.core.rulebook.planning.ics import Event, calendar_file
from deliberate.core.services.files import read_sheet
from deliberate.core.text import Text

STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Almaty")
DAY = date(2027, 4, 7)
VENUE = Text.of({"en": "Hall 1, the city"})


def say(words: Any) -> str:
    return words.best("en")[0] if isinstance(words, Text) else str(words)


def item(day: int, start: time, minutes: int) -> AgendaItem:
    return AgendaItem(day, start, minutes, "opening", Text.of({"en": "Opening"}))


AGENDA = (item(1, time(10), 30), item(1, time(10, 30), 90), item(2, time(23, 30), 45))


def held(planned: Planned, agenda: tuple[AgendaItem, ...] = AGENDA) -> list[Event]:
    sitting = Sitting(agenda, ZONE, VENUE)
    return list(session_events(("p", "session", 1), "Session", planned, sitting, say))


def local(hour: int, minute: int = 0, day: int = 7) -> datetime:
    return datetime(2027, 4, day, hour, minute, tzinfo=ZONE)


def test_each_day_of_a_session_has_its_own_hours() -> None:
    first, second = held(Planned(DAY, None, (DAY, date(2027, 4, 9))))
    assert (first.starts, first.ends) == (local(10), local(12))
    assert (second.starts, second.ends) == (local(23, 30, 9), local(0, 15, 10))
    assert [event.uid for event in (first, second)] == [
        "p-session-1-1@deliberate", "p-session-1-2@deliberate",
    ]  # fmt: skip
    assert {event.location for event in (first, second)} == {"Hall 1, the city"}


def test_a_day_without_items_is_a_whole_day() -> None:
    events = held(Planned(DAY, date(2027, 4, 9)))
    assert [event.starts for event in events] == [local(10), local(23, 30, 8), date(2027, 4, 9)]
    assert not events[-1].busy


def test_a_session_without_an_agenda_is_its_days_together() -> None:
    (event,) = held(Planned(DAY, None, (DAY, date(2027, 4, 8))), ())
    assert (event.starts, event.ends) == (DAY, date(2027, 4, 8))
    assert event.location == "Hall 1, the city"


def test_a_session_that_begins_at_a_moment_lasts_as_long_as_its_agenda() -> None:
    (event,) = held(Planned(local(14)))
    assert (event.starts, event.ends) == (local(14), local(16))
    (event,) = held(Planned(local(14), local(15)))
    assert event.ends == local(15)


def test_hours_and_place_as_the_format_asks() -> None:
    text = calendar_file("x", held(Planned(DAY, None, (DAY,))), STAMP)
    assert "DTSTART:20270407T050000Z\r\nDTEND:20270407T070000Z\r\n" in text
    assert "LOCATION:Hall 1\\, the city\r\nTRANSP:OPAQUE\r\n" in text
    event = point_event("p", "1.2", DAY, Text.of({"en": "Do it; now"}), say)
    text = calendar_file("x", [event], STAMP)
    assert "UID:p-point-1.2@deliberate\r\n" in text
    assert "DESCRIPTION:Do it\\; now\r\nTRANSP:TRANSPARENT\r\n" in text


def test_the_plan_has_every_date_of_the_pilot(registry: Registry, project: Path) -> None:
    sheet = read_sheet(registry, project / "examples" / "temirkent-heating-2027.toml")
    text = to_ics(plan(sheet.rulebook, sheet.pilot, sheet.calendar), say, STAMP)
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == text.count("DTSTAMP:")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    uids = [line[4:] for line in text.split("\r\n") if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
    pilot, prefix = sheet.pilot, f"{sheet.pilot.id}-"
    flat = text.replace("\r\n ", "")
    for name in (
        "session-1-1", "session-1-2", "closing-1",
        *(f"point-{point.id}" for point in pilot.script.commitments),
        *(f"engagement-{activity.id}" for activity in pilot.engagement),
        *(f"communication-{n}" for n in range(1, len(pilot.communication) + 1)),
    ):  # fmt: skip
        assert f"UID:{prefix}{name}@deliberate" in flat
