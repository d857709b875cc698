"""Check that each ballot was held as openly as it says: by name, confidential or secret.

Without names the record has who took part and, opened at the count, what lay in the box. One never
stands beside the other: there are as many papers as participations, and the papers are in the order
of what is on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from deliberate.core.canonical import canonical
from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.attendance import presence_before
from deliberate.core.record.entry import Entry
from deliberate.core.record.frozen_rules import step_of
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading

ROLL_CALL, CONFIDENTIAL, SECRET = "roll_call", "confidential", "secret"
LEVELS = (ROLL_CALL, CONFIDENTIAL, SECRET)
CAST, PARTICIPATED, OPENED = "ballot.cast", "ballot.participated", "ballot.papers_opened"
SLIP = "slip"
ON_A_PAPER = frozenset({"choice", "marks", "opt_out", "reason", "blank"})


def check_secrecy(reading: Reading) -> Message | None:
    """No choice stands beside a name unless the vote was by name; nothing lies in the box too
    much or too little."""
    ballots = reading.select("ballot.opened")
    levels = [_check(reading, opened) for opened in ballots]
    if not ballots:
        return None
    return message(
        "{count} ballots: {by_name} by name, {confidential} confidential, {secret} secret.",
        count=len(levels),
        by_name=levels.count(ROLL_CALL),
        confidential=levels.count(CONFIDENTIAL),
        secret=levels.count(SECRET),
    )


def secrecy_of(opened: Entry) -> str:
    level = shapes.text(opened, "secrecy")
    if level not in LEVELS:
        raise CheckFailed(
            message("Entry {entry}: “{level}” is no known secrecy.", entry=opened.seq, level=level)
        )
    return level


def electors_before(reading: Reading, opened: Entry, moment: Entry) -> frozenset[str]:
    """The seats that have a vote and are present in its session: in a secret ballot only those in
    the room."""
    session = str(step_of(reading, opened, "ballot").get("in_session"))
    here = presence_before(reading, moment, session, opened.n)
    if "voters" in opened.public:
        own = _seats_of(reading, shapes.text(opened, "voters"))
        here = {seat: how for seat, how in here.items() if seat in own}
    if secrecy_of(opened) == SECRET:
        return frozenset(seat for seat, presence in here.items() if presence == "present")
    return frozenset(here)


def require_elector(reading: Reading, opened: Entry, entry: Entry, seat: str) -> None:
    """Whoever votes has a vote in this ballot, and is there when the vote is cast."""
    if "voters" in opened.public and seat not in _seats_of(reading, shapes.text(opened, "voters")):
        raise CheckFailed(message("Seat {seat} voted, and its group has no vote.", seat=seat))
    if seat not in electors_before(reading, opened, entry):
        raise CheckFailed(message("Seat {seat} voted without being present.", seat=seat))


def _seats_of(reading: Reading, group: str) -> frozenset[str]:
    """The seats of a group that anybody ever held."""
    filled = reading.select("seat.filled")
    return frozenset(
        shapes.text(entry, "seat") for entry in filled if entry.public.get("group") == group
    )


def opened_papers(reading: Reading, opened: Entry) -> dict[str, Mapping[str, Any]]:
    """The papers of a ballot without names, by their place in the box."""
    opening = reading.one(OPENED, str(opened.step), opened.n)
    papers = shapes.tables(opening, "papers")
    return {str(number): paper for number, paper in enumerate(papers, start=1)}


def _check(reading: Reading, opened: Entry) -> str:
    level = secrecy_of(opened)
    step, n = str(opened.step), opened.n
    strangers = (PARTICIPATED, OPENED) if level == ROLL_CALL else (CAST,)
    for entry in reading.select(*strangers, step=step, n=n):
        raise CheckFailed(
            message(
                "Entry {entry} (“{kind}”) does not belong in a ballot that is “{level}”.",
                entry=entry.seq,
                kind=entry.kind,
                level=level,
            )
        )
    if level != ROLL_CALL:
        took_part = _check_participation(reading, opened)
        for opening in reading.select(OPENED, step=step, n=n):
            _check_papers(opening, took_part)
            shapes.require_order(opened, opening, reading.one("ballot.counted", step, n))
        for counted in reading.select("ballot.counted", step=step, n=n):
            shapes.require_order(opened, reading.one(OPENED, step, n), counted)
    return level


def _check_participation(reading: Reading, opened: Entry) -> frozenset[str]:
    """Who took part: once, while it was open, by somebody who was there; and no word of how."""
    step, n = str(opened.step), opened.n
    ends = reading.select(OPENED, "ballot.counted", step=step, n=n)[:1]
    took_part: set[str] = set()
    for entry in reading.select(PARTICIPATED, step=step, n=n):
        seat = shapes.text(entry, "seat")
        if set(entry.public) - {"form"} != {"seat"} or entry.public.get("form", SLIP) != SLIP:
            raise CheckFailed(
                message(
                    "Entry {entry} says more than that seat {seat} took part.",
                    entry=entry.seq,
                    seat=seat,
                )
            )
        shapes.require_order(opened, entry, *ends)
        if seat in took_part:
            raise CheckFailed(message("Seat {seat} voted twice.", seat=seat))
        require_elector(reading, opened, entry, seat)
        took_part.add(seat)
    return frozenset(took_part)


def _check_papers(opening: Entry, took_part: frozenset[str]) -> None:
    papers = shapes.tables(opening, "papers")
    if set(opening.public) != {"papers"} or any(set(paper) - ON_A_PAPER for paper in papers):
        raise CheckFailed(
            message("Entry {entry} says more than what is on the papers.", entry=opening.seq)
        )
    if len(papers) != len(took_part):
        raise CheckFailed(
            message(
                "Entry {entry} opens {papers} papers; {seats} seats took part.",
                entry=opening.seq,
                papers=len(papers),
                seats=len(took_part),
            )
        )
    if any(canonical(one) > canonical(other) for one, other in pairwise(papers)):
        raise CheckFailed(
            message(
                "Entry {entry}: the papers are not in the order of what is on them.",
                entry=opening.seq,
            )
        )
