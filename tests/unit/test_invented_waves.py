"""Invented waves of a survey stay near the wave before, and facts about people do not move."""

from __future__ import annotations

from fractions import Fraction

import pytest

from deliberate.core.randomness import Generator
from deliberate.core.rulebook.questionnaire import Item, Option
from deliberate.core.services.rehearsal.waves import DRIFT, TENTHS, drawn_near, portions, share
from deliberate.core.text import Text


def question(name: str, *answers: str) -> Item:
    options = tuple(Option(answer, Text.of({"en": answer})) for answer in answers)
    return Item(name, Text.of({"en": name}), "single", options)


BEFORE = {"yes": Fraction(356, 10), "no": Fraction(431, 10), "unsure": Fraction(213, 10)}


@pytest.mark.parametrize("seed", range(20))
def test_an_opinion_drifts_by_a_few_points_and_still_adds_up(seed: int) -> None:
    item = question("opinion", *BEFORE)
    near = drawn_near(item, BEFORE, Generator(f"{seed}".encode()))
    assert sum(near.values()) == TENTHS
    assert all(abs(near[name] - BEFORE[name] * 10) <= DRIFT for name in BEFORE)


def test_a_share_does_not_fall_below_nothing() -> None:
    item = question("opinion", "yes", "no")
    before = {"yes": Fraction(0), "no": Fraction(100)}
    for seed in range(20):
        near = drawn_near(item, before, Generator(f"{seed}".encode()))
        assert min(near.values()) >= 0


def test_a_fact_about_people_stays_as_it_was() -> None:
    item = question("sex", "woman", "man")
    before = {"woman": Fraction(51), "man": Fraction(49)}
    near = drawn_near(item, before, Generator(b"1"))
    assert near == {"woman": 510, "man": 490}


def test_the_same_seed_gives_the_same_wave() -> None:
    item = question("opinion", *BEFORE)
    first, second = (drawn_near(item, BEFORE, Generator(b"1")) for _ in range(2))
    assert first == second


def test_what_is_left_over_goes_to_the_largest_remainders() -> None:
    assert portions([1, 1, 1], 100) == [34, 33, 33]
    assert portions([Fraction(51), Fraction(49)], 471) == [240, 231]


def test_tenths_are_written_as_an_institute_writes_them() -> None:
    assert [share(tenths) for tenths in (0, 5, 356, 1000)] == ["0.0", "0.5", "35.6", "100.0"]
