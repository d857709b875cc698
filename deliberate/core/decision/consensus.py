"""Marks of consensus: each point says whether all members carry it, and who does not says why.

There is no number between the two. A point without full consensus stands with the dissent in the
words of those who hold it; one that somebody dissents from cannot be marked as carried by all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberate.core.decision.minority import MinorityReport
from deliberate.core.errors import Refused, message

MARK = "consensus"
"""The key of a point under which its mark stands: true for full consensus."""


@dataclass(frozen=True, slots=True)
class MarkedPoints:
    """The points whose mark does not agree with what members have said."""

    silent: tuple[str, ...]
    """Without full consensus, and nobody has said why."""
    contested: tuple[str, ...]
    """Marked as carried by all, and somebody dissents."""


def require_marks(items: Sequence[Mapping[str, Any]], *, foreseen: bool) -> None:
    """Refuse points without a mark where each has one, and marks where the rulebook has none."""
    if foreseen:
        missing = tuple(str(item["id"]) for item in items if item.get(MARK) is None)
        if missing:
            raise Refused(
                "MARKS",
                message("It is not said whether all members carry: {points}.", points=missing),
                fix=message("Mark each point: consensus = true or false."),
            )
        return
    marked = tuple(str(item["id"]) for item in items if MARK in item)
    if marked:
        raise Refused(
            "MARKS", message("This report has no marks of consensus: {points}.", points=marked)
        )


def require_dissent(items: Sequence[Mapping[str, Any]], reports: Sequence[MinorityReport]) -> None:
    """Refuse marks that do not agree with what members have said about the points."""
    wrong = disagreeing(items, reports)
    if wrong.contested:
        raise Refused(
            "DISSENT",
            message(
                "Marked as carried by all, and somebody dissents: {points}.", points=wrong.contested
            ),
            fix=message("Draft the points again with consensus = false for these."),
        )
    if wrong.silent:
        raise Refused(
            "DISSENT",
            message("Not carried by all, and nobody has said why: {points}.", points=wrong.silent),
            fix=message("Who dissents from a point writes a minority report that names it."),
        )


def disagreeing(
    items: Sequence[Mapping[str, Any]], reports: Sequence[MinorityReport]
) -> MarkedPoints:
    """Compare the marks of the points with the minority reports that name a point."""
    named = {report.point for report in reports}
    return MarkedPoints(
        tuple(
            str(item["id"]) for item in items if item.get(MARK) is False and item["id"] not in named
        ),
        tuple(str(item["id"]) for item in items if item.get(MARK) and item["id"] in named),
    )
