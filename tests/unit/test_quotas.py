"""Quotas from a population: they always add up, lie around the exact share, and can all be met."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.errors import Refused
from deliberate.core.recruitment.quotas.composition import Group
from deliberate.core.recruitment.quotas.making import Owed, Room, make_quotas

EXACT = Room()
WEIGHTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=9).filter(any)
ROOMS = st.builds(
    Room,
    seats=st.fractions(0, 4, max_denominator=4),
    percent=st.fractions(0, 20, max_denominator=4),
    flex=st.none() | st.integers(0, 3),
)


def groups(*weights: int, feature: str = "age") -> list[Group]:
    return [Group(feature, f"v{n}", Fraction(weight)) for n, weight in enumerate(weights)]


def bounds(made: tuple[Owed, ...]) -> list[tuple[int, int]]:
    return [(one.quota.least, one.quota.most) for one in made]


def test_the_whole_number_below_and_above() -> None:
    made = make_quotas(groups(35, 37, 28), 10, EXACT)
    assert bounds(made) == [(3, 4), (3, 4), (2, 3)]
    assert [one.seats for one in made] == [Fraction(7, 2), Fraction(37, 10), Fraction(14, 5)]


def test_a_share_of_whole_seats_has_no_room() -> None:
    assert bounds(make_quotas(groups(1, 1), 10, EXACT)) == [(5, 5), (5, 5)]


def test_tolerance_in_seats_and_in_percent_of_the_panel() -> None:
    assert bounds(make_quotas(groups(1, 1), 10, Room(seats=Fraction(2)))) == [(3, 7), (3, 7)]
    assert bounds(make_quotas(groups(1, 1), 40, Room(percent=Fraction(5)))) == [(18, 22), (18, 22)]
    own = [Group("l", "kk", Fraction(1), Fraction(2)), Group("l", "ru", Fraction(1), Fraction(2))]
    assert bounds(make_quotas(own, 10, EXACT)) == [(3, 7), (3, 7)]


def test_a_bound_that_nobody_could_stand_on_is_drawn_in() -> None:
    own = [Group("l", "kk", Fraction(1), Fraction(3)), Group("l", "ru", Fraction(1), Fraction(1))]
    assert bounds(make_quotas(own, 10, EXACT)) == [(4, 6), (4, 6)]


def test_the_smallest_group_has_a_seat_only_when_asked() -> None:
    assert bounds(make_quotas(groups(1, 99), 10, EXACT)) == [(0, 1), (9, 10)]
    made = make_quotas(groups(1, 99), 10, EXACT, one_each=True)
    assert bounds(made) == [(1, 1), (9, 9)]
    assert [one.raised for one in made] == [True, False]
    # A group without people is not given one.
    made = make_quotas(groups(0, 99), 10, EXACT, one_each=True)
    assert bounds(made) == [(0, 0), (10, 10)]


def test_who_has_most_above_the_share_gives_way() -> None:
    made = make_quotas(groups(5, 5, 290), 3, EXACT, one_each=True)
    assert bounds(made) == [(1, 1), (1, 1), (1, 1)]
    with pytest.raises(Refused, match="TOO_MANY"):
        make_quotas(groups(1, 1, 1), 2, EXACT, one_each=True)


def test_flex_is_room_beyond_the_quota_and_within_the_panel() -> None:
    made = make_quotas(groups(1, 99), 10, Room(flex=2))
    assert [(one.quota.least_flex, one.quota.most_flex) for one in made] == [(0, 3), (7, 10)]


def test_the_order_of_the_groups_stays() -> None:
    mixed = [
        Group("b", "x", Fraction(1)),
        Group("a", "y", Fraction(1)),
        Group("b", "z", Fraction(2)),
    ]
    assert [one.group for one in make_quotas(mixed, 7, EXACT)] == mixed


@given(WEIGHTS, st.integers(1, 300), ROOMS, st.booleans())
def test_what_holds_for_every_population(
    weights: list[int], size: int, room: Room, one_each: bool
) -> None:
    if one_each and sum(map(bool, weights)) > size:
        return
    made = make_quotas(groups(*weights), size, room, one_each=one_each)
    pairs = bounds(made)
    low, high = sum(least for least, _ in pairs), sum(most for _, most in pairs)
    assert low <= size <= high
    assert sum(one.share for one in made) == 1
    for one, (least, most) in zip(made, pairs, strict=True):
        assert 0 <= least <= most <= size
        # Both bounds can be met while the others keep theirs.
        assert high - most + least >= size
        assert low - least + most <= size
        if not one_each:
            assert least <= floor(one.seats)
            assert most >= ceil(one.seats)
            assert least >= one.seats - room.of(size) - 1
            assert most <= one.seats + room.of(size) + 1
        elif one.group.weight:
            assert least >= 1
        flex = (one.quota.least_flex, one.quota.most_flex)
        if room.flex is not None:
            assert flex == (max(0, least - room.flex), min(size, most + room.flex))


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=9), st.integers(1, 200))
def test_counts_and_shares_say_the_same(weights: list[int], size: int) -> None:
    total = sum(weights)
    parts = [Group("age", f"v{n}", Fraction(w, total)) for n, w in enumerate(weights)]
    assert bounds(make_quotas(parts, size, EXACT)) == bounds(
        make_quotas(groups(*weights), size, EXACT)
    )
