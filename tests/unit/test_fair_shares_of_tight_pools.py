"""Fair shares of pools with many tight quotas, held against what is known of their optimum."""

from __future__ import annotations

import numpy as np
import pytest

from deliberate.core.errors import Refused
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.decomposition import Herd
from deliberate.core.recruitment.lottery.fair_shares import fair_shares
from deliberate.core.recruitment.lottery.fairest import NoPanel, fairest
from deliberate.core.recruitment.lottery.oracle import Oracle
from deliberate.core.recruitment.lottery.person_types import merge
from deliberate.core.recruitment.lottery.polytope import EDGE, Polytope, Vector, polytope
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.recruitment.lottery.program import Program
from deliberate.core.recruitment.lottery.summit import summit


def unlike() -> Polytope:
    """150 people of four features, whose quotas leave little room: chances differ much."""
    chance = Generator(b"unlike")
    people = [
        Person(f"p{n:03d}", tuple(f"v{min(chance.below(4), chance.below(4))}" for _ in range(4)))
        for n in range(150)
    ]
    pool = Pool.of(("a", "b", "c", "d"), people)
    quotas = tuple(Quota(f, f"v{n}", 4, 7) for f in pool.features for n in range(4))
    return polytope(merge(pool, pool.features), Targets(20, quotas))


def test_of_many_settled_chances_rounding_does_not_end_the_search() -> None:
    whole = unlike()
    smallest = [
        float(np.min(fair_shares(whole, one) / whole.counts)) for one in ("leximin", "maximin")
    ]
    assert smallest[0] == pytest.approx(smallest[1], abs=1e-8)
    assert smallest[0] > 0


def test_under_maximin_whom_no_panel_can_contain_does_not_count() -> None:
    """Nobody over seventy is wanted: the level that counts is that of the others."""
    people = [
        Person(f"p{n:02d}", ("old" if n < 2 else "young" if n < 8 else "grown",)) for n in range(20)
    ]
    quotas = (Quota("age", "old", 0, 0), Quota("age", "young", 3, 5), Quota("age", "grown", 5, 7))
    pool = Pool.of(("age",), people)
    population = merge(pool, pool.features)
    whole = polytope(population, Targets(10, quotas))
    chances = dict(
        zip(
            [one.values[0] for one in population.types],
            fair_shares(whole, "maximin") / whole.counts,
            strict=True,
        )
    )
    assert chances["old"] == 0
    assert min(chances["young"], chances["grown"]) == pytest.approx(10 / 18, abs=1e-8)


def worth(whole: Polytope, shares: Vector) -> float:
    """The largest sum of d/c of a mixed panel d, c the chances, for each person of the pool."""
    assert np.min(shares / whole.counts) > EDGE
    values = whole.counts / shares
    program = Program(whole.rows, whole.low, whole.high, whole.floor, whole.ceiling, values)
    assert program.solve()
    return program.value / float(np.sum(whole.counts))


def test_under_nash_no_panel_is_worth_more_than_the_pool_has_people() -> None:
    """The optimum c of the sum of log c: no mixed panel d has a sum of d/c above the people.

    Chances differ so much here that tangents taken next to zero were too steep for the solver.
    """
    whole = unlike()
    assert worth(whole, fair_shares(whole, "nash")) == pytest.approx(1, rel=1e-8)


def test_tangents_alone_come_near_the_largest_product(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left where the exhausted quotas were not found."""
    monkeypatch.setattr("deliberate.core.recruitment.lottery.fair_shares.summit", lambda *_: None)
    whole = unlike()
    assert worth(whole, fair_shares(whole, "nash")) == pytest.approx(1, rel=1e-3)


def test_a_summit_elsewhere_is_none() -> None:
    """Kept at a quota that the optimum does not exhaust, Newton's method ends at a worse point."""
    people = [Person(f"p{n}", ("f" if n < 6 else "m",)) for n in range(10)]
    pool = Pool.of(("sex",), people)
    whole = polytope(
        merge(pool, pool.features), Targets(5, (Quota("sex", "f", 1, 4), Quota("sex", "m", 1, 4)))
    )
    ones, inner = np.ones(2), np.full(2, 2.5)
    edge = np.where(whole.counts == 6, 4.0, 1.0)
    assert summit(whole, edge, ones) is None
    found = summit(whole, inner, ones)
    assert found is not None
    assert found / whole.counts == pytest.approx(0.5, abs=1e-12)


def test_a_solver_that_fails_is_no_lack_of_panels(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool.of(("sex",), [Person("a", ("f",)), Person("b", ("m",))])
    targets = Targets(1, (Quota("sex", "f", 0, 1), Quota("sex", "m", 0, 1)))
    monkeypatch.setattr(Program, "solve", lambda self: False)
    with pytest.raises(NoPanel):
        fairest(pool, targets)

    def fails(*_: object) -> None:
        raise ArithmeticError("lost")

    monkeypatch.setattr("deliberate.core.recruitment.lottery.fairest.fair_shares", fails)
    with pytest.raises(Refused) as caught:
        fairest(pool, targets)
    assert caught.value.code == "SOLVER"


def test_herding_ends_at_the_first_panel_with_which_nobody_lacks_too_much() -> None:
    """Three people for one seat: each third panel, and only then, everybody has the own third."""
    pool = Pool.of(("name",), [Person(name, (name,)) for name in "abc"])
    quotas = tuple(Quota("name", name, 0, 1) for name in "abc")
    whole = polytope(merge(pool, pool.features), Targets(1, quotas))
    herd = Herd(Oracle(whole), fair_shares(whole, "leximin"), 3, lambda *_: None)
    herd.grow(100, 0.01)
    assert herd.steps == 3
    assert herd.lacking() <= 0.01
