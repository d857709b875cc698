"""Check that surveys were counted as the record says, as far as aggregates show it.

Answers themselves are on no public record. What can be recomputed: as many answers as papers were
handed in, the questions are those of the opening, counts add up, none tells about fewer than five
people, and an institute's verdict follows from its shares and its margin of error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading
from deliberate.core.recruitment.small_counts import LEAST
from deliberate.core.survey.counting import NO_ANSWER
from deliberate.core.survey.shares import counted_verdict, verdict

KINDS = ("survey.opened", "survey.closed")
BY_SEAT = ("survey.answered", "survey.participated")


def check_surveys(reading: Reading) -> Message | None:
    """Every closed survey on the record."""
    closed = reading.select("survey.closed")
    for entry in closed:
        step, n = str(entry.step), entry.n
        opened = reading.one("survey.opened", step, n)
        shapes.require_order(opened, entry)
        if opened.public.get("counted_by") == "institute":
            _check_shares(reading, entry)
        else:
            _check_counts(reading, opened, entry)
    if not closed:
        return None
    return message(
        "{count} surveys: totals, small counts and verdicts are in order.", count=len(closed)
    )


def _check_shares(reading: Reading, closed: Entry) -> None:
    handed_in = reading.one("survey.handed_in", str(closed.step), closed.n)
    shapes.require_order(handed_in, closed)
    again: dict[str, Any] = {"n": handed_in.public.get("n")}
    if "item" in closed.public:
        shares = handed_in.public.get("shares", {}).get(shapes.text(closed, "item"), {})
        margin = shapes.text(handed_in, "margin")
        again |= {"margin": margin, "verdict": verdict(shares, margin)}
    shapes.require_same(closed, again)


def _check_counts(reading: Reading, opened: Entry, closed: Entry) -> None:
    step, n = str(closed.step), closed.n
    seats = [shapes.text(entry, "seat") for entry in reading.select(*BY_SEAT, step=step, n=n)]
    entered = reading.select("survey.entered", step=step, n=n)
    papers = len(set(seats)) + sum(shapes.whole(entry, "count") for entry in entered)
    answered = shapes.whole(closed, "answered")
    if answered != papers or len(set(seats)) != len(seats):
        raise CheckFailed(
            message(
                "Entry {entry}: {answered} answers, and {papers} papers on the record.",
                entry=closed.seq,
                answered=answered,
                papers=papers,
            )
        )
    shapes.require_same(closed, {"asked": opened.public.get("asked")})
    if "item" in closed.public:
        asked, counted = shapes.text(closed, "item"), shapes.tables(closed, "results")
        shapes.require_same(closed, counted_verdict(asked, counted, answered))
    results, items = shapes.tables(closed, "results"), shapes.tables(opened, "items")
    if [one.get("item") for one in results] != [one.get("item") for one in items]:
        raise CheckFailed(
            message(
                "Entry {entry}: the results are not those of the questions asked.",
                entry=closed.seq,
            )
        )
    for item, result in zip(items, results, strict=True):
        _check_result(closed, item, result, answered)


def _check_result(
    closed: Entry, item: Mapping[str, Any], result: Mapping[str, Any], answered: int
) -> None:
    name, counts = str(item["item"]), result.get("counts", {})
    options = [one["id"] for one in item.get("options", ())]
    if options and set(counts) != {*options, NO_ANSWER}:
        raise CheckFailed(
            message(
                "Entry {entry}: the results are not those of the questions asked.",
                entry=closed.seq,
            )
        )
    seen = [count for count in counts.values() if count is not None]
    if any(0 < count < LEAST for count in seen):
        raise CheckFailed(
            message(
                "Entry {entry}: “{item}” shows a count of fewer than five people.",
                entry=closed.seq,
                item=name,
            )
        )
    if not _adds_up(item, tuple(counts.values()), answered):
        raise CheckFailed(
            message(
                "Entry {entry}: the counts of “{item}” do not add up.",
                entry=closed.seq,
                item=name,
            )
        )


def _adds_up(item: Mapping[str, Any], counts: Sequence[int | None], answered: int) -> bool:
    """All papers are counted once; what is left out fills the gap, and is never one person alone.

    Where several answers may be given, no single one exceeds the papers.
    """
    seen = [count for count in counts if count is not None]
    if item.get("kind") == "multiple":
        return all(count <= answered for count in seen)
    gap = answered - sum(seen)
    return gap == 0 if len(seen) == len(counts) else gap >= 0
