"""Rankings as papers give them: the order of preference, by the rules for irregular ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition

Kind = Literal["gaps", "repeats", "equals"]


@dataclass(frozen=True, slots=True)
class Irregularity:
    """A fault of a ranking. `rank`: where it was met; `options`: those it is about."""

    kind: Kind
    rank: int
    options: tuple[str, ...]


def irregularities(paper: Paper) -> Iterator[Irregularity]:
    """Gaps (a rank nobody has, below one that somebody has), repeats and equal ranks, in order."""
    expected, named = 1, set[str]()
    for rank, options in _by_rank(paper):
        if rank > expected:
            yield Irregularity("gaps", rank, tuple(dict.fromkeys(options)))
        again = [name for at, name in enumerate(options) if name in named or name in options[:at]]
        if again:
            yield Irregularity("repeats", rank, tuple(dict.fromkeys(again)))
        if len(set(options)) > 1:
            yield Irregularity("equals", rank, tuple(dict.fromkeys(options)))
        named |= set(options)
        expected = rank + 1


def preferences(ballot: BallotDefinition, paper: Paper) -> tuple[str, ...] | None:
    """The options in order of preference, best first; None where the paper is set aside.

    "skip": a gap closes up, a repeat counts where it came first, a shared rank counts for nobody;
    "stop": the paper ends before the fault.
    """
    found = tuple(irregularities(paper))
    if any(getattr(ballot, fault.kind) == "invalid" for fault in found):
        return None
    ends = [fault.rank for fault in found if getattr(ballot, fault.kind) == "stop"]
    shared = {fault.rank for fault in found if fault.kind == "equals"}
    order = [
        options[0]
        for rank, options in _by_rank(paper)
        if rank not in shared and rank < min(ends, default=rank + 1)
    ]
    return tuple(dict.fromkeys(order))


def _by_rank(paper: Paper) -> Iterator[tuple[int, list[str]]]:
    marks = sorted((rank, option) for option, rank in paper.marks)
    for rank, group in groupby(marks, key=lambda mark: mark[0]):
        yield rank, [option for _, option in group]
