"""A list of equally likely panels: what holds for every list, and for the people within a type."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil, floor
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.core.errors import UnusableInput
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.assignment import Colouring, assign
from deliberate.core.recruitment.lottery.fairest import Fairest, fairest
from deliberate.core.recruitment.lottery.person_types import merge
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.recruitment.lottery.uniform import NEAR, UniformLottery, uniform_lottery
from deliberate.core.services.uniform_draws import draw_from_list, list_text, number_of


def pool_of(seed: int, *, homes: bool = True) -> tuple[Pool, Targets]:
    """Up to 40 people, some of them in households of up to three, quotas around a real panel."""
    random = Random(seed)
    people, features = random.randint(6, 40), random.randint(1, 3)
    names = tuple(f"f{number}" for number in range(features))
    pool = [
        Person(
            f"p{number:02}",
            tuple(f"v{random.randint(0, 2)}" for _ in names),
            f"h{random.randint(0, people // 2)}" if homes and random.random() < 0.6 else "",
        )
        for number in range(people)
    ]
    chosen: list[Person] = []
    for person in random.sample(pool, people):
        taken = {one.household for one in chosen} - {""}
        if len(chosen) < people // 3 + 1 and person.household not in taken:
            chosen.append(person)
    quotas = []
    for place, feature in enumerate(names):
        for value in sorted({person.values[place] for person in pool}):
            count, width = sum(p.values[place] == value for p in chosen), random.choice([0, 1, 2])
            quotas.append(Quota(feature, value, max(0, count - width), count + width))
    return Pool.of(names, pool), Targets(len(chosen), tuple(quotas))


def made(seed: int, count: int, **kind: bool) -> tuple[Pool, Targets, Fairest, UniformLottery]:
    pool, targets = pool_of(seed, **kind)
    found = fairest(pool, targets)
    return pool, targets, found, uniform_lottery(found, targets, count, Generator(b"list"))


def assert_permitted(pool: Pool, targets: Targets, panel: tuple[str, ...]) -> None:
    people = [person for person in pool.people if person.id in set(panel)]
    assert len(people) == len(panel) == targets.size
    homes = [person.household for person in people if person.household]
    assert len(set(homes)) == len(homes)
    for quota in targets.quotas:
        place = pool.features.index(quota.feature)
        count = sum(person.values[place] == quota.value for person in people)
        assert quota.least <= count <= quota.most


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([1, 7, 100, 250]))
def test_what_holds_for_every_list(seed: int, count: int) -> None:
    pool, targets, found, lottery = made(seed, count)
    assert len(lottery.panels) == count
    for panel in lottery.panels:
        assert_permitted(pool, targets, panel)
    assert sum(lottery.chances.values()) == targets.size
    times = Counter(name for panel in lottery.panels for name in panel)
    for name, chance in lottery.chances.items():
        assert chance == Fraction(times[name], count)
    for one in found.population.types:
        own = [times[name] for name in one.people]
        assert max(own) - min(own) <= 1
    assert lottery.smallest <= lottery.most_for_all
    if lottery.rounded:
        fair = found.lottery.chances(found.population)
        for name, chance in lottery.chances.items():
            assert floor((fair[name] + NEAR) * count) <= times[name]
            assert times[name] <= ceil((fair[name] - NEAR) * count)
            assert abs(chance - fair[name]) <= lottery.largest_deviation < Fraction(1, count)


def test_nearly_every_list_has_the_fair_chances_rounded() -> None:
    """Where it is not so, the little pools leave too few panels to choose from."""
    rounded = sum(made(seed, 1000)[3].rounded for seed in range(20))
    assert rounded >= 19


def test_the_list_depends_on_pool_targets_and_seed_alone() -> None:
    pool, targets, _found, lottery = made(5, 200)
    shuffled = Pool.of(pool.features, Random(1).sample(pool.people, len(pool.people)))
    found = fairest(shuffled, targets)
    assert uniform_lottery(found, targets, 200, Generator(b"list")).panels == lottery.panels
    other = uniform_lottery(found, targets, 200, Generator(b"other"))
    assert other.panels != lottery.panels
    assert other.rounded == lottery.rounded


@settings(max_examples=100, deadline=None)
@given(st.data(), st.integers(1, 6), st.integers(1, 25))
def test_households_are_shared_out_evenly(data: st.DataObject, homes: int, count: int) -> None:
    """One kind of household, with two people of one type and one of another in each."""
    people = [
        Person(f"{home}{member}", ("x" if member < "c" else "y",), f"h{home}")
        for home in range(homes)
        for member in "abc"
    ] + [Person("alone", ("z",))]
    if homes == 1:
        people.append(Person("1a", ("z",)))
    population = merge(Pool.of(("f",), people), ("f",))
    (kind,) = population.kinds
    rows = data.draw(
        st.lists(
            st.tuples(st.integers(0, homes), st.integers(0, homes)).filter(
                lambda row: sum(row) <= homes
            ),
            min_size=count,
            max_size=count,
        )
    )
    panels = np.zeros((count, len(population.types)), dtype=np.int64)
    panels[:, list(kind.types)] = rows
    lists = assign(panels, population, Generator(b"homes"))
    household = {person.id: person.household for person in people}
    for panel, row in zip(lists, rows, strict=True):
        assert len(panel) == sum(row)
        assert len({household[name] for name in panel}) == len(panel)
    times = Counter(name for panel in lists for name in panel)
    for one in (population.types[number] for number in kind.types):
        own = [times[name] for name in one.people]
        assert max(own) - min(own) <= 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=60))
def test_edges_are_coloured_with_as_many_colours_as_the_largest_degree(
    edges: list[tuple[int, int]],
) -> None:
    left, right = Counter(one for one, _ in edges), Counter(other for _, other in edges)
    colours = max([*left.values(), *right.values()], default=1)
    painted = Colouring(colours).colour(edges)
    assert all(0 <= colour < colours for colour in painted)
    for side in (0, 1):
        seen = [(edge[side], colour) for edge, colour in zip(edges, painted, strict=True)]
        assert len(set(seen)) == len(seen)


def test_one_panel_and_more_panels_than_people() -> None:
    pool = Pool.of(("a",), [Person(f"p{n}", ("x",)) for n in range(3)])
    targets = Targets(2, (Quota("a", "x", 2, 2),))
    found = fairest(pool, targets)
    alone = uniform_lottery(found, targets, 1, Generator(b""))
    assert len(alone.panels) == 1
    assert alone.smallest == 0
    assert alone.loss_of_minimum == 1
    many = uniform_lottery(found, targets, 3000, Generator(b""))
    assert set(many.chances.values()) == {Fraction(2, 3)}
    assert many.loss_of_minimum < Fraction(1, 10**9)


def test_who_can_never_be_chosen_does_not_count_as_a_loss() -> None:
    people = [Person(f"p{n}", ("young" if n == 0 else "old",)) for n in range(5)]
    targets = Targets(2, (Quota("age", "young", 0, 0), Quota("age", "old", 2, 2)))
    pool = Pool.of(("age",), people)
    lottery = uniform_lottery(fairest(pool, targets), targets, 1000, Generator(b""))
    assert lottery.never == {"p0"}
    assert lottery.chances["p0"] == 0
    assert lottery.smallest == Fraction(1, 2)
    assert lottery.loss_of_minimum < Fraction(1, 10**9)


def test_dice_pick_from_the_list_that_the_seed_made() -> None:
    pool, targets = pool_of(5)
    by_seed = draw_from_list(pool, targets, "s", 100)
    assert by_seed.number is not None
    by_dice = draw_from_list(pool, targets, "s", 100, pick=by_seed.number)
    assert by_dice.drawn.panel == by_seed.drawn.panel == by_seed.lottery.panels[by_seed.number]
    assert by_dice.list_hash == by_seed.list_hash
    later = draw_from_list(pool, targets, "s", 100, later=True)
    assert (later.number, later.drawn.panel) == (None, ())
    assert later.list_hash == by_seed.list_hash
    lines = list_text(later.lottery).splitlines()
    assert lines[7] == ",".join(["07", *later.lottery.panels[7]])
    with pytest.raises(UnusableInput) as error:
        draw_from_list(pool, targets, "s", 100, pick=100)
    assert error.value.code == "PICK"
    assert (number_of(7, 1000), number_of(7, 6), number_of(0, 1)) == ("007", "7", "0")
