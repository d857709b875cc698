"""Table plans: what they promise holds for any people, and their figures count right."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.core.deliberation.table_plan.arranging import (
    Absence,
    FixedSeat,
    Wanted,
    arrange,
)
from deliberate.core.deliberation.table_plan.figures import encounters, figures
from deliberate.core.deliberation.table_plan.late import move, swap
from deliberate.core.deliberation.table_plan.on_record import faults
from deliberate.core.deliberation.table_plan.plan import first_plan, plan_tables, trade_off
from deliberate.core.deliberation.table_plan.problem import (
    Guest,
    Problem,
    Weights,
    shares,
    table_sizes,
)
from deliberate.core.deliberation.table_plan.search import Search
from deliberate.core.errors import UnusableInput
from deliberate.core.randomness import Generator


def people(count: int, values: int = 2) -> list[Guest]:
    return [Guest(f"p{n:03}", (f"v{n % values}", f"w{n % 3}")) for n in range(count)]


def problem(count: int, size: int, rounds: int, **more: Any) -> Problem:
    return arrange(("one", "two"), people(count), Wanted(size, rounds, **more))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    count = draw(st.integers(4, 14))
    guests = [
        Guest(f"p{n}", (draw(st.sampled_from("ab")), draw(st.sampled_from("xyz"))))
        for n in range(count - 2)
    ]
    guests += [Guest("q1", ("a", "x")), Guest("q2", ("a", "x"))]
    rounds, size = draw(st.integers(1, 4)), draw(st.integers(2, max(2, count // 2)))
    away = tuple(
        Absence(f"p{n}", draw(st.integers(1, rounds)))
        for n in draw(st.sets(st.integers(0, count - 3), max_size=1))
    )
    fixed = (FixedSeat("q1", 1), FixedSeat("q2", draw(st.integers(1, 2)), 1))
    tables = len(table_sizes(count - 1, size))
    fixed = fixed if tables > 1 else ()
    return arrange(("one", "two"), guests, Wanted(size, rounds, fixed, away))


@settings(max_examples=40, deadline=None)
@given(problems(), st.text(alphabet="abc", min_size=1))
def test_everybody_sits_once_and_what_is_fixed_is_kept(found: Problem, seed: str) -> None:
    plan = plan_tables(found, seed, steps=60)
    assert faults(found, plan.rounds) == []
    for number, tables in enumerate(plan.rounds):
        seated = [name for table in tables for name in table]
        assert sorted(seated) == [one.id for one in found.present(number)]
        sizes = [len(table) for table in tables]
        assert max(sizes) - min(sizes) <= 1
        for name, table in found.rounds[number].fixed.items():
            assert name in tables[table]


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(0, 9))
def test_figures_are_those_counted_by_hand(found: Problem, seed: int) -> None:
    rounds = first_plan(found, Generator(bytes([seed])))
    told = figures(found, rounds)
    met: dict[tuple[str, str], int] = {}
    for tables in rounds:
        for one, other in combinations([guest.id for guest in found.people], 2):
            if any(one in table and other in table for table in tables):
                met[one, other] = met.get((one, other), 0) + 1
    assert told.meetings == len(met) <= told.bound
    assert dict(told.repeats) == {
        times: list(met.values()).count(times) for times in set(met.values()) - {1}
    }
    assert told.violations == missed_by_hand(found, rounds) >= told.unavoidable


def missed_by_hand(found: Problem, rounds: Sequence[Any]) -> int:
    missed = 0
    for number, tables in enumerate(rounds):
        present = found.present(number)
        for place in range(2):
            for value in {one.values[place] for one in found.people}:
                of = {one.id for one in present if one.values[place] == value}
                for table in tables:
                    share = len(of) * len(table) / len(present)
                    missed += abs(len(of & set(table)) - share) >= 1
    return missed


@settings(max_examples=30, deadline=None)
@given(problems(), st.integers(0, 5), st.integers(0, 5))
def test_what_a_swap_costs_is_what_it_changes(found: Problem, first: int, second: int) -> None:
    weights, rng = Weights(first, second), Generator(b"swap")
    search = Search(found, first_plan(found, rng), weights, rng)
    for visit in range(6):
        hall = search.halls[visit % len(search.halls)]
        if len(set(hall.seat[hall.free])) > 1:
            for _swap in search._swaps(hall, weights.encounters * 1):
                pass
        assert search.cost == search.recount()


def test_the_same_seed_gives_the_same_plan_whatever_the_order() -> None:
    guests = people(15)
    plans = [
        plan_tables(arrange(features, rows, Wanted(4, 3)), "7", steps=200)
        for features, rows in (
            (("one", "two"), guests),
            (("one", "two"), guests[::-1]),
            (("two", "one"), [Guest(one.id, one.values[::-1]) for one in guests]),
        )
    ]
    assert len({plan.rounds for plan in plans}) == len({plan.input_hash for plan in plans}) == 1
    assert plan_tables(plans[0].problem, "8", steps=200).rounds != plans[0].rounds


def test_the_plan_does_not_depend_on_hashing() -> None:
    code = (
        "from tests.unit.test_table_plan import problem;"
        "from deliberate.core.deliberation.table_plan.plan import plan_tables;"
        "print(plan_tables(problem(14, 4, 3), '7', steps=100).rounds)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_the_search_is_worth_its_steps() -> None:
    found = problem(40, 8, 5)
    start = figures(found, first_plan(found, Generator(b"start")))
    plan = plan_tables(found, "1", steps=1500).figures
    assert plan.meetings > start.meetings + 60
    assert plan.violations == 0 < start.violations


def test_planning_cells_meet_as_evenly_as_can_be() -> None:
    found = arrange((), [Guest(f"p{n:02}") for n in range(25)], Wanted(5, 16))
    told = plan_tables(found, "1").figures
    assert (told.fewest, told.most, told.least_spread, told.meetings) == (2, 3, 1, 300)
    assert len({frozenset(tables) for tables in plan_tables(found, "1").rounds}) == 16
    six = arrange((), [Guest(f"p{n:02}") for n in range(25)], Wanted(5, 6))
    assert plan_tables(six, "1").figures.repeats == ()


@pytest.mark.parametrize(("people", "size", "rounds", "different"), [(4, 2, 7, 3), (9, 3, 12, 12)])
def test_no_round_comes_back_while_there_are_others(
    people: int, size: int, rounds: int, different: int
) -> None:
    found = arrange((), [Guest(f"p{n}") for n in range(people)], Wanted(size, rounds))
    plan = plan_tables(found, "1")
    assert len({frozenset(tables) for tables in plan.rounds}) == different
    assert plan.figures.most - plan.figures.fewest == plan.figures.least_spread


def test_planning_cells_are_mixed_without_losing_evenness() -> None:
    guests = [Guest(f"p{n:02}", ("f" if n < 12 else "m",)) for n in range(25)]
    found = arrange(("sex",), guests, Wanted(5, 16))
    even = plan_tables(found, "1", steps=0)
    assert (even.figures.fewest, even.figures.most) == (2, 3)
    search = Search(found, even.rounds, Weights(), Generator(b"1"))
    assert search.cost <= Search(found, first_plan(found, Generator(b"2")), Weights(),
                                 Generator(b"2")).cost  # fmt: skip


def test_rounds_that_were_held_stay_and_count() -> None:
    first = plan_tables(problem(12, 4, 3), "1", steps=200)
    left = [one for one in people(12) if one.id != "p003"]
    came = [*left, Guest("p100", ("v0", "w0"))]
    again = arrange(("one", "two"), came, Wanted(4, 3, held=first.rounds[:1]))
    plan = plan_tables(again, "2", steps=200)
    assert plan.rounds[0] == first.rounds[0]
    seated = {name for tables in plan.rounds[1:] for table in tables for name in table}
    assert seated == {one.id for one in came}
    assert plan.figures.meetings == len(encounters(plan.rounds))


def test_the_trade_off_goes_from_encounters_to_balance() -> None:
    plans = trade_off(problem(16, 4, 4), "1", steps=300)
    assert plans[0].weights.balance == 0
    assert plans[0].figures.meetings >= plans[-1].figures.meetings
    assert plans[0].figures.violations >= plans[-1].figures.violations


def test_a_change_by_hand_says_what_it_breaks() -> None:
    found = problem(12, 4, 2, fixed=(FixedSeat("p000", 1),))
    plan = plan_tables(found, "1", steps=200).rounds
    other = plan[0][1][0]
    said = [str(text) for text in swap(found, plan, 0, "p000", other).broken]
    assert "Round 1: p000 has a fixed seat at table 1." in said
    moved = move(found, plan, 0, other, 0)
    assert any("from 3 to 5 people" in str(text) for text in moved.broken)
    assert other in moved.rounds[0][0]
    assert swap(found, plan, 0, other, plan[0][1][1]).rounds == plan


@pytest.mark.parametrize(
    ("count", "wanted", "said"),
    [
        (0, Wanted(4, 2), "People: 0"),
        (1, Wanted(4, 2), "People: 1"),
        (6, Wanted(7, 2), "larger than the group"),
        (6, Wanted(1, 2), "Nobody meets anybody"),
        (6, Wanted(2, 1, fixed=tuple(FixedSeat(f"p00{n}", 1) for n in range(3))), "fixed seats"),
        (6, Wanted(3, 1, (FixedSeat("p000", 1), FixedSeat("p000", 2, 1))), "at two tables"),
        (6, Wanted(3, 1, (FixedSeat("p000", 3),)), "no table 3"),
        (6, Wanted(3, 1, (FixedSeat("x", 1),)), "x is not among"),
        (6, Wanted(3, 1, (FixedSeat("p000", 1, 1),), (Absence("p000", 1),)), "absent from it"),
        (6, Wanted(3, 1, (), tuple(Absence(f"p00{n}") for n in range(5))), "fewer than two"),
        (6, Wanted(3, 1, (), (Absence("p000", 2),)), "no round 2"),
        (6, Wanted(3, 1, held=(((),), ((),))), "Rounds held: 2"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(count: int, wanted: Wanted, said: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        arrange(("one", "two"), people(count), wanted)
    assert any(said in str(finding.message) for finding in caught.value.findings)


def test_a_feature_of_its_own_for_everybody_is_refused() -> None:
    with pytest.raises(UnusableInput) as caught:
        arrange(("name",), [Guest(f"p{n}", (f"n{n}",)) for n in range(6)], Wanted(3, 1))
    assert "“name”" in str(caught.value.findings[0].message)


def test_shares_of_a_table_are_rounded_either_way() -> None:
    found = arrange(("sex",), [Guest(f"p{n}", ("f" if n < 5 else "m",)) for n in range(12)],
                    Wanted(4, 1))  # fmt: skip
    assert {(one.value, one.least, one.most) for one in shares(found, 0)} == {
        ("f", 1, 2), ("m", 2, 3),
    }  # fmt: skip


def test_rounds_that_were_held_lower_the_bound() -> None:
    names = [f"p{n:03}" for n in range(8)]
    same = (tuple(names[:4]), tuple(names[4:]))
    guests = people(8)
    free = arrange(("one", "two"), guests, Wanted(4, 3))
    held = arrange(("one", "two"), guests, Wanted(4, 3, held=(same, same)))
    bounds = [plan_tables(found, "1", steps=100).figures.bound for found in (free, held)]
    assert bounds == [28, 24]
