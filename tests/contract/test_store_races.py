"""Eight at once: exactly one wins, the others are told, on every engine.

The mutants at the end take the constraint away and show that these races would notice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from deliberate.core.errors import Conflict, Refused
from deliberate.core.process.facts import Fact
from deliberate.core.storage import (
    AccountRow,
    GrantRow,
    OutboxRow,
    ProcessRow,
    ReplyRow,
    SignInLinkRow,
    Store,
    VoteRow,
    open_store,
)

RIVALS = 8
Race = Callable[[int, Callable[[int], object]], list[Any]]
Sql = Callable[[Store, str], list[tuple[Any, ...]]]


def one_winner(results: Sequence[Any], refusal: type[Refused] = Conflict) -> bool:
    """Whether one rival succeeded (returned None) and all others were refused."""
    lost = [result for result in results if isinstance(result, refusal)]
    return results.count(None) == 1 and len(lost) == RIVALS - 1


def act(store: Store, do: Callable[[Any, int], object]) -> Callable[[int], None]:
    def run(number: int) -> None:
        with store.transaction() as unit:
            do(unit, number)

    return run


def test_one_of_eight_appends_the_next_fact(
    store: Store, race: Race, fact: Callable[..., Fact]
) -> None:
    results = race(
        RIVALS,
        act(store, lambda unit, i: unit.append([fact(1, role=f"role{i}")], [(1, b"%d" % i, "h")])),
    )
    assert one_winner(results), results
    winner = results.index(None)
    assert all(f"by role{winner} at" in str(lost) for lost in results if lost)
    with store.read() as unit:
        assert [item.actor.role for item in unit.facts("p")] == [f"role{winner}"]
        assert unit.entries("p") == (b"%d" % winner,)


def test_eight_who_read_decide_and_append_leave_no_gap(
    store: Store, race: Race, fact: Callable[..., Fact]
) -> None:
    def work(_: int) -> int:
        done = 0
        while done < 5:
            try:
                with store.transaction() as unit:
                    unit.append([fact(len(unit.facts("p")) + 1)])
                done += 1
            except Conflict:
                continue
        return done

    assert race(RIVALS, work) == [5] * RIVALS
    with store.read() as unit:
        assert [item.seq for item in unit.facts("p")] == list(range(1, 5 * RIVALS + 1))


def test_one_of_eight_first_votes_of_a_voter_counts(
    store: Store, race: Race, vote: Callable[..., VoteRow]
) -> None:
    results = race(RIVALS, act(store, lambda unit, i: unit.cast_vote(vote(f"C{i}"))))
    assert one_winner(results), results
    with store.read() as unit:
        assert len(unit.votes("p", "vote", superseded=True)) == 1


def test_one_of_eight_revotes_supersedes(
    store: Store, race: Race, vote: Callable[..., VoteRow]
) -> None:
    with store.transaction() as unit:
        unit.cast_vote(vote("A"))
    results = race(
        RIVALS, act(store, lambda unit, i: unit.cast_vote(vote(f"C{i}"), supersedes="A"))
    )
    assert one_winner(results), results
    with store.read() as unit:
        assert len(unit.votes("p", "vote")) == 1
        assert len(unit.votes("p", "vote", superseded=True)) == 2


def test_one_of_eight_codes_is_taken(
    store: Store, race: Race, vote: Callable[..., VoteRow]
) -> None:
    results = race(RIVALS, act(store, lambda unit, i: unit.cast_vote(vote("C", tag=f"v{i}"))))
    assert one_winner(results), results


def test_one_of_eight_opens_the_process(
    store: Store, race: Race, process_row: Callable[[str], ProcessRow]
) -> None:
    assert one_winner(race(RIVALS, act(store, lambda unit, _: unit.add_process(process_row("q")))))


def test_one_of_eight_carries_the_command_out(store: Store, race: Race) -> None:
    row = ReplyRow("p", "key", "aa", 0)
    assert one_winner(race(RIVALS, act(store, lambda unit, _: unit.remember(row))))


def test_one_of_eight_redeems_the_link_and_gets_the_role(
    store: Store, race: Race, now: datetime
) -> None:
    with store.transaction() as unit:
        unit.add_account(AccountRow("a1", "", now))
        unit.add_link(SignInLinkRow("t1", "a1", now + timedelta(hours=1)))
    redeemed = race(RIVALS, act(store, lambda unit, _: unit.redeem_link("t1", now)))
    assert one_winner(redeemed, Refused), redeemed
    grant = GrantRow("a1", "chair", "installation")
    assert one_winner(race(RIVALS, act(store, lambda unit, _: unit.grant(grant))))


def test_one_of_eight_queues_the_letter(store: Store, race: Race, now: datetime) -> None:
    letter = OutboxRow("k", "notice", "m1", "kk", "", "", now, "p")

    def queue(_: int) -> bool:
        with store.transaction() as unit:
            return unit.queue(letter)

    assert sorted(race(RIVALS, queue)) == [False] * (RIVALS - 1) + [True]
    with store.read() as unit:
        assert len(unit.unsent(now)) == 1


def test_eight_who_keep_the_same_file_keep_it_once(store: Store, race: Race) -> None:
    def keep(_: int) -> str:
        with store.transaction() as unit:
            return unit.add_attachment(b"the same bytes", "application/pdf")

    results = race(RIVALS, keep)
    assert len(set(results)) == 1
    assert isinstance(results[0], str)


def test_more_threads_than_connections_take_turns(store: Store, race: Race) -> None:
    def look(_: int) -> int:
        with store.read() as unit:
            return len(unit.processes())

    assert race(40, look) == [1] * 40


@pytest.mark.parametrize("index", ["vote_one_current"])
def test_mutant_without_the_partial_index_two_votes_of_one_voter_count(
    store: Store, race: Race, vote: Callable[..., VoteRow], sql: Sql, index: str
) -> None:
    sql(store, f"DROP INDEX {index}")
    results = race(RIVALS, act(store, lambda unit, i: unit.cast_vote(vote(f"C{i}"))))
    assert not one_winner(results)
    with store.read() as unit:
        assert len(unit.votes("p", "vote")) > 1


def test_mutant_without_the_number_being_unique_the_past_has_two_versions(
    address: str,
    race: Race,
    fact: Callable[..., Fact],
    process_row: Callable[[str], ProcessRow],
    sql: Sql,
) -> None:
    with open_store(address, migrate=True) as store:
        with store.transaction() as unit:
            unit.add_process(process_row("p"))
        sql(store, "ALTER TABLE fact RENAME TO guarded")
        sql(store, "CREATE TABLE fact AS SELECT * FROM guarded")
        results = race(RIVALS, act(store, lambda unit, _: unit.append([fact(1)])))
        assert not one_winner(results)
        with store.read() as unit:
            assert len(unit.facts("p")) > 1
