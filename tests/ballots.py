"""Papers and definitions for the tests of the ballot engine, in few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.count import count
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Outcome


def ballot(method: str, options: str = "", **rules: Any) -> BallotDefinition:
    """A definition; `options` are names parted by blanks."""
    body = {"method": method, "seats": 100, **rules}
    return BallotDefinition.of_body({**body, "options": options.split()} if options else body)


def piles(counts: Mapping[str, int], abstain: int = 0) -> list[Paper]:
    """Papers with one mark each: so many for each option, and so many that abstain."""
    marks: list[str | None] = [name for name, number in counts.items() for _ in range(number)]
    marks += [None] * abstain
    return [
        Paper.abstaining(f"P{n}") if name is None else Paper.of(f"P{n}", {name: 1})
        for n, name in enumerate(marks)
    ]


def ranked(counts: Mapping[str, int]) -> list[Paper]:
    """Rankings such as "A B C", each so many times."""
    orders = [order.split() for order, number in counts.items() for _ in range(number)]
    return [
        Paper(f"P{n}", tuple((name, rank) for rank, name in enumerate(order, start=1)))
        for n, order in enumerate(orders)
    ]


def counted(definition: BallotDefinition, papers: list[Paper], **how: Any) -> Outcome:
    """The outcome with everybody present who handed in a paper, unless it is said otherwise."""
    return count(definition, papers, **{"present": len(papers), **how})
