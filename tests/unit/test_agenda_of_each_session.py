"""The agenda of each session: its own items, and findings where they do not fit its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot import AgendaItem, Pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.text import Text
from deliberate.i18n import Translator

ENGLISH = Translator("en")
EXAMPLE = Path(__file__).parents[2] / "examples" / "temirkent-heating-2027.toml"


@pytest.fixture(scope="module")
def pilot() -> Pilot:
    return load_pilot(read_toml(EXAMPLE))


def item(day: int, hour: int, minutes: int, occurrence: int = 1, **of: str) -> AgendaItem:
    title = Text.of({"en": f"at {hour}"})
    return AgendaItem(day, time(hour), minutes, "talk", title, occurrence=occurrence, **of)


def session(name: str, **of: str) -> Step:
    return Step(name, "session", "deliberation", Text(), None, **of)


def said(findings: Any) -> list[tuple[str, str]]:
    about = [found for found in findings if found.code == "AGENDA"]
    return [(found.level, ENGLISH.render(found.message)) for found in about]


def test_the_repeat_session_has_half_a_day_of_its_own(pilot: Pilot) -> None:
    first, repeat = pilot.agenda_of(None, 1), pilot.agenda_of(None, 2)
    assert sum(line.minutes for line in first) == 630
    assert {line.day for line in repeat} == {1}
    assert sum(line.minutes for line in repeat) < 240
    assert [line.kind for line in repeat].count("ballot") == 1
    assert not {"positions_state_bodies", "information_requests"} & {line.kind for line in repeat}


def test_a_further_repeat_takes_the_agenda_before_it(pilot: Pilot) -> None:
    assert pilot.agenda_of(None, 3) == pilot.agenda_of(None, 2)
    only_first = replace(pilot, agenda=pilot.agenda_of(None, 1))
    assert only_first.agenda_of(None, 2) == pilot.agenda_of(None, 1)


def test_items_follow_each_other_and_end_on_their_day(sample: Any) -> None:
    agenda = (item(1, 9, 60), item(1, 10, 60), item(2, 9, 30))
    assert said(sample.findings([], agenda=agenda)) == []
    crossing = (item(1, 9, 90), item(1, 10, 30), item(1, 23, 90))
    assert said(sample.findings([], agenda=crossing)) == [
        ("must", "“at 10” begins before the item above it is over."),
        ("must", "“at 23” does not end on its day."),
    ]


def test_sessions_do_not_count_each_others_items(sample: Any) -> None:
    agenda = (item(1, 9, 90), item(1, 9, 90, occurrence=2))
    assert said(sample.findings([], agenda=agenda)) == []


def test_a_session_has_its_own_items_and_else_those_of_all(pilot: Pilot) -> None:
    shared, own = item(1, 9, 60), item(1, 9, 90, step="hearing")
    read = replace(pilot, agenda=(shared, own))
    assert read.agenda_of(session("hearing"), 1) == (own,)
    assert read.agenda_of(session("weekend"), 1) == (shared,)
    assert read.agenda_of(None, 1) == (shared,)


def test_a_strand_has_what_all_have_and_what_is_its_own(pilot: Pilot) -> None:
    common, other = item(1, 9, 60, step="unit"), item(1, 10, 30, step="unit", strand="b")
    read = replace(pilot, agenda=(common, other))
    assert read.agenda_of(session("unit_a", strand="a", origin="unit"), 1) == (common,)
    assert read.agenda_of(session("unit_b", strand="b", origin="unit"), 1) == (common, other)


def test_an_item_of_no_session_is_found(sample: Any) -> None:
    assert said(sample.findings([], agenda=(item(1, 9, 60, step="nothing"),)))[0][1].startswith(
        "“at 9” belongs to “nothing”, which is no session."
    )
