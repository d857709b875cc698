"""Drawing a panel: a ticket, then people within their types; whoever has the seed repeats it."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.chances import Lottery
from deliberate.core.recruitment.lottery.person_types import HouseholdKind, Population


def draw_panel(lottery: Lottery, population: Population, generator: Generator) -> tuple[str, ...]:
    """The identifiers of the people chosen, in order."""
    ends = list(accumulate(lottery.tickets))
    counts = lottery.panels[bisect_right(ends, generator.below(ends[-1]))]
    return people_of(counts, population, generator)


def people_of(
    counts: tuple[int, ...], population: Population, generator: Generator
) -> tuple[str, ...]:
    """People for a panel of types: within a type everybody is equally likely."""
    chosen: list[str] = []
    for one, count in zip(population.types, counts, strict=True):
        if one.kind is None:
            chosen += generator.sample(one.people, count)
    for kind in population.kinds:
        chosen += _of_households(kind, [counts[number] for number in kind.types], generator)
    return tuple(sorted(chosen))


def _of_households(kind: HouseholdKind, counts: list[int], generator: Generator) -> list[str]:
    """One member from each of as many households as the panel wants, each household once."""
    homes = generator.sample(kind.households, sum(counts))
    wanted = [place for place, count in enumerate(counts) for _ in range(count)]
    return [generator.choice(home[place]) for home, place in zip(homes, wanted, strict=True)]
