"""Support is measured: every level is told, nothing is adopted, and no threshold can be set."""

from __future__ import annotations

from fractions import Fraction

import pytest

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.terms import SUPPORT
from deliberate.core.errors import UnusableInput
from tests.ballots import ballot, counted

PAPERS = [
    Paper.of("P1", {"a": 3, "b": 0}),
    Paper.of("P2", {"a": 2, "b": 1}),
    Paper.of("P3", {"a": 1, "b": 0}),
    Paper.abstaining("P4"),
]


def test_levels_and_shares_are_published_and_nothing_is_decided() -> None:
    outcome = counted(ballot("support", "a b", base="cast_less_opt_outs"), PAPERS)
    assert (outcome.result, outcome.winners, outcome.minority) == ("measured", (), ())
    assert outcome.levels == {"a": {1: 1, 2: 1, 3: 1}, "b": {0: 2, 1: 1}}
    assert outcome.counts == {"a": 2, "b": 0}
    assert outcome.shares == {"a": Fraction(2, 3), "b": Fraction(0)}


def test_one_idea_is_enough() -> None:
    assert ballot("support", "a").scale == (0, len(SUPPORT) - 1)


@pytest.mark.parametrize(
    ("rules", "key"),
    [
        ({"threshold": {"more_than": "1/2"}}, "threshold"),
        ({"scale": [1, 5]}, "scale"),
        ({"live_with_from": 1}, "live_with_from"),
    ],
)
def test_what_would_decide_is_refused(rules: dict[str, object], key: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        ballot("support", "a b", **rules)
    assert [one.where.path for one in caught.value.findings if one.where] == [key]


def test_an_idea_left_blank_is_not_counted_as_one_that_somebody_is_against() -> None:
    with pytest.raises(UnusableInput) as caught:
        counted(ballot("support", "a b"), [Paper.of("P1", {"a": 3})])
    assert [one.code for one in caught.value.findings] == ["BLANK"]
