"""Checks of content, numbers, thresholds and deviations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from deliberate.core.errors import UnusableInput
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.process.roster import Office, Roster, Seat
from deliberate.core.rulebook.check_parameters import CHECKS as PARAMETERS
from deliberate.core.rulebook.checks import CHECKS, check_rules, justified_rules
from deliberate.core.rulebook.pilot import (
    AgendaItem,
    Material,
    Remit,
    SeatHolder,
)
from deliberate.core.rulebook.pilot_script import PlannedCommitment, Script
from deliberate.core.text import Text


def seat(name: str, kind: str = "ngo", authority: str = "") -> SeatHolder:
    return SeatHolder(name, kind, Text.of({"en": name}), "permanent", authority)


def test_the_loader_and_the_checks_know_the_same_names() -> None:
    assert set(CHECKS) == set(PARAMETERS)


def test_fourteen_seats_and_too_many_state_bodies(sample: Any) -> None:
    rules = [
        sample.rule("C1", "count", what="seats:permanent", exactly=3),
        sample.rule("C2", "count", what="kind:state_body", max=1),
        sample.rule("C3", "count", what="authority", max=1),
        sample.rule("C4", "count", what="seats", min=5),
    ]
    seats = (seat("A", "state_body", "A"), seat("B", "state_body", "A"))
    found = {item.code: item for item in sample.findings(rules, seats=seats)}
    assert set(found) == {"C1", "C2", "C3", "C4"}
    assert found["C1"].message.values["count"] == 2
    assert found["C1"].fix.values["number"] == 1
    assert found["C3"].message.values["subject"].values["authority"].get("en") == "A"
    full = (seat("A", "state_body"), seat("B"), seat("C"))
    assert sample.findings(rules, seats=full) == ()


def test_count_of_a_list_and_of_an_open_parameter(sample: Any) -> None:
    rules = [
        sample.rule("C5", "count", what="requirements", min=1),
        sample.rule("C6", "count", what="open_parameters.quorum", min=3),
    ]
    found = sample.findings(rules, "[open_parameters]\nquorum = 2\n")
    assert [item.code for item in found] == ["C5", "C6"]
    assert found[1].where.line == 2


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ('"4 of 4"', "The threshold is 4 of 4; the rule asks for at least 4 of 5 seats."),
        ("3", "The threshold is 3 votes; the rule asks for at least 4 of 5 seats."),
        ("6", "The threshold is 6 votes, and there are only 5 seats."),
        ('"most"', "“most” is no number of votes."),
    ],
)
def test_thresholds(sample: Any, value: str, sentence: str) -> None:
    share = sample.rule("S1", "share", step="decision", at_least_votes=4, of=5)
    (found,) = sample.findings(share, f"[open_parameters]\ndecision_threshold = {value}\n")
    assert str(found.message) == sentence
    assert found.where.line == 2
    assert found.fix.values["need"] == 4
    assert found.steps == ("decision",)


def test_threshold_in_order_and_its_base(sample: Any) -> None:
    share = sample.rule("S1", "share", step="decision", at_least=Fraction(4, 5))
    assert sample.findings(share) == ()
    (found,) = sample.findings(share, '[open_parameters]\nthreshold_base = "present"\n')
    assert found.code == "S1"
    assert found.fix.values["value"] == '"seats"'
    more = sample.rule("S2", "share", step="decision", more_than=Fraction(4, 5))
    (found,) = sample.findings(more)
    assert found.message.values["need"] == 5


def test_present_and_languages(sample: Any) -> None:
    rules = [
        sample.rule(
            "P1", "present", what=("agency.commitment", "remit.question"), languages="authentic"
        ),
        sample.rule("P2", "languages", what=("materials.title",)),
    ]
    material = Material("M1", "briefing", "P02", "agency", Text.of({"ru": "Справка"}))
    question = Remit(question=Text.of({"kk": "Не?", "en": "What?"}))
    found = sample.findings(rules, materials=(material,), remit=question)
    said = [(item.code, str(item.message)) for item in found]
    assert said == [
        ("P1", "agency.commitment is not filled in."),
        ("P1", "remit.question is missing in: ('ru',)."),
        ("P2", "materials.1.title is missing in: ('kk',)."),
    ]


def test_a_list_that_must_not_be_empty(sample: Any) -> None:
    (found,) = sample.findings(sample.rule("P3", "present", what="materials"))
    assert str(found.message) == "materials is not filled in."


def test_sides(sample: Any) -> None:
    sides = sample.rule("V1", "sides", what="materials", at_least=2)
    views = ("for", "for", "neutral")
    materials = tuple(
        Material(f"M{n}", "option", "P", view, Text.of({"en": "x"})) for n, view in enumerate(views)
    )
    (found,) = sample.findings(sides, materials=materials)
    assert found.message.values["views"] == ("for",)
    more = (*materials, Material("M9", "option", "P", "against", Text.of({"en": "x"})))
    assert sample.findings(sides, materials=more) == ()


def test_minutes_of_the_agenda_by_day(sample: Any) -> None:
    total = sample.rule("M1", "sum", what="agenda.minutes", max=400, per="day")
    when = ((1, time(10)), (1, time(15)), (2, time(10)))
    items = tuple(AgendaItem(day, at, 300, "talk", Text.of({"en": "x"})) for day, at in when)
    (found,) = sample.findings(total, agenda=items)
    assert found.message.values["count"] == 600
    nothing = sample.rule("M2", "sum", what="agenda.minutes", min=1)
    assert len(sample.findings(nothing)) == 1


def test_points_due_on_a_day_off(sample: Any) -> None:
    due = sample.rule("D1", "days", what="script.commitments.due", on="working")
    point = PlannedCommitment("K1", "decision", "P1", date(2027, 5, 9), Text())
    (found,) = sample.findings(due, script=Script(commitments=(point,)))
    assert found.message.values["key"] == "rehearsal.commitments.1.due"
    assert found.fix.values["day"] == date(2027, 5, 11)


def test_same_parameters(sample: Any) -> None:
    same = sample.rule("E1", "same", steps=["before", "after"])
    steps = (
        sample.step("before", parameters={"questions": "a"}),
        sample.step("after", parameters={"questions": "b"}),
    )
    book = sample.rulebook(same, steps=steps)
    (found,) = check_rules(sample.context(book, sample.pilot("")))
    assert found.steps == ("after",)


def test_deviations(sample: Any) -> None:
    rules = [
        sample.rule("A1", "present", what="materials"),
        sample.rule("A2", "present", "should", what="witnesses"),
        sample.rule("A3", "present", "should", what="statements"),
    ]
    toml = (
        '[deviations]\nA1.en = "no papers"\nA2 = { kk = "сұралмады", ru = "не спрашивали" }\n'
        'A3.en = " "\nA9.en = "what"\n'
    )
    found = sample.findings(rules, toml)
    said = {(item.code, item.level) for item in found}
    assert said == {("A1", "must"), ("A3", "must"), ("A3", "should"), ("A9", "error")}
    context = sample.context(sample.rulebook(*rules), sample.pilot(toml))
    assert [item.code for item in justified_rules(context)] == ["A2"]


def test_open_parameters(sample: Any) -> None:
    toml = '[open_parameters]\nquorum = 9\ntie = "coin"\nqorum = 3\nthreshold_base = 7\n'
    found = sample.findings([], toml)
    assert [(item.level, item.where.line) for item in found] == [
        ("must", 2),
        ("must", 3),
        ("error", 4),
        ("must", 5),
    ]
    assert found[2].fix.values["suggestion"] == "quorum"
    assert found[0].fix.values == {"least": 2, "most": 5}


def test_essentials_of_an_empty_pilot(sample: Any) -> None:
    found = sample.findings([], title=Text(), authentic_languages=())
    assert [item.message.values["key"] for item in found] == [
        "pilot.authentic_languages",
        "pilot.title",
    ]


def test_an_unknown_check_is_named(sample: Any) -> None:
    with pytest.raises(UnusableInput, match="there is no check “presence”"):
        sample.findings(sample.rule("X1", "presence", what="materials"))


class Running:
    """A process as a check sees it."""

    def __init__(self, facts: tuple[Fact, ...] = (), done: bool = False) -> None:
        self.facts, self.done = facts, done
        self.roster = Roster(
            (
                Seat("P1", "permanent", state="filled", holder="person", account="u1"),
                Seat("E1", "elected"),
            ),
            (Office("secretary", "u1"),),
        )

    def progress(self, step_id: str, n: int | None = None) -> Any:
        return SimpleNamespace(done=self.done, started=None)

    def planned_start(self, step: str, n: int = 1) -> None:
        return None

    def select(self, *kinds: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    def started(self, step: str, n: int = 1) -> None:
        return None

    finished = started


def running(sample: Any, rule: Any, process: Running) -> list[str]:
    context = sample.context(sample.rulebook(rule), sample.pilot(""))
    context = replace(context, process=process, timeline=process, occurrences=lambda _: 1)
    return [item.code for item in check_rules(context)]


def test_facts_are_asked_of_a_running_process_only(sample: Any) -> None:
    happened = sample.rule("F1", "present", what="fact:agenda")
    assert sample.findings(happened) == ()
    assert running(sample, happened, Running()) == ["F1"]
    assert running(sample, happened, Running(done=True)) == []


def test_a_running_process_without_a_date_breaks_nothing(sample: Any) -> None:
    lead = sample.rule("F2", "lead", step="agenda", before="session", at_least="1 month")
    assert running(sample, lead, Running()) == []


def test_who_may_not_vote(sample: Any) -> None:
    office = sample.rule("W1", "voters", office="secretary", may_not=["vote"])
    group = sample.rule("W2", "voters", group="permanent", may_not=["vote"])
    at = datetime(2027, 4, 8, tzinfo=UTC)
    cast = Fact("p", 1, at, Actor("u", "member"), "ballot.cast", "decision", body={"seat": "P1"})
    assert sample.findings([office, group]) == ()
    assert running(sample, office, Running()) == ["W1"]
    assert running(sample, group, Running()) == []
    assert running(sample, group, Running((cast,))) == ["W2"]
