"""How strands (parallel cells, regions) meet in one result: `sum`, `list` or `vote`.

`sum`: all papers are counted together, on all seats. `list`: the outcomes stand side by side, and
none is made of them. `vote`: every strand has one vote, its own result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.count import count
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Outcome
from deliberate.core.decision.counting.threshold import Threshold
from deliberate.core.errors import UnusableInput, message

Gather = Literal["sum", "list", "vote"]
GATHERS: tuple[Gather, ...] = get_args(Gather)


@dataclass(frozen=True, slots=True)
class Strand:
    """The papers of one strand, its seats, and how many of its members are present."""

    papers: Sequence[Paper]
    seats: int
    present: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """`strands`: the outcome of each. `total`: of all papers together (`sum`), else None. `votes`:
    strands by result (`vote`), else empty. `result`: "" where none is made (`list`)."""

    how: Gather
    strands: Mapping[str, Outcome]
    total: Outcome | None
    votes: Mapping[str, int]
    result: str

    def as_body(self) -> dict[str, Any]:
        return {
            "gather": self.how,
            "strands": {name: outcome.as_body() for name, outcome in self.strands.items()},
            "total": self.total.as_body() if self.total else None,
            "votes": dict(self.votes),
            "outcome": self.result,
        }


def gather(
    ballot: BallotDefinition,
    strands: Mapping[str, Strand],
    how: Gather,
    *,
    threshold: Threshold | None = None,
    seed: str | None = None,
) -> Gathered:
    """The result of all strands. `threshold`: of the strands, for `vote`; without it the result
    that more strands have than any other. Raises `UnusableInput` (STRANDS, PAPERS)."""
    if how not in GATHERS or not strands:
        raise UnusableInput(
            "STRANDS",
            message(
                "Strands are gathered by one of {known}, and there is at least one; here: {how} "
                "of {count}.",
                known=GATHERS,
                how=how,
                count=len(strands),
            ),
        )
    outcomes = {name: _counted(ballot, strands[name], seed) for name in sorted(strands)}
    if how == "list":
        return Gathered(how, outcomes, None, {}, "")
    if how == "vote":
        votes = Counter(outcome.result for outcome in outcomes.values())
        result = _most(votes, len(outcomes), threshold)
        return Gathered(how, outcomes, None, dict(sorted(votes.items())), result)
    total = _counted(ballot, _together(strands), seed)
    return Gathered(how, outcomes, total, {}, total.result)


def _counted(ballot: BallotDefinition, strand: Strand, seed: str | None) -> Outcome:
    own = replace(ballot, seats=strand.seats)
    return count(own, strand.papers, present=strand.present, seed=seed)


def _together(strands: Mapping[str, Strand]) -> Strand:
    """All papers, each known by its strand and its own id: cells number their seats alike."""
    papers = [
        replace(paper, id=f"{name}/{paper.id}")
        for name in sorted(strands)
        for paper in strands[name].papers
    ]
    return Strand(
        papers,
        sum(strand.seats for strand in strands.values()),
        sum(strand.present for strand in strands.values()),
    )


def _most(votes: Mapping[str, int], strands: int, threshold: Threshold | None) -> str:
    """The result most strands have; "tied" where two share that, "not_adopted" where the threshold
    is not reached."""
    most = max(votes.values())
    first = [result for result, number in votes.items() if number == most]
    if threshold is not None and most < threshold.needed(strands):
        return "not_adopted"
    return first[0] if len(first) == 1 else "tied"
