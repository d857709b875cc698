"""When a rule is due: before something that it speaks of has happened, nobody has kept it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Rule
from deliberate.core.services.due_rules import DUE, is_due
from deliberate.core.text import Text
from tests.unit.test_process_reading import ACTOR, START, process_of

LEAD = {"step": "agenda", "before": "session", "at_least": "1 month", "occurrence": 1}
WINDOW = {"step": "constitution", "at_least": "1 day"}
ORDER = {"steps": ["constitution", "regulation"]}
GAP = {"step": "session", "repeat_after": "14 days"}
DAYS = {"steps": ["session"], "on": "working"}


def rule(check: str, parameters: dict[str, Any], *steps: str) -> Rule:
    return Rule("T", "must", Text(), check, parameters, "own", "practice", steps=steps)


def on(day: str, *facts: Fact) -> Process:
    return process_of(facts, datetime.fromisoformat(day).replace(tzinfo=UTC))


def fact(kind: str, step: str | None = None, at: datetime = START, **body: Any) -> Fact:
    return Fact("small", 1, at, ACTOR, kind, step, 1, None, body, body)


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        (rule("lead", LEAD), "2027-01-20", "2027-01-26"),
        (rule("window", WINDOW), "2027-01-04", "2027-01-05"),
        (rule("order", ORDER), "2027-01-10", "2027-01-11"),
        (rule("days", DAYS), "2027-02-28", "2027-03-01"),
        (rule("advice", DAYS), "2027-02-28", "2027-03-01"),
        (rule("hook", {}, "regulation"), "2027-01-11", "2027-01-12"),
        (rule("hook", {}, "regulation", "session"), "2027-01-11", "2027-01-12"),
        (rule("days", {"what": "script.commitments.due"}, "agenda"), "2027-01-20", "2027-01-26"),
    ],
)
def test_a_rule_is_due_once_its_time_has_passed(asked: Rule, before: str, after: str) -> None:
    assert not is_due(on(before), asked)
    assert is_due(on(after), asked)


@pytest.mark.parametrize(
    ("check", "what"),
    [
        ("present", "agency.name"),
        ("languages", ["title", "script.commitments.text"]),
        ("sides", "materials"),
        ("count", "seats"),
        ("sum", "agenda.minutes"),
        ("share", None),
    ],
)
def test_a_rule_on_the_plan_alone_is_due_from_the_opening_on(check: str, what: Any) -> None:
    assert is_due(on("2027-01-01"), rule(check, {"what": what}, "session"))


def test_a_rule_on_a_repeat_is_due_when_the_repeat_has_its_day() -> None:
    asked = rule("gap", GAP)
    assert not is_due(on("2027-06-01"), asked)
    planned = fact("process.scheduled", step="session", n=2, starts="2027-03-15")
    planned = replace(planned, body={"step": "session", "n": 2, "starts": "2027-03-15"})
    assert is_due(on("2027-03-02", planned), asked)


def test_a_rule_on_an_office_is_due_when_it_is_held() -> None:
    assert not is_due(on("2027-06-01"), rule("voters", {"office": "secretary"}))
    assert not is_due(on("2027-06-01"), rule("voters", {"group": "permanent"}))
    cast = fact("ballot.cast", "decision", seat="A")
    assert is_due(on("2027-06-01", cast), rule("voters", {"group": "permanent"}))


def test_what_a_cancelled_process_did_not_reach_is_never_due() -> None:
    cancelled = fact("process.cancelled", at=datetime(2027, 1, 20, tzinfo=UTC))
    late = on("2028-01-01", cancelled)
    assert is_due(late, rule("order", ORDER))
    assert not is_due(late, rule("lead", LEAD))
    assert not is_due(late, rule("days", DAYS))


def test_every_check_says_when_it_is_due() -> None:
    from deliberate.core.rulebook.checks import CHECKS

    assert set(DUE) == set(CHECKS)
