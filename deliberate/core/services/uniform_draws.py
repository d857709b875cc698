"""A panel picked from a published list of equally likely panels: by public dice, or by a seed."""

from __future__ import annotations

import csv
import hashlib
import io
import time
from dataclasses import dataclass, replace

from deliberate.core.errors import UnusableInput, message
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.decomposition import Tell
from deliberate.core.recruitment.lottery.fair_shares import Objective
from deliberate.core.recruitment.lottery.pool import Pool, Targets
from deliberate.core.recruitment.lottery.uniform import UniformLottery, uniform_lottery
from deliberate.core.services.civic_lottery import DrawnPanel, draw


@dataclass(frozen=True, slots=True)
class UniformDraw:
    """A list, and the panel picked from it; `number` is None while none has been picked.

    In `drawn` panel and chances are those of the list; its panel is empty without a number.
    """

    drawn: DrawnPanel
    lottery: UniformLottery
    number: int | None

    @property
    def list_hash(self) -> str:
        """SHA-256 of the list as text."""
        return hashlib.sha256(list_text(self.lottery).encode()).hexdigest()


def draw_from_list(
    pool: Pool,
    targets: Targets,
    seed: str,
    count: int,
    *,
    objective: Objective = "leximin",
    pick: int | None = None,
    later: bool = False,
    tell: Tell = lambda *_: None,
) -> UniformDraw:
    """Make a list of `count` panels and pick number `pick`; without it the seed picks.

    The list depends on the question and the seed alone, not on what is picked. With `later` nothing
    is picked. Raises `UnusableInput` (PICK) for a number that is not on the list.
    """
    if pick is not None and not 0 <= pick < count:
        raise UnusableInput(
            "PICK",
            message("There is no panel {number} in a list of {count}.", number=pick, count=count),
            fix=message(
                "Numbers go from {first} to {last}.",
                first=number_of(0, count),
                last=number_of(count - 1, count),
            ),
        )
    targets = targets.in_order()
    drawn = draw(pool, targets, seed, objective=objective, tell=tell)
    begun = time.process_time()
    base = f"{seed}/{drawn.input_hash}/{count}"
    lottery = uniform_lottery(drawn.fairest, targets, count, Generator(f"{base}/list".encode()))
    if pick is None and not later:
        pick = Generator(f"{base}/pick".encode()).below(count)
    spent = drawn.seconds + time.process_time() - begun
    panel = () if pick is None else lottery.panels[pick]
    return UniformDraw(
        replace(drawn, panel=panel, chances=lottery.chances, seconds=spent), lottery, pick
    )


def number_of(place: int, count: int) -> str:
    """The number of a panel as dice show it: 007 of a thousand."""
    return f"{place:0{len(str(count - 1))}}"


def list_text(lottery: UniformLottery) -> str:
    """The list as CSV without a head: in each line the number of a panel, then its people.

    Lines end with a line feed. Its SHA-256 over UTF-8 is the hash of the list.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    count = len(lottery.panels)
    for place, panel in enumerate(lottery.panels):
        writer.writerow([number_of(place, count), *panel])
    return text.getvalue()
