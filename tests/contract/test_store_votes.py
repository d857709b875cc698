"""Votes: one person, one counted vote, and nothing that was cast is ever lost or changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from deliberate.core.errors import Conflict, Refused, UnusableInput
from deliberate.core.storage import SignedMessageRow, Store, VoteCounts, VoteRow

Votes = Callable[..., VoteRow]
Sql = Callable[[Store, str], list[tuple[Any, ...]]]


def test_votes_come_back_and_are_counted_without_content(store: Store, vote: Votes) -> None:
    paper = replace(vote("B", tag="second"), channel="paper", choices=["x", {"y": 1}])
    signed = vote("A", signature_sha256="ab" * 32)
    other = replace(vote("C"), n=2)
    with store.transaction() as unit:
        for row in (paper, signed, other):
            unit.cast_vote(row)
    with store.read() as unit:
        assert unit.votes("p", "vote") == (signed, paper)
        assert unit.votes("p", "vote", 2) == (other,)
        assert unit.vote_by_code("B") == paper
        assert unit.vote_by_code("Z") is None
        assert unit.vote_counts("p", "vote") == VoteCounts(2, 0, {"paper": 1, "web": 1})
        assert unit.vote_counts("p", "none") == VoteCounts(0, 0, {})


def test_a_second_vote_is_refused_and_tells_when_the_first_was_cast(
    store: Store, vote: Votes, now: datetime
) -> None:
    with store.transaction() as unit:
        unit.cast_vote(vote("A"))
    with pytest.raises(Conflict, match=str(now.year)) as caught, store.transaction() as unit:
        unit.cast_vote(vote("B"))
    assert caught.value.code == "ALREADY_VOTED"
    with store.read() as unit:
        assert unit.votes("p", "vote", superseded=True) == (vote("A"),)


def test_a_revote_supersedes_and_says_so(store: Store, vote: Votes) -> None:
    with store.transaction() as unit:
        unit.cast_vote(vote("A"))
    for old, new in (("A", "B"), ("B", "C")):
        with store.transaction() as unit:
            unit.cast_vote(vote(new), supersedes=old)
    with store.read() as unit:
        assert unit.votes("p", "vote") == (vote("C"),)
        assert unit.current_vote("p", "vote", 1, "voter") == vote("C")
        assert unit.votes("p", "vote", superseded=True) == (
            vote("A", superseded_by="B"),
            vote("B", superseded_by="C"),
            vote("C"),
        )
        assert unit.vote_counts("p", "vote") == VoteCounts(1, 2, {"web": 1})


@pytest.mark.parametrize("stale", ["A", "unknown", "OTHER"])
def test_a_revote_must_name_the_voters_current_vote(store: Store, vote: Votes, stale: str) -> None:
    with store.transaction() as unit:
        unit.cast_vote(vote("OTHER", tag="somebody else"))
        unit.cast_vote(vote("A"))
        unit.cast_vote(vote("B"), supersedes="A")
    with pytest.raises(Conflict) as caught, store.transaction() as unit:
        unit.cast_vote(vote("C"), supersedes=stale)
    assert caught.value.code == "ALREADY_VOTED"
    with store.read() as unit:
        assert [row.code for row in unit.votes("p", "vote")] == ["B", "OTHER"]


def test_there_must_be_a_vote_to_supersede(store: Store, vote: Votes) -> None:
    with pytest.raises(Conflict) as caught, store.transaction() as unit:
        unit.cast_vote(vote("C"), supersedes="A")
    assert caught.value.code == "NO_CURRENT_VOTE"


def test_two_voters_never_share_a_code(store: Store, vote: Votes) -> None:
    with store.transaction() as unit:
        unit.cast_vote(vote("A"))
    with pytest.raises(Conflict) as caught, store.transaction() as unit:
        unit.cast_vote(vote("A", tag="another"))
    assert caught.value.code == "CODE_TAKEN"


def test_a_vote_needs_a_process_and_starts_as_current(store: Store, vote: Votes) -> None:
    with pytest.raises(Refused) as caught, store.transaction() as unit:
        unit.cast_vote(replace(vote("A"), process="nowhere"))
    assert caught.value.code == "NO_PROCESS"
    with pytest.raises(ValueError, match="current"), store.transaction() as unit:
        unit.cast_vote(vote("A", superseded_by="B"))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM vote",
        "UPDATE vote SET choices = '{}'",
        "UPDATE vote SET voter_tag = 'x' WHERE code = 'B'",
        "UPDATE vote SET superseded_by = NULL WHERE code = 'A'",
        "UPDATE vote SET superseded_by = 'X' WHERE code = 'A'",
    ],
)
def test_the_database_itself_refuses_to_change_a_vote(
    store: Store, vote: Votes, sql: Sql, statement: str
) -> None:
    with store.transaction() as unit:
        unit.cast_vote(vote("A"))
        unit.cast_vote(vote("B"), supersedes="A")
    with pytest.raises(UnusableInput, match="append-only"):
        sql(store, statement)


def test_signed_messages_are_kept_for_the_auditors(store: Store) -> None:
    row = SignedMessageRow("p", "vote:A", b"\x00content", b"\xffsignature", b"certificate")
    protocol = replace(row, subject="fact:7")
    with store.transaction() as unit:
        unit.add_signed_messages(row)
        unit.add_signed_messages(protocol)
    with store.read() as unit:
        assert unit.signed_message("p", "vote:A") == row
        assert unit.signed_messages("p") == (protocol, row)
    with pytest.raises(Conflict), store.transaction() as unit:
        unit.add_signed_messages(replace(row, signature=b"other"))
    with pytest.raises(Refused) as caught, store.read() as unit:
        unit.signed_message("p", "vote:B")
    assert caught.value.code == "NO_SIGNED_MESSAGE"
    with pytest.raises(Refused) as caught, store.transaction() as unit:
        unit.add_signed_messages(replace(row, process="nowhere"))
    assert caught.value.code == "NO_PROCESS"


def test_many_first_votes_enter_together_or_not_at_all(store: Store, vote: Votes) -> None:
    rows = [vote(f"code-{n:04}", tag=f"voter-{n:04}") for n in range(1200)]
    with store.transaction() as unit:
        unit.cast_first_votes(rows[:1100])
    with store.read() as unit:
        found = unit.current_votes("p", "vote", 1, [row.voter_tag for row in rows])
    assert found == {row.voter_tag: row for row in rows[:1100]}
    late = [*rows[1100:], vote("another", tag="voter-0007")]
    with pytest.raises(Conflict) as caught, store.transaction() as unit:
        unit.cast_first_votes(late)
    assert caught.value.code == "ALREADY_VOTED"
    with store.read() as unit:
        assert len(unit.votes("p", "vote")) == 1100
