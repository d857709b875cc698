"""Methods in which the largest number wins: single choice, approval, Borda, score and points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Number
from deliberate.core.decision.counting.ranking import preferences
from deliberate.core.decision.counting.tallied import Measure, Tallied
from deliberate.core.decision.counting.ties import Ties
from deliberate.core.errors import Message, message


def approval(
    ballot: BallotDefinition, papers: Sequence[Paper], measure: Measure, ties: Ties
) -> Tallied:
    """One vote for every option marked; in single choice there is one mark on a paper."""
    marks = Counter(option for paper in papers for option, _ in paper.marks)
    return _largest(ballot, {name: marks[name] for name in ballot.names}, measure, ties)


def points(
    ballot: BallotDefinition, papers: Sequence[Paper], measure: Measure, ties: Ties
) -> Tallied:
    """The points given to each option, added up; no points, no win."""
    sums = {name: sum(paper.number(name) or 0 for paper in papers) for name in ballot.names}
    return _largest(ballot, sums, measure, ties, papers=len(papers), levels=_levels(ballot, papers))


def score(
    ballot: BallotDefinition, papers: Sequence[Paper], measure: Measure, ties: Ties
) -> Tallied:
    """The scores of each option, added up; an option left blank has the lowest score."""
    low, _ = ballot.scale or (0, 0)
    full = [
        Paper.of(
            paper.id,
            {name: low if (n := paper.number(name)) is None else n for name in ballot.names},
        )
        for paper in papers
    ]
    sums = {name: sum(paper.number(name) or 0 for paper in full) for name in ballot.names}
    levels = _levels(ballot, full)
    floor = len(papers) * low - 1
    return _largest(ballot, sums, measure, ties, papers=len(papers), levels=levels, above=floor)


def borda(
    ballot: BallotDefinition, papers: Sequence[Paper], measure: Measure, ties: Ties
) -> Tallied:
    """Of n options the first on a paper gets n - 1 points, the next n - 2, and so on.

    Options not ranked get 0, or where the rule says so the average of the places left, so that
    every paper gives the same number of points.
    """
    count = len(ballot.names)
    sums = dict.fromkeys(ballot.names, Fraction(0))
    for paper in papers:
        order = preferences(ballot, paper) or ()
        rest = Fraction(count - len(order) - 1, 2) if ballot.unmarked == "average" else Fraction(0)
        for name in ballot.names:
            sums[name] += count - 1 - order.index(name) if name in order else rest
    return _largest(ballot, sums, measure, ties, papers=len(papers))


def _levels(ballot: BallotDefinition, papers: Sequence[Paper]) -> dict[str, dict[int, int]]:
    """Papers by option and number given."""
    return {
        name: dict(sorted(Counter(paper.number(name) or 0 for paper in papers).items()))
        for name in ballot.names
    }


def _largest(
    ballot: BallotDefinition,
    sums: Mapping[str, Number],
    measure: Measure,
    ties: Ties,
    *,
    papers: int = 0,
    levels: Mapping[str, Mapping[int, int]] | None = None,
    above: int = 0,
) -> Tallied:
    """The winners among the options whose sum is above a floor and carries the threshold."""
    sums = {name: _plain(total) for name, total in sums.items()}
    able = {n: total for n, total in sums.items() if total > above and measure.carries(total)}
    winners, stands = _first(ballot, able, ties)
    if stands:
        result = "tied"
    elif not winners:
        result = "not_adopted"
    else:
        result = winners[0] if ballot.winners == 1 else "chosen"
    averages = {n: Fraction(total, papers) for n, total in sums.items()} if papers else {}
    return Tallied(
        sums,
        winners,
        result,
        tuple(_steps(ballot, sums, winners, measure)),
        levels or {},
        averages,
    )


def _plain(number: Number) -> Number:
    """A whole number as one, so that it is shown without a denominator."""
    return int(number) if Fraction(number).denominator == 1 else number


def _first(
    ballot: BallotDefinition, able: Mapping[str, Number], ties: Ties
) -> tuple[tuple[str, ...], bool]:
    """The options with the largest sums, and whether a tie for the last places stands."""
    winners: list[str] = []
    for total in sorted(set(able.values()), reverse=True):
        group = [name for name in ballot.names if able.get(name) == total]
        places = ballot.winners - len(winners)
        if places <= 0:
            break
        if len(group) <= places:
            winners += group
            continue
        kept = ties.best(group, places)
        return (*winners, *kept), not kept
    return tuple(winners), False


def _steps(
    ballot: BallotDefinition,
    sums: Mapping[str, Number],
    winners: Sequence[str],
    measure: Measure,
) -> list[Message]:
    order = sorted(ballot.names, key=lambda name: -sums[name])
    steps = [
        message("{option}: {number}.", option=ballot.text_of(name), number=sums[name])
        for name in order
    ]
    if measure.needed is not None:
        steps.append(
            message(
                "Votes: {base}; needed to win: {needed}.",
                base=measure.base,
                needed=measure.needed,
            )
        )
    steps += [message("{option} wins.", option=ballot.text_of(name)) for name in winners]
    return steps
