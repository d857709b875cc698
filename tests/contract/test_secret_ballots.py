"""Ballots by name, confidential and secret, from the opening to the count, on every engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.errors import Conflict, DeliberateError, Refused
from deliberate.core.process.engine import find_action
from deliberate.core.process.facts import Actor, SealedPaper
from deliberate.core.record.verify import verify_file
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.approving import approve
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.rehearsal.rehearse import rehearse
from deliberate.core.storage import Store, open_store, tables
from tests.contract.conftest import fresh_postgres
from tests.papers import (
    AGENCY,
    DATA,
    PROCESS,
    SEATS,
    SECRETARY,
    act,
    assembly,
    facts,
    held,
    open_vote,
    registry,
    vote,
)

Race = Callable[[int, Callable[[int], object]], list[Any]]
Sql = Callable[[Store, str], list[tuple[Any, ...]]]
CHOICES = {"B": "for", "D": "against", "A": "for", "C": "blank"}
TABLES = tuple(table._meta.table_name for table in tables.ALL)


@pytest.fixture(params=["confidential", "secret"])
def secrecy(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def memory() -> Iterator[Store]:
    """Where nothing rests on the engine."""
    with open_store(":memory:") as opened:
        yield opened


def code(context: Context, seat: str, choice: str = "for") -> str:
    with pytest.raises(DeliberateError) as error:
        vote(context, seat, choice)
    return error.value.code


def papers_left(context: Context) -> int:
    with context.store.read() as unit:
        return len(unit.papers(PROCESS, "decision"))


# ---------------------------------------------------------------- the course of a ballot
def test_the_papers_are_opened_without_seats_and_counted(store: Store, secrecy: str) -> None:
    context = assembly(store, secrecy)
    held(context, CHOICES)
    assert [fact.body for fact in facts(context, "ballot.participated")] == [
        {"seat": seat} for seat in CHOICES
    ]
    (opened,) = facts(context, "ballot.papers_opened")
    assert opened.body["papers"] == [
        {"blank": True}, {"choice": "against"}, {"choice": "for"}, {"choice": "for"}
    ]  # fmt: skip
    (counted,) = facts(context, "ballot.counted")
    told = {key: counted.body[key] for key in ("for", "against", "absent", "blank", "base")}
    assert told == {"for": 2, "against": 1, "absent": 0, "blank": 1, "base": 3}
    assert counted.body["outcome"] == "adopted"
    assert facts(context, "ballot.cast") == []
    assert papers_left(context) == 0, "papers outlive their count"


def test_a_vote_by_name_is_as_it_was(memory: Store) -> None:
    context = assembly(memory, "roll_call")
    open_vote(context)
    assert code(context, "A", "blank") == "PAPER"
    for seat in SEATS:
        vote(context, seat, "for")
    act(context, "decision", "count")
    assert len(facts(context, "ballot.cast")) == 4
    assert facts(context, "ballot.participated", "ballot.papers_opened") == []
    assert "blank" not in facts(context, "ballot.counted")[0].body


def test_a_seat_votes_once_and_nobody_for_it(memory: Store, secrecy: str) -> None:
    context = assembly(memory, secrecy)
    open_vote(context)
    vote(context, "A", "for")
    assert code(context, "A", "against") == "TWICE"
    with pytest.raises(Refused) as error:
        act(context, "decision", "cast", seat="B", choice="for", form="roll_call")
    assert error.value.code == "SECRET"
    assert papers_left(context) == 1


def test_nobody_hands_in_a_paper_for_a_seat_without_an_account(memory: Store, secrecy: str) -> None:
    context = assembly(memory, secrecy)
    untie = {"seat": "A", "reason": {"en": "The device is lost."}}
    asked = perform(context, AGENCY, PROCESS, "seats", "unlink", untie)
    approve(context, SECRETARY, PROCESS, asked.last_seq)
    open_vote(context)
    with pytest.raises(Refused) as error:
        act(context, "decision", "cast", seat="A", choice="for")
    assert error.value.code == "SECRET"
    assert papers_left(context) == 0


@pytest.mark.parametrize(
    ("papers", "seats", "code"),
    [
        ([{"choice": "for"}] * 3, "ABB", "PAPERS"),
        ([{"choice": "for"}] * 3, "AB", "PAPERS"),
        ([{"choice": "for"}] * 2, "AB", "FEW"),
        ([{"choice": "for"}] * 2 + [{"choice": "maybe"}], "ABC", "UNKNOWN"),
        ([{"choice": "for"}] * 2 + [{}], "ABC", "PAPER"),
        ([{"choice": "for"}] * 2 + [{"blank": True, "choice": "for"}], "ABC", "PAPER"),
        ([{"choice": "for"}] * 3, "ABZ", "NO_SEAT"),
        ([], "", "FEW"),
    ],
)
def test_slips_are_entered_all_or_none(
    memory: Store, secrecy: str, papers: list[dict[str, Any]], seats: str, code: str
) -> None:
    context = assembly(memory, secrecy)
    open_vote(context)
    with pytest.raises(DeliberateError) as error:
        act(context, "decision", "enter", papers=papers, seats=list(seats))
    assert error.value.code == code
    assert (papers_left(context), facts(context, "ballot.participated")) == (0, [])
    act(context, "decision", "enter", papers=[{"choice": "for"}] * 3, seats=list("CAB"))
    assert papers_left(context) == 3
    assert code_of(context, "D", "A") == "TWICE"


def code_of(context: Context, *seats: str) -> str:
    with pytest.raises(DeliberateError) as error:
        papers = [{"choice": "for"}, {"choice": "against"}, {"blank": True}][: len(seats) + 1]
        act(context, "decision", "enter", papers=papers, seats=[*seats, "B"])
    return error.value.code


def test_slips_do_not_come_from_who_is_not_in_the_room(memory: Store) -> None:
    context = assembly(memory, "secret")
    open_vote(context, remote="D")
    with pytest.raises(Refused) as error:
        act(context, "decision", "enter", papers=[{"choice": "for"}] * 4, seats=list(SEATS))
    assert error.value.code == "REMOTE"


def test_by_name_there_are_no_slips(memory: Store) -> None:
    context = assembly(memory, "roll_call")
    open_vote(context)
    with pytest.raises(Refused) as error:
        act(context, "decision", "enter", papers=[{"choice": "for"}] * 3, seats=list("ABC"))
    assert error.value.code == "BY_NAME"


def test_a_bad_paper_changes_nothing(memory: Store, secrecy: str) -> None:
    context = assembly(memory, secrecy)
    open_vote(context)
    assert code(context, "A", "perhaps") == "UNKNOWN"
    with pytest.raises(Refused) as error:
        member = Actor("account-A", "member")
        body = {"blank": True, "choice": "for"}
        perform(context, member, PROCESS, "decision", "cast", body)
    assert error.value.code == "PAPER"
    assert (papers_left(context), facts(context, "ballot.participated")) == (0, [])


def test_who_attends_by_video_does_not_vote_secretly(memory: Store) -> None:
    context = assembly(memory, "secret")
    open_vote(context, remote="D")
    assert code(context, "D") == "REMOTE"
    for seat in "ABC":
        vote(context, seat, "for")
    act(context, "session", "attend", seat="D", presence="present")
    vote(context, "D", "against")
    act(context, "decision", "count")
    assert facts(context, "ballot.counted")[0].body["for"] == 3


def test_the_count_does_not_wait_for_who_attends_by_video(memory: Store) -> None:
    context = assembly(memory, "secret")
    open_vote(context, remote="D")
    for seat in "ABC":
        vote(context, seat, "for")
    act(context, "decision", "count")
    assert facts(context, "ballot.counted")[0].body["absent"] == 1


def test_by_video_one_votes_confidentially(memory: Store) -> None:
    context = assembly(memory, "confidential")
    held(context, dict.fromkeys(SEATS, "for"), remote="D")
    assert len(facts(context, "ballot.participated")) == 4


@pytest.mark.parametrize(("level", "remote"), [("confidential", ""), ("secret", "C")])
def test_two_voters_have_no_secret(memory: Store, level: str, remote: str) -> None:
    context = assembly(memory, level)
    with pytest.raises(Refused) as error:
        open_vote(context, present="ABC" if remote else "AB", remote=remote)
    assert error.value.code == "FEW"


def test_a_box_that_was_emptied_is_not_counted(memory: Store, secrecy: str, sql: Sql) -> None:
    context = assembly(memory, secrecy)
    open_vote(context)
    for seat in SEATS:
        vote(context, seat, "for")
    sql(memory, f"DELETE FROM {'ballot_box' if secrecy == 'secret' else 'confidential_paper'}")
    with pytest.raises(Refused) as error:
        act(context, "decision", "count")
    assert error.value.code == "PAPERS"
    assert facts(context, "ballot.papers_opened", "ballot.counted") == []


def test_a_cancelled_process_leaves_no_papers(store: Store, secrecy: str) -> None:
    context = assembly(store, secrecy)
    open_vote(context)
    vote(context, "A", "for")
    asked = perform(context, AGENCY, PROCESS, "process", "cancel", {"reason": {"en": "Flood."}})
    approve(context, Actor("agency-2", "agency"), PROCESS, asked.last_seq)
    assert papers_left(context) == 0


def test_a_lot_is_thrown_before_the_papers_are_opened(memory: Store, secrecy: str) -> None:
    """Whether there is a tie is told by the count alone, not by how an attempt to count fails."""
    context = assembly(memory, secrecy)
    held(context, dict.fromkeys(SEATS, "for"))
    act(context, "choice", "open", text={"en": "Which?"})
    for seat, choice in zip(SEATS, ("red", "blue", "blue", "red"), strict=True):
        vote(context, seat, choice, step="choice")
    for wrong in ({}, {"lot": "six"}):
        with pytest.raises(Refused) as error:
            act(context, "choice", "count", **wrong)
        assert error.value.code == "LOT"
        assert "dice are thrown before" in str(error.value)
    act(context, "choice", "count", lot="41326")
    counted = facts(context, "ballot.counted")[-1].body
    assert (counted["lot"], counted["ties"][0]["rule"]) == ("41326", "lot")
    assert counted["outcome"] in {"red", "blue"}


def test_a_vote_without_a_lot_takes_none(memory: Store) -> None:
    context = assembly(memory, "secret")
    open_vote(context)
    for seat in SEATS:
        vote(context, seat, "for")
    with pytest.raises(Refused) as error:
        act(context, "decision", "count", lot="41326")
    assert error.value.code == "NO_TIE"


def test_a_rehearsal_holds_secret_votes_and_verifies(tmp_path: Path) -> None:
    seen = set()
    for number in range(2):
        path = tmp_path / f"{number}.zip"
        with open_store(":memory:") as fresh:
            pilot = load_pilot(read_toml(DATA / "secret_pilot.toml"))
            played = rehearse(fresh, registry(), pilot, 1)
            seen.add(export_bundle(played.context, PROCESS, path))
            kinds = [fact.kind for fact in played.process.facts]
        found = {item.code: item.verdict for item in verify_file(path)}
        assert (found["D1"], found["D2"], "fail" in found.values()) == ("pass", "pass", False)
    assert (len(seen), kinds.count("ballot.participated")) == (1, 4)
    assert "ballot.cast" not in kinds


# ---------------------------------------------------------------- races, repeats, interruptions
def test_one_of_eight_votes_of_a_seat_counts(store: Store, race: Race, secrecy: str) -> None:
    context = assembly(store, secrecy)
    open_vote(context)
    results = race(8, lambda i: vote(context, "A", ("for", "against")[i % 2]).last_seq)
    won = [item for item in results if isinstance(item, int)]
    lost = [item for item in results if isinstance(item, DeliberateError)]
    assert (len(won), {item.code for item in lost}) == (1, {"TWICE"})
    assert (papers_left(context), len(facts(context, "ballot.participated"))) == (1, 1)


def test_members_who_vote_at_once_take_turns(store: Store, race: Race, secrecy: str) -> None:
    """Nobody is told to try again because somebody else voted."""
    context = assembly(store, secrecy)
    open_vote(context)
    assert not [item for item in race(4, lambda i: vote(context, SEATS[i], "for"))
                if isinstance(item, Exception)]  # fmt: skip
    assert papers_left(context) == 4


def test_a_repeated_click_costs_nothing(memory: Store, secrecy: str) -> None:
    context = assembly(memory, secrecy)
    open_vote(context)
    first = vote(context, "A", "for", key="k")
    again = vote(context, "A", "for", key="k")
    assert (again.repeated, again.last_seq) == (True, first.last_seq)
    assert papers_left(context) == 1


def test_what_breaks_off_after_the_fact_leaves_no_paper(
    store: Store, secrecy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = assembly(store, secrecy)
    open_vote(context)

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched, pytest.raises(ZeroDivisionError):
        patched.setattr("deliberate.core.services.commands._remember", broken)
        vote(context, "A", "for")
    assert (papers_left(context), facts(context, "ballot.participated")) == (0, [])
    with store.read() as unit:
        assert unit.participants(PROCESS, "decision") == ()
    vote(context, "A", "for")


# ---------------------------------------------------------------- nothing joins voter and choice
def whole(store: Store, sql: Sql) -> str:
    """Every row of every table with its place in the database."""
    place = "ctid::text" if store._address.engine == "postgresql" else "rowid"
    found: dict[str, list[list[str]]] = {}
    for table in TABLES:
        rows = sql(store, f"SELECT {place}, * FROM {table}")
        found[table] = [[_shown(cell) for cell in row] for row in rows]
    return json.dumps(found)


def _shown(cell: Any) -> str:
    return bytes(cell).hex() if isinstance(cell, bytes | memoryview) else str(cell)


@contextmanager
def empty(engine: str) -> Iterator[Store]:
    with ExitStack() as stack:
        address = ":memory:" if engine == "memory" else stack.enter_context(fresh_postgres())
        yield stack.enter_context(open_store(address, migrate=True))


@pytest.mark.parametrize("engine", ["memory", "postgresql"])
def test_no_dump_tells_who_chose_what_in_a_secret_ballot(engine: str, sql: Sql) -> None:
    """The same four choices dealt to the same four seats in two ways, with idempotency keys: while
    it is open and after its count the whole database is the same, row by row and place by place."""
    open_dumps, late_dumps = set(), set()
    for dealt in (("for", "for", "against", "blank"), ("blank", "against", "for", "for")):
        with empty(engine) as fresh:
            context = assembly(fresh, "secret")
            open_vote(context)
            for seat, choice in zip("BCAD", dealt, strict=True):
                vote(context, seat, choice, key=f"key-{seat}")
            open_dumps.add(whole(fresh, sql))
            act(context, "decision", "count")
            late_dumps.add(whole(fresh, sql))
    assert (len(open_dumps), len(late_dumps)) == (1, 1)
    assert all('"choice' in dump for dump in open_dumps)


def test_after_its_count_a_confidential_ballot_tells_nothing_either(sql: Sql) -> None:
    running, counted = set(), set()
    for dealt in list(permutations(("for", "for", "against", "blank")))[:12:5]:
        with open_store(":memory:") as fresh:
            context = assembly(fresh, "confidential")
            open_vote(context)
            for seat, choice in zip("BCAD", dealt, strict=True):
                vote(context, seat, choice, key=f"key-{seat}")
            running.add(whole(fresh, sql))
            act(context, "decision", "count")
            counted.add(whole(fresh, sql))
    assert len(running) > 1, "the operator could link them while the ballot is open"
    assert len(counted) == 1


def test_papers_show_themselves_in_no_message(secrecy: str) -> None:
    paper = SealedPaper("A", secrecy == "secret", {"choice": "against"})
    assert "against" not in f"{paper!r} {paper}"
    assert "'A'" not in repr(paper)


def test_not_even_a_hash_of_the_choice_is_kept(sql: Sql) -> None:
    """With three possible choices a hash of the command would be as good as the choice."""
    hashes = set()
    for choice in ("for", "against"):
        with open_store(":memory:") as fresh:
            context = assembly(fresh, "secret")
            open_vote(context)
            vote(context, "A", choice, key="k")
            (row,) = sql(fresh, "SELECT command_sha256 FROM idempotency")
            hashes.add(row)
    assert len(hashes) == 1


def test_every_field_that_says_how_somebody_votes_is_sealed(memory: Store) -> None:
    context = assembly(memory, "secret")
    with memory.read() as unit:
        process = context.read_process(unit, PROCESS)
    view, cast = find_action(process, "decision", "cast")
    assert cast.schema is not None
    assert cast.sealed is not None
    open_fields = {"vote", "seat", "form"}
    assert cast.sealed(view) == frozenset(cast.schema().fields) - open_fields


def test_a_rival_who_writes_behind_the_engine_is_told(store: Store) -> None:
    context = assembly(store, "secret")
    open_vote(context)
    with store.transaction() as unit:
        unit.hand_in(PROCESS, "decision", 1, SealedPaper("A", True, {"choice": "for"}))
    with pytest.raises(Conflict):
        vote(context, "A", "for")
    assert facts(context, "ballot.participated") == []
