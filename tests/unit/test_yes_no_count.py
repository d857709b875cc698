"""Exact counting of yes, no and abstain: published cases and the borders of thresholds."""

from __future__ import annotations

from fractions import Fraction

import pytest

from deliberate.core.decision.yes_no_count import Threshold, count_yes_no
from deliberate.core.errors import UnusableInput


def votes(for_: int, against: int, abstain: int) -> dict[str, str]:
    choices = ["for"] * for_ + ["against"] * against + ["abstain"] * abstain
    return {f"S{index:02d}": choice for index, choice in enumerate(choices)}


@pytest.mark.parametrize(
    ("for_", "against", "abstain", "outcome"),
    [
        (19, 4, 2, "not_adopted"),
        (20, 5, 0, "adopted"),
        (25, 0, 0, "adopted"),
        (19, 0, 0, "not_adopted"),
        (20, 0, 0, "adopted"),
    ],
)
def test_twenty_of_twenty_five_means_seats(
    for_: int, against: int, abstain: int, outcome: str
) -> None:
    cast = votes(for_, against, abstain)
    result = count_yes_no(
        cast, seats=25, present=len(cast), threshold=Threshold(at_least_votes=20), base="seats"
    )
    assert result.outcome == outcome
    assert result.base == 25
    assert result.absent == 25 - len(cast)


def test_a_share_is_exact_where_decimals_are_not() -> None:
    assert Threshold(at_least=Fraction(4, 5)).needed(25) == 20
    assert Threshold(more_than=Fraction(1, 2)).needed(25) == 13
    assert Threshold(more_than=Fraction(1, 2)).needed(24) == 13
    assert Threshold(at_least=Fraction(2, 3)).needed(25) == 17


def test_opt_outs_leave_the_base_where_the_rule_says_so() -> None:
    # Ireland 2017, second ballot on the eighth amendment: 50 - 39 with 2 opting out, 56.2 %.
    result = count_yes_no(
        votes(50, 39, 2),
        seats=99,
        present=91,
        threshold=Threshold(more_than=Fraction(1, 2)),
        base="cast_less_opt_outs",
    )
    assert (result.base, result.needed, result.outcome) == (89, 45, "adopted")


def test_nothing_is_adopted_on_an_empty_base() -> None:
    result = count_yes_no(
        {}, seats=25, present=0, threshold=Threshold(at_least=Fraction(0)), base="cast"
    )
    assert result.outcome == "not_adopted"


def test_an_unknown_choice_is_refused() -> None:
    with pytest.raises(UnusableInput):
        count_yes_no(
            {"S1": "maybe"}, seats=1, present=1, threshold=Threshold(at_least_votes=1), base="seats"
        )
