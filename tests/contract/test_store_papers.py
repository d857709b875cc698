"""Papers without names on every engine: once a seat, all of it or nothing, joined to nobody."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.errors import Conflict, Unknown
from deliberate.core.process.facts import SealedPaper
from deliberate.core.storage import Store, open_store

RIVALS = 8
Race = Callable[[int, Callable[[int], object]], list[Any]]
Sql = Callable[[Store, str], list[tuple[Any, ...]]]


def paper(seat: str, choice: str, *, secret: bool = True) -> SealedPaper:
    return SealedPaper(seat, secret, {"choice": choice})


def hand_in(store: Store, *papers: SealedPaper, n: int = 1) -> None:
    for item in papers:
        with store.transaction() as unit:
            unit.hand_in("p", "vote", n, item)


def on_papers(store: Store, n: int = 1) -> list[str]:
    with store.read() as unit:
        return [str(item["choice"]) for item in unit.papers("p", "vote", n)]


@pytest.mark.parametrize("secret", [True, False])
def test_papers_come_back_sorted_by_what_is_on_them(store: Store, secret: bool) -> None:
    hand_in(store, *(paper(s, c, secret=secret) for s, c in (("B", "for"), ("C", "against"))))
    hand_in(store, paper("A", "for", secret=secret), n=2)
    assert (on_papers(store), on_papers(store, 2)) == (["against", "for"], ["for"])
    with store.read() as unit:
        assert unit.participants("p", "vote") == ("B", "C")


@pytest.mark.parametrize("secret", [True, False])
def test_a_seat_hands_in_one_paper(store: Store, secret: bool) -> None:
    hand_in(store, paper("A", "for", secret=secret))
    with pytest.raises(Conflict) as error:
        hand_in(store, paper("A", "against", secret=secret))
    assert error.value.code == "ALREADY_VOTED"
    assert on_papers(store) == ["for"]


def test_no_paper_without_a_process(store: Store) -> None:
    with pytest.raises(Unknown), store.transaction() as unit:
        unit.hand_in("q", "vote", 1, paper("A", "for"))


@pytest.mark.parametrize("secret", [True, False])
def test_one_of_eight_papers_of_a_seat_counts(store: Store, race: Race, secret: bool) -> None:
    results = race(RIVALS, lambda i: hand_in(store, paper("A", f"choice-{i}", secret=secret)))
    assert results.count(None) == 1
    assert [type(item) for item in results if item is not None] == [Conflict] * (RIVALS - 1)
    assert on_papers(store) == [f"choice-{results.index(None)}"]


@pytest.mark.parametrize("secret", [True, False])
def test_eight_seats_at_once_lose_no_paper(store: Store, race: Race, secret: bool) -> None:
    results = race(RIVALS, lambda i: hand_in(store, paper(f"S{i}", f"c{i}", secret=secret)))
    assert results == [None] * RIVALS
    assert on_papers(store) == [f"c{i}" for i in range(RIVALS)]
    with store.read() as unit:
        assert len(unit.participants("p", "vote")) == RIVALS


def test_without_the_constraint_the_race_would_be_noticed(
    store: Store, race: Race, sql: Sql
) -> None:
    """The mutant: participation that anybody may write twice."""
    sql(store, "DROP TABLE participation")
    sql(store, "CREATE TABLE participation (process TEXT, step TEXT, n INTEGER, seat TEXT)")
    assert race(RIVALS, lambda _: hand_in(store, paper("A", "for"))) == [None] * RIVALS


@pytest.mark.parametrize("secret", [True, False])
def test_what_breaks_off_leaves_neither_paper_nor_participation(store: Store, secret: bool) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction() as unit:
        unit.hand_in("p", "vote", 1, paper("A", "for", secret=secret))
        raise ZeroDivisionError
    with store.read() as unit:
        assert (unit.papers("p", "vote"), unit.participants("p", "vote")) == ((), ())


@pytest.mark.parametrize("secret", [True, False])
def test_papers_are_destroyed_and_participation_stays(store: Store, secret: bool) -> None:
    for n in (1, 2):
        hand_in(store, paper("A", "for", secret=secret), n=n)
    with store.transaction() as unit:
        unit.destroy_papers("p", "vote", 1)
    assert (on_papers(store, 1), on_papers(store, 2)) == ([], ["for"])
    with store.transaction() as unit:
        unit.destroy_papers("p")
    assert on_papers(store, 2) == []
    with store.read() as unit:
        assert unit.participants("p", "vote") == ("A",)
    with pytest.raises(Conflict):
        hand_in(store, paper("A", "against", secret=secret))


def test_participation_is_never_removed(store: Store, sql: Sql) -> None:
    hand_in(store, paper("A", "for"))
    with pytest.raises(Exception, match="append-only"):
        sql(store, "DELETE FROM participation")


def dump(store: Store, sql: Sql, papers: Sequence[SealedPaper]) -> dict[str, list[Any]]:
    """Every table that casting writes, in the order in which the engine gives its rows, with the
    numbers and places that the engine keeps beside them."""
    hand_in(store, *papers)
    postgres = sql(store, "SELECT 1 FROM ballot_box")[0] and "Postgres" in repr(store._database)
    beside = "ctid::text" if postgres else "rowid"
    return {
        table: [list(map(str, row)) for row in sql(store, f"SELECT {beside}, * FROM {table}")]
        for table in ("participation", "ballot_box", "confidential_paper")
    }


def test_a_dump_of_a_secret_ballot_is_the_same_whoever_chose_what(sql: Sql) -> None:
    """Three seats vote in one order, with the same three choices dealt to them in every way: all
    dumps are equal byte for byte, so none tells who chose what."""
    dumps = set()
    for dealt in permutations(("abstain", "against", "for")):
        with open_store(":memory:") as store:
            sql(store, PROCESS)
            papers = [paper(seat, choice) for seat, choice in zip("BCA", dealt, strict=True)]
            dumps.add(json.dumps(dump(store, sql, papers)))
    assert len(dumps) == 1
    with open_store(":memory:") as store:  # the comparison can tell: other choices, another dump
        sql(store, PROCESS)
        dumps.add(json.dumps(dump(store, sql, [paper(seat, "for") for seat in "BCA"])))
    assert len(dumps) == 2


PROCESS = (
    "INSERT INTO process VALUES ('p', 'a', '', '', '', '', '', 0, '2027-03-01T00:00:00.000000')"
)


def test_on_a_server_rows_of_a_secret_ballot_stand_in_one_place(store: Store, sql: Sql) -> None:
    rows = dump(store, sql, [paper("B", "for"), paper("A", "against")])
    assert (len(rows["ballot_box"]), rows["confidential_paper"]) == (1, [])
    assert '[{"choice":"against"},{"choice":"for"}]' in rows["ballot_box"][0]
    assert not any("for" in cell for row in rows["participation"] for cell in row)


def test_a_file_that_is_at_rest_holds_the_last_state_of_the_box_alone(tmp_path: Path) -> None:
    """Earlier states would tell who put what in: none is left in free places of the file."""
    place = tmp_path / "store.db"
    with open_store(place, migrate=True) as store:
        with store.transaction() as unit:
            from tests.contract.conftest import process_row

            unit.add_process(process_row("p"))
        hand_in(
            store, *(paper(f"S{n}", choice) for n, choice in enumerate(["zeta"] * 9 + ["alpha"]))
        )
    content = place.read_bytes()
    assert content.count(b'"alpha"') == 1
    assert content.count(b'"zeta"') == 9
