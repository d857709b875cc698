"""What a draw would do: the quotas, everybody's chance, who can never be chosen, and the way on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import request

from deliberate.core.recruitment.lottery.examination import examine
from deliberate.core.recruitment.lottery.fairest import Fairest, NoPanel, fairest
from deliberate.core.recruitment.lottery.person_types import merge
from deliberate.core.services.lottery_desk import LotteryDesk
from deliberate_web.access import needs
from deliberate_web.lottery_desk.blueprint import (
    ORGANISERS,
    Names,
    blueprint,
    desk,
    page,
    words_of,
)

MOST_TYPES = 500
"""Pools with more kinds of people take longer than a page may; the command line reckons those."""
LEVELS = 12


@dataclass(frozen=True, slots=True)
class Level:
    """So many people have a chance between these."""

    low: Fraction
    high: Fraction
    people: int


@blueprint.get("/p/<process_id>/lottery-desk/<step_id>/draw/")
@needs(*ORGANISERS)
def draw(process_id: str, step_id: str) -> str:
    """`chances=all` reckons the lottery itself, which takes some seconds."""
    here = desk(process_id, step_id)
    names = Names(here.regions)
    ready = here.targets is not None and bool(here.pool.people)
    found = examine(here.pool, here.targets) if here.targets is not None and ready else None
    heavy = ready and len(merge(here.pool, tuple(here.features)).types) > MOST_TYPES
    asked = request.args.get("chances") == "all" and not heavy
    levels = _levels(here) if asked and found is not None and found.feasible else ()
    return page(
        "draw",
        here.frame,
        desk=here,
        names=names,
        counts=here.counts(),
        found=found,
        answer=None if found is None else words_of(found, names),
        levels=levels,
        heavy=heavy,
    )


def _levels(here: LotteryDesk) -> Sequence[Level]:
    """Everybody's chance in the fairest lottery, the smallest first, in a few steps."""
    if here.targets is None:
        return ()
    try:
        found: Fairest = fairest(here.pool, here.targets)
    except NoPanel:
        return ()
    counted = Counter(round(c, 4) for c in found.lottery.chances(found.population).values())
    ordered = sorted(counted.items())
    if len(ordered) <= LEVELS:
        return [Level(chance, chance, people) for chance, people in ordered]
    low, high = ordered[0][0], ordered[-1][0]
    wide = (high - low) / LEVELS
    made = []
    for step in range(LEVELS):
        start, end = low + step * wide, low + (step + 1) * wide
        people = sum(
            n for c, n in ordered if start <= c < end or (step == LEVELS - 1 and c == high)
        )
        if people:
            made.append(Level(start, end, people))
    return made
