"""Minority positions: what others wanted than what came out, with their support and reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Number, Position
from deliberate.core.decision.counting.ranking import preferences
from deliberate.core.decision.counting.tallied import Measure, Tallied
from deliberate.core.decision.counting.terms import RANKED


def positions(
    ballot: BallotDefinition, papers: Sequence[Paper], tallied: Tallied, measure: Measure
) -> tuple[Position, ...]:
    """Every position that did not prevail and had support, by support.

    On a proposal that failed the position for it is one of them, however many held it. Serious
    objections are always told, with their reasons. In rankings support is first preferences; in
    the others what was counted. In "can live with" it is those on the other side of the level.
    """
    found = [p for p in _positions(ballot, papers, tallied, measure) if p.votes]
    return tuple(sorted(found, key=lambda p: (-Fraction(p.votes), ballot.names.index(p.option))))


def _positions(
    ballot: BallotDefinition, papers: Sequence[Paper], tallied: Tallied, measure: Measure
) -> Iterator[Position]:
    match ballot.method:
        case "yes_no_abstain":
            lost = "against" if tallied.winners else "for"
            yield _position(lost, tallied.counts[lost], measure)
        case "consent":
            reasons = [
                paper.reason
                for paper in sorted(papers, key=lambda paper: (paper.reason, paper.id))
                if paper.number("object") is not None
            ]
            yield _position("object", tallied.counts["object"], measure, tuple(reasons))
            yield _position("stand_aside", tallied.counts["stand_aside"], measure)
            if not tallied.winners:
                yield _position("consent", tallied.counts["consent"], measure)
        case "live_with":
            for name in ballot.names:
                able = tallied.counts[name]
                votes = len(papers) - able if name in tallied.winners else able
                yield _position(name, votes, measure)
        case "support":
            return  # Nothing prevails: every level of every idea is published.
        case method if method in RANKED:
            firsts = Counter(
                order[0] for paper in papers if (order := preferences(ballot, paper) or ())
            )
            for name in ballot.names:
                if name not in tallied.winners:
                    yield _position(name, firsts[name], measure)
        case method:
            counted_in_papers = method in {"single_choice", "approval"}
            for name in ballot.names:
                if name not in tallied.winners:
                    number = tallied.counts[name]
                    yield (
                        _position(name, number, measure)
                        if counted_in_papers
                        else Position(name, number)
                    )


def _position(
    option: str, votes: Number, measure: Measure, reasons: tuple[str, ...] = ()
) -> Position:
    share = Fraction(votes, measure.base) if measure.base else None
    return Position(option, votes, share, reasons)
