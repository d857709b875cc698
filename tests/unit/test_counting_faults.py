"""Bad definitions and bad papers: every fault at once, with its place, and nothing computed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.gathering import Strand, gather
from deliberate.core.decision.counting.paper_faults import faults_of_papers
from deliberate.core.decision.counting.threshold import Threshold
from deliberate.core.errors import UnusableInput, Where
from tests.ballots import ballot, counted, piles, ranked

AB = ["a", "b"]
VOTES = {"at_least_votes": 1}
LEVELS = {"scale": [1, 5], "threshold": VOTES}


@pytest.mark.parametrize(
    ("rules", "key"),
    [
        ({"method": "dictator"}, "method"),
        ({"method": "approval", "options": ["a"]}, "options"),
        ({"method": "approval", "options": ["a", "a"]}, "options"),
        ({"method": "approval", "options": ["a", "tied"]}, "options"),
        ({"method": "approval", "options": ["a", "b c"]}, "options"),
        ({"method": "consent", "options": ["yes", "no"]}, "options"),
        ({"method": "yes_no_abstain"}, "threshold"),
        ({"method": "yes_no_abstain", "threshold": {"at_least_votes": 101}}, "threshold"),
        ({"method": "borda", "options": AB, "threshold": VOTES}, "threshold"),
        ({"method": "consent", "quorum": {"at_least_votes": 101}}, "quorum"),
        ({"method": "consent", "base": "citizens"}, "base"),
        ({"method": "consent", "seats": 0}, "seats"),
        ({"method": "consent", "objections_allowed": -1}, "objections_allowed"),
        ({"method": "borda", "options": AB, "objections_allowed": 1}, "objections_allowed"),
        ({"method": "approval", "options": AB, "winners": 3}, "winners"),
        ({"method": "borda", "options": AB, "most": 1}, "most"),
        ({"method": "points", "options": AB}, "budget"),
        ({"method": "borda", "options": AB, "budget": 3}, "budget"),
        ({"method": "score", "options": AB}, "scale"),
        ({"method": "score", "options": AB, "scale": [5, 5]}, "scale"),
        ({"method": "borda", "options": AB, "scale": [1, 5]}, "scale"),
        ({"method": "live_with", "options": AB, **LEVELS}, "live_with_from"),
        ({"method": "borda", "options": AB, "live_with_from": 3}, "live_with_from"),
        ({"method": "borda", "options": AB, "ties": ["coin"]}, "ties"),
        ({"method": "borda", "options": AB, "ties": ["previous_rounds"]}, "ties"),
        ({"method": "borda", "options": AB, "ties": ["lot", "lot"]}, "ties"),
        ({"method": "borda", "options": AB, "ties": ["order"]}, "tie_order"),
        ({"method": "borda", "options": AB, "gaps": "mend"}, "gaps"),
        ({"method": "approval", "options": AB, "gaps": "skip"}, "gaps"),
        ({"method": "score", "options": AB, "scale": [0, 1], "unmarked": "average"}, "unmarked"),
        ({"method": "score", "options": AB, "scale": [0, 1], "unmarked": "half"}, "unmarked"),
        ({"method": "consent", "decimals": 9}, "decimals"),
        ({"method": "consent", "colour": "red"}, "colour"),
        ({"method": "consent", "seats": "many"}, "seats"),
        ({"method": "consent", "seats": True}, "seats"),
        ({"method": "consent", "opt_out": 1}, "opt_out"),
        ({"method": "approval", "options": "ab"}, "options"),
        ({"method": "score", "options": AB, "scale": [1]}, "scale"),
        ({"method": "points", "options": AB, "budget": "5"}, "budget"),
        ({"method": "consent", "ties": "lot"}, "ties"),
        ({"method": "consent", "base": None}, "base"),
        ({"method": "consent", "rounding": "down"}, "rounding"),
        ({}, "method"),
    ],
)  # fmt: skip
def test_a_definition_that_cannot_be_held(rules: dict[str, Any], key: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        BallotDefinition.of_body({"seats": 100, **rules})
    places = [found.where.path for found in caught.value.findings if found.where]
    assert key in places
    assert all(str(found.message) for found in caught.value.findings)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Threshold(),
        lambda: Threshold(at_least_votes=1, more_than=Fraction(1, 2)),
        lambda: Threshold(at_least_votes=0),
        lambda: Threshold(at_least=Fraction(0)),
        lambda: Threshold(at_least=Fraction(5, 4)),
        lambda: Threshold(more_than=Fraction(1)),
        lambda: Threshold.of_body({"at_least": "0/0"}),
        lambda: Threshold.of_body({"at_least": "1/0"}),
        lambda: Threshold.of_body({"at_least": "80%"}),
        lambda: Threshold.of_body({"at_least": 0.8}),
        lambda: Threshold.of_body({"at_least_votes": "20 of 24"}),
        lambda: Threshold.of_body({"at_least_votes": True}),
        lambda: Threshold.of_body({"more_than": "-1/2"}),
        lambda: Threshold.of_body({"most": 1}),
        lambda: Threshold.of_body([]),
    ],
)
def test_a_threshold_that_decides_nothing(make: Callable[[], Threshold]) -> None:
    with pytest.raises(UnusableInput) as caught:
        make()
    assert caught.value.code == "THRESHOLD"


@pytest.mark.parametrize(
    ("method", "rules", "paper", "codes"),
    [
        ("single_choice", {}, Paper.of("1", {"z": 1}), ["UNKNOWN_OPTION"]),
        ("single_choice", {}, Paper.of("1", {"a": 1, "b": 1}), ["ONE_MARK"]),
        ("single_choice", {}, Paper("1"), ["ONE_MARK"]),
        ("single_choice", {}, Paper.of("1", {"a": 2}), ["OUT_OF_RANGE"]),
        ("single_choice", {"opt_out": False}, Paper.abstaining("1"), ["OPT_OUT"]),
        ("single_choice", {}, Paper("1", (("a", 1),), opt_out=True), ["OPT_OUT"]),
        ("single_choice", {}, Paper("1", (("a", 1),), reason="so"), ["REASON"]),
        ("approval", {}, Paper("1", (("a", 1), ("a", 1))), ["OPTION_TWICE"]),
        ("approval", {"most": 1}, Paper.of("1", {"a": 1, "b": 1}), ["TOO_MANY_MARKS"]),
        ("borda", {}, Paper("1"), ["BLANK"]),
        ("borda", {}, Paper("1", (("a", 1), ("b", 3))), ["RANK_GAP"]),
        ("borda", {}, Paper("1", (("a", 2),)), ["RANK_GAP"]),
        ("borda", {}, Paper("1", (("a", 1), ("b", 1))), ["RANK_EQUAL"]),
        ("borda", {}, Paper("1", (("a", 1), ("a", 2))), ["RANK_REPEATED"]),
        ("borda", {}, Paper("1", (("a", 1), ("a", 1))), ["RANK_REPEATED"]),
        ("borda", {}, Paper("1", (("a", 0),)), ["OUT_OF_RANGE"]),
        ("borda", {"unmarked": "refuse"}, Paper("1", (("a", 1),)), ["BLANK", "BLANK"]),
        ("score", {"scale": [0, 5]}, Paper.of("1", {"a": 6, "b": -1}), ["OUT_OF_RANGE"] * 2),
        ("points", {"budget": 5}, Paper.of("1", {"a": 4, "b": 2}), ["OVER_BUDGET"]),
        ("points", {"budget": 5}, Paper.of("1", {"a": -1}), ["OUT_OF_RANGE"]),
        ("points", {"budget": 5, "spend_all": True}, Paper.of("1", {"a": 4}), ["UNDER_BUDGET"]),
    ],
)  # fmt: skip
def test_a_paper_that_cannot_be_counted(
    method: str, rules: dict[str, Any], paper: Paper, codes: list[str]
) -> None:
    definition = ballot(method, "a b c", **rules)
    assert [found.code for found in faults_of_papers(definition, [paper])] == codes
    with pytest.raises(UnusableInput) as caught:
        counted(definition, [paper])
    assert [found.code for found in caught.value.findings] == codes
    assert all("“1”" in str(found.message) for found in caught.value.findings)


def test_an_objection_needs_its_reason() -> None:
    faults = faults_of_papers(ballot("consent"), [Paper.of("1", {"object": 1}, reason="  ")])
    assert [fault.code for fault in faults] == ["REASON"]


def test_all_faults_are_told_with_their_rows() -> None:
    papers = [
        Paper("1", (("a", 1), ("b", 3)), where=Where("papers.csv", 2)),
        Paper("2", (("z", 1),), where=Where("papers.csv", 3)),
        Paper("1", (("a", 1),), where=Where("papers.csv", 4)),
    ]
    faults = faults_of_papers(ballot("instant_runoff", "a b", seats=2), papers)
    places = [(fault.code, fault.where.line if fault.where else 0) for fault in faults]
    assert places == [
        ("RANK_GAP", 2),
        ("UNKNOWN_OPTION", 3),
        ("PAPER_TWICE", 4),
        ("TOO_MANY", 0),
    ]
    assert faults[0].where is not None
    assert (faults[0].where.file, faults[0].where.path) == ("papers.csv", "b")


def test_one_voter_all_abstain_and_everyone_tied() -> None:
    one = counted(ballot("instant_runoff", "a b"), ranked({"b a": 1}))
    assert one.result == "b"
    half = {"threshold": {"more_than": "1/2"}, "base": "cast_less_opt_outs"}
    for method, options in (("yes_no_abstain", ""), ("single_choice", "a b")):
        for papers in (piles({}, abstain=5), []):
            outcome = counted(ballot(method, options, **half), papers)
            assert (outcome.result, outcome.base) == ("not_adopted", 0)
            assert dict(outcome.shares) == {}
            assert outcome.warned("EMPTY_BASE")
    everyone = counted(ballot("single_choice", "a b c"), piles({"a": 2, "b": 2, "c": 2}))
    assert (everyone.result, everyone.winners) == ("tied", ())
    assert everyone.ties[0].options == ("a", "b", "c")


def test_without_a_quorum_nothing_is_counted() -> None:
    definition = ballot("single_choice", "a b", seats=10, quorum={"more_than": "1/2"})
    few = counted(definition, piles({"a": 5}))
    assert (few.result, few.quorum, sum(few.counts.values())) == ("no_quorum", 6, 0)
    assert (dict(few.shares), few.minority) == ({}, ())
    assert counted(definition, piles({"a": 6})).result == "a"


def test_no_more_are_present_than_there_are_seats() -> None:
    definition = ballot("single_choice", "a b", seats=2)
    for present in (-1, 3):
        with pytest.raises(UnusableInput) as caught:
            counted(definition, piles({"a": 1}), present=present)
        assert caught.value.code == "PRESENT"


def cell(*marks: dict[str, int]) -> Strand:
    return Strand([Paper.of(f"{n}", mark) for n, mark in enumerate(marks)], 25, len(marks))


def test_strands_are_summed_listed_or_vote() -> None:
    """Cells number their seats alike; points are summed over cells (planning cell)."""
    definition = ballot("points", "a b", budget=5)
    cells = {"1": cell({"a": 5}, {"a": 1, "b": 4}), "2": cell({"b": 3}), "3": cell({"a": 2})}
    summed = gather(definition, cells, "sum")
    assert summed.total is not None
    assert dict(summed.total.counts) == {"a": 8, "b": 7}
    assert (summed.total.seats, summed.total.cast, summed.result) == (75, 4, "a")
    listed = gather(definition, cells, "list")
    assert (listed.result, listed.total) == ("", None)
    assert [outcome.result for outcome in listed.strands.values()] == ["a", "b", "a"]
    voted = gather(definition, cells, "vote")
    assert (voted.result, dict(voted.votes)) == ("a", {"a": 2, "b": 1})
    strict = gather(definition, cells, "vote", threshold=Threshold(at_least_votes=3))
    assert strict.result == "not_adopted"
    even = gather(definition, {n: cells[n] for n in "12"}, "vote")
    assert even.result == "tied"
    assert voted.as_body()["votes"] == {"a": 2, "b": 1}
    for how, strands in (("average", cells), ("sum", {})):
        with pytest.raises(UnusableInput):
            gather(definition, strands, how)  # type: ignore[arg-type]
