"""Fields about a lottery: what was fixed before chance came in, what it showed, who was drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from deliberate.core.recruitment.public_chance import DICE
from deliberate.core.services.portal.lotteries import (
    DrawnLine,
    FixedList,
    LotteryPage,
    lotteries_of,
)
from deliberate.documents.making import Making

READABLE = 10_000
"""The largest denominator that tells a reader something."""

TINY = Fraction(1, 1_000_000)

Field = Callable[[Making], str | None]


def lottery_of(making: Making) -> LotteryPage | None:
    """The first lottery of the process, as far as it has come at the document's moment."""
    return next(iter(lotteries_of(making.process)), None)


def party_word(making: Making, party: str) -> str:
    """A party of the draw in words; one that is no role has the name it was given."""
    return making.say.word("role", "oversight_group" if party == "oversight" else party)


def by_dice(making: Making) -> bool:
    """Whether dice are thrown; else two parties commit to a value each."""
    found = lottery_of(making)
    return found is not None and found.randomness == DICE


def by_values(making: Making) -> bool:
    """Whether two parties commit to a value each and reveal it."""
    found = lottery_of(making)
    return found is not None and found.randomness != DICE


def closed_pool(making: Making) -> str | None:
    """How many people were willing when the registration was closed."""
    closed = making.process.latest("registration.closed")
    return None if closed is None else making.say.count(int(closed.public["count"]))


def _of_list(read: Callable[[Making, FixedList], str]) -> Field:
    def field(making: Making) -> str | None:
        found = lottery_of(making)
        return None if found is None or found.fixed is None else read(making, found.fixed)

    return field


def _of_draw(read: Callable[[Making, DrawnLine], str]) -> Field:
    def field(making: Making) -> str | None:
        found = lottery_of(making)
        return None if found is None or found.drawn is None else read(making, found.drawn)

    return field


def _chance(making: Making, chance: Fraction) -> str:
    """As an exact fraction with the per cent that people read; a tiny one by its bound."""
    if 0 < chance < TINY:
        return f"< {making.say.share(TINY)}"
    if chance.denominator > READABLE:
        return making.say.share(chance)
    return f"{chance.numerator}/{chance.denominator} ({making.say.share(chance)})"


def _shown(_making: Making, drawn: DrawnLine) -> str:
    return drawn.seed or " ".join(str(digit) for digit in drawn.digits)


OF_LOTTERY: Mapping[str, Field] = MappingProxyType(
    {
        "alternates": _of_draw(lambda m, drawn: ", ".join(drawn.alternates) or m.say.number(0)),
        "chance_shown": _of_draw(_shown),
        "equal_chance": _of_list(lambda m, fixed: _chance(m, fixed.equal)),
        "largest_chance": _of_list(lambda m, fixed: _chance(m, fixed.largest)),
        "largest_deviation": _of_list(lambda m, fixed: _chance(m, fixed.deviation)),
        "list_fixed": _of_list(lambda m, fixed: m.moment(fixed.at) or ""),
        "panel_number": _of_draw(lambda m, drawn: drawn.number),
        "panel_people": _of_draw(lambda _m, drawn: ", ".join(drawn.panel)),
        "panel_size": _of_list(lambda m, fixed: m.say.number(fixed.size)),
        "panels": _of_list(lambda m, fixed: m.say.count(fixed.panels)),
        "panels_hash": _of_list(lambda _m, fixed: fixed.panels_hash),
        "pool_hash": _of_list(lambda _m, fixed: fixed.pool_hash),
        "pool_size": closed_pool,
        "smallest_chance": _of_list(lambda m, fixed: _chance(m, fixed.smallest)),
        "targets_hash": _of_list(lambda _m, fixed: fixed.targets_hash),
    }
)
"""By the names of `rulebook.template_names.FIELDS`."""
