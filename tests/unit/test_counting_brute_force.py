"""Every method against its definition, written here a second time and without any cleverness."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.threshold import Threshold, percent
from tests.ballots import ballot, counted

NAMES = ["a", "b", "c", "d"]
OPTIONS = " ".join(NAMES)
FEW = settings(max_examples=60, deadline=None)
RANKING = st.permutations(NAMES).flatmap(
    lambda order: st.integers(1, len(NAMES)).map(lambda length: tuple(order[:length]))
)
RANKINGS = st.lists(RANKING, min_size=1, max_size=12)
SHARE = st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20)


def as_papers(rankings: Sequence[Sequence[str]]) -> list[Paper]:
    return [
        Paper(f"P{n}", tuple((name, rank) for rank, name in enumerate(order, start=1)))
        for n, order in enumerate(rankings)
    ]


def above(order: Sequence[str], one: str, other: str) -> bool:
    """Whether a ranking puts one option above another; who is not named is below."""
    return one in order and (other not in order or order.index(one) < order.index(other))


def runoff(rankings: Sequence[Sequence[str]], left: list[str]) -> str:
    """The definition of instant-runoff: of equals the later name leaves."""
    tops = [min((n for n in left if n in o), key=o.index, default="") for o in rankings]
    votes = {name: tops.count(name) for name in left}
    for name in left:
        if 2 * votes[name] > sum(votes.values()) or len(left) == 1:
            return name
    return runoff(rankings, [n for n in left if n != min(left, key=lambda m: (votes[m], -ord(m)))])


@FEW
@given(RANKINGS)
def test_instant_runoff(rankings: list[tuple[str, ...]]) -> None:
    definition = ballot("instant_runoff", OPTIONS, ties=["order"], tie_order=NAMES)
    outcome = counted(definition, as_papers(rankings))
    assert outcome.result == runoff(rankings, NAMES)
    for entry, after in zip(outcome.rounds, outcome.rounds[1:], strict=False):
        assert sum(entry.counts.values()) + entry.exhausted == len(rankings)
        for name, votes in after.counts.items():
            assert votes == entry.counts[name] + entry.transfers[name]


def carried(rankings: list[tuple[str, ...]], left: list[str], needed: int) -> str:
    """The same with a threshold: the last two decide, and who is left alone has not been chosen."""
    tops = [min((n for n in left if n in o), key=o.index, default="") for o in rankings]
    votes = {name: tops.count(name) for name in left}
    for name in left:
        if 2 * votes[name] > sum(votes.values()) and votes[name] >= needed:
            return name
    if len(left) == 2 and max(votes.values()) < needed:
        return "not_adopted"
    last = min(left, key=lambda m: (votes[m], -ord(m)))
    return carried(rankings, [n for n in left if n != last], needed)


@FEW
@given(RANKINGS, st.integers(1, 8))
def test_instant_runoff_with_a_threshold(rankings: list[tuple[str, ...]], needed: int) -> None:
    rules = {"ties": ["order"], "tie_order": NAMES, "threshold": {"at_least_votes": needed}}
    outcome = counted(ballot("instant_runoff", OPTIONS, **rules), as_papers(rankings))
    assert outcome.result == carried(rankings, list(NAMES), needed)


@FEW
@given(RANKINGS)
def test_condorcet_and_the_smith_set(rankings: list[tuple[str, ...]]) -> None:
    outcome = counted(ballot("condorcet", OPTIONS), as_papers(rankings))

    def beats(one: str, other: str) -> bool:
        return sum(above(o, one, other) - above(o, other, one) for o in rankings) > 0

    winners = [a for a in NAMES if all(beats(a, b) for b in NAMES if b != a)]
    groups = [set(g) for size in range(1, 5) for g in combinations(NAMES, size)]
    smith = next(g for g in groups if all(beats(a, b) for a in g for b in set(NAMES) - g))
    assert outcome.pairwise is not None
    assert outcome.pairwise.winner == (winners[0] if winners else None)
    assert set(outcome.pairwise.smith) == smith
    if winners:
        assert outcome.result == winners[0]
        assert not outcome.warned("CYCLE")
    else:
        assert outcome.result in {"tied", "no_winner"}
        assert outcome.warned("CYCLE")
    elected = counted(ballot("instant_runoff", OPTIONS), as_papers(rankings))
    assert elected.warned("CONDORCET") == (bool(winners) and elected.result != winners[0])


@FEW
@given(RANKINGS)
def test_borda(rankings: list[tuple[str, ...]]) -> None:
    """Points for everybody ranked below; among those left out half a point for each of the others
    (the average), or none at all."""
    average = counted(ballot("borda", OPTIONS, unmarked="average"), as_papers(rankings))
    for name in NAMES:
        below = sum(above(order, name, other) for order in rankings for other in NAMES)
        halves = sum(
            other not in order and name not in order and other != name
            for order in rankings
            for other in NAMES
        )
        assert average.counts[name] == below + Fraction(halves, 2)
    least = counted(ballot("borda", OPTIONS), as_papers(rankings))
    assert least.counts == {
        name: sum(3 - order.index(name) for order in rankings if name in order) for name in NAMES
    }


@FEW
@given(st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=10), st.integers(1, 4), SHARE)
def test_approval(marks: list[set[str]], winners: int, share: Fraction) -> None:
    papers = [Paper.of(f"P{n}", dict.fromkeys(mark, 1)) for n, mark in enumerate(marks)]
    rules = {"winners": winners, "base": "cast", "threshold": {"at_least": str(share)}}
    outcome = counted(ballot("approval", OPTIONS, **rules), papers)
    votes = {name: sum(name in mark for mark in marks) for name in NAMES}
    assert outcome.counts == votes
    for name in outcome.winners:
        assert votes[name] >= share * len(marks)
    for name in set(NAMES) - set(outcome.winners):
        better = sum(votes[other] > votes[name] for other in NAMES)
        equal = sum(votes[other] == votes[name] for other in NAMES)
        too_few = votes[name] < share * len(marks)
        assert too_few or better + equal > winners


@FEW
@given(st.lists(st.lists(st.integers(-2, 2), min_size=4, max_size=4), min_size=1, max_size=9))
def test_score(rows: list[list[int]]) -> None:
    papers = [Paper.of(f"P{n}", dict(zip(NAMES, row, strict=True))) for n, row in enumerate(rows)]
    outcome = counted(ballot("score", OPTIONS, scale=[-2, 2]), papers)
    sums = [sum(column) for column in zip(*rows, strict=True)]
    assert list(outcome.counts.values()) == sums
    assert list(outcome.averages.values()) == [Fraction(total, len(rows)) for total in sums]
    if sums.count(max(sums)) == 1:
        assert outcome.result == NAMES[sums.index(max(sums))]
    else:
        assert outcome.result == "tied"
        assert len(outcome.ties[0].options) == sums.count(max(sums))


@FEW
@given(st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=1, max_size=9))
def test_points(rows: list[list[int]]) -> None:
    papers = [Paper.of(f"P{n}", dict(zip(NAMES, row, strict=True))) for n, row in enumerate(rows)]
    outcome = counted(ballot("points", OPTIONS, budget=8), papers)
    sums = [sum(column) for column in zip(*rows, strict=True)]
    assert list(outcome.counts.values()) == sums
    best = [name for name, total in zip(NAMES, sums, strict=True) if total == max(sums) > 0]
    assert outcome.winners == (tuple(best) if len(best) == 1 else ())
    assert sum(n * level for row in outcome.levels.values() for level, n in row.items()) == sum(
        sums
    )


@FEW
@given(
    st.lists(st.sampled_from(["for", "against", None]), max_size=20),
    st.integers(0, 5),
    SHARE,
    st.sampled_from(["seats", "present", "cast", "cast_less_opt_outs"]),
    st.booleans(),
)
def test_yes_no_abstain(
    votes: list[str | None], absent: int, share: Fraction, base: str, strictly: bool
) -> None:
    rule = {"more_than" if strictly else "at_least": str(share)}
    seats = len(votes) + absent + 1
    definition = ballot("yes_no_abstain", seats=seats, threshold=rule, base=base)
    papers = [
        Paper.abstaining(f"{n}") if vote is None else Paper.of(f"{n}", {vote: 1})
        for n, vote in enumerate(votes)
    ]
    outcome = counted(definition, papers)
    size = {"seats": seats, "present": len(votes), "cast": len(votes)}.get(
        base, len(votes) - votes.count(None)
    )
    yes = votes.count("for")
    carried = size > 0 and (Fraction(yes, size) > share or (yes == share * size and not strictly))
    assert outcome.result == ("adopted" if carried else "not_adopted")
    assert outcome.warned("EMPTY_BASE") == (size == 0 or votes.count(None) == len(votes))


@FEW
@given(
    st.lists(st.sampled_from(["consent", "stand_aside", "object"]), min_size=1, max_size=9),
    st.integers(0, 2),
)
def test_consent(votes: list[str], allowed: int) -> None:
    papers = [
        Paper.of(f"{n}", {vote: 1}, reason=f"because {n}" if vote == "object" else "")
        for n, vote in enumerate(votes)
    ]
    outcome = counted(ballot("consent", objections_allowed=allowed), papers)
    adopted = "consent" in votes and votes.count("object") <= allowed
    assert outcome.result == ("adopted" if adopted else "not_adopted")
    reasons = [reason for position in outcome.minority for reason in position.reasons]
    assert reasons == [f"because {n}" for n, vote in enumerate(votes) if vote == "object"]


@FEW
@given(st.lists(st.lists(st.integers(1, 5), min_size=2, max_size=2), min_size=1, max_size=9), SHARE)
def test_live_with(rows: list[list[int]], share: Fraction) -> None:
    rules = {"scale": [1, 5], "live_with_from": 3, "base": "cast"}
    definition = ballot("live_with", "a b", threshold={"at_least": str(share)}, **rules)
    papers = [Paper.of(f"{n}", {"a": row[0], "b": row[1]}) for n, row in enumerate(rows)]
    outcome = counted(definition, papers)
    able = [sum(row[at] >= 3 for row in rows) for at in (0, 1)]
    accepted = tuple(n for n, votes in zip("ab", able, strict=True) if votes >= share * len(rows))
    assert list(outcome.counts.values()) == able
    assert outcome.winners == accepted
    assert outcome.result == ["not_adopted", "adopted_in_part", "adopted"][len(accepted)]
    for position in outcome.minority:
        at = "ab".index(position.option)
        assert position.votes == (len(rows) - able[at] if position.option in accepted else able[at])


@FEW
@given(SHARE, st.integers(1, 60))
def test_what_is_needed_is_the_least_that_is_enough(share: Fraction, base: int) -> None:
    reached = next(votes for votes in range(base + 1) if Fraction(votes, base) >= share)
    passed = next(votes for votes in range(base + 1) if Fraction(votes, base) > share)
    assert Threshold(at_least=share).needed(base) == reached
    assert Threshold(more_than=share).needed(base) == passed
    assert Threshold(at_least=share).needed(0) == Threshold(more_than=share).needed(0) == 1
    shown = percent(reached, base, 2)
    assert abs(shown - Fraction(100 * reached, base)) <= Fraction(1, 200)
    assert Threshold.of_body(Threshold(at_least=share).as_body()) == Threshold(at_least=share)


@FEW
@given(RANKINGS, st.randoms(use_true_random=False))
def test_the_order_of_papers_and_marks_changes_nothing(
    rankings: list[tuple[str, ...]], random: st.DataObject
) -> None:
    papers = as_papers(rankings)
    mixed = [Paper(p.id, tuple(reversed(p.marks))) for p in papers]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    for method in ("instant_runoff", "borda", "condorcet"):
        definition = ballot(method, OPTIONS, ties=["lot"])
        one = counted(definition, papers, seed="s")
        assert one == counted(definition, mixed, seed="s")
        assert json.dumps(one.as_body()) == json.dumps(
            counted(definition, mixed, seed="s").as_body()
        )


PROGRAM = """
import json
from tests.ballots import ballot, counted, ranked
papers = ranked({"a b c": 3, "b c a": 3, "c a b": 3})
rules = {"ties": ["previous_rounds", "lot"]}
print(json.dumps(counted(ballot("instant_runoff", "a b c", **rules), papers, seed="s").as_body()))
print(json.dumps(counted(ballot("borda", "a b c", ties=["lot"]), papers, seed="s").as_body()))
"""


def test_the_seed_of_hashes_changes_nothing() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert b"lot" in said.pop()
