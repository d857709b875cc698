"""How many to draw from each stratum."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Stratum = tuple[str, ...]
Counts = Mapping[Stratum, int]
Wanted = Callable[[Counts], Counts]
"""From the size of each stratum to the number that is wanted of it."""


def each(count: int) -> Wanted:
    """The same number of every stratum."""
    return lambda sizes: dict.fromkeys(sorted(sizes), count)


def in_all(total: int) -> Wanted:
    """So many in all, in proportion to the sizes of the strata."""
    return lambda sizes: proportional(sizes, total)


def proportional(sizes: Counts, total: int) -> dict[Stratum, int]:
    """`total` shared out by the largest remainder (Hamilton's method), in whole numbers.

    Equal remainders: the larger stratum first, then the one whose name comes first. When there are
    fewer people than `total`, everybody.
    """
    people = sum(sizes.values())
    if total >= people:
        return {name: sizes[name] for name in sorted(sizes)}
    shares = {name: divmod(total * sizes[name], people) for name in sorted(sizes)}
    left = total - sum(whole for whole, _rest in shares.values())
    by_remainder = sorted(shares, key=lambda name: (-shares[name][1], -sizes[name], name))
    more = set(by_remainder[:left])
    return {name: whole + (name in more) for name, (whole, _rest) in shares.items()}
