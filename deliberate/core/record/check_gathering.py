"""Check that points were added up right, and that what strands brought was put together whole."""

from __future__ import annotations

from typing import Any

from deliberate.core.decision.gathered import Source, gathered_texts, gathered_votes
from deliberate.core.decision.weighting import definition, sums
from deliberate.core.errors import Message, Refused, UnusableInput, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading

KINDS = ("weighting.closed", "gathering.made")
ENDS = {"list": "proposals.frozen", "sum": "weighting.closed", "vote": "ballot.counted"}


def check_gathering(reading: Reading) -> Message | None:
    """Every weighting and every gathering on the record, reckoned again."""
    weighed, made = reading.select("weighting.closed"), reading.select("gathering.made")
    for entry in weighed:
        _check_weighting(reading, entry)
    for entry in made:
        _check_gathered(reading, entry)
    if not weighed and not made:
        return None
    return message(
        "{weightings} times points were added up, {gatherings} times results were put together.",
        weightings=len(weighed),
        gatherings=len(made),
    )


def _check_weighting(reading: Reading, closed: Entry) -> None:
    step, n = str(closed.step), closed.n
    opened = reading.one("weighting.opened", step, n)
    shapes.require_order(opened, closed)
    seats = [
        shapes.text(entry, "seat")
        for entry in reading.select("weighting.participated", step=step, n=n)
    ]
    papers = shapes.tables(closed, "papers")
    if len(set(seats)) != len(seats) or len(papers) != len(seats):
        raise CheckFailed(
            message(
                "Entry {entry}: {papers} papers, and {seats} seats that took part.",
                entry=closed.seq,
                papers=len(papers),
                seats=len(set(seats)),
            )
        )
    shapes.require_same(closed, {"people": len(seats), "sums": _sums(opened, closed)})


def _sums(opened: Entry, closed: Entry) -> dict[str, int]:
    try:
        return sums(definition(opened.public), shapes.tables(closed, "papers"))
    except (UnusableInput, Refused, KeyError, TypeError, ValueError) as error:
        raise CheckFailed(
            message("Entry {entry}: its papers cannot be counted.", entry=closed.seq)
        ) from error


def _check_gathered(reading: Reading, made: Entry) -> None:
    how = shapes.text(made, "how")
    if how not in ENDS:
        raise CheckFailed(message("Entry {entry}: nothing is gathered like that.", entry=made.seq))
    try:
        found = tuple(_source(reading, made, how, one) for one in _origins(made))
        again = (
            gathered_votes(found)
            if how == "vote"
            else gathered_texts(how, found, shapes.tables(made, "same"))
        )
    except (Refused, KeyError, TypeError, ValueError) as error:
        raise CheckFailed(
            message("Entry {entry}: it does not follow from what it gathers.", entry=made.seq)
        ) from error
    shapes.require_same(made, again)


def _origins(made: Entry) -> list[tuple[str, int, str]]:
    """The sources that the entry names, each once, in their order."""
    listed: list[dict[str, Any]] = [dict(one) for one in shapes.tables(made, "of")]
    return [(str(one["step"]), int(one["n"]), str(one.get("strand", ""))) for one in listed]


def _source(reading: Reading, made: Entry, how: str, origin: tuple[str, int, str]) -> Source:
    step, n, strand = origin
    kind = ENDS[how]
    ended = reading.one(kind, step, n)
    shapes.require_order(ended, made)
    openings = reading.select(f"{kind.partition('.')[0]}.opened", step=step, n=n)
    opened = openings[-1].public if openings else {}
    return Source(step, n, strand, opened, ended.public)
