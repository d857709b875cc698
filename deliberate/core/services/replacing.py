"""Replacing members of a drawn panel: who comes, by which rule, and what a stranger needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import Finding, Refused, UnusableInput, message
from deliberate.core.randomness import seeded
from deliberate.core.recruitment.lottery.alternates import Alternates, choose_alternates
from deliberate.core.recruitment.lottery.dropouts import DropoutRates
from deliberate.core.recruitment.lottery.no_panel import in_the_way, smallest_change
from deliberate.core.recruitment.lottery.pool import Pool, Targets
from deliberate.core.recruitment.lottery.replacement import (
    NoReplacement,
    Replacement,
    replace_members,
)
from deliberate.core.services.civic_lottery import input_hash
from deliberate.core.services.panel_files import Standing


@dataclass(frozen=True, slots=True)
class Replaced:
    """A panel after a replacement, with who left it or refused so far. Nobody's reason is kept."""

    replacement: Replacement
    standing: Standing
    seed: str
    input_hash: str


def draw_alternates(
    pool: Pool,
    targets: Targets,
    panel: Sequence[str],
    count: int,
    seed: str,
    rates: DropoutRates | None = None,
) -> Alternates:
    """Alternates for a panel; the same pool, targets, panel and seed give the same."""
    base = digest(canonical([input_hash(pool, targets, "leximin"), sorted(panel)]))
    generator = seeded(seed, base, "alternates")
    return choose_alternates(pool, targets, panel, count, generator, rates)


def replace_left(
    pool: Pool,
    targets: Targets,
    standing: Standing,
    left: Sequence[str],
    seed: str,
    *,
    refused: Sequence[str] = (),
) -> Replaced:
    """Fill the seats of those who left; raises `UnusableInput`, or `Refused` (NO_REPLACEMENT)."""
    _require_usable(pool, targets, standing, left, refused)
    remaining = sorted(set(standing.panel) - set(left))
    gone = tuple(dict.fromkeys((*standing.left, *left)))
    never = tuple(dict.fromkeys((*standing.refused, *refused)))
    hashed = digest(
        canonical(
            {
                "alternates": list(standing.alternates),
                "left": sorted(gone),
                "question": input_hash(pool, targets, "leximin"),
                "refused": sorted(never),
                "remaining": remaining,
            }
        )
    )
    try:
        done = replace_members(
            pool, targets, remaining, {*gone, *never, *standing.panel}, standing.alternates,
            seeded(seed, hashed),
        )  # fmt: skip
    except NoReplacement as error:
        raise _refusal(error) from None
    after = Standing(done.panel, done.alternates, gone, never)
    return Replaced(done, after, seed, hashed)


def _require_usable(
    pool: Pool,
    targets: Targets,
    standing: Standing,
    left: Sequence[str],
    refused: Sequence[str],
) -> None:
    known, panel = {person.id for person in pool.people}, set(standing.panel)
    faults = [message("{id} is not on the panel.", id=name) for name in left if name not in panel]
    faults += [message("{id} is not in the pool.", id=name) for name in refused
               if name not in known]  # fmt: skip
    faults += [
        message("{id} is on the panel; who leaves it is named with {option}.", id=name,
                option="--left")
        for name in refused if name in panel
    ]  # fmt: skip
    faults += [
        message("{id} is on the panel and among the alternates.", id=name)
        for name in standing.alternates
        if name in panel
    ]
    faults += [
        message("{id} is on the panel and among those who went before.", id=name)
        for name in dict.fromkeys((*standing.left, *standing.refused))
        if name in panel
    ]
    free = targets.size - len(panel - set(left))
    if not faults and free < 1:
        faults = [
            message(
                "{members} remain on a panel of {size}; there is nobody to replace.",
                members=targets.size - free,
                size=targets.size,
            )
        ]
    if faults:
        raise UnusableInput(
            "STANDING",
            message("Faults: {count}; nothing is drawn.", count=len(faults)),
            findings=tuple(Finding("STANDING", "error", fault) for fault in faults),
        )


def _refusal(error: NoReplacement) -> Refused:
    """Which quotas cannot be kept with those who are left, and the least that has to give way."""
    return Refused(
        "NO_REPLACEMENT",
        message("Nobody who is left can fill the seats within these quotas; nothing is drawn.")
        if error.way is not None
        else message(
            "{size} seats are free, and fewer people are left in the pool.",
            size=error.conditional.size,
        ),
        fix=smallest_change(error.way),
        findings=in_the_way(error.quotas),
    )
