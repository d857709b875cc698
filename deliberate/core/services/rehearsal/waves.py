"""What an invented wave of a survey comes to: near the wave before it, facts about people as they
were. Nobody's opinions move at random, and nobody's age moves at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from deliberate.core.common.survey_result import WHOLE, published_shares
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.questionnaire import Item
from deliberate.core.services.pool_import.synonyms import FEATURES

FACTS = frozenset(FEATURES)
"""Questions about the person, which a register answers too: no change of opinion shows in them."""
CONTROL = "control"
TENTHS = 1000
DRIFT = 30
"""How far an invented wave drifts from the wave before: so many tenths of a point at most."""


def wave_before(process: Process, step: Step, item: Item) -> Mapping[str, Fraction] | None:
    """The shares of a question in the latest closed wave that asked it, of the same people where
    there is one; None where no wave asked it or not every answer of it is published."""
    found: dict[bool, Mapping[str, Fraction]] = {}
    for fact in process.select("survey.closed"):
        earlier = process.rulebook.step(str(fact.step))
        if earlier is None or earlier == step:
            continue
        shares = published_shares(process, earlier.id).get(item.id, {})
        if sum(shares.get(name, Fraction(0)) for name in item.answers) > 0 and set(shares) >= set(
            item.answers
        ):
            found[earlier.parameters.who == step.parameters.who] = shares
    return found.get(True, found.get(False))


def drawn_near(item: Item, before: Mapping[str, Fraction], rng: Generator) -> dict[str, int]:
    """Tenths of a per cent by answer, a thousand together: those of the wave before for a fact,
    else with a few of them moved from one answer to another."""
    tenths = portions([before[name] for name in item.answers], TENTHS)
    shares = dict(zip(item.answers, tenths, strict=True))
    if item.id not in FACTS and len(shares) > 1:
        giver, taker = rng.sample(item.answers, 2)
        moved = rng.below(min(DRIFT, shares[giver]) + 1)
        shares[giver] -= moved
        shares[taker] += moved
    return shares


def portions(weights: list[Fraction] | list[int], whole: int) -> list[int]:
    """A whole number divided by weights, what is left over going to the largest remainders."""
    total = sum(weights, Fraction(0))
    exact = [Fraction(weight) * whole / total for weight in weights]
    parts = [int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: whole - sum(parts)]:
        parts[place] += 1
    return parts


def changes(
    process: Process, step: Step, asks: tuple[Item, ...]
) -> Iterator[tuple[Item, dict[str, tuple[Fraction, Fraction]]]]:
    """The questions of which a wave and the one that it repeats both gave shares: by answer from
    which to which. A control group is compared with itself only; facts do not change."""
    earlier = process.rulebook.step(step.parameters.same_as)
    if earlier is None or (step.parameters.who == CONTROL and earlier.parameters.who != CONTROL):
        return
    before = published_shares(process, earlier.id)
    after = published_shares(process, step.id)
    for item in asks:
        old, new = before.get(item.id, {}), after.get(item.id, {})
        moved = {
            option.id: (old[option.id], new[option.id])
            for option in item.options
            if option.id in old and option.id in new
        }
        if moved and item.id not in FACTS:
            yield item, moved


def share(tenths: int) -> str:
    """Tenths of a per cent as an institute writes them."""
    return f"{tenths * WHOLE // TENTHS}.{tenths % (TENTHS // WHOLE)}"
