"""Panels are found where the quick ways to them fail."""

from __future__ import annotations

import highspy
import numpy as np
import pytest

from deliberate.core.recruitment.lottery.decomposition import decompose
from deliberate.core.recruitment.lottery.fair_shares import fair_shares
from deliberate.core.recruitment.lottery.oracle import Dive, Oracle
from deliberate.core.recruitment.lottery.polytope import Polytope
from deliberate.core.recruitment.lottery.program import Program

UNKNOWN, OPTIMAL = highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kOptimal


@pytest.fixture
def pairs() -> Polytope:
    """A triangle of types of which any two may hold one person together: half of each is best."""
    rows = np.array([[1.0, 1, 0, 0], [0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 1, 1]])
    low, high = np.array([0.0, 0, 0, 2]), np.array([1.0, 1, 1, 2])
    counts = np.array([1.0, 1, 1, 4])
    return Polytope(rows, low, high, np.zeros(4), counts, counts, 2)


def test_where_a_dive_fails_a_panel_is_searched_for(
    pairs: Polytope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Dive, "panel", lambda self, point: None)
    panel = Oracle(pairs).good(np.array([3.0, 3.0, 3.0, 1.0]))
    assert panel is not None
    assert pairs.holds(panel)
    assert panel[:3].sum() == 1


def test_without_a_real_panel_none_is_found(pairs: Polytope) -> None:
    """One and a half people of the triangle, in fractions; no whole panel has two."""
    pairs.ceiling[3] = 0.5
    assert Oracle(pairs).good(np.ones(4)) is None


def test_a_lottery_goes_on_where_dives_fail(
    pairs: Polytope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Dive, "panel", lambda self, point: None)
    shares = fair_shares(pairs, "leximin")
    found = decompose(pairs, np.minimum(shares, [1 / 3, 1 / 3, 1 / 3, 1.0]))
    assert found.gap < 1e-9
    assert all(pairs.holds(panel) for panel in found.panels)


@pytest.mark.parametrize("ends", [[UNKNOWN, OPTIMAL], [UNKNOWN, UNKNOWN]])
def test_a_basis_that_rounding_has_spoilt_is_forgotten_once(
    pairs: Polytope, monkeypatch: pytest.MonkeyPatch, ends: list[highspy.HighsModelStatus]
) -> None:
    program = Program(pairs.rows, pairs.low, pairs.high, pairs.floor, pairs.ceiling)
    real, asked = program._highs, iter(ends)

    class Spoilt:
        status = OPTIMAL

        def run(self) -> None:
            self.status = next(asked)
            real.run()

        def getModelStatus(self) -> highspy.HighsModelStatus:  # noqa: N802
            return self.status

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

    monkeypatch.setattr(program, "_highs", Spoilt())
    if ends[-1] == OPTIMAL:
        assert program.solve()
        return
    with pytest.raises(ArithmeticError):
        program.solve()
