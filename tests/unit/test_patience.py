"""Nobody waits for ever: a search that is given up says so, and draws no conclusion."""

from __future__ import annotations

import numpy as np
import pytest

from deliberate.core.recruitment.lottery.examination import examine
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.recruitment.lottery.program import Patience, Program, Undecided
from deliberate.core.services.feasibility import feasibility_data, told, verdict

POOL = Pool.of(("sex",), [Person(f"p{n}", ("f" if n % 2 else "m",), "") for n in range(12)])
TARGETS = Targets(5, (Quota("sex", "f", 2, 3), Quota("sex", "m", 2, 3)))


def market_split(patience: Patience) -> Program:
    """Two equations that hardly any choice of forty things fulfils (Cornuéjols and Dawande 1998):
    whoever looks for one has to branch very often."""
    rng = np.random.default_rng(7)
    rows = rng.integers(1, 100, (4, 40)).astype(np.float64)
    half = np.floor(rows.sum(axis=1) / 2)
    return Program(
        rows, half, half, np.zeros(40), np.ones(40), whole=True, presolve=True, patience=patience
    )  # fmt: skip


def test_a_search_ends_after_so_many_branches() -> None:
    with pytest.raises(Undecided) as given_up:
        market_split(Patience(nodes=20)).solve()
    assert given_up.value.message.values["nodes"] == 20


def test_a_search_ends_after_so_many_seconds_of_all_questions() -> None:
    patience = Patience(seconds=0.2)
    for _again in range(2):
        with pytest.raises(Undecided):
            market_split(patience).solve()
    assert patience.left == 0


def test_an_examination_that_is_given_up_says_neither_yes_nor_no() -> None:
    found = examine(POOL, TARGETS, Patience(seconds=0.0))
    assert found.undecided is not None
    assert str(verdict(found).text).startswith("Not decided")
    assert len(told(found)) == 1
    data = feasibility_data(found)
    assert (data["feasible"], data["conflict"]) == (None, [])


def test_with_patience_the_answer_is_what_it_was() -> None:
    assert examine(POOL, TARGETS, Patience()) == examine(POOL, TARGETS)
    assert examine(POOL, TARGETS).feasible
