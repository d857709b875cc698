"""What a closed survey came to, read by whoever builds on it: how many answered, which shares."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from deliberate.core.process.process import Process

WHOLE = 100

Shares = Mapping[str, Mapping[str, Fraction]]
"""Per cent by question and answer."""


def answered(process: Process, step: str) -> int | None:
    """How many answered a survey; None before it is closed."""
    closed = process.select("survey.closed", step=step)
    return int(closed[-1].body.get("answered", closed[-1].body.get("n", 0))) if closed else None


def published_shares(process: Process, step: str) -> Shares:
    """The shares of a closed survey: an institute's as they were handed in, or those of the
    published counts among all who handed in a paper. What is not published is left out."""
    closed = process.select("survey.closed", step=step)
    if not closed:
        return {}
    for fact in process.select("survey.handed_in", step=step):
        return {
            item: {name: Fraction(share) for name, share in given.items()}
            for item, given in fact.body["shares"].items()
        }
    body = closed[-1].body
    papers = int(body["answered"])
    return {
        str(result["item"]): {
            name: Fraction(WHOLE * count, papers)
            for name, count in result["counts"].items()
            if count is not None
        }
        for result in body["results"]
        if papers
    }
