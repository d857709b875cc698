"""Checks of a public vote: frozen votes, their count, the draw of a tie, the seats they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.canonical import digest
from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading, member, read_votes, vote_file
from deliberate.core.recruitment.public_vote_count import count_public_vote
from deliberate.core.recruitment.tie_draw import Commitment, Drawn, Reveal, draw, one_sided


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
    """Committed before the count by different sides, revealed after it by the same, drawn last."""
    step, n = str(counted.step), counted.n
    committed = reading.select("public_vote.draw_committed", step=step, n=n)
    revealed = reading.select("public_vote.draw_revealed", step=step, n=n)
    for entry in committed:
        shapes.require_order(entry, counted)
    for entry in revealed:
        shapes.require_order(counted, entry, drawn)
    if len(revealed) != len(committed):
        raise CheckFailed(
            message(
                "{step}: {committed} values were committed, {revealed} revealed.",
                step=step,
                committed=len(committed),
                revealed=len(revealed),
            )
        )
    roles = {shapes.text(entry, "party"): entry.role for entry in committed}
    if one_sided([entry.role for entry in committed]):
        raise CheckFailed(message("{step}: the parties of the draw belong to one side.", step=step))
    for entry in revealed:
        if roles.get(shapes.text(entry, "party")) != entry.role:
            raise CheckFailed(
                message("Entry {entry} reveals the value of another party.", entry=entry.seq)
            )
    return draw(
        shapes.texts(counted, "tied"),
        seats,
        [Reveal(shapes.text(e, "party"), shapes.hexadecimal(e, "value")) for e in revealed],
        [Commitment(shapes.text(e, "party"), shapes.text(e, "hash")) for e in committed],
        f"{counted.process}/{step}/{n}",
    )


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
