"""Replacing members: the panel keeps its quotas, nobody comes back, alternates go first."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deliberate.core.errors import Refused, UnusableInput
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.drawing import draw_panel
from deliberate.core.recruitment.lottery.fairest import fairest
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.recruitment.lottery.replacement import (
    NoReplacement,
    conditional_targets,
    replace_members,
)
from deliberate.core.services.panel_files import Standing
from deliberate.core.services.replacing import replace_left

SEXES = Targets(4, (Quota("sex", "f", 2, 2, 1, 3), Quota("sex", "m", 2, 2, 1, 3)))


def sexes(women: int, men: int) -> Pool:
    people = [Person(f"f{n}", ("f",)) for n in range(women)]
    return Pool.of(("sex",), people + [Person(f"m{n}", ("m",)) for n in range(men)])


def pool_of(seed: int) -> tuple[Pool, Targets, tuple[str, ...]]:
    """A pool with households, quotas that a panel keeps, and such a panel."""
    random = Random(seed)
    people = [
        Person(
            f"p{number:02}",
            (random.choice("fm"), random.choice("abc")),
            f"h{random.randint(0, 15)}" if random.random() < 0.5 else "",
        )
        for number in range(random.randint(12, 40))
    ]
    pool = Pool.of(("sex", "age"), people)
    chosen: list[Person] = []
    for person in random.sample(people, len(people)):
        if len(chosen) < 8 and person.household not in {one.household for one in chosen} - {""}:
            chosen.append(person)
    quotas = tuple(
        Quota(feature, value, max(0, count - random.randint(0, 1)), count + random.randint(0, 1))
        for place, (feature, values) in enumerate((("sex", "fm"), ("age", "abc")))
        for value in values
        for count in [sum(person.values[place] == value for person in chosen)]
    )
    targets = Targets(len(chosen), quotas)
    found = fairest(pool, targets)
    return pool, targets, draw_panel(found.lottery, found.population, Generator(b"panel"))


def assert_permitted(pool: Pool, targets: Targets, panel: tuple[str, ...]) -> None:
    people = [person for person in pool.people if person.id in set(panel)]
    assert len(people) == targets.size
    homes = [person.household for person in people if person.household]
    assert len(set(homes)) == len(homes)
    for quota in targets.quotas:
        place = pool.features.index(quota.feature)
        assert quota.least <= sum(p.values[place] == quota.value for p in people) <= quota.most


@settings(max_examples=50, deadline=None)
@example(seed=45799, leaving=4, standby=2)  # two alternates of one household
@given(st.integers(0, 100_000), st.integers(1, 4), st.integers(0, 6))
def test_what_holds_for_every_replacement(seed: int, leaving: int, standby: int) -> None:
    pool, targets, panel = pool_of(seed)
    random = Random(seed)
    left = random.sample(panel, min(leaving, len(panel)))
    others = [person.id for person in pool.people if person.id not in panel]
    alternates = random.sample(others, min(standby, len(others)))
    gone = set(random.sample(others, min(2, len(others)))) - set(alternates)
    remaining = [name for name in panel if name not in left]
    try:
        done = replace_members(
            pool, targets, remaining, {*left, *gone}, alternates, Generator(b"seed")
        )
    except NoReplacement as error:
        assert error.way is None or error.way.relaxed
        return
    assert_permitted(pool, targets, done.panel)
    assert set(remaining) <= set(done.panel)
    assert not set(done.panel) & {*left, *gone}
    assert set(done.called) <= set(alternates)
    assert [name for name in alternates if name in done.called] == list(done.called)
    assert {*remaining, *done.called, *done.drawn} == set(done.panel)
    assert sum(done.chances.values()) == len(done.drawn)
    assert not set(done.alternates) & {*done.panel, *left, *gone}
    shuffled = Pool.of(pool.features, random.sample(pool.people, len(pool.people)))
    again = replace_members(
        shuffled, targets, remaining, {*left, *gone}, alternates, Generator(b"seed")
    )
    assert again == done


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000), st.integers(1, 4))
def test_the_smallest_change_that_is_told_is_enough(seed: int, leaving: int) -> None:
    """With the numbers that the advice names, the same replacement is possible."""
    pool, targets, panel = pool_of(seed)
    left = panel[:leaving]
    keep = {*panel, *[person.id for person in pool.people if person.id not in panel][:leaving]}
    small = Pool.of(pool.features, [person for person in pool.people if person.id in keep])
    try:
        replace_members(small, targets, panel[leaving:], left, (), Generator(b""))
    except NoReplacement as error:
        if error.way is None:
            return
        changed = {item.quota: (item.least, item.most) for item in error.way.relaxed}
        quotas = tuple(
            Quota(quota.feature, quota.value, *changed.get(quota, (quota.least, quota.most)))
            for quota in targets.quotas
        )
        wider = Targets(targets.size, quotas)
        done = replace_members(small, wider, panel[leaving:], left, (), Generator(b""))
        assert_permitted(small, wider, done.panel)


def test_quotas_of_the_free_seats() -> None:
    targets = conditional_targets(SEXES, sexes(3, 3), ["f0", "f1", "m0"])
    assert targets == Targets(1, (Quota("sex", "f", 0, 0, 0, 1), Quota("sex", "m", 1, 1, 0, 2)))
    crowded = conditional_targets(SEXES, sexes(3, 3), ["f0", "f1", "f2"])
    assert crowded.quotas[0] == Quota("sex", "f", 0, 0, 0, 0)


def test_alternates_go_first_in_their_order() -> None:
    done = replace_left(
        sexes(9, 9), SEXES, Standing(("f0", "f1", "m0", "m1"), ("f5", "m5", "m6")), ["m0"], "s"
    )
    assert (done.replacement.called, done.replacement.drawn) == (("m5",), ())
    assert done.replacement.alternates == ("f5", "m6")
    assert done.replacement.chances == {}


def test_what_alternates_cannot_fill_is_drawn() -> None:
    done = replace_left(
        sexes(9, 9), SEXES, Standing(("f0", "f1", "m0", "m1"), ("f5",)), ["m0", "f0"], "s"
    )
    assert done.replacement.called == ("f5",)
    assert done.replacement.drawn[0].startswith("m")
    assert done.replacement.chances["m4"] * 7 == 1


def test_who_went_before_never_comes_back() -> None:
    pool, standing, gone = sexes(3, 9), Standing(("f0", "f1", "m0", "m1")), []
    for name in ("m0", "m1"):
        done = replace_left(pool, SEXES, standing, [name], "s", refused=["m7"])
        standing, gone = done.standing, [*gone, name]
        assert not {*gone, "m7"} & set(standing.panel)
    assert (standing.left, standing.refused) == (("m0", "m1"), ("m7",))


def test_households_of_those_who_remain_are_closed() -> None:
    people = [Person("f0", ("f",), "h"), Person("f1", ("f",)), Person("m0", ("m",))]
    people += [Person("m1", ("m",)), Person("m2", ("m",), "h"), Person("m3", ("m",))]
    pool, standing = Pool.of(("sex",), people), Standing(("f0", "f1", "m0", "m1"), ("m2",))
    assert replace_left(pool, SEXES, standing, ["m0"], "s").replacement.drawn == ("m3",)


def test_what_cannot_be_kept_is_told_in_the_numbers_of_the_panel() -> None:
    """With one man left, two women at most are too few for four seats."""
    with pytest.raises(Refused) as error:
        replace_left(sexes(9, 2), SEXES, Standing(("f0", "f1", "m0", "m1")), ["m0"], "s")
    assert error.value.code == "NO_REPLACEMENT"
    assert [str(finding.message) for finding in error.value.findings] == ["sex: f: 2–2"]
    assert error.value.fix is not None
    assert "within the flex columns" in error.value.fix.text
    changes = [str(change) for change in error.value.fix.values["changes"]]
    assert changes == ["sex: f: 2–3", "sex: m: 1–2"]


def test_too_many_who_remain_are_told() -> None:
    with pytest.raises(Refused) as error:
        replace_left(sexes(9, 9), SEXES, Standing(("f0", "f1", "f2", "m1")), ["m1"], "s")
    assert error.value.fix is not None
    changes = {str(change) for change in error.value.fix.values["changes"]}
    assert changes == {"sex: f: 2–3", "sex: m: 1–2"}


def test_nobody_is_left_in_the_pool() -> None:
    with pytest.raises(Refused) as error:
        replace_left(sexes(2, 2), SEXES, Standing(("f0", "f1", "m0", "m1")), ["m1"], "s")
    assert "fewer people are left" in str(error.value.message)


@pytest.mark.parametrize(
    ("standing", "left", "refused", "words"),
    [
        (Standing(("f0", "f1", "m0", "m1")), ["f5"], [], "f5 is not on the panel."),
        (Standing(("f0", "f1", "m0", "m1")), [], [], "4 remain on a panel of 4"),
        (Standing(("f0", "f1", "m0", "m1")), ["f0"], ["zz"], "zz is not in the pool."),
        (Standing(("f0", "f1", "m0", "m1")), ["f0"], ["m0"], "m0 is on the panel; who leaves"),
        (Standing(("f0", "f1", "m0", "m1"), ("m1",)), ["f0"], [], "among the alternates"),
        (Standing(("f0", "f1", "m0", "m1"), (), ("m1",)), ["f0"], [], "went before"),
    ],
)
def test_what_does_not_fit_together_is_told(
    standing: Standing, left: list[str], refused: list[str], words: str
) -> None:
    with pytest.raises(UnusableInput) as error:
        replace_left(sexes(9, 9), SEXES, standing, left, "s", refused=refused)
    assert [words in str(finding.message) for finding in error.value.findings] == [True]
