"""The quick examination of pool and targets against brute force and against the lottery itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.core.recruitment.lottery.examination import examine
from deliberate.core.recruitment.lottery.fairest import fairest
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.services.feasibility import feasibility_data, told, verdict


def tiny(seed: int) -> tuple[Pool, Targets]:
    """A pool of at most eight people with quotas that often cannot be kept, some with flex."""
    random = Random(seed)
    names = tuple(f"f{number}" for number in range(random.randint(1, 3)))
    people = [
        Person(
            f"p{number}",
            tuple(f"v{random.randint(0, 1)}" for _ in names),
            random.choice(["", "", "home"]),
        )
        for number in range(random.randint(3, 8))
    ]
    size = random.randint(1, 4)
    quotas = []
    for name in names:
        for value in ("v0", "v1"):
            least = random.randint(0, 2)
            most = least + random.randint(0, 2)
            flex = random.random() < 0.5
            low, high = (max(0, least - 1), most + 1) if flex else (None, None)
            quotas.append(Quota(name, value, least, most, low, high))
    return Pool.of(names, people), Targets(size, tuple(quotas))


def panels(pool: Pool, quotas: tuple[Quota, ...], size: int) -> list[tuple[Person, ...]]:
    """Every panel of the size that keeps these quotas and the households."""
    places = {name: pool.features.index(name) for name in pool.features}
    found = []
    for chosen in combinations(pool.people, size):
        homes = [person.household for person in chosen if person.household]
        if len(set(homes)) == len(homes) and all(
            q.least <= sum(p.values[places[q.feature]] == q.value for p in chosen) <= q.most
            for q in quotas
        ):
            found.append(chosen)
    return found


@settings(max_examples=150)
@given(st.integers(0, 10**6))
def test_it_agrees_with_brute_force(seed: int) -> None:
    pool, targets = tiny(seed)
    found = examine(pool, targets)
    real = panels(pool, targets.quotas, targets.size)
    assert found.feasible == bool(real)
    assert feasibility_data(found)["feasible"] == bool(real)
    assert str(verdict(found))
    assert all(map(str, told(found)))
    if real:
        seated = {person.id for panel in real for person in panel}
        never = {name for group in found.never for name in group.people}
        # Whoever sits on a real panel is never called out of reach.
        assert not never & seated
        lottery = fairest(pool, targets)
        assert found.bound is not None
        assert found.bound >= lottery.certificate.bound - 1e-7
    elif len(pool.people) >= targets.size:
        _about_conflict(pool, targets, found.conflict)
        if found.least is not None:
            assert panels(pool, changed(targets, found.least), targets.size)
        if found.in_flex is not None:
            assert panels(pool, changed(targets, found.in_flex), targets.size)
            for item in found.in_flex:
                assert item.least >= (item.quota.least_flex or 0)


def changed(targets: Targets, relaxed: tuple) -> tuple[Quota, ...]:
    new = {item.quota: (item.least, item.most) for item in relaxed}
    return tuple(
        replace(q, least=new[q][0], most=new[q][1]) if q in new else q for q in targets.quotas
    )


def _about_conflict(pool: Pool, targets: Targets, conflict: tuple[Quota, ...]) -> None:
    """No panel keeps the quotas of a conflict together; without one of them there is a panel of
    those that are left, unless the size alone is out of reach."""
    assert not panels(pool, conflict, targets.size)
    if len(conflict) == 1:
        assert panels(pool, (), targets.size)


def test_the_pool_is_smaller_than_the_panel() -> None:
    pool = Pool.of(("sex",), [Person("p1", ("f",))])
    found = examine(pool, Targets(2, (Quota("sex", "f", 0, 2),)))
    assert not found.feasible
    assert str(verdict(found)) == "People in the pool: 1; on the panel: 2."
    assert told(found) == ()


def test_who_can_never_be_chosen_and_why() -> None:
    people = [
        Person(f"p{n}", ("f" if n % 2 else "m", "old" if n < 6 else "young")) for n in range(8)
    ]
    pool = Pool.of(("sex", "age"), people)
    quotas = (
        Quota("sex", "f", 2, 2), Quota("sex", "m", 2, 2),
        Quota("age", "old", 4, 4), Quota("age", "young", 0, 0),
    )  # fmt: skip
    found = examine(pool, Targets(4, quotas))
    assert found.feasible
    assert [(group.people, group.because) for group in found.never] == [
        (("p7",), (quotas[3],)),
        (("p6",), (quotas[3],)),
    ]
    assert found.bound == pytest.approx(2 / 3)
    words = [str(line) for line in told(found)]
    assert words[0] == "Smallest chance, at best: 66.7%. Equal chances would be 50.0%."
    assert words[1].startswith("Cannot be chosen: 1 (sex: f; age: young).")


def test_a_conflict_names_its_quotas_and_both_ways_out() -> None:
    people = [Person(f"p{n}", ("f" if n < 3 else "m",)) for n in range(10)]
    pool = Pool.of(("sex",), people)
    quotas = (Quota("sex", "f", 4, 5, 4, 6), Quota("sex", "m", 4, 6, 4, 7))
    found = examine(pool, Targets(9, quotas))
    assert not found.feasible
    assert found.conflict == (quotas[0],)
    assert found.in_flex is None
    assert found.least is not None
    assert [(item.least, item.most) for item in found.least] == [(3, 5)]
    assert str(told(found)[0]).startswith("The smallest change: ")
