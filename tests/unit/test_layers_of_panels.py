"""Panels of groups and who sits on them, where people share homes."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from deliberate.core.recruitment.lottery import layers
from deliberate.core.recruitment.lottery.decomposition import CLOSED
from deliberate.core.recruitment.lottery.fairest import fairest
from deliberate.core.recruitment.lottery.layers import Layers, layers_of
from deliberate.core.recruitment.lottery.oracle import Oracle, Panel
from deliberate.core.recruitment.lottery.person_types import merge
from deliberate.core.recruitment.lottery.polytope import Polytope, Vector, polytope
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.recruitment.lottery.seating import Seating
from tests.unit.test_lottery import assert_keeps, brute_leximin, permitted, tiny


def seats_of(random: Random) -> tuple[Polytope, np.ndarray, Panel]:
    """At most nine types in groups and homes, and how many of each group a panel holds."""
    count = random.randint(2, 9)
    groups = np.unique(
        [random.randint(0, random.choice([1, 3])) for _ in range(count)], return_inverse=True
    )[1]
    places = random.randint(1, 5)
    home = [random.randint(-1, places - 1) for _ in range(count)]
    floor = np.array([float(random.random() < 0.1) for _ in range(count)])
    ceiling = np.maximum(floor, [float(random.random() < 0.9) for _ in range(count)])
    panel = np.array(
        [
            random.randint(int(floor[groups == one].sum()), int(ceiling[groups == one].sum()))
            for one in range(groups.max() + 1)
        ]
    )
    rows = [[1.0] * count, *([float(one == place) for one in home] for place in range(places))]
    size = float(panel.sum())
    room = np.array([float(random.choice([1, 1, 2])) for _ in range(places)])
    low, high = np.append(size, np.zeros(places)), np.append(size, room)
    face = Polytope(
        np.array(rows), low, high, floor, ceiling, np.ones(count), int(size), homes=places
    )
    return face, groups, panel


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_people_are_found_for_a_panel_of_groups_wherever_there_are_any(start: int) -> None:
    found = 0
    for seed in range(start, start + 100):
        random = Random(seed)
        face, groups, panel = seats_of(random)
        owed = np.array([random.randint(-5, 5) / 4 for _ in groups])
        there = [
            people
            for people in product((0, 1), repeat=len(groups))
            if np.array_equal(np.bincount(groups, people), panel)
            and face.holds(np.array(people, dtype=np.int64))
        ]
        people = Seating(face, groups).people(panel, owed)
        assert (people is not None) == bool(there)
        if people is not None:
            assert tuple(people.tolist()) in there
            found += 1
    assert 20 < found < 100


def test_those_sit_to_whom_most_is_owed_and_of_a_full_home_one_makes_room() -> None:
    rows = np.array([[1.0] * 5, [1.0, 0.0, 1.0, 0.0, 0.0]])
    face = Polytope(
        rows, np.array([2.0, 0.0]), np.array([2.0, 1.0]), np.zeros(5), np.ones(5), np.ones(5), 2,
        homes=1,
    )  # fmt: skip
    seating = Seating(face, np.array([0, 0, 1, 1, 1]))
    one_each = np.array([1, 1])

    def seated(*owed: float) -> list[int]:
        people = seating.people(one_each, np.array(owed))
        assert people is not None
        return [int(number) for number in np.nonzero(people)[0]]

    assert seated(0.9, 0.1, 0.2, 0.8, 0.3) == [0, 3]
    # 0 and 2 live together: the one to whom less is owed leaves for the next of the group.
    assert seated(0.9, 0.1, 0.8, 0.2, 0.3) == [0, 4]
    assert seated(0.8, 0.1, 0.9, 0.2, 0.3) == [1, 2]


@pytest.mark.parametrize("crowded", [0.5, 2.0])
def test_with_two_layers_tiny_pools_have_the_chances_of_brute_force(
    monkeypatch: pytest.MonkeyPatch, crowded: float
) -> None:
    """With 2 homes are looked after too late now and then, and types are asked instead."""
    monkeypatch.setattr(layers, "FEW", -1)
    monkeypatch.setattr(layers, "CROWDED", crowded)
    asked = watched(monkeypatch)
    for seed in range(300):
        pool, targets = tiny(seed)
        if not any(one.household for one in pool.people):
            continue
        panels = permitted(pool, targets)
        if not panels:
            continue
        found = fairest(pool, targets)
        chances, wanted = found.lottery.chances(found.population), brute_leximin(pool, panels)
        assert {name: float(chance) for name, chance in chances.items()} == {
            name: pytest.approx(chance, abs=1e-6) for name, chance in wanted.items()
        }
        for counts in found.lottery.panels:
            assert_keeps(counts, found, targets)
    assert len(asked) > 50


def watched(monkeypatch: pytest.MonkeyPatch) -> list[Panel | None]:
    """Whatever two layers answer from now on."""
    answers: list[Panel | None] = []
    good = Layers.good

    def asked(self: Layers, weights: Vector) -> Panel | None:
        answers.append(good(self, weights))
        return answers[-1]

    monkeypatch.setattr(Layers, "good", asked)
    return answers


def couples(people: int) -> tuple[Pool, Targets]:
    """People of some sixty groups, two in each home, and quotas that leave some room."""
    random, values = Random(people), {"sex": 2, "age": 5, "region": 6}
    pool = [
        Person(
            f"p{number:03}",
            tuple(f"v{min(random.randrange(n), random.randrange(n))}" for n in values.values()),
            f"h{number // 2}",
        )
        for number in range(people)
    ]
    random.shuffle(pool)
    one_of_each_home = {one.household: one for one in pool}
    panel = list(one_of_each_home.values())[:24]
    quotas = []
    for place, (feature, count) in enumerate(values.items()):
        for value in range(count):
            has = sum(one.values[place] == f"v{value}" for one in panel)
            quotas.append(Quota(feature, f"v{value}", max(0, has - 1), has + 1))
    return Pool.of(tuple(values), pool), Targets(24, tuple(quotas))


def test_each_panel_of_groups_gives_several_of_people(monkeypatch: pytest.MonkeyPatch) -> None:
    pool, targets = couples(300)
    answers, programs = watched(monkeypatch), []
    good = Oracle.good
    monkeypatch.setattr(
        Oracle, "good", lambda self, weights: programs.append(self) or good(self, weights)
    )
    found = fairest(pool, targets)
    assert found.certificate.method == "relaxation"
    assert found.certificate.gap <= CLOSED
    assert len(answers) > 200
    assert len(programs) < len(answers) / 2
    for counts in found.lottery.panels:
        assert_keeps(counts, found, targets)


def test_without_homes_or_with_few_types_there_is_one_layer() -> None:
    for pool, targets in (couples(300), couples(60)):
        whole = polytope(merge(pool, targets.features), targets)
        shares = whole.ceiling * targets.size / whole.ceiling.sum()
        face = whole.face(shares, near=True)
        layered = layers_of(Oracle(face), shares, face.dimension() + 1)
        assert (layered is not None) == (len(pool.people) == 300)
        alone = Polytope(
            face.rows, face.low, face.high, face.floor, face.ceiling, face.counts, face.size
        )
        assert layers_of(Oracle(alone), shares, face.dimension() + 1) is None
