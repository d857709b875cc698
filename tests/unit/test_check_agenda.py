"""The check of agendas: what every session of a rule has on it, and what is on none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from deliberate.core.calendar import Calendar
from deliberate.core.errors import Finding, message
from deliberate.core.kinds import kinds
from deliberate.core.process.own_checks import asked_steps, broken, findings_of
from deliberate.core.process.process import Process
from deliberate.core.rulebook.checks import CheckContext, PlannedTimeline, check_rules
from deliberate.core.rulebook.loader import load_pilot, load_rulebook
from deliberate.core.rulebook.model import Rule, Rulebook
from deliberate.core.rulebook.pilot import AgendaItem, Pilot
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.text import Text
from deliberate.i18n import Translator
from deliberate.jurisdictions.plain import plain_jurisdiction
from tests.unit.test_strands import BOOK, PILOT

ENGLISH = Translator("en")
CALENDAR = Calendar(ZoneInfo("UTC"), plain_jurisdiction().holidays)


def book(check: str, level: str = "must", steps: str = '["unit"]') -> Rulebook:
    text = f"""
[[rules]]
code = "SM02"
level = "{level}"
text = {{ en = "An invented rule." }}
check = {check}
steps = {steps}
source = "own"
status = "practice"
"""
    schemas = {name: kind.parameters for name, kind in kinds().items() if kind.parameters}
    return load_rulebook(parse_toml(BOOK + text, "book.toml"), schemas)


def pilot(*kinds_of_items: str, **more: Any) -> Pilot:
    items = tuple(
        AgendaItem(1, time(9 + place), 30, kind, Text.of({"en": f"A {kind}"}), step="unit")
        for place, kind in enumerate(kinds_of_items)
    )
    return replace(load_pilot(parse_toml(PILOT, "pilot.toml")), agenda=items, **more)


def found(whole: Rulebook, written: Pilot) -> list[tuple[str, str]]:
    timeline = PlannedTimeline(written, CALENDAR)
    context = CheckContext(whole, written, CALENDAR, timeline, timeline.occurrences)
    return [
        (one.level, ENGLISH.render(one.message))
        for one in check_rules(context)
        if one.code == "SM02"
    ]


def test_what_a_session_lacks_is_named() -> None:
    whole = book('{ agenda = { has = ["tables", "plenary"] } }')
    assert found(whole, pilot("tables", "plenary")) == []
    ((level, said),) = found(whole, pilot("tables", "talks"))
    assert (level, said) == ("must", "The agenda of “Unit” lacks: plenary.")


def test_without_an_agenda_of_its_own_a_session_has_that_of_the_rulebook() -> None:
    whole = book('{ agenda = { has = ["tables"] } }')
    assert len(found(whole, pilot())) == 1


@pytest.mark.parametrize("kind", ["ballot", "proposals"])
def test_what_has_no_place_is_named_on_agendas_and_among_steps(kind: str) -> None:
    whole = book(f'{{ agenda = {{ never = ["{kind}"] }} }}')
    said = [text for _, text in found(whole, pilot(kind, "tables"))]
    as_a_step = ["“Recommendations” has no place in this model."] if kind == "proposals" else []
    asked = [*as_a_step, f"“A {kind}” on the agenda has no place in this model."]
    assert sorted(said) == sorted(asked)


def process(whole: Rulebook, written: Pilot) -> Process:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    return Process("two-cells", whole, written, CALENDAR, kinds(), (), now)


def test_an_own_check_is_asked_by_the_code_of_its_rule_and_says_a_thing_once() -> None:
    def nothing_to_say(now: Process, rule: Rule) -> Any:
        yield broken(rule, message("It is so."))
        yield broken(rule, message("It is so."))

    whole = book("{ hook = true }", level="should")
    read = process(whole, pilot())
    assert [one.code for one in findings_of(read, {"SM02": nothing_to_say})] == ["SM02"]
    with pytest.raises(KeyError):
        findings_of(read, {})
    justified = process(whole, pilot(deviations={"SM02": Text.of({"en": "A reason."})}))
    assert findings_of(justified, {"SM02": nothing_to_say}) == ()


def test_a_finding_of_a_step_stands_where_the_rulebook_states_it() -> None:
    read = process(book("{ hook = true }"), pilot())
    (rule,) = [one for one in read.rulebook.rules if one.code == "SM02"]
    (step,) = asked_steps(read, rule, "session")
    place = read.rulebook.stated_at(step.id)
    finding: Finding = broken(rule, message("It is so."), place, None, step)
    assert place is not None
    assert (finding.where, finding.steps) == (place, ("unit",))
    assert list(asked_steps(read, replace(rule, steps=()), "ballot")) == []
