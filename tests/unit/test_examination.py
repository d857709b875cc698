"""The quick examination of pool and targets against brute force and against the lottery itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.core.recruitment.lottery import examination
from deliberate.core.recruitment.lottery.conflicts import conflict
from deliberate.core.recruitment.lottery.examination import Feasibility, LeftOut, examine
from deliberate.core.recruitment.lottery.fairest import fairest
from deliberate.core.recruitment.lottery.feasibility import is_feasible
from deliberate.core.recruitment.lottery.person_types import merge
from deliberate.core.recruitment.lottery.polytope import polytope
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


def panels(
    pool: Pool, quotas: tuple[Quota, ...], size: int, *, together: bool = False
) -> list[tuple[Person, ...]]:
    """Every panel of the size that keeps these quotas and the households; `together`: people of
    one household may sit together."""
    places = {name: pool.features.index(name) for name in pool.features}
    found = []
    for chosen in combinations(pool.people, size):
        homes = [person.household for person in chosen if person.household]
        if (together or len(set(homes)) == len(homes)) and all(
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
        for group in found.never[:3]:
            _about_never(pool, targets, group)
        lottery = fairest(pool, targets)
        assert found.bound is not None
        assert found.bound >= lottery.certificate.bound - 1e-7
    elif len(pool.people) >= targets.size:
        _about_conflict(pool, targets, found)
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


def _about_conflict(pool: Pool, targets: Targets, found: Feasibility) -> None:
    """The quotas of a conflict cannot be kept together and no fewer conflict; the households are
    named exactly where the quotas alone could be kept."""
    alone = bool(panels(pool, targets.quotas, targets.size, together=True))
    assert found.households == alone
    assert found.smallest

    def conflicting(quotas: tuple[Quota, ...]) -> bool:
        return not panels(pool, quotas, targets.size, together=not alone)

    assert conflicting(found.conflict)
    if found.conflict:
        assert not any(map(conflicting, combinations(targets.quotas, len(found.conflict) - 1)))
    homes = {person.household or person.id for person in pool.people}
    assert found.homes == len(homes)
    assert (found.least is None) == (len(homes) < targets.size)


def _about_never(pool: Pool, targets: Targets, group: LeftOut) -> None:
    """The same of what keeps people off every panel."""

    def bars(quotas: tuple[Quota, ...], *, together: bool) -> bool:
        found = panels(pool, quotas, targets.size, together=together)
        return not {person.id for panel in found for person in panel} & set(group.people)

    assert group.households != bars(targets.quotas, together=True)
    assert bars(group.because, together=not group.households)
    fewer = combinations(targets.quotas, len(group.because) - 1)
    assert not any(bars(quotas, together=not group.households) for quotas in fewer)


def three_of_fourteen() -> tuple[Pool, Targets]:
    """Six people have a, others b, others c, of which no panel of ten has four each; more of them
    have d, e or f beside."""
    names = "abcdefg"
    people = [
        Person(
            f"p{number:03}",
            tuple(
                "x" if name == names[number // 30] or name == names[3 + number // 6 % 4] else "o"
                for name in names
            ),
        )
        for number in range(90)
    ]
    least = dict.fromkeys("abc", 4) | dict.fromkeys("defg", 3)
    quotas = [
        Quota(name, value, least[name] if value == "x" else 0, 10)
        for name in names
        for value in "xo"
    ]
    return Pool.of(tuple(names), people), Targets(10, tuple(quotas))


def test_of_many_quotas_a_smallest_conflict_is_named() -> None:
    found = examine(*three_of_fourteen())
    assert found.smallest
    assert [quota.name for quota in found.conflict] == ["a: x", "b: x", "c: x"]


def test_where_the_search_ends_early_nobody_is_told_of_a_smallest_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(examination, "conflict", partial(conflict, searches=1))
    pool, targets = three_of_fourteen()
    found = examine(pool, targets)
    assert not found.smallest
    assert "none of them can be left out" in str(verdict(found))
    whole = polytope(merge(pool, targets.features), targets)
    for one in found.conflict:
        fewer = tuple(quota for quota in found.conflict if quota != one)
        kept = tuple(
            quota if quota in fewer else replace(quota, least=0, most=10)
            for quota in targets.quotas
        )
        assert is_feasible(polytope(merge(pool, targets.features), Targets(10, kept)))
    assert not is_feasible(whole)


def one_home(*people: tuple[str, str]) -> Pool:
    rows = [Person(f"p{number}", (sex,), home) for number, (sex, home) in enumerate(people)]
    return Pool.of(("sex",), rows)


def test_households_that_are_in_the_way_are_named() -> None:
    pool = one_home(("m", "1"), ("m", "1"), ("m", "1"), ("f", "2"), ("f", "3"), ("f", "4"))
    found = examine(pool, Targets(3, (Quota("sex", "m", 2, 3), Quota("sex", "f", 0, 2))))
    assert [str(line) for line in (verdict(found), *told(found)[:2])] == [
        f"No panel keeps these quotas and the household rule: {verdict(found).values['quotas']}.",
        "Of each household one person at most. Households in the pool: 4; people: 6.",
        "Without the household rule a panel can be drawn.",
    ]
    assert [quota.name for quota in found.conflict] == ["sex: m"]
    assert feasibility_data(found)["households"] is True


def test_a_panel_larger_than_there_are_households() -> None:
    pool = one_home(("m", "1"), ("f", "1"), ("m", "2"), ("f", "2"))
    found = examine(pool, Targets(3, (Quota("sex", "m", 1, 3), Quota("sex", "f", 1, 3))))
    assert (found.conflict, found.households, found.homes) == ((), True, 2)
    assert str(verdict(found)) == (
        "No panel of 3 can be drawn from this pool with the household rule."
    )


def test_who_shares_a_household_with_somebody_needed_learns_it() -> None:
    pool = one_home(("m", "1"), ("m", "2"), ("f", "1"))
    found = examine(pool, Targets(2, (Quota("sex", "m", 1, 2), Quota("sex", "f", 1, 2))))
    (group,) = found.never
    assert (group.people, group.households) == (("p0",), True)
    assert [quota.name for quota in group.because] == ["sex: f"]
    assert "In the way are the household rule and quotas" in str(told(found)[-1])


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
