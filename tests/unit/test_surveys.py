"""Surveys: what fits a question, what is counted, what an institute's shares decide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from deliberate.core.errors import Refused, UnusableInput
from deliberate.core.rulebook.asked import changed_items
from deliberate.core.rulebook.house_questionnaire import HOUSE
from deliberate.core.rulebook.questionnaire import Item, Questionnaire
from deliberate.core.survey.answers import as_record, from_record, read_answers
from deliberate.core.survey.counting import results_of
from deliberate.core.survey.shares import (
    counted_verdict,
    margin_of_error,
    require_shares,
    verdict,
)
from deliberate.core.text import Text

KNOWLEDGE = Questionnaire("k", (replace(HOUSE.items[0], correct="no"),))


def test_the_house_asks_about_bias_in_three_languages() -> None:
    assert HOUSE.items[0].text.get("en") == "Was the process biased?"
    assert [item.text.missing(("kk", "ru", "en")) for item in HOUSE.items] == [()] * 5


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"biased": "perhaps"}, "“biased”: Known: ('yes', 'no', 'unsure')."),
        ({"bias": "yes"}, "There is no question “bias”."),
        ({"satisfaction": 6}, "“satisfaction”: The number lies outside its limits."),
        ({"satisfaction": "4"}, "“satisfaction”: A whole number is expected."),
        ({"satisfaction": True}, "“satisfaction”: A whole number is expected."),
        ({"remark": 3}, "“remark”: Words are expected."),
        ({"remark": "x" * 2001}, "“remark”: A free answer has at most 2000 characters."),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_answers(HOUSE, given)
    assert (refused.value.code, str(refused.value.message)) == ("ANSWERS", said)


def test_several_answers_lose_the_order_in_which_they_were_given() -> None:
    item = Item("m", Text(), "multiple", HOUSE.items[0].options)
    assert read_answers(Questionnaire("m", (item,)), {"m": ["no", "yes"]}) == {"m": ["yes", "no"]}


def test_what_an_opening_froze_reads_as_it_was() -> None:
    assert from_record("evaluation", as_record(HOUSE)).items == HOUSE.items


def test_no_count_tells_about_fewer_than_five() -> None:
    papers = [{"biased": "no"}] * 14 + [{"biased": "yes"}] * 3
    (result,) = results_of(Questionnaire("q", HOUSE.items[:1]), papers)
    assert result["counts"] == {"yes": None, "no": None, "unsure": 0, "no_answer": 0}


def test_of_fewer_than_five_papers_nothing_is_shown() -> None:
    (result,) = results_of(Questionnaire("q", HOUSE.items[:1]), [{"biased": "no"}] * 4)
    assert set(result["counts"].values()) == {None}


def test_do_not_know_and_no_answer_are_not_right() -> None:
    papers = [{"biased": "no"}] * 7 + [{"biased": "unsure"}] * 6 + [{}] * 5
    (result,) = results_of(KNOWLEDGE, papers)
    assert result["right"] == 7
    assert result["counts"] == {"yes": 0, "no": 7, "unsure": 6, "no_answer": 5}


def test_free_answers_are_never_published() -> None:
    (result,) = results_of(Questionnaire("q", HOUSE.items[-1:]), [{"remark": "secret"}] * 6)
    assert result == {
        "item": "remark",
        "kind": "text",
        "counts": {"answered": 6, "no_answer": 0},
    }


def test_a_second_wave_asks_the_same_and_may_ask_more_afterwards() -> None:
    first = Questionnaire("t1", HOUSE.items[:2])
    assert changed_items(first, HOUSE) == ()
    assert changed_items(HOUSE, first) == ("satisfaction", "again", "remark")
    moved = Questionnaire("t2", (HOUSE.items[1], HOUSE.items[0]))
    assert changed_items(first, moved) == ("biased", "heard")


def test_shares_add_up_but_for_their_rounding() -> None:
    require_shares(HOUSE, {"biased": {"yes": "57.2", "no": "39.4", "unsure": "3.3"}})
    with pytest.raises(Refused) as refused:
        require_shares(HOUSE, {"biased": {"yes": "57.2", "no": "39.4", "unsure": "3.0"}})
    assert str(refused.value.message) == "“biased”: the shares add up to 99.6, not to 100."


@pytest.mark.parametrize(
    ("margin", "outcome"), [("3.6", "resume"), ("19.0", "undecided"), ("18.9", "resume")]
)
def test_a_majority_counts_beyond_the_margin_only(margin: str, outcome: str) -> None:
    assert verdict({"stop": "40.5", "resume": "59.5"}, margin) == outcome


@pytest.mark.parametrize(
    ("people", "margin"), [(1, "98.0"), (96, "10.1"), (100, "9.8"), (471, "4.6"), (9604, "1.0")]
)
def test_the_margin_of_a_simple_random_sample(people: int, margin: str) -> None:
    """1.96 standard errors of a share of a half, rounded up: 9604 people give one point exactly."""
    assert margin_of_error(people) == margin


@pytest.mark.parametrize(
    ("counts", "papers", "outcome"),
    [
        ({"yes": 60, "no": 40, "no_answer": 0}, 100, "yes"),
        ({"yes": 54, "no": 46, "no_answer": 0}, 100, "undecided"),
        ({"yes": 60, "no": None, "no_answer": None}, 100, "yes"),
        ({"yes": None, "no": None, "no_answer": 0}, 100, "undecided"),
        ({"yes": 40, "no": 20, "no_answer": 40}, 100, "yes"),
    ],
)
def test_the_house_decides_from_what_it_publishes(
    counts: dict[str, int | None], papers: int, outcome: str
) -> None:
    """What is not shown counts as one rival; who did not answer is no rival, and stays in the
    base."""
    results = [{"item": "choice", "counts": counts}]
    found = counted_verdict("choice", results, papers)
    assert found == {"item": "choice", "margin": margin_of_error(papers), "verdict": outcome}


def test_without_a_question_there_is_no_verdict() -> None:
    assert counted_verdict("", [], 100) == {}
