"""The greedy draw: quotas and households kept, dead ends told, one panel for one seed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.core.errors import Refused
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.greedy import DeadEnd, Question, greedy_panel
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.services.greedy_draws import draw_greedily

PEOPLE = st.lists(
    st.tuples(st.sampled_from("fm"), st.sampled_from("oy"), st.sampled_from(["", "1", "2", "3"])),
    min_size=4,
    max_size=14,
)


def pool_of(people: list[tuple[str, str, str]]) -> Pool:
    rows = [Person(f"p{n:02}", (sex, age), home) for n, (sex, age, home) in enumerate(people)]
    return Pool.of(("sex", "age"), rows)


def targets_of(size: int, *quotas: tuple[str, str, int, int]) -> Targets:
    return Targets(size, tuple(Quota(*quota) for quota in quotas))


@given(PEOPLE, st.integers(0, 2), st.integers(0, 2), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_whoever_is_drawn_keeps_quotas_and_households(
    people: list[tuple[str, str, str]], women: int, old: int, seed: int
) -> None:
    pool = pool_of(people)
    targets = targets_of(
        3, ("sex", "f", women, women + 1), ("sex", "m", 0, 3), ("age", "o", old, 3),
        ("age", "y", 0, 2),
    )  # fmt: skip
    try:
        drawn = draw_greedily(pool, targets, str(seed), draws=3)
    except Refused as refusal:
        assert refusal.code in ("NO_PANEL", "DEAD_END")
        return
    chosen = [person for person in pool.people if person.id in drawn.panel]
    assert len(chosen) == 3
    for quota in targets.quotas:
        place = pool.features.index(quota.feature)
        having = sum(1 for person in chosen if person.values[place] == quota.value)
        assert quota.least <= having <= quota.most
    homes = [person.household for person in chosen if person.household]
    assert len(homes) == len(set(homes))
    assert sum(drawn.chances.values()) == 3


def test_the_order_of_quotas_makes_no_difference() -> None:
    pool = pool_of([("f", "o", ""), ("f", "y", ""), ("m", "o", ""), ("m", "y", "")] * 3)
    quotas = [("sex", "f", 2, 2), ("sex", "m", 2, 2), ("age", "o", 1, 3), ("age", "y", 1, 3)]
    one = draw_greedily(pool, targets_of(4, *quotas), "7", draws=20)
    other = draw_greedily(pool, targets_of(4, *reversed(quotas)), "7", draws=20)
    assert (one.panel, one.chances) == (other.panel, other.chances)


def test_the_most_urgent_value_comes_first() -> None:
    pool = pool_of([("f", "o", ""), *[("m", "y", "")] * 9, ("f", "y", "")])
    targets = targets_of(
        2, ("sex", "f", 1, 1), ("sex", "m", 1, 1), ("age", "o", 1, 1), ("age", "y", 1, 1)
    )
    drawn = draw_greedily(pool, targets, "1", draws=200)
    assert "p00" in drawn.panel
    assert drawn.chances["p00"] == 1
    assert drawn.chances["p10"] == 0


def test_no_panel_is_told_as_by_every_draw() -> None:
    pool = pool_of([("f", "o", "")] * 4)
    with pytest.raises(Refused) as caught:
        draw_greedily(pool, targets_of(2, ("sex", "f", 0, 2), ("age", "y", 1, 2)), "1")
    assert caught.value.code == "NO_PANEL"


def test_a_dead_end_names_what_it_broke_on() -> None:
    pool = pool_of([("f", "o", "")] * 4)
    question = Question.of(pool, targets_of(2, ("age", "y", 1, 2)))
    with pytest.raises(DeadEnd) as caught:
        greedy_panel(question, Generator(b"1"))
    assert caught.value.quota == Quota("age", "y", 1, 2)
    question = Question.of(pool_of([("f", "o", "1")] * 4), targets_of(2, ("sex", "f", 0, 2)))
    with pytest.raises(DeadEnd) as caught:
        greedy_panel(question, Generator(b"1"))
    assert caught.value.quota is None
