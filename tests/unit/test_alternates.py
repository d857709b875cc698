"""Alternates: whom they are chosen for, and how much better than chance they mend a panel."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.alternates import (
    Alternates,
    choose_alternates,
    usual_number,
)
from deliberate.core.recruitment.lottery.drawing import draw_panel
from deliberate.core.recruitment.lottery.dropouts import DropoutRates, millionths
from deliberate.core.recruitment.lottery.fairest import fairest
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.recruitment.lottery.scenarios import Breach, Scenarios


def town(seed: int = 1, people: int = 200, size: int = 30) -> tuple[Pool, Targets, list[str]]:
    """A pool in which the old and the little schooled are rare, and a panel that mirrors all."""
    random = Random(seed)
    pool = Pool.of(
        ("age", "school"),
        [
            Person(
                f"p{number:03}",
                (
                    "old" if random.random() < 0.2 else "young",
                    "little" if random.random() < 0.2 else "much",
                ),
                f"h{random.randint(0, people)}" if random.random() < 0.5 else "",
            )
            for number in range(people)
        ],
    )
    half = Targets(
        size,
        tuple(
            Quota(feature, value, size // 2, size - size // 2)
            for feature, values in (("age", ("old", "young")), ("school", ("little", "much")))
            for value in values
        ),
    )
    found = fairest(pool, half)
    return pool, half, list(draw_panel(found.lottery, found.population, Generator(b"panel")))


def test_one_alternate_for_ten_seats() -> None:
    assert [usual_number(size) for size in (1, 10, 11, 110, 170)] == [1, 1, 2, 11, 17]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 8))
def test_what_holds_for_all_alternates(seed: int, count: int) -> None:
    pool, targets, panel = town(seed, people=80, size=12)
    chosen = choose_alternates(pool, targets, panel, count, Generator(b"a"))
    assert len(chosen.people) == len(set(chosen.people)) == count
    assert not set(chosen.people) & set(panel)
    both = [p for p in pool.people if p.id in {*panel, *chosen.people}]
    homes = [person.household for person in both if person.household]
    assert len(set(homes)) == len(homes)
    assert 0 <= chosen.breach <= chosen.unrepaired
    shuffled = Pool.of(pool.features, Random(seed).sample(pool.people, len(pool.people)))
    assert choose_alternates(shuffled, targets, panel[::-1], count, Generator(b"a")) == chosen


def test_they_mend_far_more_than_alternates_by_chance() -> None:
    """Both are held against the same dropouts, which neither was chosen for."""
    pool, targets, panel = town()
    chosen = choose_alternates(pool, targets, panel, 3, Generator(b"a"))
    others = [person for person in pool.people if person.id not in panel]
    by_chance = [
        _missed(pool, targets, panel, Random(seed).sample([p.id for p in others], 3))
        for seed in range(20)
    ]
    ours = _missed(pool, targets, panel, list(chosen.people))
    assert ours < 0.85 * sum(by_chance) / len(by_chance)
    assert sum(one < ours for one in by_chance) <= 1


def _missed(pool: Pool, targets: Targets, panel: list[str], alternates: list[str]) -> int:
    """What is missed over 400 dropouts when the best of all repairs is made, by brute force."""
    random, breach = Random(7), Breach(targets)
    rows = {person.id: breach.rows([person.values])[0] for person in pool.people}
    missed = 0
    for _ in range(400):
        stay = [name for name in panel if random.random() >= 0.1]
        there = [name for name in alternates if random.random() >= 0.1]
        sums = [
            sum(rows[name] for name in (*stay, *called))
            for number in range(len(there) + 1)
            for called in combinations(there, number)
        ]
        missed += int(min(breach.of(np.array(sums))))
    return missed


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_repairs_by_exchange_are_nearly_the_best_there_are(seed: int) -> None:
    pool, targets, panel = town(seed % 7, people=80, size=12)
    random, breach = Random(seed), Breach(targets)
    people = {person.id: person for person in pool.people}
    rows = breach.rows([people[name].values for name in random.sample(sorted(people), 5)])
    stay = [[name for name in panel if random.random() > 0.3] for _ in range(20)]
    sums = np.array([breach.rows([people[n].values for n in one]).sum(axis=0) for one in stay])
    scenarios = Scenarios(breach, sums, np.full((20, 5), 10**6))
    for slot in range(5):
        gains = scenarios.gains(slot, rows, np.zeros(5, dtype=np.int64))
        before = scenarios.breaches().sum()
        scenarios.put(slot, rows[slot], 0)
        assert scenarios.breaches().sum() <= before - gains[slot]
    best = [
        min(
            breach.of(one + rows[list(called)].sum(axis=0))
            for number in range(6)
            for called in combinations(range(5), number)
        )
        for one in sums
    ]
    found = scenarios.breaches()
    assert all(found >= best)
    assert found.sum() <= sum(best) + 2
    for slot in range(5):
        scenarios.clear(slot)
    assert (scenarios.sums == sums).all()


def test_groups_that_drop_out_more_often_have_more_alternates() -> None:
    pool, targets, panel = town()
    young = {person.id for person in pool.people if person.values[0] == "young"}

    def of_young(rate: Fraction) -> int:
        rates = DropoutRates({("age", "young"): rate}, Fraction(0))
        return len(young & set(_chosen(pool, targets, panel, rates).people))

    assert of_young(Fraction(1, 3)) == 4
    old = DropoutRates({("age", "old"): Fraction(1, 3)}, Fraction(0))
    assert not young & set(_chosen(pool, targets, panel, old).people)


def _chosen(pool: Pool, targets: Targets, panel: list[str], rates: DropoutRates) -> Alternates:
    return choose_alternates(pool, targets, panel, 4, Generator(b"a"), rates)


def test_of_several_rates_the_largest_counts() -> None:
    rates = DropoutRates({("a", "x"): Fraction(1, 5), ("b", "y"): Fraction(1, 20)})
    features = ("a", "b")
    assert rates.of(features, ("x", "y")) == Fraction(1, 5)
    assert rates.of(features, ("o", "y")) == Fraction(1, 20)
    assert rates.of(features, ("o", "o")) == Fraction(1, 10)
    assert millionths([Fraction(1, 3)]).tolist() == [333_333]


@pytest.mark.parametrize("spare", [0, 1, 2])
def test_no_more_alternates_than_people(spare: int) -> None:
    people = [Person(f"p{number}", ("x",)) for number in range(3 + spare)]
    people += [Person("q1", ("x",), "h"), Person("q2", ("x",), "h"), Person("q3", ("x",), "k")]
    pool = Pool.of(("a",), people)
    targets = Targets(4, (Quota("a", "x", 4, 4),))
    chosen = choose_alternates(pool, targets, ["p0", "p1", "p2", "q3"], 9, Generator(b"a"))
    assert len(chosen.people) == spare + 1
