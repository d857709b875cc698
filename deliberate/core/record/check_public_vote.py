"""Checks of a public vote: frozen votes, their count, the draw of a tie, the seats they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from deliberate.core.canonical import digest
from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading, member, read_votes, vote_file
from deliberate.core.recruitment.public_vote_count import count_public_vote
from deliberate.core.recruitment.tie_draw import (
    Commitment,
    Drawn,
    Reveal,
    context_of_round,
    draw,
    extended,
    one_sided,
    rounds,
)


def check_frozen_votes(reading: Reading) -> Message | None:
    """The published votes are those that were frozen at the close, and no vote is published
    before its close."""
    closings = list(reading.occurrences("public_vote.closed"))
    published = {name for name in reading.bundle.members if name.startswith("votes/")}
    early = sorted(published - {vote_file(step, n) for step, n in closings})
    if early:
        raise CheckFailed(message("{file} belongs to no closed vote.", file=early[0]))
    total = sum(_check_closing(reading, step, n) for step, n in closings)
    if not closings:
        return None
    return message("{count} votes have the hash that was frozen at the close.", count=total)


def _check_closing(reading: Reading, step: str, n: int) -> int:
    opened = reading.one("public_vote.opened", step, n)
    closed = reading.one("public_vote.closed", step, n)
    shapes.require_order(opened, closed)
    if closed.moment < shapes.moment(opened, "closes"):
        raise CheckFailed(message("{step}: the vote was closed before its end.", step=step))
    shapes.require_same(closed, {"closes": opened.public.get("closes")})
    lines = read_votes(reading.bundle, step, n)
    codes = [str(line["code"]) for line in lines]
    if codes != sorted(set(codes)):
        raise CheckFailed(
            message("{step}: the codes of the votes are not different and in order.", step=step)
        )
    if digest(member(reading.bundle, vote_file(step, n))) != shapes.text(closed, "root"):
        raise CheckFailed(
            message("{step}: the votes differ from those frozen at the close.", step=step)
        )
    shapes.require_same(closed, {"lines": len(lines)})
    return len(lines)


def check_public_count(reading: Reading) -> Message | None:
    """The result follows from the published votes and the rules frozen at the opening."""
    counts = list(reading.occurrences("public_vote.counted"))
    for step, n in counts:
        opened = reading.one("public_vote.opened", step, n)
        counted = reading.one("public_vote.counted", step, n)
        shapes.require_order(opened, reading.one("public_vote.closed", step, n), counted)
        lines = read_votes(reading.bundle, step, n)
        _check_lines(step, lines, opened)
        seats, mode = shapes.whole(opened, "seats"), shapes.text(opened, "comments_mode")
        tally = count_public_vote(lines, shapes.texts(opened, "candidates"), seats, mode)
        again = {**tally.as_body(), "seats": seats, "comments_mode": mode}
        shapes.require_same(counted, again)
    return message("The count is the same when it is done again.") if counts else None


def _check_lines(step: str, lines: Sequence[Mapping[str, Any]], opened: Entry) -> None:
    """Every published vote obeys the rules that were frozen at the opening."""
    most = shapes.whole(opened, "votes_per_voter")
    channels, candidates = shapes.texts(opened, "channels"), shapes.texts(opened, "candidates")
    for line in lines:
        choices = line["choices"]
        if (
            not 0 < len(choices) <= most
            or len(set(choices)) != len(choices)
            or line["channel"] not in channels
            or set(choices) - set(candidates)
        ):
            raise CheckFailed(
                message(
                    "{step}: vote {code} does not fit the ballot.", step=step, code=line["code"]
                )
            )


def check_draws(reading: Reading) -> Message | None:
    """Every tie was broken by values that were committed before the count."""
    draws = list(reading.occurrences("public_vote.drawn"))
    for step, n in draws:
        counted = reading.one("public_vote.counted", step, n)
        entry = reading.one("public_vote.drawn", step, n)
        seats = shapes.whole(counted, "seats_for_tied")
        drawn = _draw_again(reading, counted, entry, seats)
        elected = [*shapes.texts(counted, "elected_without_draw"), *drawn.order[:seats]]
        again = {"order": list(drawn.order), "seed": drawn.seed, "elected": elected}
        shapes.require_same(entry, again)
    return message("The draw gives the same order when it is done again.") if draws else None


def _draw_again(reading: Reading, counted: Entry, drawn: Entry, seats: int) -> Drawn:
    """Committed by two different sides, revealed in time by the same, drawn last.

    The first two committed before the count. Others did so anew only when nobody had revealed a
    value in time; a value that is missing in the last round is replaced once its time is over.
    """
    step, n = str(counted.step), counted.n
    made = rounds(reading.select("public_vote.draw_committed", step=step, n=n))
    revealed = reading.select("public_vote.draw_revealed", step=step, n=n)
    for entry in made[0] if made else ():
        shapes.require_order(entry, counted)
    for entry in revealed:
        shapes.require_order(counted, entry, drawn)
    for before, after in pairwise(made):
        _require_failed(_until(reading, counted, before), after[0], revealed)
    committed = made[-1] if made else ()
    last = [entry for entry in revealed if committed and entry.seq > committed[0].seq]
    until = _until(reading, counted, committed)
    _require_parties(step, committed, last)
    for entry in last:
        if until is not None and entry.moment >= until:
            raise CheckFailed(message("Entry {entry} reveals a value too late.", entry=entry.seq))
    missing = [entry for entry in committed if _party(entry) not in set(map(_party, last))]
    if missing and (until is None or drawn.moment < until):
        raise CheckFailed(
            message(
                "{step}: {committed} values were committed, {revealed} revealed.",
                step=step,
                committed=len(committed),
                revealed=len(last),
            )
        )
    shapes.require_same(drawn, {"not_revealed": [_party(entry) for entry in missing] or None})
    closed = reading.one("public_vote.closed", step, n)
    return draw(
        shapes.texts(counted, "tied"),
        seats,
        [Reveal(_party(e), shapes.hexadecimal(e, "value")) for e in last],
        [Commitment(_party(e), shapes.text(e, "hash")) for e in committed],
        context_of_round(f"{counted.process}/{step}/{n}", len(made)),
        instead=shapes.text(closed, "root") if missing else "",
    )


def _until(reading: Reading, counted: Entry, committed: Sequence[Entry]) -> datetime | None:
    """Until when the values of a round are revealed: told by the count, or by the later of two
    commitments that came after it, and later by every pause; None where nothing tells it."""
    dated = counted
    if committed and committed[-1].seq > counted.seq:
        dated = committed[-1]
    if "reveal_by" not in dated.public:
        return None
    return extended(shapes.moment(dated, "reveal_by"), dated.moment, pauses(reading))


def pauses(reading: Reading) -> list[tuple[datetime, datetime]]:
    """From when to when the process stood still."""
    found: list[tuple[datetime, datetime]] = []
    begun: datetime | None = None
    for entry in reading.select("process.suspended", "process.resumed"):
        if entry.kind == "process.suspended":
            begun = begun or entry.moment
        elif begun is not None:
            found.append((begun, entry.moment))
            begun = None
    return found


def _require_failed(until: datetime | None, again: Entry, revealed: Sequence[Entry]) -> None:
    """Others commit only after a round in which nobody revealed a value in time."""
    if until is None or again.moment < until or any(e.seq < again.seq for e in revealed):
        raise CheckFailed(message("Entry {entry} commits anew without a reason.", entry=again.seq))


def _require_parties(step: str, committed: Sequence[Entry], revealed: Sequence[Entry]) -> None:
    """Two parties of two sides, each of which reveals its own value."""
    if one_sided([entry.role for entry in committed]):
        raise CheckFailed(message("{step}: the parties of the draw belong to one side.", step=step))
    roles = {_party(entry): entry.role for entry in committed}
    for entry in revealed:
        if roles.get(_party(entry)) != entry.role:
            raise CheckFailed(
                message("Entry {entry} reveals the value of another party.", entry=entry.seq)
            )


def _party(entry: Entry) -> str:
    return shapes.text(entry, "party")


def check_seats(reading: Reading) -> Message | None:
    """The seats filled by a vote went to those it elected, in the order of the result."""
    votes = list(reading.occurrences("public_vote.opened"))
    filled = 0
    for step, n in votes:
        seated = reading.select("seat.filled", step=step, n=n)
        elected = _elected(reading, step, n) if seated else ()
        for entry, candidate in zip(seated, elected, strict=False):
            shapes.require_same(entry, {"candidate": candidate})
        if len(seated) > len(elected):
            raise CheckFailed(
                message(
                    "Entry {entry} gives a seat to somebody who was not elected.",
                    entry=seated[len(elected)].seq,
                )
            )
        filled += len(seated)
    return message("{count} seats went to those elected.", count=filled) if filled else None


def _elected(reading: Reading, step: str, n: int) -> tuple[str, ...]:
    """Who was elected; nobody while a tie for the last seat waits for its draw."""
    drawn = reading.one_at_most("public_vote.drawn", step, n)
    if drawn is not None:
        return shapes.texts(drawn, "elected")
    counted = reading.one("public_vote.counted", step, n)
    tied = shapes.texts(counted, "tied")
    return () if tied else shapes.texts(counted, "elected_without_draw")
