"""Checks of a lottery: the list was fixed first, chance picked from it, those it names have seats.

The list is on the record by one hash; the panel that was drawn is opened, and nothing else. What
needs the pool (every panel, everybody's chance, the list made again) is another check, for whoever
holds the pool; see `check_pool`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import Message, message
from deliberate.core.process.respondents import printed
from deliberate.core.record import shapes
from deliberate.core.record.check_public_vote import pauses
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading
from deliberate.core.recruitment.lottery.hidden_list import (
    leads_to,
    panel_leaf,
    smallest_of,
)
from deliberate.core.recruitment.lottery.pool import Targets
from deliberate.core.recruitment.lottery.public_draw import (
    beacon_seed,
    picked_by,
    targets_hash,
    targets_of,
    thrown,
)
from deliberate.core.recruitment.tie_draw import (
    Commitment,
    Reveal,
    common_seed,
    context_of_round,
    extended,
    one_sided,
    rounds,
)

LISTS = (10, 100, 1000, 10_000)
"""As many panels as dice have throws."""
_CHANCE = re.compile(r"\d{1,5}(/[1-9]\d{0,5})?", re.ASCII)
LIST = message("The panels of the lottery are those fixed beforehand")


def check_lottery_list(reading: Reading) -> Message | None:
    """One hash stands for the whole list, after the pool was closed and its targets were set."""
    fixed = list(reading.occurrences("lottery.committed"))
    total = 0
    for step, n in fixed:
        entry = reading.one("lottery.committed", step, n)
        total += _checked_list(reading, entry)
    if not fixed:
        return None
    return message(
        "One hash stands for {count} panels since before the draw; that each keeps the quotas, and "
        "everybody's chance, whoever holds the pool sees.",
        count=total,
    )


def _checked_list(reading: Reading, entry: Entry) -> int:
    count, size = panel_count(entry), shapes.whole(entry, "size")
    numbers = shapes.wholes(entry, "numbers")
    if len(shapes.hexadecimal(entry, "panels_hash")) != 32 or not size:
        raise CheckFailed(message("Entry {entry} holds no list of panels.", entry=entry.seq))
    shapes.require_same(entry, {"numbers": sorted(set(numbers))})
    shapes.require_same(entry, {"targets_hash": targets_hash(targets_in(entry))})
    _check_chances(entry, count, size, len(numbers))
    _check_origin(reading, entry)
    return count


def _check_chances(entry: Entry, count: int, size: int, people: int) -> None:
    """What is stated of everybody's chance goes together: it comes to all people and all seats."""
    steps = chances_in(entry, count)
    if sum(n for _c, n in steps) != people or sum(chance * n for chance, n in steps) != size:
        raise CheckFailed(
            message("Entry {entry}: the chances do not come to the panel.", entry=entry.seq)
        )
    smallest = smallest_of(steps, shapes.whole(entry, "excluded"))
    shapes.require_same(entry, {"smallest_chance": None if smallest is None else str(smallest)})


def chances_in(entry: Entry, count: int) -> list[tuple[Fraction, int]]:
    """The chances that a list of `count` panels is said to give, each with how many have it."""
    rows = entry.public.get("chances")
    if not isinstance(rows, list) or not all(map(_is_step, rows)):
        raise CheckFailed(message("Entry {entry} states no chances.", entry=entry.seq))
    steps = [(Fraction(chance), people) for chance, people in rows]
    whole = all(chance <= 1 and (chance * count).denominator == 1 for chance, _n in steps)
    if not whole or [chance for chance, _n in steps] != sorted({chance for chance, _n in steps}):
        raise CheckFailed(message("Entry {entry} states no chances.", entry=entry.seq))
    return steps


def _is_step(row: Any) -> bool:
    return (
        isinstance(row, list)
        and len(row) == 2
        and isinstance(row[0], str)
        and _CHANCE.fullmatch(row[0]) is not None
        and type(row[1]) is int
        and row[1] > 0
    )


def _check_origin(reading: Reading, entry: Entry) -> None:
    """The pool is the one that the registration closed with; the targets are those set last."""
    closed = [one for one in reading.select("registration.closed") if one.seq < entry.seq]
    if not closed:
        raise CheckFailed(message("The list was fixed before the registration closed."))
    # Where each strand has a registration of its own, it is the one with this pool.
    closed.sort(key=lambda one: one.public.get("sha256") == entry.public.get("pool_hash"))
    shapes.require_same(entry, {"pool_hash": shapes.text(closed[-1], "sha256")})
    if "lines" in closed[-1].public:
        lines = sorted(set(shapes.texts(closed[-1], "lines")))
        shapes.require_same(closed[-1], {"lines": lines, "sha256": digest(canonical(lines))})
    earlier = [
        one
        for one in reading.select("lottery.targets_set", step=str(entry.step), n=entry.n)
        if one.seq < entry.seq
    ]
    if not earlier:
        raise CheckFailed(message("The list was fixed before its targets were set."))
    shapes.require_same(
        entry, {"size": earlier[-1].public.get("size"), "quotas": earlier[-1].public.get("quotas")}
    )


def check_lottery_draw(reading: Reading) -> Message | None:
    """Chance came after the list, and those on the panel that it picked have the seats."""
    said = check_pick(reading)
    for step, n in reading.occurrences("lottery.drawn"):
        _check_seats(reading, reading.one("lottery.drawn", step, n))
        _check_followers(reading, step, n)
    return said


def check_pick(reading: Reading) -> Message | None:
    """Chance came after the list, and picked the panel that the record states."""
    draws = list(reading.occurrences("lottery.drawn"))
    for step, n in draws:
        fixed = reading.one("lottery.committed", step, n)
        drawn = reading.one("lottery.drawn", step, n)
        shapes.require_order(fixed, drawn)
        number, how = _picked(reading, fixed, drawn, panel_count(fixed))
        shapes.require_same(drawn, {"number": number, **how})
        _check_opened(fixed, drawn, number)
    if not draws:
        return None
    return message("The panel is the one that chance picked after the list was fixed.")


def _check_opened(fixed: Entry, drawn: Entry, number: int) -> None:
    """The panel that is named is the one that stands under its number in the list."""
    panel, salt = shapes.wholes(drawn, "panel"), shapes.text(drawn, "salt")
    count, numbers = panel_count(fixed), shapes.wholes(fixed, "numbers")
    if (
        len(panel) != shapes.whole(fixed, "size")
        or list(panel) != sorted(set(panel))
        or not set(panel) <= set(numbers)
    ):
        raise CheckFailed(
            message(
                "Panel {number} is none of {size} people of the pool.",
                number=number,
                size=shapes.whole(fixed, "size"),
            )
        )
    leaf, way = panel_leaf(number, panel, salt), shapes.hashes(drawn, "path")
    if not leads_to(leaf, number, count + len(numbers), way, shapes.text(fixed, "panels_hash")):
        raise CheckFailed(
            message("Panel {number} of the list that was fixed is another one.", number=number)
        )
    most = shapes.whole(fixed, "alternates")
    standing = shapes.wholes(drawn, "alternates")
    free = set(numbers) - set(panel)
    if len(standing) > most or len(set(standing)) < len(standing) or not set(standing) <= free:
        raise CheckFailed(
            message(
                "Entry {entry}: alternates are {most} others of the pool at most.",
                entry=drawn.seq,
                most=most,
            )
        )


def _picked(
    reading: Reading, fixed: Entry, drawn: Entry, panels: int
) -> tuple[int, dict[str, Any]]:
    step, n = str(fixed.step), fixed.n
    if shapes.text(fixed, "randomness") == "dice":
        dice = reading.one("lottery.thrown", step, n)
        shapes.require_order(fixed, dice, drawn)
        digits = shapes.wholes(dice, "digits")
        if any(digit > 9 for digit in digits) or len(digits) != len(str(panels - 1)):
            raise CheckFailed(message("Entry {entry} is no throw of these dice.", entry=dice.seq))
        if thrown(digits) >= panels:
            raise CheckFailed(message("No panel has the number {number}.", number=thrown(digits)))
        return thrown(digits), {"digits": list(digits)}
    if shapes.text(fixed, "randomness") == "beacon":
        return _by_beacon(reading, fixed, drawn, panels)
    if shapes.text(fixed, "randomness") != "commit_reveal":
        raise CheckFailed(message("Entry {entry} names no way of drawing.", entry=fixed.seq))
    seed, missing = _seed(reading, fixed, drawn)
    how: dict[str, Any] = {"seed": seed, "not_revealed": missing or None}
    return picked_by(seed, panels), how


def _by_beacon(
    reading: Reading, fixed: Entry, drawn: Entry, panels: int
) -> tuple[int, dict[str, Any]]:
    """The round was named with the list; that its value is the published one, its readers see."""
    shown = reading.one("lottery.beacon", str(fixed.step), fixed.n)
    shapes.require_order(fixed, shown, drawn)
    number, value = shapes.whole(fixed, "round"), shapes.hexadecimal(shown, "value").hex()
    shapes.require_same(shown, {"round": number, "value": value})
    seed = beacon_seed(shapes.text(fixed, "panels_hash"), number, value)
    return picked_by(seed, panels), {"seed": seed}


def _seed(reading: Reading, fixed: Entry, drawn: Entry) -> tuple[str, list[str]]:
    """What both values give; committed after the list by two sides, revealed in time."""
    step, n = str(fixed.step), fixed.n
    made = rounds(reading.select("lottery.value_committed", step=step, n=n))
    revealed = reading.select("lottery.value_revealed", step=step, n=n)
    for entry in (*(one for pair in made for one in pair), *revealed):
        shapes.require_order(fixed, entry, drawn)
    for before, after in pairwise(made):
        _require_failed(reading, before, after[0], revealed)
    last = made[-1] if made else ()
    if len(last) != 2 or one_sided([entry.role for entry in last]):
        raise CheckFailed(message("{step}: the parties of the draw belong to one side.", step=step))
    values = [entry for entry in revealed if entry.seq > last[0].seq]
    until = _until(reading, last)
    roles = {shapes.text(entry, "party"): entry.role for entry in last}
    for entry in values:
        if entry.seq < last[-1].seq or entry.moment >= until:
            raise CheckFailed(message("Entry {entry} reveals a value too late.", entry=entry.seq))
        if roles.get(shapes.text(entry, "party")) != entry.role:
            raise CheckFailed(
                message("Entry {entry} reveals the value of another party.", entry=entry.seq)
            )
    given = {shapes.text(entry, "party") for entry in values}
    missing = [party for party in roles if party not in given]
    if missing and drawn.moment < until:
        raise CheckFailed(
            message(
                "{step}: the draw did not wait for: {parties}.", step=step, parties=tuple(missing)
            )
        )
    hashed = shapes.text(fixed, "panels_hash")
    seed = common_seed(
        [Reveal(shapes.text(e, "party"), shapes.hexadecimal(e, "value")) for e in values],
        [Commitment(shapes.text(e, "party"), shapes.text(e, "hash")) for e in last],
        context_of_round(f"{fixed.process}/{step}/{n}/{hashed}", len(made)),
        instead=hashed if missing else "",
    )
    return seed, missing


def _until(reading: Reading, pair: Sequence[Entry]) -> Any:
    said = shapes.moment(pair[-1], "reveal_by")
    return extended(said, pair[-1].moment, pauses(reading))


def _require_failed(
    reading: Reading, before: Sequence[Entry], again: Entry, revealed: Sequence[Entry]
) -> None:
    """Others commit only after a round in which nobody revealed a value in time."""
    if again.moment < _until(reading, before) or any(one.seq < again.seq for one in revealed):
        raise CheckFailed(message("Entry {entry} commits anew without a reason.", entry=again.seq))


def _check_seats(reading: Reading, drawn: Entry) -> None:
    """The first seats that this step fills are those of the panel, in the order of the numbers."""
    panel = shapes.wholes(drawn, "panel")
    filled = reading.select("seat.filled", step=str(drawn.step), n=drawn.n)
    holders = [entry.public.get("holder") for entry in filled[: len(panel)]]
    if holders != [printed(number) for number in panel]:
        raise CheckFailed(
            message("{step}: the seats went to others than the panel.", step=str(drawn.step))
        )


def _check_followers(reading: Reading, step: str, n: int) -> None:
    """Seats filled later went to those whom a replacement names, and to nobody else."""
    replaced = reading.select("lottery.replaced", step=step, n=n)
    for earlier, entry in zip((reading.one("lottery.drawn", step, n), *replaced), replaced,
                              strict=False):  # fmt: skip
        _check_standing(reading, earlier, entry)
    size = len(shapes.wholes(reading.one("lottery.drawn", step, n), "panel"))
    named = [
        printed(number)
        for entry in replaced
        for number in (*shapes.wholes(entry, "called"), *shapes.wholes(entry, "drawn"))
    ]
    later = reading.select("seat.filled", step=step, n=n)[size:]
    if [entry.public.get("holder") for entry in later] != named:
        raise CheckFailed(message("{step}: a seat went to somebody who was not called.", step=step))


def _check_standing(reading: Reading, earlier: Entry, replaced: Entry) -> None:
    """A replacement begins from the seats and the alternates as the record left them."""
    step = str(replaced.step)
    shapes.require_same(replaced, {"standing": earlier.public.get("alternates")})
    held: dict[str, str] = {}
    ever: set[str] = set()
    refused: set[int] = set()
    for entry in reading.entries[: replaced.seq - 1]:
        if entry.kind == "seat.filled" and entry.step == step:
            held[shapes.text(entry, "seat")] = shapes.text(entry, "holder")
            ever.add(shapes.text(entry, "holder"))
        elif entry.kind == "seat.vacated":
            held.pop(shapes.text(entry, "seat"), None)
        elif entry.kind == "lottery.replaced" and entry.step == step:
            refused |= set(shapes.wholes(entry, "refused"))
    remaining = set(shapes.wholes(replaced, "remaining"))
    if {printed(number) for number in remaining} != set(held.values()):
        raise CheckFailed(message("Entry {entry}: others remain.", entry=replaced.seq))
    out = {printed(number) for number in shapes.wholes(replaced, "out")}
    said_no = {printed(n) for n in (*refused, *shapes.wholes(replaced, "refused"))}
    if not (ever | said_no) - set(held.values()) <= out:
        raise CheckFailed(
            message("Entry {entry}: somebody who left may come again.", entry=replaced.seq)
        )


def panel_count(entry: Entry) -> int:
    """How many panels a list has; raises `CheckFailed` when no dice pick from so many."""
    count = shapes.whole(entry, "panel_count")
    if count not in LISTS:
        raise CheckFailed(message("Entry {entry} holds no list of panels.", entry=entry.seq))
    return count


def targets_in(entry: Entry) -> Targets:
    """The targets of a list; raises `CheckFailed` when they are none."""
    rows = entry.public.get("quotas")
    if not isinstance(rows, list) or not all(map(_is_quota, rows)):
        raise CheckFailed(message("Entry {entry} holds no targets.", entry=entry.seq))
    return targets_of(shapes.whole(entry, "size"), rows)


def _is_quota(row: Any) -> bool:
    return (
        isinstance(row, list)
        and len(row) == 6
        and all(isinstance(word, str) for word in row[:2])
        and all(type(number) is int for number in row[2:4])
        and all(number is None or type(number) is int for number in row[4:])
    )
