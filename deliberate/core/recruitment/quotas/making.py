"""Quotas that mirror a population: exact shares, whole seats, and every bound within reach.

A group with the share `s` is owed `s * size` seats, as an exact fraction. Its quota runs from the
whole number below to the whole number above, further apart by the tolerance. So the quotas of a
feature can always add up to the panel: the lower ones come to its size at most, the upper ones at
least. A bound that no panel could stand on because of the other groups is drawn in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from deliberate.core.errors import Refused, message
from deliberate.core.recruitment.lottery.pool import Quota
from deliberate.core.recruitment.quotas.composition import Group, by_feature, shares


@dataclass(frozen=True, slots=True)
class Room:
    """How far a quota may lie from its exact seats: `seats`, and `percent` of the panel; `flex`:
    by how many seats more an operator could give way."""

    seats: Fraction = Fraction(0)
    percent: Fraction = Fraction(0)
    flex: int | None = None

    def of(self, size: int) -> Fraction:
        """The tolerance in seats of a panel of `size`."""
        return self.seats + self.percent * size / 100


@dataclass(frozen=True, slots=True)
class Owed:
    """A quota and what it was made from. `seats`: the exact number that the share comes to;
    `raised`: the group would have had no seat for certain and was given one."""

    group: Group
    share: Fraction
    seats: Fraction
    quota: Quota
    raised: bool = False


def make_quotas(
    groups: Sequence[Group], size: int, room: Room, *, one_each: bool = False
) -> tuple[Owed, ...]:
    """A quota for each group, in their order.

    With `one_each`, no group that has people is left without a seat; raises `Refused` (TOO_MANY)
    when a feature has more such groups than the panel has seats.
    """
    made: list[Owed] = []
    for own in by_feature(groups).values():
        made += _of_feature(own, size, room, one_each=one_each)
    order = {(group.feature, group.value): place for place, group in enumerate(groups)}
    return tuple(sorted(made, key=lambda one: order[one.group.feature, one.group.value]))


def _of_feature(own: Sequence[Group], size: int, room: Room, *, one_each: bool) -> list[Owed]:
    parts = shares(own)
    exact = [part * size for part in parts]
    tolerances = [room.of(size) if one.tolerance is None else one.tolerance for one in own]
    least = [max(0, floor(seats - wide)) for seats, wide in zip(exact, tolerances, strict=True)]
    most = [min(size, ceil(seats + wide)) for seats, wide in zip(exact, tolerances, strict=True)]
    raised = _raise(own, exact, least, most, size) if one_each else [False] * len(own)
    low = [max(one, size - sum(most) + upper) for one, upper in zip(least, most, strict=True)]
    high = [min(one, size - sum(least) + lower) for one, lower in zip(most, least, strict=True)]
    return [
        Owed(group, parts[n], exact[n], _quota(group, low[n], high[n], size, room.flex), raised[n])
        for n, group in enumerate(own)
    ]


def _raise(
    own: Sequence[Group],
    exact: Sequence[Fraction],
    least: list[int],
    most: list[int],
    size: int,
) -> list[bool]:
    """Give each group that has people a seat; where the lower bounds then exceed the panel, those
    give way that lie highest above what the group is owed."""
    raised = [not bound and group.weight > 0 for bound, group in zip(least, own, strict=True)]
    with_people = sum(group.weight > 0 for group in own)
    if with_people > size:
        raise Refused(
            "TOO_MANY",
            message(
                "{feature}: {count} groups for {size} seats; not every group can have one.",
                feature=own[0].feature,
                count=with_people,
                size=size,
            ),
            fix=message("Join small groups, or leave out that each has a seat."),
        )
    for n, given in enumerate(raised):
        if given:
            least[n], most[n] = 1, max(1, most[n])
    while sum(least) > size:
        rich = [n for n, bound in enumerate(least) if bound > 1]
        least[max(rich, key=lambda n: (least[n] - exact[n], least[n], -n))] -= 1
    return raised


def _quota(group: Group, least: int, most: int, size: int, flex: int | None) -> Quota:
    if flex is None:
        return Quota(group.feature, group.value, least, most)
    wider = (max(0, least - flex), min(size, most + flex))
    return Quota(group.feature, group.value, least, most, *wider)
