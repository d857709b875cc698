"""Checks of decisions: every ballot by name counted again."""

from __future__ import annotations

from deliberate.core.decision.yes_no_count import count_yes_no
from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading


def check_ballots(reading: Reading) -> Message | None:
    """Every ballot's outcome follows from the votes by name and the frozen threshold."""
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
    outcome = count_yes_no(
        _votes(reading, opened, counted),
        seats=shapes.whole(opened, "seats"),
        present=len(present_before(reading, counted)),
        threshold=shapes.threshold(opened),
        base=shapes.text(opened, "base"),
    )
    shapes.require_same(
        counted,
        {
            "threshold": opened.public["threshold"],
            "for": outcome.for_,
            "against": outcome.against,
            "abstain": outcome.abstain,
            "absent": outcome.absent,
            "base": outcome.base,
            "needed": outcome.needed,
            "outcome": outcome.outcome,
        },
    )


def _votes(reading: Reading, opened: Entry, counted: Entry) -> dict[str, str]:
    """Choice by seat: cast while the vote was open, once, by somebody who was present."""
    votes: dict[str, str] = {}
    for entry in reading.select("ballot.cast", step=str(opened.step), n=opened.n):
        shapes.require_order(opened, entry, counted)
        seat = shapes.text(entry, "seat")
        if seat in votes:
            raise CheckFailed(message("Seat {seat} voted twice.", seat=seat))
        if seat not in present_before(reading, entry):
            raise CheckFailed(message("Seat {seat} voted without being present.", seat=seat))
        votes[seat] = shapes.text(entry, "choice")
    return votes


def present_before(reading: Reading, moment: Entry) -> frozenset[str]:
    """The seats present, by the record of attendance, when an entry was written."""
    here: set[str] = set()
    for entry in reading.select("session.opened", "session.attendance", "session.adjourned"):
        if entry.seq > moment.seq:
            break
        match entry.kind:
            case "session.opened":
                here = {*shapes.texts(entry, "present"), *shapes.texts(entry, "remote")}
            case "session.adjourned":
                here = set()
            case _ if shapes.text(entry, "presence") == "absent":
                here.discard(shapes.text(entry, "seat"))
            case _:
                here.add(shapes.text(entry, "seat"))
    return frozenset(here)
