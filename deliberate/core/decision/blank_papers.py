"""Blank papers: handed in without a mark where nobody sees it, set aside and told at the count.

A blank paper is no abstention: it enters no base of votes cast. On a base of seats or of members
present it counts against, as an absence does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BLANK: Mapping[str, Any] = {"blank": True}


def marked(papers: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The papers that say something, by their id."""
    return {name: paper for name, paper in papers.items() if paper != BLANK}


def with_blank(counted: Mapping[str, Any], blank: int) -> dict[str, Any]:
    """A count that tells the blank papers apart from the absent."""
    return {**counted, "absent": counted["absent"] - blank, "blank": blank}
