"""Published votes of real assemblies, counted again: outcome, base and published percentage."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.margin import beyond_margin
from deliberate.core.decision.counting.sequence import Sequenced, states
from deliberate.core.decision.counting.threshold import percent
from deliberate.core.errors import UnusableInput
from tests.ballots import ballot, counted, piles

IRISH = {"base": "cast_less_opt_outs", "threshold": {"more_than": "1/2"}, "seats": 99}
"""Members who prefer not to state an opinion leave the base."""


@pytest.mark.parametrize(
    ("votes", "opt_outs", "result", "published"),
    [
        ({"not_retain": 79, "retain": 12}, 0, "not_retain", "86.8"),
        ({"replace": 50, "repeal": 39}, 2, "replace", "56.2"),
        ({"authorise": 51, "direct": 38}, 2, "authorise", "57.3"),
        ({"in_favour": 52, "never": 29}, 6, "in_favour", "64.2"),
    ],
)
def test_ireland_on_the_eighth_amendment(
    votes: dict[str, int], opt_outs: int, result: str, published: str
) -> None:
    """Citizens' Assembly, April 2017; published 87, 56, 57 and 64 %."""
    outcome = counted(ballot("single_choice", " ".join(votes), **IRISH), piles(votes, opt_outs))
    assert outcome.result == result
    assert outcome.base == sum(votes.values())
    assert outcome.opt_outs == opt_outs
    assert percent(votes[result], outcome.base) == Fraction(published)
    assert outcome.shares[result] == Fraction(votes[result], outcome.base)
    loser = next(name for name in votes if name != result)
    assert [(p.option, p.votes) for p in outcome.minority] == [(loser, votes[loser])]


def test_the_ballots_of_ireland_opened_one_after_the_other() -> None:
    sequence = [
        Sequenced("vote1"),
        Sequenced("vote2", "vote1 = not_retain"),
        Sequenced("vote3", "vote2 = replace"),
        Sequenced("reasons", "vote2 = repeal or vote3 = authorise"),
    ]
    assert states(sequence, {}) == {
        "vote1": "open",
        "vote2": "waiting",
        "vote3": "waiting",
        "reasons": "waiting",
    }
    retained = states(sequence, {"vote1": "retain"})
    assert [retained[name] for name in ("vote2", "vote3", "reasons")] == ["not_reached"] * 3
    going = states(sequence, {"vote1": "not_retain", "vote2": "repeal"})
    assert (going["vote3"], going["reasons"]) == ("not_reached", "open")
    with pytest.raises(UnusableInput):
        states(sequence, {"vote1": "retain", "vote2": "repeal"})
    with pytest.raises(UnusableInput):
        states([Sequenced("vote1", "vote2 = adopted"), Sequenced("vote2")], {})


def test_wuppertal_and_the_convention() -> None:
    """Wuppertal 2016: 37 for planning on, 10 against, 1 blank. Convention 2013: 79-19-1."""
    simple = {"base": "cast", "threshold": {"more_than": "1/2"}}
    wuppertal = counted(ballot("yes_no_abstain", **simple), piles({"for": 37, "against": 10}, 1))
    assert (wuppertal.result, wuppertal.base, wuppertal.opt_outs) == ("adopted", 48, 1)
    assert percent(wuppertal.shares["for"], 1) == Fraction("77.1")
    marriage = counted(ballot("yes_no_abstain", **simple), piles({"for": 79, "against": 19}, 1))
    assert (marriage.result, percent(79, marriage.base)) == ("adopted", Fraction("79.8"))


@pytest.mark.parametrize(
    ("for_", "against", "abstain", "result"),
    [
        (19, 4, 2, "not_adopted"),
        (19, 0, 0, "not_adopted"),
        (20, 5, 0, "adopted"),
        (20, 0, 0, "adopted"),
        (25, 0, 0, "adopted"),
    ],
)
@pytest.mark.parametrize("rule", [{"at_least_votes": 20}, {"at_least": "4/5"}])
def test_twenty_of_twenty_five_means_seats(
    for_: int, against: int, abstain: int, result: str, rule: dict[str, Any]
) -> None:
    definition = ballot("yes_no_abstain", seats=25, threshold=rule)
    outcome = counted(definition, piles({"for": for_, "against": against}, abstain))
    assert (outcome.result, outcome.base, outcome.needed) == (result, 25, 20)
    assert outcome.absent == 25 - for_ - against - abstain
    assert sum(p.votes for p in outcome.minority) == (against if result == "adopted" else for_)


def test_twenty_of_twenty_four_seats() -> None:
    """Whole votes stay; a share of fewer seats is rounded up: 4/5 of 24 is 19.2, so 20."""
    papers = piles({"for": 19, "against": 5})
    for rule in ({"at_least_votes": 20}, {"at_least": "4/5"}):
        outcome = counted(ballot("yes_no_abstain", seats=24, threshold=rule), papers)
        assert (outcome.needed, outcome.result) == (20, "not_adopted")


def test_the_margin_of_shin_gori() -> None:
    """Korea 2017: 59.5 to 40.5 with a margin of 3.6 points; the gap of 19.0 is beyond it."""
    margin = Fraction("3.6")
    assert beyond_margin(Fraction("59.5"), Fraction("40.5"), margin) == "first"
    assert beyond_margin(Fraction("40.5"), Fraction("59.5"), margin) == "second"
    assert beyond_margin(Fraction("51.8"), Fraction("48.2"), margin) == "undecided"
    assert beyond_margin(Fraction("51.9"), Fraction("48.2"), margin) == "first"
    with pytest.raises(UnusableInput):
        beyond_margin(Fraction(-1), Fraction(40), margin)


@pytest.mark.acceptance
def test_the_figures_are_those_of_the_published_cases(test_data: Path) -> None:
    cases = test_data / "cases"
    ireland = json.loads((cases / "ireland_2016_18.json").read_text())["ballots_8th"]
    assert [ireland[0]["not_retain_in_full"], ireland[1]["replace_or_amend"]] == [79, 50]
    assert (ireland[1]["repeal"], ireland[1]["opt_out"]) == (39, 2)
    assert (ireland[2]["authorise_oireachtas"], ireland[2]["direct_provision"]) == (51, 38)
    convention = json.loads((cases / "ireland_2013_convention.json").read_text())
    assert [convention[name] for name in ("for", "against", "no_opinion")] == [79, 19, 1]
    cells = json.loads((cases / "wuppertal_2016.json").read_text())
    assert [cells[name] for name in ("continue_planning", "stop", "blank")] == [37, 10, 1]
    korea = json.loads((cases / "shin_gori_2017.json").read_text())
    assert korea["shares_percent"]["T4_final_two_way"] == {"resume": 59.5, "stop": 40.5}
    assert korea["margin_pp_95"] == 3.6


def test_a_definition_comes_back_from_its_frozen_form() -> None:
    definition = ballot(
        "instant_runoff", "a b c", ties=["previous_rounds", "lot"], gaps="skip", equals="stop"
    )
    assert BallotDefinition.of_body(json.loads(json.dumps(definition.as_body()))) == definition
