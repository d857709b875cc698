"""What the checks expect in the public part of entries, kind by kind, and how it is read.

    process.opened              rulebook_sha256, pilot_sha256, rehearsal
    process.advised             chosen_model, rank, reason, ranked, answers: nothing rests on it
    public_vote.opened          candidates, seats, channels, votes_per_voter, comments_mode, closes,
                                electorate
    public_vote.closed          root (SHA-256 of the file of votes), lines, closes
    public_vote.draw_committed  party, hash; reveal_by where it is the second after the count
    public_vote.counted         what `PublicTally.as_body` gives, seats, comments_mode; reveal_by
                                where a tie is to be drawn
    public_vote.draw_revealed   party, value (hexadecimal)
    public_vote.drawn           order, seed, elected; not_revealed where values were missing
    registration.closed         sha256 (of the pool), count
    lottery.targets_set         size, quotas (feature, value, least, most and both at the utmost)
    lottery.committed           what `Prepared.as_body` gives (panels_hash: the root of the tree of
                                `hidden_list`), randomness (dice, commit_reveal or beacon)
    lottery.thrown              digits
    lottery.beacon              round, value (hexadecimal); `round` stands in lottery.committed too
    lottery.value_committed     party, hash; reveal_by where it is the second of a pair
    lottery.value_revealed      party, value (hexadecimal)
    lottery.drawn               number, panel, salt and path (the panel's leaf), alternates, counts;
                                digits, or seed and not_revealed
    lottery.replaced            remaining, out, standing, called, drawn (numbers)
    seat.filled                 seat, group; candidate where the seat was won in a vote, holder (a
                                number) where it was drawn by lot
    appointment.office          office; holder where it is a seat
    appointment.relieved        office
    session.opened              present, remote (seats)
    session.attendance          seat, presence
    tables.planned              input (features, people, rounds), mixed, rounds (tables of seats),
                                seed, weights, steps, figures
    tables.moved                round, seat, tables; tables.absent seat, rounds
    tables.held                 round
    proposals.written           proposal, version, text; proposals.withdrawn proposal
    proposals.frozen            texts (each with id, version, text, sha256)
    ballot.opened               method, threshold, base, seats; definition, where it is no plain
                                yes/no/abstain: what `BallotDefinition.as_body` gives; voters,
                                worded_by, counted_by where the rules narrow the ballot so
    ballot.cast                 seat; choice (yes/no/abstain), else marks (option, number) or
                                opt_out, and reason; form where it was called in the room
    ballot.participated         seat, and nothing else (a ballot that is not by name); form "slip"
                                where somebody entered the papers of the room together
    ballot.papers_opened        papers, as in ballot.cast without seats, sorted; or blank
    ballot.counted              what `counted_body` gives: for, against, abstain, absent, base,
                                needed, outcome, threshold; else the whole outcome, and lot (digits)
    weighting.opened            items (each with id, text), points, spend_all
    weighting.participated      seat; weighting.closed people, papers (marks, sorted), sums
    gathering.made              how, of (each with step, n, strand); texts (each with id, text,
                                sha256, from), same, points and people of a sum; counts of a vote
    report.frozen               sha256 (of the text), items (each with id, due)
    signer.bound                seat (or office)
    report.signed               seat (or office), signature_sha256; form where not electronic
    report.refused              seat (or office); form and sheet_sha256 where it was on paper,
                                likewise of what members agree to, declare, comment and join
    report.published            sha256, signatures, refusals (of members), offices
    execution.reported          channels, items (each with commitment)
    execution.judged            commitment, seat, verdict
    execution.accepted          commitment, seats; execution.returned likewise
    execution.due_changed       commitment, first, from, due
    execution.mandates_ended    group

Entries may hold more than that. A forged record may hold anything: every reader here raises
`CheckFailed` when a key is missing or is not of its type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from deliberate.core.canonical import canonical
from deliberate.core.errors import message
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed

_HASH = re.compile(r"[0-9a-f]{64}")


def text(entry: Entry, key: str) -> str:
    value = entry.public.get(key)
    if not isinstance(value, str):
        raise misshapen(entry, key)
    return value


def whole(entry: Entry, key: str) -> int:
    """A whole number from 0 on; `true` is none."""
    value = entry.public.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise misshapen(entry, key)
    return value


def flag(entry: Entry, key: str) -> bool:
    value = entry.public.get(key)
    if not isinstance(value, bool):
        raise misshapen(entry, key)
    return value


def texts(entry: Entry, key: str) -> tuple[str, ...]:
    value = entry.public.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise misshapen(entry, key)
    return tuple(value)


def wholes(entry: Entry, key: str) -> tuple[int, ...]:
    """Whole numbers from 0 on."""
    value = entry.public.get(key)
    if not isinstance(value, list) or not all(type(item) is int and item >= 0 for item in value):
        raise misshapen(entry, key)
    return tuple(value)


def hashes(entry: Entry, key: str) -> tuple[str, ...]:
    """SHA-256 values in hexadecimal."""
    found = texts(entry, key)
    if not all(map(_HASH.fullmatch, found)):
        raise misshapen(entry, key)
    return found


def tables(entry: Entry, key: str) -> tuple[Mapping[str, Any], ...]:
    value = entry.public.get(key)
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise misshapen(entry, key)
    return tuple(value)


def moment(entry: Entry, key: str) -> datetime:
    """An aware moment in ISO 8601."""
    try:
        value = datetime.fromisoformat(text(entry, key))
    except ValueError:
        raise misshapen(entry, key) from None
    if value.tzinfo is None:
        raise misshapen(entry, key)
    return value


def hexadecimal(entry: Entry, key: str) -> bytes:
    try:
        return bytes.fromhex(text(entry, key))
    except ValueError:
        raise misshapen(entry, key) from None


def require_same(entry: Entry, again: Mapping[str, Any]) -> None:
    """The entry states exactly what was recomputed; in JSON `1` and `true` differ."""
    for key, value in again.items():
        stated = entry.public.get(key)
        if canonical(stated) != canonical(value):
            raise CheckFailed(
                message(
                    "Entry {entry}: “{key}” says {stated}, recomputed: {again}.",
                    entry=entry.seq,
                    key=key,
                    stated=shown(stated),
                    again=shown(value),
                )
            )


def require_order(*entries: Entry) -> None:
    """The entries were written one after the other."""
    for earlier, later in pairwise(entries):
        if earlier.seq >= later.seq:
            raise CheckFailed(
                message(
                    "Entry {later} (“{kind}”) should come after entry {earlier}.",
                    later=later.seq,
                    kind=later.kind,
                    earlier=earlier.seq,
                )
            )


def shown(value: Any) -> str:
    """A value of the record as it stands there, short enough for one line."""
    written = canonical(value).decode("utf-8")
    return written if len(written) <= 120 else f"{written[:117]}..."


def misshapen(entry: Entry, key: str) -> CheckFailed:
    """A key that is missing or not of its type."""
    return CheckFailed(
        message(
            "Entry {entry}: “{key}” is missing or has an unexpected form.",
            entry=entry.seq,
            key=key,
        )
    )
