"""Checks of decisions: every ballot counted again, from its frozen definition and its papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.decision.ballot_count import counted_body
from deliberate.core.decision.ballot_papers import read_papers
from deliberate.core.decision.ballot_rules import frozen
from deliberate.core.decision.blank_papers import marked, with_blank
from deliberate.core.errors import Message, UnusableInput, message
from deliberate.core.record import shapes
from deliberate.core.record.check_secrecy import (
    ROLL_CALL,
    electors_before,
    opened_papers,
    require_elector,
    secrecy_of,
)
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading


def check_ballots(reading: Reading) -> Message | None:
    """Every ballot's outcome follows from its papers and the frozen rules."""
    counts = list(reading.occurrences("ballot.counted"))
    for step, n in counts:
        _check_ballot(reading, step, n)
    if not counts:
        return None
    return message(
        "{count} ballots give the same outcome when they are counted again.", count=len(counts)
    )


def _check_ballot(reading: Reading, step: str, n: int) -> None:
    opened = reading.one("ballot.opened", step, n)
    counted = reading.one("ballot.counted", step, n)
    contents = _contents(reading, opened, counted)
    try:
        ballot = frozen(opened.public)
        again = counted_body(
            ballot,
            read_papers(ballot, marked(contents)),
            present=len(electors_before(reading, opened, counted)),
            threshold=opened.public.get("threshold"),
            lot=shapes.text(counted, "lot") if "lot" in counted.public else None,
        )
    except UnusableInput as error:
        raise CheckFailed(
            message(
                "Entry {entry}: the vote cannot be counted again. {why}",
                entry=counted.seq,
                why=_first(error),
            )
        ) from None
    if secrecy_of(opened) != ROLL_CALL:
        again = with_blank(again, len(contents) - len(marked(contents)))
    shapes.require_same(counted, again)


def _first(error: UnusableInput) -> Message:
    return error.findings[0].message if error.findings else error.message


def _contents(reading: Reading, opened: Entry, counted: Entry) -> dict[str, Mapping[str, Any]]:
    """The papers out of the box or, by name, one a seat: cast while the vote was open, once, by
    somebody who was present."""
    if secrecy_of(opened) != ROLL_CALL:
        return opened_papers(reading, opened)
    papers: dict[str, Mapping[str, Any]] = {}
    for entry in reading.select("ballot.cast", step=str(opened.step), n=opened.n):
        shapes.require_order(opened, entry, counted)
        seat = shapes.text(entry, "seat")
        if seat in papers:
            raise CheckFailed(message("Seat {seat} voted twice.", seat=seat))
        require_elector(reading, opened, entry, seat)
        papers[seat] = entry.public
    return papers
