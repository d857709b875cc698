"""Addresses of databases: what can be opened, and a clear answer to what cannot."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.errors import Conflict, UnusableInput
from deliberate.core.process.facts import Fact
from deliberate.core.storage import Store, connection, migrate, open_store
from deliberate.core.storage.connection import Address, read_address
from deliberate.core.storage.store import borrowed

Sql = Callable[[Store, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("written", "engine", "location"),
    [
        ("var/store.db", "sqlite", "var/store.db"),
        (Path("/srv/store.db"), "sqlite", "/srv/store.db"),
        ("sqlite:///store.db", "sqlite", "store.db"),
        ("sqlite:////srv/my%20store.db", "sqlite", "/srv/my store.db"),
        ("sqlite://", "sqlite", ":memory:"),
        ("sqlite:///:memory:", "sqlite", ":memory:"),
        (":memory:", "sqlite", ":memory:"),
        ("postgres://h/d", "postgresql", "postgresql://h/d"),
        ("postgresql://u:p@h:5433/d?x=1", "postgresql", "postgresql://u:p@h:5433/d?x=1"),
    ],
)
def test_addresses(written: str | Path, engine: Any, location: str) -> None:
    assert read_address(written) == Address(engine, location)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "  ",
        "mysql://h/d",
        "sqlite://store.db",
        "sqlite:///",
        "postgresql://",
        "postgresql://h",
        "postgresql://h:99999/d",
        "postgresql://h:port/d",
        "postgresql://[/d",
    ],
)
def test_unusable_addresses_say_what_to_write(written: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        read_address(written)
    assert caught.value.code == "DB_URL"
    assert "postgresql://host/name" in str(caught.value.fix)


def test_a_password_is_never_shown() -> None:
    address = "postgresql://someone:hunter2@127.0.0.1:1/d?connect_timeout=2"
    with pytest.raises(UnusableInput) as caught:
        open_store(address)
    assert caught.value.code == "DB_CONNECT"
    assert "postgresql://127.0.0.1:1/d" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert "someone" not in str(caught.value)


@pytest.mark.parametrize("migrating", [False, True])
@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("", "DB_PATH"),
        ("none/store.db", "DB_PATH"),
        ("text.db", "DB_NOT_A_DATABASE"),
        ("text.db/store.db", "DB_PATH"),
        ("x" * 300, "DB_PATH"),
        ("nul\x00.db", "DB_PATH"),
    ],
)
def test_paths_where_no_database_can_be(
    tmp_path: Path, place: str, code: str, migrating: bool
) -> None:
    text = tmp_path / "text.db"
    text.write_text("This is a letter, not a database. " * 100)
    with pytest.raises(UnusableInput) as caught:
        open_store(f"{tmp_path}/{place}", migrate=migrating)
    assert caught.value.code == code
    assert text.read_text().startswith("This is a letter")
    assert [path.name for path in tmp_path.iterdir()] == ["text.db"]


def test_a_missing_database_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="deliberate db upgrade") as caught:
        open_store(tmp_path / "store.db")
    assert caught.value.code == "DB_MISSING"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(UnusableInput) as caught:
        open_store(locked / "store.db", migrate=True)
    assert caught.value.code == "DB_PERMISSION"


def test_a_place_that_nobody_may_write_to() -> None:
    with pytest.raises(UnusableInput) as caught:
        open_store("/proc/store.db", migrate=True)
    assert caught.value.code == "DB_PERMISSION"


def test_a_damaged_file_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    migrate(path)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xee" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(UnusableInput) as caught:
        open_store(path)
    assert caught.value.code == "DB_DAMAGED"
    assert "backup" in str(caught.value.fix)


def test_sqlite_promises_durability_and_keys_on_every_connection(
    tmp_path: Path, race: Any, sql: Sql
) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    with open_store(tmp_path / "store.db", migrate=True) as store:
        meeting = threading.Barrier(4)

        def pragmas(_: int) -> dict[str, Any]:
            with borrowed(store._database, "test") as database:
                meeting.wait(10)  # all four hold a connection of their own
                return {name: database.pragma(name) for name in wanted}  # type: ignore[attr-defined]

        assert race(4, pragmas) == [wanted] * 4


def test_postgresql_promises_durability_even_where_the_server_does_not(
    address: str, sql: Sql
) -> None:
    if not address.startswith("postgresql"):
        pytest.skip("SQLite has its own test of durability")
    with open_store(f"{address}%20-csynchronous_commit%3Doff", migrate=True) as store:
        assert sql(store, "SHOW synchronous_commit") == [("on",)]
        assert sql(store, "SHOW lock_timeout") == [("10s",)]


def test_a_writer_that_waits_too_long_is_told_so(
    address: str,
    monkeypatch: pytest.MonkeyPatch,
    race: Any,
    fact: Callable[..., Fact],
    process_row: Any,
) -> None:
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.2)
    monkeypatch.setattr(connection, "POSTGRES_SETTINGS", ("SET lock_timeout TO '200ms'",))
    with open_store(address, migrate=True) as store:
        with store.transaction() as unit:
            unit.add_process(process_row("p"))

        def write(_: int) -> None:
            with store.transaction() as rival:
                rival.append([fact(1)])

        with store.transaction() as unit:
            unit.append([fact(1, role="chair")])
            (lost,) = race(1, write)
        assert isinstance(lost, Conflict)
        assert lost.code == "DB_BUSY"
        with store.read() as unit:
            assert unit.facts("p") == (fact(1, role="chair"),)


def test_more_readers_than_connections_are_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, race: Any
) -> None:
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.2)
    with open_store(":memory:") as store:

        def look(_: int) -> None:
            with store.read() as unit:
                unit.processes()

        with store.read():
            (lost,) = race(1, look)
        assert lost.code == "DB_BUSY"
        assert race(1, look) == [None]


def test_a_connection_that_the_server_dropped_is_replaced(
    address: str, process_row: Any, sql: Sql
) -> None:
    if not address.startswith("postgresql"):
        pytest.skip("SQLite has no server")
    import psycopg

    with open_store(address, migrate=True) as store:
        with store.transaction() as unit:
            unit.add_process(process_row("p"))
        ((backend,),) = sql(store, "SELECT pg_backend_pid()")
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))
        with store.read() as unit:
            assert unit.process("p").agency == "heat"
        with pytest.raises(UnusableInput) as caught, store.transaction() as unit:
            unit.add_process(process_row("q"))
            ours: Any = store._database.connection()  # type: ignore[no-untyped-call]
            with psycopg.connect(address, autocommit=True) as admin:
                admin.execute("SELECT pg_terminate_backend(%s, 5000)", (ours.info.backend_pid,))
            unit.add_process(process_row("r"))
        assert caught.value.code == "DB_CONNECT"
        with store.read() as unit:
            assert [row.id for row in unit.processes()] == ["p"]


def test_a_forked_worker_opens_connections_of_its_own(address: str, process_row: Any) -> None:
    with open_store(address, migrate=True) as store:
        with store.transaction() as unit:
            unit.add_process(process_row("p"))
        child = os.fork()
        if child == 0:
            try:
                with store.transaction() as unit:
                    unit.add_process(process_row("child"))
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        with store.transaction() as unit:
            unit.add_process(process_row("parent"))
        with store.read() as unit:
            assert [row.id for row in unit.processes()] == ["child", "p", "parent"]


def test_a_closed_store_leaves_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(path, migrate=True)
    with store.read() as unit:
        assert unit.processes() == ()
    store.close()
    store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["store.db"]  # no -wal, no -shm
    with sqlite3.connect(path) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    plain.close()


def test_without_the_driver_of_postgresql_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for driver in ("psycopg", "psycopg2"):
        monkeypatch.setattr(f"peewee.{driver}", None)
    with pytest.raises(UnusableInput, match="“postgres”") as caught:
        open_store("postgresql://127.0.0.1/d")
    assert caught.value.code == "DB_DRIVER"
