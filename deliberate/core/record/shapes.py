"""What the checks expect in the public part of entries, kind by kind, and how it is read.

    process.opened              rulebook_sha256, pilot_sha256, rehearsal
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
    lottery.committed           what `Prepared.as_body` gives, randomness (dice,
                                commit_reveal or beacon)
    lottery.thrown              digits
    lottery.beacon              round, value (hexadecimal); `round` stands in lottery.committed too
    lottery.value_committed     party, hash; reveal_by where it is the second of a pair
    lottery.value_revealed      party, value (hexadecimal)
    lottery.drawn               number, panel, alternates; digits, or seed and not_revealed
    lottery.replaced            remaining, out, standing, called, drawn (numbers)
    seat.filled                 seat, group; candidate where the seat was won in a vote, holder (a
                                number) where it was drawn by lot
    appointment.office          office; holder where it is a seat
    appointment.relieved        office
    session.opened              present, remote (seats)
    session.attendance          seat, presence
    ballot.opened               threshold, base, seats
    ballot.cast                 seat, choice; form where it was called in the room
    ballot.counted              for, against, abstain, absent, base, needed, outcome, threshold
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
from fractions import Fraction
from itertools import pairwise
from typing import Any

from deliberate.core.canonical import canonical
from deliberate.core.decision.yes_no_count import Threshold
from deliberate.core.errors import message
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed

_SHARE = re.compile(r"\d{1,9}(/[1-9]\d{0,8})?")


def text(entry: Entry, key: str) -> str:
    value = entry.public.get(key)
    if not isinstance(value, str):
        raise _misshapen(entry, key)
    return value


def whole(entry: Entry, key: str) -> int:
    """A whole number from 0 on; `true` is none."""
    value = entry.public.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _misshapen(entry, key)
    return value


def flag(entry: Entry, key: str) -> bool:
    value = entry.public.get(key)
    if not isinstance(value, bool):
        raise _misshapen(entry, key)
    return value


def texts(entry: Entry, key: str) -> tuple[str, ...]:
    value = entry.public.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _misshapen(entry, key)
    return tuple(value)


def wholes(entry: Entry, key: str) -> tuple[int, ...]:
    """Whole numbers from 0 on."""
    value = entry.public.get(key)
    if not isinstance(value, list) or not all(type(item) is int and item >= 0 for item in value):
        raise _misshapen(entry, key)
    return tuple(value)


def tables(entry: Entry, key: str) -> tuple[Mapping[str, Any], ...]:
    value = entry.public.get(key)
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _misshapen(entry, key)
    return tuple(value)


def moment(entry: Entry, key: str) -> datetime:
    """An aware moment in ISO 8601."""
    try:
        value = datetime.fromisoformat(text(entry, key))
    except ValueError:
        raise _misshapen(entry, key) from None
    if value.tzinfo is None:
        raise _misshapen(entry, key)
    return value


def hexadecimal(entry: Entry, key: str) -> bytes:
    try:
        return bytes.fromhex(text(entry, key))
    except ValueError:
        raise _misshapen(entry, key) from None


def threshold(entry: Entry) -> Threshold:
    """Exactly one of `at_least_votes` (whole), `at_least` and `more_than` (fractions as text)."""
    value = entry.public.get("threshold")
    if not isinstance(value, dict) or len(value) != 1:
        raise _misshapen(entry, "threshold")
    match value:
        case {"at_least_votes": int() as votes} if not isinstance(votes, bool):
            return Threshold(at_least_votes=votes)
        case {"at_least": str() as share}:
            return Threshold(at_least=_share(entry, share))
        case {"more_than": str() as share}:
            return Threshold(more_than=_share(entry, share))
    raise _misshapen(entry, "threshold")


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


def _share(entry: Entry, written: str) -> Fraction:
    if not _SHARE.fullmatch(written):
        raise _misshapen(entry, "threshold")
    return Fraction(written)


def _misshapen(entry: Entry, key: str) -> CheckFailed:
    return CheckFailed(
        message(
            "Entry {entry}: “{key}” is missing or has an unexpected form.",
            entry=entry.seq,
            key=key,
        )
    )
