"""Processes, facts, entries, replies and secrets: the same promises on every engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from deliberate.core.errors import Conflict, Refused, UnusableInput
from deliberate.core.process.facts import Fact
from deliberate.core.storage import ProcessRow, ReplyRow, Store, open_store

Facts = Callable[..., Fact]
Sql = Callable[[Store, str], list[tuple[Any, ...]]]


def test_a_process_comes_back_as_it_was_opened(
    store: Store, process_row: Callable[[str], ProcessRow]
) -> None:
    row = replace(process_row("q"), rehearsal=True, rulebook_text="Қазақша\n«мәтін» 'x' %s ?\t")
    with store.transaction() as unit:
        unit.add_process(row)
    with store.read() as unit:
        assert unit.process("q") == row
        assert unit.processes() == (process_row("p"), row)


def test_two_processes_with_one_id_are_refused(
    store: Store, process_row: Callable[[str], ProcessRow]
) -> None:
    with pytest.raises(Conflict) as caught, store.transaction() as unit:
        unit.add_process(replace(process_row("p"), agency="another"))
    assert caught.value.code == "PROCESS_EXISTS"
    with store.read() as unit:
        assert unit.process("p").agency == "heat"


def test_an_unknown_process_is_refused_by_its_name(store: Store, fact: Facts) -> None:
    with pytest.raises(Refused, match="nowhere") as caught, store.read() as unit:
        unit.process("nowhere")
    assert caught.value.code == "NO_PROCESS"
    with pytest.raises(Refused) as caught, store.transaction() as unit:
        unit.append([fact(1, process="nowhere")])
    assert caught.value.code == "NO_PROCESS"


def test_facts_and_entries_come_back_in_order_and_unchanged(store: Store, fact: Facts) -> None:
    body = {"title": {"kk": "Жылу", "ru": "Тепло"}, "list": [1, 2.5, None, True], "": {}}
    first = [fact(1, body=body, public={"b": 1, "a": 2}), fact(2, strand="north", n=2)]
    entries = [(1, b'{"a":1}', "h1"), (2, bytes(range(256)), "h2")]
    with store.transaction() as unit:
        assert unit.last_entry_hash("p") is None
        unit.append(first, entries)
        unit.append([fact(3)], [(3, b"", "h3")])
    with store.read() as unit:
        assert unit.facts("p") == (*first, fact(3))
        assert unit.facts("p", after=2) == (fact(3),)
        assert list(unit.facts("p")[0].public) == ["b", "a"]
        assert unit.entries("p") == (entries[0][1], entries[1][1], b"")
        assert unit.last_entry_hash("p") == "h3"


def test_a_moment_of_another_zone_comes_back_as_the_same_moment(store: Store, fact: Facts) -> None:
    almaty = datetime(2027, 3, 1, 14, 30, tzinfo=timezone(timedelta(hours=5)))
    with store.transaction() as unit:
        unit.append([replace(fact(1), at=almaty)])
    with store.read() as unit:
        stored = unit.facts("p")[0].at
    assert stored == almaty
    assert stored.utcoffset() == timedelta(0)


def test_a_late_rival_is_told_who_was_first_and_changes_nothing(store: Store, fact: Facts) -> None:
    with store.transaction() as unit:
        unit.append([fact(1, role="chair")], [(1, b"{}", "h1")])
    with pytest.raises(Conflict) as caught, store.transaction() as unit:
        unit.append([fact(1), fact(2)], [(1, b"[]", "h2")])
    assert caught.value.code == "ALREADY_DONE"
    assert str(caught.value.message) == (
        "Already done by chair at 2027-03-01 09:30:00.250000+00:00: notice.published."
    )
    with store.read() as unit:
        assert len(unit.facts("p")) == 1
        assert unit.entries("p") == (b"{}",)


def test_a_taken_entry_takes_the_fact_back_too(store: Store, fact: Facts) -> None:
    with store.transaction() as unit:
        unit.append([fact(1)], [(1, b"{}", "h1")])
    with pytest.raises(Conflict), store.transaction() as unit:
        unit.append([fact(2)], [(1, b"[]", "h2")])
    with store.read() as unit:
        assert [item.seq for item in unit.facts("p")] == [1]


@pytest.mark.parametrize("numbers", [[2], [1, 3], [0], [2, 1], []])
def test_a_gap_in_the_numbers_is_a_mistake_of_the_caller(
    store: Store, fact: Facts, numbers: list[int]
) -> None:
    with (
        pytest.raises(ValueError, match=r"gap|consecutive|from 1|nothing"),
        store.transaction() as unit,
    ):
        unit.append([fact(number) for number in numbers])
    with store.read() as unit:
        assert unit.facts("p") == ()


def test_a_failure_in_the_middle_leaves_nothing_half_written(store: Store, fact: Facts) -> None:
    with pytest.raises(KeyError), store.transaction() as unit:
        unit.append([fact(1)], [(1, b"{}", "h1")])
        unit.add_secret("p", "key", b"x")
        unit.add_attachment(b"file", "application/pdf")
        raise KeyError("the machine stumbles")
    with store.read() as unit:
        assert unit.facts("p") == ()
        assert unit.entries("p") == ()
        assert unit.secret("p", "key") is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fact SET kind = 'x'",
        "DELETE FROM fact",
        "UPDATE entry SET hash = 'x'",
        "DELETE FROM entry WHERE seq = 1",
    ],
)
def test_the_database_itself_refuses_to_rewrite_the_past(
    store: Store, fact: Facts, sql: Sql, statement: str
) -> None:
    with store.transaction() as unit:
        unit.append([fact(1)], [(1, b"{}", "h1")])
    with pytest.raises(UnusableInput, match="append-only"):
        sql(store, statement)
    with store.read() as unit:
        assert unit.facts("p") == (fact(1),)
        assert unit.entries("p") == (b"{}",)


def test_neither_replace_nor_truncate_gets_around_append_only(
    store: Store, fact: Facts, sql: Sql
) -> None:
    with store.transaction() as unit:
        unit.append([fact(1)], [(1, b"{}", "h1")])
    is_postgres = store._address.engine == "postgresql"
    trick = (
        "TRUNCATE entry"
        if is_postgres
        else ("INSERT OR REPLACE INTO entry (process, seq, json, hash) VALUES ('p', 1, x'00', 'h')")
    )
    with pytest.raises(UnusableInput, match="append-only"):
        sql(store, trick)
    with store.read() as unit:
        assert unit.entries("p") == (b"{}",)


@pytest.mark.parametrize(
    "body",
    [{"x": "a\x00b"}, {"x": "\ud800"}, {"x": float("nan")}, {"x": object()}, {"x": {1, 2}}],
    ids=["NUL", "surrogate", "NaN", "object", "set"],
)
def test_values_that_json_cannot_keep_are_refused(
    store: Store, fact: Facts, body: dict[str, Any]
) -> None:
    if body["x"] == "a\x00b":  # JSON writes NUL as an escape, so it survives in a body
        with store.transaction() as unit:
            unit.append([fact(1, body=body)])
        with store.read() as unit:
            assert unit.facts("p")[0].body == body
        return
    with pytest.raises(UnusableInput) as caught, store.transaction() as unit:
        unit.append([fact(1, body=body)])
    assert caught.value.code == "DB_VALUE"


@pytest.mark.parametrize("change", [{"kind": "a\x00b"}, {"kind": "\udfff"}, {"n": 2**70}])
def test_values_that_a_column_cannot_keep_are_refused(
    store: Store, fact: Facts, change: dict[str, Any]
) -> None:
    with pytest.raises(UnusableInput) as caught, store.transaction() as unit:
        unit.append([replace(fact(1), **change)])
    assert caught.value.code == "DB_VALUE"


def test_a_naive_moment_is_a_mistake_of_the_caller(store: Store, fact: Facts) -> None:
    with pytest.raises(ValueError, match="aware"), store.transaction() as unit:
        unit.append([replace(fact(1), at=datetime(2027, 3, 1))])


def test_a_repeated_command_gets_its_first_reply(store: Store, fact: Facts) -> None:
    reply = ReplyRow("p", "key-1", "c0ffee", 1, {"receipt": "QX-1"})
    with store.transaction() as unit:
        assert unit.reply_for("p", "key-1", "c0ffee") is None
        unit.append([fact(1)])
        unit.remember(reply)
    with store.read() as unit:
        assert unit.reply_for("p", "key-1", "c0ffee") == reply
        assert unit.reply_for("other", "key-1", "c0ffee") is None
    with pytest.raises(Refused) as refused, store.read() as unit:
        unit.reply_for("p", "key-1", "another command")
    assert refused.value.code == "KEY_REUSED"
    with pytest.raises(Conflict), store.transaction() as unit:
        unit.remember(replace(reply, seq=2))
    with pytest.raises(Refused) as refused, store.transaction() as unit:
        unit.remember(replace(reply, process="nowhere"))
    assert refused.value.code == "NO_PROCESS"


def test_a_secret_is_kept_once(store: Store) -> None:
    with store.transaction() as unit:
        unit.add_secret("p", "voter-tags", b"\x00\xff")
    with pytest.raises(Conflict), store.transaction() as unit:
        unit.add_secret("p", "voter-tags", b"other")
    with pytest.raises(Refused), store.transaction() as unit:
        unit.add_secret("nowhere", "voter-tags", b"other")
    with store.read() as unit:
        assert unit.secret("p", "voter-tags") == b"\x00\xff"
        assert unit.secret("p", "unknown") is None


def test_a_reading_unit_cannot_write_and_units_do_not_nest(store: Store, fact: Facts) -> None:
    with pytest.raises(RuntimeError, match="only reads"), store.read() as unit:
        unit.append([fact(1)])
    with pytest.raises(RuntimeError, match="do not nest"), store.read(), store.transaction():
        pass
    with store.transaction() as unit:
        unit.append([fact(1)])


def test_a_reader_sees_one_moment_while_others_write(
    address: str, fact: Facts, race: Any, process_row: Any
) -> None:
    with open_store(address, migrate=True) as store:
        with store.transaction() as unit:
            unit.add_process(process_row("p"))

        def write(_: int) -> None:
            with store.transaction() as writer:
                writer.append([fact(1)])

        with store.read() as unit:
            before = unit.facts("p")
            assert race(1, write) == [None]
            assert unit.facts("p") == before == ()
        with store.read() as unit:
            assert unit.facts("p") == (fact(1),)
