"""Five steps of shading for a set of numbers, with bounds that a reader can remember."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from deliberate.i18n import Translator

Value = int | float | Decimal

SHADES = 5
_ROUND = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Step:
    """The values from `low` to below `high`; of a single value both are it."""

    low: Decimal
    high: Decimal
    shade: int


@dataclass(frozen=True, slots=True)
class Steps:
    """At most five steps, from the smallest values to the largest. `whole`: all are integers."""

    steps: tuple[Step, ...]
    whole: bool

    @classmethod
    def of(cls, values: Iterable[Decimal]) -> Steps:
        """One step for each value where they are few, else steps of the same round size."""
        listed = sorted(set(values))
        whole = all(value == value.to_integral_value() for value in listed)
        if len(listed) <= SHADES:
            bounds = [(value, value) for value in listed]
        else:
            bounds = _round_steps(listed[0], listed[-1])
        return cls(
            tuple(Step(low, high, _shade(n, len(bounds))) for n, (low, high) in enumerate(bounds)),
            whole,
        )

    def shade(self, value: Decimal) -> int:
        """The shade of a value, 1 for the smallest to 5."""
        reached = [step for step in self.steps if step.low <= value]
        return (reached or self.steps)[-1].shade

    def words(self, step: Step, say: Translator) -> str:
        """The bounds of a step; of whole numbers both are inclusive."""
        low = say.number(step.low)
        if step.low == step.high:
            return low
        if self.whole:
            last = say.number(step.high - 1)
            return low if low == last else f"{low}–{last}"
        return say.gettext("{low} to under {high}").format(low=low, high=say.number(step.high))


def finite(value: Value | None) -> Decimal | None:
    """The value as a number that can be compared, None for what is none."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    number = Decimal(str(value))
    return number if number.is_finite() else None


def _round_steps(least: Decimal, most: Decimal) -> list[tuple[Decimal, Decimal]]:
    """The fewest steps of a round size that hold both, five at most."""
    exponent = ((most - least) / SHADES).adjusted()
    for size in (Decimal(1).scaleb(exponent + more) * n for more in count() for n in _ROUND):
        first = (least / size).to_integral_value("ROUND_FLOOR") * size
        needed = int((most - first) / size) + 1
        if needed <= SHADES:
            return [(first + n * size, first + (n + 1) * size) for n in range(needed)]
    raise AssertionError("some size is large enough")


def _shade(n: int, of: int) -> int:
    """The shades of fewer than five steps lie as far apart as they can."""
    return 1 + round(n * (SHADES - 1) / (of - 1)) if of > 1 else 2
