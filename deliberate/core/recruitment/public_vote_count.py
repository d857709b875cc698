"""Counting a public vote: a pure function of the published lines.

A candidate's total is signed votes plus comment votes where comments are counted. Both columns
and the ranking without comments are always part of the result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PublicTally:
    """The result. `ranking` holds groups of equal totals, each in order of identifier.

    `tied` are the candidates who share the last seat's total, `seats_for_tied` how many of them
    win; both are empty when no draw is needed. `decided_by_comments` would hold a seat, or a share
    in the tie for one, by signed votes alone, and do not with comments.
    """

    signed: Mapping[str, int]
    comments: Mapping[str, int]
    totals: Mapping[str, int]
    ranking: tuple[tuple[str, ...], ...]
    ranking_without_comments: tuple[tuple[str, ...], ...]
    elected_without_draw: tuple[str, ...]
    tied: tuple[str, ...]
    seats_for_tied: int
    decided_by_comments: tuple[str, ...]

    def as_body(self) -> dict[str, Any]:
        """The form in which facts and the record keep it."""
        return {
            "signed": dict(self.signed),
            "comments": dict(self.comments),
            "totals": dict(self.totals),
            "ranking": [list(group) for group in self.ranking],
            "ranking_without_comments": [list(group) for group in self.ranking_without_comments],
            "elected_without_draw": list(self.elected_without_draw),
            "tied": list(self.tied),
            "seats_for_tied": self.seats_for_tied,
            "decided_by_comments": list(self.decided_by_comments),
        }


def count_public_vote(
    lines: Iterable[Mapping[str, Any]],
    candidates: Sequence[str],
    seats: int,
    comments_mode: str,
) -> PublicTally:
    """Count lines `{"channel", "choices"}`; `comments_mode` is "counted" or "shown"."""
    by_channel = {"signed": Counter[str](), "comment": Counter[str]()}
    for line in lines:
        by_channel[str(line["channel"])].update(line["choices"])
    signed = {name: by_channel["signed"][name] for name in sorted(candidates)}
    comments = {name: by_channel["comment"][name] for name in sorted(candidates)}
    counted = comments if comments_mode == "counted" else dict.fromkeys(comments, 0)
    return tally_public_vote(signed, comments, counted, seats)


def tally_public_vote(
    signed: Mapping[str, int],
    comments: Mapping[str, int],
    counted: Mapping[str, int],
    seats: int,
) -> PublicTally:
    """The result from the votes by channel; `counted` are the comments that enter the totals."""
    totals = {name: votes + counted[name] for name, votes in signed.items()}
    ranking, alone = rank(totals), rank(signed)
    elected, tied = _fill(ranking, seats)
    sure_alone, _ = _fill(alone, seats)
    with_comments = {*elected, *tied}
    lost = tuple(sorted(name for name in sure_alone if name not in with_comments))
    return PublicTally(
        signed,
        comments,
        totals,
        ranking,
        alone,
        elected,
        tied,
        seats - len(elected) if tied else 0,
        lost,
    )


def rank(totals: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """Groups of equal totals, the largest first; inside a group by identifier."""
    groups: dict[int, list[str]] = {}
    for name in sorted(totals):
        groups.setdefault(totals[name], []).append(name)
    return tuple(tuple(groups[total]) for total in sorted(groups, reverse=True))


def _fill(
    ranking: tuple[tuple[str, ...], ...], seats: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(elected without a draw, tied for the last seats)."""
    elected: list[str] = []
    for group in ranking:
        free = seats - len(elected)
        if free == 0:
            break
        if len(group) > free:
            return tuple(elected), group
        elected += group
    return tuple(elected), ()
