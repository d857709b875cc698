"""The rulebook of Kazakhstan against the mechanism's own numbers, read from the folder of cases."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from deliberate import jurisdictions
from deliberate.core.period import Period
from deliberate.core.registry import Registry
from deliberate.core.rulebook.model import Rulebook

FOLDER = "DELIBERATE_TEST_DATA"


@pytest.fixture(scope="module")
def mechanism() -> dict[str, Any]:
    folder = os.environ.get(FOLDER)
    if not folder:
        pytest.skip(f"{FOLDER} is not set, so there is no folder of cases")
    text = (Path(folder) / "cases" / "kazakhstan_mechanism.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Registry.load(extra=(jurisdictions,)).rulebook("citizen_jury/kazakhstan")


def asked(book: Rulebook, code: str) -> dict[str, Any]:
    rule = book.rule(code)
    assert rule is not None
    return dict(rule.parameters)


def test_seats_and_votes(mechanism: dict[str, Any], book: Rulebook) -> None:
    seats = {group.name: group.count for group in book.seat_groups}
    assert seats["permanent"] == mechanism["permanent"] == asked(book, "KZ22")["exactly"]
    assert seats["non_permanent"] == mechanism["non_permanent"]
    assert book.seats == mechanism["members"] == asked(book, "KZ03")["exactly"]
    decision = asked(book, "KZ10")
    assert decision["at_least_votes"] == mechanism["threshold"]
    assert decision["of"] == mechanism["threshold_base"]


def test_periods(mechanism: dict[str, Any], book: Rulebook) -> None:
    assert mechanism["agenda_lead"] == "P1M"
    assert asked(book, "KZ04")["at_least"] == Period(1, "months")
    assert asked(book, "KZ06")["at_least"] == Period(mechanism["voting_days"], "days")
    assert mechanism["materials_lead_days"] == 7
    assert asked(book, "KZ08")["at_least"] == Period(1, "weeks")
    assert asked(book, "KZ11")["repeat_after"] == Period(mechanism["repeat_after_days"], "days")
    execution = book.step("execution")
    assert execution is not None
    assert execution.parameters.every == Period(mechanism["report_every_days"], "days")


def test_what_follows_from_the_numbers(mechanism: dict[str, Any], book: Rulebook) -> None:
    derived, need = mechanism["derived"], asked(book, "KZ10")["at_least_votes"]
    seats = {group.name: group.count for group in book.seat_groups}
    assert need / book.seats == derived["threshold_share"]
    blocking = book.seats - need + 1
    assert blocking == derived["blocking_minority"]
    # Nobody should hold a blocking minority alone: the two rules permit one seat fewer.
    assert {asked(book, code)["max"] for code in ("KZ00", "KZ33")} == {blocking - 1}
    assert (seats["permanent"] >= need) is derived["permanent_alone_can_pass"]
    assert need - seats["permanent"] == derived["min_non_permanent_in_winning_coalition"]


def test_every_gap_of_the_mechanism_has_its_answer(
    mechanism: dict[str, Any], book: Rulebook
) -> None:
    """Gaps are answered by open parameters, rules or duties; a new gap wants a new answer."""
    answers = {
        "no rule if the repeat session fails": "max_repeat_sessions",
        "no quorum": "session_quorum",
        "no vacancy rule": "vacancy",
        "no tie rule": "tie",
        "votes per voter": "votes_per_voter",
        "EDS vote and social-media comment": "KZ39",
        "protocol 'signed by all'": "refusal_to_sign",
        "who is the 'responsible party'": "KZ15",
        "standing of the chair": "complaint-first",
    }
    known = {
        *book.open_parameters,
        *(rule.code for rule in book.rules),
        *(duty.id for duty in book.duties),
    }
    assert set(answers.values()) <= known
    assert len(mechanism["gaps"]) == len(answers)
    assert [
        gap for gap in mechanism["gaps"] if not any(gap.startswith(begin) for begin in answers)
    ] == []
