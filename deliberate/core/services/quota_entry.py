"""Quotas as somebody types them: the cells, what is wrong with each, what they add up to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deliberate.core.errors import Message, message
from deliberate.core.recruitment.lottery.pool import Quota, Targets

CELLS = ("min", "max", "min_flex", "max_flex")
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Typed:
    """One row of the table, as it was typed."""

    feature: str
    value: str
    cells: Mapping[str, str]

    @classmethod
    def of(cls, quota: Quota) -> Typed:
        numbers = (quota.least, quota.most, quota.least_flex, quota.most_flex)
        cells = {
            name: "" if number is None else str(number)
            for name, number in zip(CELLS, numbers, strict=True)
        }
        return cls(quota.feature, quota.value, cells)


@dataclass(frozen=True, slots=True)
class Sum:
    """What the quotas of a feature come to; `fits`: the panel lies between."""

    least: int
    most: int
    fits: bool


@dataclass(frozen=True, slots=True)
class Entered:
    """`errors` by the field's name, `q3-min`, or `sum-sex` for what a feature adds up to. `targets`
    is None as long as there is one."""

    targets: Targets | None
    errors: Mapping[str, Message]
    sums: Mapping[str, Sum]


def field_of(row: int, cell: str) -> str:
    """The name of a cell's field."""
    return f"q{row}-{cell}"


def entered(rows: Sequence[Typed], size: int) -> Entered:
    """The targets that these rows say, or what is wrong with them."""
    errors: dict[str, Message] = {}
    quotas: list[Quota] = []
    for number, row in enumerate(rows):
        wrong = dict(_about_cells(row, size))
        wrong = wrong or dict(_about_order(row))
        errors |= {field_of(number, cell): text for cell, text in wrong.items()}
        if not wrong:
            least, most, low, high = (_number(row.cells.get(cell, "")) for cell in CELLS)
            quotas.append(Quota(row.feature, row.value, least or 0, most or 0, low, high))
    sums = _sums(rows, quotas, size)
    errors |= {
        f"sum-{feature}": message(
            "These quotas add up to {least}–{most}; the panel has {size}.",
            least=one.least,
            most=one.most,
            size=size,
        )
        for feature, one in sums.items()
        if not one.fits
    }
    return Entered(None if errors else Targets(size, tuple(quotas)), errors, sums)


def _about_cells(row: Typed, size: int) -> Iterator[tuple[str, Message]]:
    for cell in CELLS:
        words = row.cells.get(cell, "").strip()
        if not words and cell in ("min", "max"):
            yield cell, message("A whole number is missing.")
        elif words and _number(words) is None:
            yield cell, message("A whole number is expected.")
        elif words and cell == "min" and (_number(words) or 0) > size:
            yield cell, message("This is more than the panel has: {size}.", size=size)


def _about_order(row: Typed) -> Iterator[tuple[str, Message]]:
    least, most, low, high = (_number(row.cells.get(cell, "")) for cell in CELLS)
    if least is not None and most is not None and least > most:
        yield "max", message("The largest number is less than the smallest.")
    if low is not None and least is not None and low > least:
        yield "min_flex", message("At the utmost: not more than the smallest number.")
    if high is not None and most is not None and high < most:
        yield "max_flex", message("At the utmost: not less than the largest number.")


def _number(words: str) -> int | None:
    plain = words.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len(str(LARGEST))):
        return None
    return int(plain)


def _sums(rows: Sequence[Typed], quotas: Sequence[Quota], size: int) -> Mapping[str, Sum]:
    """Of the features all of whose quotas can be read."""
    found: dict[str, Sum] = {}
    for feature in dict.fromkeys(row.feature for row in rows):
        own = [quota for quota in quotas if quota.feature == feature]
        if len(own) == sum(row.feature == feature for row in rows):
            least, most = sum(q.least for q in own), sum(q.most for q in own)
            found[feature] = Sum(least, most, least <= size <= most)
    return found
