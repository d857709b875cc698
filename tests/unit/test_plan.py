"""The plan of a pilot: earliest days, slack, the arithmetic in words, and the calendar file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.rulebook.planning import Event, Plan, calendar_file, plan, to_ics
from deliberate.core.text import Text

STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)

CALENDAR = """
[calendar]
agenda = 2027-01-25
nomination = { from = 2027-01-26, until = 2027-02-12 }
election = { from = 2027-02-18T00:00:00+05:00, until = 2027-03-04T00:00:00+05:00 }
materials = 2027-03-30
session = { days = [2027-04-07, 2027-04-08] }
"""


def rules(sample: Any) -> list[Any]:
    return [
        sample.rule(
            "R1", "lead", step="agenda", before="session", at_least="1 month", occurrence=1
        ),
        sample.rule("R2", "lead", step="materials", before="session", at_least="7 days"),
        sample.rule("R3", "window", step="election", at_least="14 days"),
        sample.rule("R4", "gap", step="session", repeat_after="14 days", on="working"),
        sample.rule("R5", "days", steps=["session"], on="working"),
        sample.rule("R6", "lead", "should", step="agenda", before="session", at_least="45 days"),
    ]


def planned(sample: Any, toml: str = CALENDAR) -> Plan:
    return plan(sample.rulebook(*rules(sample)), sample.pilot(toml), sample.calendar)


def sentences(made: Plan) -> list[str]:
    return [
        re.sub(r"Text\(versions=\(\('en', '([^']+)'\),\)\)", r"\1", str(item))
        for item in made.arithmetic
    ]


def test_the_arithmetic_of_notice(sample: Any) -> None:
    said = sentences(planned(sample))
    assert said[0] == (
        "“session” 2027-04-07 minus 1 month = 2027-03-07; “agenda” 2027-01-25: 41 days earlier."
    )
    assert said[1] == (
        "“session” 2027-04-07 minus 7 days = 2027-03-31; “materials” 2027-03-30: 1 day earlier."
    )
    assert "= 14 days; at least 14 days." in said[2]
    assert said[3].endswith("a repeat on 2027-04-22 at the earliest.")
    assert said[-1].endswith("45 days; this calendar has 72 days.")


def test_what_a_month_leaves_for_nominations(sample: Any) -> None:
    made = planned(sample)
    room = next(item for item in made.arithmetic if "leaves {least} to {most}" in item.text)
    assert (room.values["least"], room.values["most"]) == (7, 10)
    assert [str(period.values["period"]) for period in room.values["terms"]] == [
        "14 days",
        "7 days",
    ]
    assert [name.get("en") for name in room.values["names"]] == ["nomination"]
    own = next(item for item in made.arithmetic if item.text.startswith("This calendar"))
    assert own.values["days"] == 72 - 21


def test_too_late_and_the_last_legal_day(sample: Any) -> None:
    late = CALENDAR.replace("agenda = 2027-01-25", "agenda = 2027-03-08").replace(
        "materials = 2027-03-30", "materials = 2027-03-31"
    )
    made = planned(sample, late)
    assert sentences(made)[0].endswith("1 day too late.")
    assert sentences(made)[1].endswith("the last legal day.")
    assert not made.possible


def test_earliest_days_and_slack(sample: Any) -> None:
    lines = {line.step.id: line for line in planned(sample).lines}
    assert lines["agenda"].earliest is None
    assert lines["session"].earliest == date(2027, 4, 6)
    assert lines["session"].slack == 1
    assert lines["election"].earliest == date(2027, 2, 12)
    assert lines["election"].slack == 6
    assert lines["decision"].starts is None


def test_steps_without_dates_follow_from_those_before(sample: Any) -> None:
    lines = {
        line.step.id: line for line in planned(sample, "[calendar]\nagenda = 2027-01-25\n").lines
    }
    assert lines["nomination"].earliest == date(2027, 1, 25)
    assert lines["election"].earliest == date(2027, 1, 25)
    assert lines["materials"].earliest == date(2027, 2, 8)
    assert lines["session"].earliest == date(2027, 2, 25)
    assert [line.step.id for line in planned(sample).lines][:2] == ["agenda", "nomination"]


def test_a_plan_in_order_is_possible(sample: Any) -> None:
    made = planned(sample)
    assert made.findings == ()
    assert made.possible


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def parsed(text: str) -> list[dict[str, str]]:
    """Read an iCalendar text back, by the book: unfold, split, unescape."""
    events: list[dict[str, str]] = []
    for line in unfolded(text):
        key, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and line != "END:VEVENT":
            plain = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
            events[-1].setdefault(key, plain)
    return events


def say(words: Any) -> str:
    return words.best("en")[0] if isinstance(words, Text) else str(words)


def test_the_calendar_file_reads_back(sample: Any) -> None:
    made = planned(sample)
    text = to_ics(made, say, STAMP)
    events = {event["SUMMARY"]: event for event in parsed(text)}
    assert events["agenda"]["DTSTART;VALUE=DATE"] == "20270125"
    assert events["agenda"]["DTEND;VALUE=DATE"] == "20270126"
    assert events["session"]["DTEND;VALUE=DATE"] == "20270409"
    assert events["election"]["DTSTART"] == "20270217T190000Z"
    assert events["election"]["DTEND"] == "20270303T190000Z"
    assert events["agenda"]["UID"] == "p-agenda-1@deliberate"
    assert events["agenda"]["DTSTAMP"] == "20270102T030405Z"
    assert text == to_ics(made, say, STAMP)


def test_days_with_a_gap_are_two_events(sample: Any) -> None:
    made = planned(sample, CALENDAR.replace("2027-04-08]", "2027-04-09]"))
    sessions = [e for e in parsed(to_ics(made, say, STAMP)) if e["SUMMARY"] == "session"]
    assert [e["DTSTART;VALUE=DATE"] for e in sessions] == ["20270407", "20270409"]
    assert len({e["UID"] for e in sessions}) == 2


@given(
    words=st.text(
        st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n,;\\:"), max_size=200
    ),
    first=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    length=st.integers(0, 40),
)
def test_any_text_survives_folding_and_escaping(words: str, first: date, length: int) -> None:
    event = Event("u@x", words, first, first + timedelta(days=length))
    text = calendar_file(words, [event], STAMP)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (back,) = parsed(text)
    assert back["SUMMARY"] == words


@pytest.mark.parametrize("ends", [None, datetime(2027, 1, 25, 9, tzinfo=UTC)])
def test_a_moment_without_length_has_no_end(ends: datetime | None) -> None:
    start = datetime(2027, 1, 25, 9, tzinfo=UTC)
    (event,) = parsed(calendar_file("x", [Event("u", "s", start, ends)], STAMP))
    assert "DTEND" not in event
