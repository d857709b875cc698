"""Ballots in a rulebook: refused beside the wrong key, and played by chance in a rehearsal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deliberate.core.decision.ballot_papers import (
    MarksField,
    handed_in,
    in_short,
    paper_of,
    recorded,
)
from deliberate.core.decision.ballot_rules import frozen, frozen_body
from deliberate.core.decision.counting.count import count
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.terms import METHODS
from deliberate.core.errors import UnusableInput
from deliberate.core.kinds import kinds
from deliberate.core.randomness import Generator
from deliberate.core.rulebook.conditions import possible
from deliberate.core.rulebook.loader import load_rulebook
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.services.rehearsal.voting import made_up
from tests.ballots import ballot

RULEBOOK = (Path(__file__).parents[1] / "data" / "ballots_rulebook.toml").read_text()
RULES: dict[str, dict[str, Any]] = {
    "yes_no_abstain": {"threshold": {"at_least": "4/5"}},
    "points": {"budget": 5, "spend_all": True},
    "score": {"scale": [-3, 3], "unmarked": "refuse"},
    "live_with": {"scale": [1, 5], "live_with_from": 3, "threshold": {"more_than": "1/2"}},
    "approval": {"most": 2},
}


def of(method: str) -> BallotDefinition:
    options = "" if method in {"yes_no_abstain", "consent"} else "a b c"
    return ballot(method, options, **RULES.get(method, {}))


def load(text: str) -> None:
    schemas = {kind.name: kind.parameters for kind in kinds().values() if kind.parameters}
    load_rulebook(parse_toml(text, "rules.toml"), schemas)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('method = "approval"\nwinners = 2', 'method = "approval"\nwinners = 9'),
        ("budget = 5", "budget = 0"),
        ("scale = [0, 10]", "scale = [10, 0]"),
        ("live_with_from = 3", "live_with_from = 9"),
        ('ties = ["previous_rounds", "lot"]', 'ties = ["previous_rounds", "coin"]'),
        ('threshold = { at_least = "4/5" }', 'threshold = { at_least = "5/4" }'),
        ('method = "condorcet"', 'method = "dictator"'),
    ],
)
def test_a_ballot_that_could_not_be_held_is_refused_where_it_stands(line: str, wrong: str) -> None:
    assert line in RULEBOOK
    load(RULEBOOK)
    text = RULEBOOK.replace(line, wrong)
    with pytest.raises(UnusableInput) as caught:
        load(text)
    changed = text[: text.index(wrong)].count("\n") + wrong.count("\n") + 1
    assert changed in {found.where.line for found in caught.value.findings if found.where}


def test_ballots_that_wait_for_each_other_are_a_circle() -> None:
    text = RULEBOOK.replace('when = "vote1 = retain"', 'when = "nor_this = park"')
    with pytest.raises(UnusableInput) as caught:
        load(text)
    assert "CIRCLE" in {found.code for found in caught.value.findings}


def test_what_is_open_may_still_come_true() -> None:
    known = {"a": "x", "b": "y"}

    def undecided(step: str) -> bool:
        return step not in known

    assert possible("a = x and c = z", known.get, undecided)
    assert possible("a = y or c = z", known.get, undecided)
    assert not possible("a = y and c = z", known.get, undecided)


@pytest.mark.parametrize("method", METHODS)
def test_a_paper_goes_through_the_record_and_back(method: str) -> None:
    definition, rng = of(method), Generator(method.encode())
    threshold = definition.threshold.as_body() if definition.threshold else None
    assert frozen(frozen_body(definition, threshold)) == definition
    papers = []
    for number in range(20):
        made = {"choice": "for"} if method == "yes_no_abstain" else made_up(definition, rng)
        if "marks" in made:
            made["marks"] = MarksField().deserialize(made["marks"])
        paper = handed_in(definition, str(number), made)
        assert paper_of(definition, str(number), recorded(definition, paper)) == paper
        assert in_short(definition, paper)
        papers.append(paper)
    assert count(definition, papers, present=20).cast == 20


def test_a_plain_ballot_is_frozen_by_four_keys() -> None:
    threshold = {"at_least": "4/5"}
    plain = ballot("yes_no_abstain", threshold=threshold, base="present")
    body = frozen_body(plain, threshold)
    assert body == {
        "method": "yes_no_abstain",
        "threshold": threshold,
        "base": "present",
        "seats": 100,
    }
    assert frozen(body) == plain
    quorate = ballot("yes_no_abstain", threshold=threshold, quorum={"at_least_votes": 3})
    assert frozen(frozen_body(quorate, threshold)) == quorate
