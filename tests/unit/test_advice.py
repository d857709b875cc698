"""Weighing: exact points, a stable order, monotone means, the pre-flight, the cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.core.advice.advice import WEIGHTS, Advice, Candidate, Ranked, weigh
from deliberate.core.advice.estimate import Estimate, estimate
from deliberate.core.advice.issue import Issue
from deliberate.core.advice.questions import read_questions
from deliberate.core.advice.reason import Reason
from deliberate.core.advice.reasons import fit_reasons, home_reasons
from deliberate.core.advice.telling import few_days_to_justify, notes_on
from deliberate.core.errors import message
from deliberate.core.rulebook.fit import Cost, Fit, NotAdvised, Span, Strength, Suitability
from deliberate.core.rulebook.issue_vocabulary import CHOICES, MEANS, PREFLIGHT, SURE
from deliberate.core.rulebook.model import Deviation
from deliberate.core.text import Text
from tests.unit.conftest import words

QUESTIONS = read_questions()
COST = Cost(10, 2, Fraction(1, 2), 8, 4, 3, Fraction(1, 2), 2)


def fit(*suits: Suitability, **more: Any) -> Fit:
    given = {"people": Span(12, 18), "days": Span(3, 5), "cost": COST, **more}
    return Fit(suits, **given)


def candidate(name: str, own: Fit, issue: Issue) -> Candidate:
    return Candidate(name, words(name), own, fit_reasons(issue, own))


def ask(issue: Issue, fits: Mapping[str, Fit]) -> Advice:
    return weigh(issue, [candidate(name, own, issue) for name, own in fits.items()], QUESTIONS)


# ------------------------------------------------------------------ drawn issues and models

JUDGEMENTS = [(question, answer) for question, answers in CHOICES.items() for answer in answers]
STRENGTHS: tuple[Strength, ...] = ("made_for", "suits", "weak", "unsuited")


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    preflight = st.dictionaries(st.sampled_from(PREFLIGHT), st.sampled_from(SURE))
    return Issue(
        preflight=draw(preflight),
        answers=dict(draw(st.lists(st.sampled_from(JUDGEMENTS)))),
        means=draw(st.dictionaries(st.sampled_from(MEANS), st.integers(1, 1000))),
    )


@st.composite
def fits(draw: st.DrawFn) -> Fit:
    judged = draw(st.dictionaries(st.sampled_from(JUDGEMENTS), st.sampled_from(STRENGTHS)))
    suits = [Suitability(question, (answer,), how) for (question, answer), how in judged.items()]
    least, days = draw(st.integers(1, 100)), draw(st.integers(1, 10))
    return fit(*suits, people=Span(least, least), days=Span(days, days))


MODELS = st.dictionaries(st.sampled_from("abcdef"), fits(), min_size=1)


def order(advice: Advice) -> list[tuple[str, int, bool]]:
    return [(item.candidate.name, item.points, item.advised) for item in advice.ranked]


@settings(max_examples=30)
@given(issues(), MODELS, st.randoms())
def test_the_order_of_questions_and_models_changes_nothing(
    issue: Issue, models: dict[str, Fit], random: Any
) -> None:
    answers, names = list(issue.answers.items()), list(models)
    random.shuffle(answers)
    random.shuffle(names)
    shuffled = {
        name: replace(models[name], suits=tuple(reversed(models[name].suits))) for name in names
    }
    first = ask(issue, models)
    assert order(first) == order(ask(replace(issue, answers=dict(answers)), shuffled))
    assert first == ask(issue, models)


@settings(max_examples=30)
@given(issues(), fits())
def test_points_are_the_sum_of_the_reasons(issue: Issue, own: Fit) -> None:
    (item,) = ask(issue, {"a": own}).ranked
    shown = (*item.reasons_for, *item.reasons_against)
    assert item.points == sum(WEIGHTS[reason.strength] for reason in shown)
    assert len(shown) == len(item.candidate.reasons)
    assert all(WEIGHTS[reason.strength] > 0 for reason in item.reasons_for)


@settings(max_examples=30)
@given(issues(), fits(), st.sampled_from(MEANS), st.integers(1, 100), st.integers(0, 100))
def test_more_means_never_speak_against_a_model(
    issue: Issue, own: Fit, name: str, few: int, more: int
) -> None:
    less = replace(issue, means={**issue.means, name: few})
    plenty = replace(issue, means={**issue.means, name: few + more})
    (before,), (after,) = ask(less, {"a": own}).ranked, ask(plenty, {"a": own}).ranked
    assert after.points >= before.points
    assert after.advised or not before.advised


@settings(max_examples=30)
@given(issues(), MODELS, st.sampled_from(sorted(CHOICES)), st.data())
def test_a_better_strength_never_lowers_a_model(
    issue: Issue, models: dict[str, Fit], question: str, data: st.DataObject
) -> None:
    answer = data.draw(st.sampled_from(CHOICES[question]))
    issue = replace(issue, answers={**issue.answers, question: answer})
    places = []
    for strength in ("unsuited", "weak", "suits", "made_for"):
        rest = tuple(s for s in models[min(models)].suits if s.question != question)
        own = fit(*rest, Suitability(question, (answer,), strength))  # type: ignore[arg-type]
        places.append(ask(issue, {**models, min(models): own}).place_of(min(models)))
    assert places == sorted(places, reverse=True)


@settings(max_examples=30)
@given(issues(), MODELS)
def test_whoever_is_not_advised_comes_last(issue: Issue, models: dict[str, Fit]) -> None:
    advised = [item.advised for item in ask(issue, models).ranked]
    assert advised == sorted(advised, reverse=True)


@settings(max_examples=30)
@given(issues(), MODELS, st.sampled_from(PREFLIGHT))
def test_a_condition_that_is_not_met_always_stops(
    issue: Issue, models: dict[str, Fit], name: str
) -> None:
    advice = ask(replace(issue, preflight={**issue.preflight, name: "no"}), models)
    assert advice.verdict != "deliberate"
    assert name in [question.id for question in advice.failing]


# ------------------------------------------------------------------ the pre-flight


def all_met(**other: str) -> dict[str, str]:
    return {**dict.fromkeys(PREFLIGHT, "yes"), **other}


@pytest.mark.parametrize(
    ("preflight", "answers", "verdict"),
    [
        ({}, {}, "deliberate"),
        ({"commitment": "no"}, {}, "not_yet"),
        ({"room": "no"}, {}, "hearing"),
        ({"solvable": "no"}, {}, "hearing"),
        ({"room": "no", "aim": "no"}, {}, "not_yet"),
        ({"aim": "unsure"}, {}, "deliberate"),
        (dict.fromkeys(PREFLIGHT, "unsure"), {}, "too_little"),
        (dict.fromkeys(PREFLIGHT, "unsure"), {"mandate": "no"}, "deliberate"),
        ({}, {"participation": "information"}, "hearing"),
        ({"time": "no"}, {"participation": "information", "mandate": "yes"}, "not_yet"),
    ],
)
def test_the_verdict(preflight: dict[str, str], answers: dict[str, str], verdict: str) -> None:
    issue = Issue(all_met(**preflight), answers)
    advice = ask(issue, {"a": fit()})
    assert advice.verdict == verdict
    assert {q.id for q in advice.failing} == {n for n, v in preflight.items() if v == "no"}
    assert {q.id for q in advice.unsure} == {n for n, v in preflight.items() if v == "unsure"}


def test_what_nobody_answered_for_is_unsure() -> None:
    advice = ask(Issue(), {})
    assert [question.id for question in advice.unsure] == list(PREFLIGHT)
    assert [question.id for question in advice.unanswered] == list(CHOICES)
    assert [note.text for note in notes_on(advice)] == [
        "No model that is installed here says what it is suited to."
    ]


def test_a_law_does_not_excuse_from_the_conditions() -> None:
    advice = ask(Issue(all_met(resources="no"), {"mandate": "yes"}), {"a": fit()})
    assert any("A law requires" in note.text for note in notes_on(advice))


def test_a_purpose_that_no_model_was_made_for_is_said() -> None:
    issue = Issue(all_met(), {"purpose": "standing_body"})
    weak = Suitability("purpose", ("standing_body",), "weak")
    made = Suitability("purpose", ("standing_body",), "made_for")
    assert ask(issue, {"a": fit(weak)}).no_purpose
    assert not ask(issue, {"a/x": fit(weak), "a/y": fit(made)}).no_purpose


# ------------------------------------------------------------------ the order


def test_of_equals_the_cheaper_comes_first_then_the_name() -> None:
    dear = fit(cost=replace(COST, fixed=99))
    advice = ask(Issue(), {"a": dear, "c": fit(), "b": fit()})
    assert [item.candidate.name for item in advice.ranked] == ["b", "c", "a"]


def test_a_model_stands_once_with_its_best_variant() -> None:
    suits = Suitability("breadth", ("broad",), "suits")
    issue = Issue(answers={"breadth": "broad"})
    advice = ask(issue, {"m/one": fit(), "m/two": fit(suits), "n": fit()})
    assert [item.candidate.name for item in advice.ranked] == ["m/two", "n"]
    assert [item.candidate.name for item in advice.ranked[0].others] == ["m/one"]
    assert (advice.place_of("m/one"), advice.place_of("n"), advice.place_of("o")) == (1, 2, 0)


def test_not_advised_needs_all_of_its_answers() -> None:
    never = NotAdvised("never", words("x"), {"breadth": ("broad",), "complexity": ("hard",)})
    said = NotAdvised("said", words("y"))
    own = fit(not_advised_when=(never, said))
    one, both = {"breadth": "broad"}, {"breadth": "broad", "complexity": "hard"}
    assert ask(Issue(answers=one), {"a": own}).ranked[0].advised
    assert not ask(Issue(answers=both), {"a": own}).ranked[0].advised


@pytest.mark.parametrize(
    ("home", "given", "expected"),
    [
        ("elsewhere", "", [("weak", False)]),
        ("elsewhere", "elsewhere", [("suits", False)]),
        ("elsewhere", "here", [("unsuited", True)]),
        ("plain", "here", []),
    ],
)
def test_a_model_for_another_country_is_barred(
    home: str, given: str, expected: list[tuple[str, bool]]
) -> None:
    reasons = home_reasons(Issue(jurisdiction=given), home, words(home))
    assert [(reason.strength, reason.bars) for reason in reasons] == expected


# ------------------------------------------------------------------ cost


def test_the_cost_of_the_docstring() -> None:
    """18 people in three tables of eight for five days, one day in two weeks."""
    expected = Estimate(18, 5, 10 + 2 * 5 + 9 + 3 * 5, 90, 4 + 3 + 10 + 2)
    assert estimate(COST, 18, 5) == expected
    assert estimate(replace(COST, table=0), 17, 5).staff_days == 29  # 28.5 counts as 29


@settings(max_examples=30)
@given(st.integers(1, 500), st.integers(1, 50), st.integers(0, 50), st.integers(0, 20))
def test_a_larger_process_never_costs_less(
    people: int, days: int, more_people: int, more_days: int
) -> None:
    small, large = (
        estimate(COST, people, days),
        estimate(COST, people + more_people, days + more_days),
    )
    assert large.staff_days >= small.staff_days
    assert large.member_days >= small.member_days
    assert large.weeks >= small.weeks


def test_few_days_are_to_be_justified_once() -> None:
    issue = Issue(answers={"purpose": "recommendations"})
    short = fit(days=Span(1, 2))

    def only(**more: Any) -> Ranked:
        own = Candidate("a", words("a"), short, fit_reasons(issue, short), **more)
        return weigh(issue, [own], QUESTIONS).ranked[0]

    assert few_days_to_justify(only()) is not None
    assert few_days_to_justify(only(deviations=(Deviation("GP8", words("short")),))) is None
    opinion = Issue(answers={"purpose": "opinion"})
    assert few_days_to_justify(ask(opinion, {"a": short}).ranked[0]) is None


def test_what_bars_a_model_is_told_first() -> None:
    bars = Reason(message("no"), "weak", bars=True)
    against = Reason(message("never"), "unsuited")
    item = weigh(Issue(), [Candidate("a", Text(), fit(), (against, bars))], QUESTIONS).ranked[0]
    assert item.reasons_against == (bars, against)
    assert not item.advised
