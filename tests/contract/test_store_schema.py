"""Migrations: from every earlier version to the head, and tables that are what the code expects."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from peewee import Database, PostgresqlDatabase
from playhouse.schema_diff import diff_models  # type: ignore[import-untyped]

from deliberate.core.errors import UnusableInput
from deliberate.core.process.facts import Fact
from deliberate.core.storage import (
    ProcessRow,
    Store,
    inspect_schema,
    migrate,
    open_store,
    schema,
    tables,
)
from deliberate.core.storage.connection import connect, read_address
from deliberate.core.storage.guards import GUARDS, missing_guards
from deliberate.core.storage.store import borrowed

VERSIONS = sorted(path.stem for path in schema.MIGRATIONS.glob("[0-9]*.py"))
Race = Callable[[int, Callable[[int], object]], list[Any]]
Sql = Callable[[Store, str], list[tuple[Any, ...]]]


@contextmanager
def raw(address: str) -> Iterator[Any]:
    """The database itself, without asking for its version."""
    database: Any = connect(read_address(address), create=True)
    try:
        with borrowed(database, "test"):
            yield database
    finally:
        database.close_idle()


SQLITE_SHAPE = """
SELECT m.name, 'column', c.name, c.type, c."notnull", c.dflt_value, c.pk
FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
UNION ALL
SELECT m.name, 'key', f."from", f."table", f."to", f.on_delete, f.on_update
FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
UNION ALL
SELECT m.name, 'index', group_concat(x.name), i."unique", i.origin, i.name,
       (SELECT sql FROM sqlite_master WHERE name = i.name AND i.partial)
FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) x
WHERE m.type = 'table' GROUP BY m.name, i.name
"""
POSTGRES_SHAPE = """
SELECT table_name::text, 'column', column_name::text, data_type::text, is_nullable::text,
       column_default::text
FROM information_schema.columns WHERE table_schema = current_schema()
UNION ALL
SELECT conrelid::regclass::text, 'key', pg_get_constraintdef(oid), contype::text, '', ''
FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
UNION ALL
SELECT tablename::text, 'index', indexdef, '', '', ''
FROM pg_indexes WHERE schemaname = current_schema()
"""


def shape(database: Any) -> set[tuple[str, ...]]:
    """Columns, keys and indexes of all tables but the history, as text that can be compared."""
    is_postgres = isinstance(database, PostgresqlDatabase)
    rows = database.execute_sql(POSTGRES_SHAPE if is_postgres else SQLITE_SHAPE).fetchall()
    own = re.compile(r"\bdeliberate_[0-9a-f]{32}\.|\s+")
    return {
        tuple(own.sub(" ", str(value)).strip() for value in row)
        for row in rows
        if schema.HISTORY not in str(row[0])
    }


@contextmanager
def shape_of_models(address: str, tmp_path: Path) -> Iterator[set[tuple[str, ...]]]:
    """What peewee would make from `tables.py`, in a place of its own."""
    is_postgres = address.startswith("postgresql")
    with raw(address if is_postgres else str(tmp_path / "models.db")) as database:
        if is_postgres:
            database.execute_sql("CREATE SCHEMA deliberate_0123456789abcdef0123456789abcdef")
            database.execute_sql("SET search_path TO deliberate_0123456789abcdef0123456789abcdef")
        try:
            with database.bind_ctx(tables.ALL):
                database.create_tables(tables.ALL)
            yield shape(database)
        finally:
            if is_postgres:
                database.execute_sql(
                    "DROP SCHEMA deliberate_0123456789abcdef0123456789abcdef CASCADE"
                )
                database.execute_sql("RESET search_path")


def differences(database: Database) -> str:
    return str(diff_models(database, tables.ALL))


def test_the_migrated_tables_are_those_of_the_models(address: str, tmp_path: Path) -> None:
    migrate(address)
    with shape_of_models(address, tmp_path) as expected, raw(address) as database:
        assert differences(database) == ""
        assert shape(database) == expected
        assert {row[0] for row in expected} == {table._meta.table_name for table in tables.ALL}


@pytest.mark.parametrize(
    "mutation",
    [
        "DROP INDEX vote_one_current",
        "ALTER TABLE outbox ADD COLUMN extra TEXT",
        "ALTER TABLE outbox DROP COLUMN attempts",
        "DROP INDEX outbox_sent_at_due_at",
        "CREATE UNIQUE INDEX too_strict ON fact (kind)",
    ],
)
def test_the_comparison_notices_what_a_migration_forgot(
    address: str, tmp_path: Path, mutation: str
) -> None:
    migrate(address)
    with shape_of_models(address, tmp_path) as expected, raw(address) as database:
        database.execute_sql(mutation)
        assert differences(database) != ""
        assert shape(database) != expected


@pytest.mark.parametrize("version", VERSIONS)
def test_every_earlier_version_reaches_the_head_with_its_data(
    address: str, version: str, tmp_path: Path
) -> None:
    with raw(address) as database:
        made = schema.upgrade(database, version)
        assert made == tuple(VERSIONS[: VERSIONS.index(version) + 1])
        database.execute_sql(
            "INSERT INTO process (id, agency, rulebook_text, rulebook_sha256,"
            " distribution_version, pilot_text, pilot_sha256, rehearsal, opened_at) VALUES"
            " ('old', 'heat', 'r', 'aa', '0.1', 'p', 'bb', '1',"
            " '2026-01-01T00:00:00.000000+00:00')"
        )
        database.execute_sql(
            "INSERT INTO fact (process, seq, at, actor_id, actor_role, kind, n, body, public)"
            " VALUES ('old', 1, '2026-01-01T00:00:00.000000+00:00', 'a', 'chair', 'k', 1,"
            """ '{"x":[1]}', '{}')"""
        )
    if version != VERSIONS[-1]:
        with pytest.raises(UnusableInput) as caught:
            open_store(address)
        assert caught.value.code == "DB_OLDER"
        assert VERSIONS[-1] in str(caught.value)
        assert "deliberate db upgrade" in str(caught.value.fix)
    assert migrate(address) == tuple(VERSIONS[VERSIONS.index(version) + 1 :])
    assert migrate(address) == ()
    with open_store(address) as store, store.read() as unit:
        assert unit.process("old").rehearsal
        assert unit.facts("old")[0].body == {"x": [1]}
        assert unit.votes("old", "vote") == ()
    with shape_of_models(address, tmp_path) as expected, raw(address) as database:
        assert shape(database) == expected


def test_letters_that_wait_learn_that_they_are_rehearsed(address: str) -> None:
    with raw(address) as database:
        schema.upgrade(database, "0004_outbox")
        for process, rehearsal in (("real", "0"), ("tried", "1")):
            database.execute_sql(
                "INSERT INTO process (id, agency, rulebook_text, rulebook_sha256,"
                " distribution_version, pilot_text, pilot_sha256, rehearsal, opened_at) VALUES"
                f" ('{process}', 'heat', 'r', 'aa', '0.1', 'p', 'bb', '{rehearsal}',"
                " '2026-01-01T00:00:00.000000+00:00')"
            )
        for name, process in (("1", "'real'"), ("2", "'tried'"), ("3", "NULL")):
            database.execute_sql(
                "INSERT INTO outbox (process, kind, recipient, language, subject, body, due_at,"
                f" attempts, proof, dedup_key) VALUES ({process}, 'k', 'A', 'kk', '', '',"
                f" '2026-01-01T00:00:00.000000+00:00', 0, '', '{name}')"
            )
    migrate(address)
    with open_store(address) as store, store.read() as unit:
        letters = unit.unsent(datetime(2027, 1, 1, tzinfo=UTC))
    assert {row.dedup_key: row.rehearsal for row in letters} == {"1": False, "2": True, "3": False}


def test_a_database_of_a_newer_version_is_refused_and_stays_as_it_is(address: str) -> None:
    migrate(address)
    with raw(address) as database:
        database.execute_sql(
            "INSERT INTO schema_migration (name, applied)"
            " VALUES ('9999_future', '2030-01-01 00:00:00')"
        )
        before = shape(database)
    for attempt in (open_store, migrate, lambda url: open_store(url, migrate=True)):
        with pytest.raises(UnusableInput) as caught:
            attempt(address)
        assert caught.value.code == "DB_NEWER"
        assert "9999_future" in str(caught.value)
        assert "Install the newer version" in str(caught.value.fix)
    assert inspect_schema(address).unknown == ("9999_future",)
    with raw(address) as database:
        assert shape(database) == before


def test_a_database_of_another_programme_is_refused_and_stays_as_it_is(address: str) -> None:
    with raw(address) as database:
        database.execute_sql("CREATE TABLE bookmark (url TEXT)")
    content = None if address.startswith("postgresql") else Path(address).read_bytes()
    for attempt in (open_store, migrate):
        with pytest.raises(UnusableInput) as caught:
            attempt(address)
        assert caught.value.code == "DB_FOREIGN"
    assert inspect_schema(address).foreign
    with raw(address) as database:
        assert database.get_tables() == ["bookmark"]
    assert content is None or Path(address).read_bytes() == content


def test_an_empty_database_asks_to_be_upgraded(address: str) -> None:
    with raw(address) as database:
        assert database.get_tables() == []
    with pytest.raises(UnusableInput) as caught:
        open_store(address)
    assert caught.value.code == "DB_EMPTY"
    assert inspect_schema(address).empty


def test_eight_who_upgrade_at_once_make_the_tables_once(address: str, race: Race) -> None:
    results = race(8, lambda _: migrate(address))
    assert sorted(results, key=len) == [()] * 7 + [tuple(VERSIONS)]
    open_store(address).close()


@pytest.mark.parametrize("guard", sorted(GUARDS))
def test_a_database_without_a_guard_is_refused_until_it_is_put_back(
    address: str, guard: str
) -> None:
    migrate(address)
    with raw(address) as database:
        assert missing_guards(database) == frozenset()
        on_table = f" ON {guard.split('_')[0]}" if address.startswith("postgresql") else ""
        database.execute_sql(f"DROP TRIGGER {guard}{on_table}")
    with pytest.raises(UnusableInput, match=guard) as caught:
        open_store(address)
    assert caught.value.code == "DB_UNGUARDED"
    assert migrate(address) == ()
    open_store(address).close()


@pytest.fixture
def with_a_next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Install another migration with this body, as the next release would."""

    def install(body: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(schema.MIGRATIONS, folder)
        (folder / "0900_next.py").write_text(f"def up(migrator, db):\n    {body}\n")
        monkeypatch.setattr(schema, "MIGRATIONS", folder)

    return install


def test_an_upgrade_that_fails_changes_nothing(
    address: str, with_a_next_version: Callable[[str], None]
) -> None:
    with raw(address) as database:
        schema.upgrade(database, VERSIONS[1])
        before = shape(database)
    with_a_next_version("db.execute_sql('ALTER TABLE nowhere ADD COLUMN x TEXT')")
    with pytest.raises(UnusableInput, match="nowhere"):
        migrate(address)
    with raw(address) as database:
        assert shape(database) == before
    assert inspect_schema(address).applied == tuple(VERSIONS[:2])


def test_an_upgrade_that_breaks_references_is_undone(
    tmp_path: Path,
    with_a_next_version: Callable[[str], None],
    process_row: Callable[[str], ProcessRow],
    fact: Callable[..., Fact],
) -> None:
    address = str(tmp_path / "store.db")
    with open_store(address, migrate=True) as store, store.transaction() as unit:
        unit.add_process(process_row("p"))
        unit.append([fact(1)])
    with_a_next_version("db.execute_sql('DELETE FROM process')")
    with pytest.raises(UnusableInput) as caught:
        migrate(address)
    assert caught.value.code == "DB_DAMAGED"
    with raw(address) as database:
        assert database.execute_sql("SELECT id FROM process").fetchall() == [("p",)]


def test_the_next_release_can_change_a_column_and_the_guards_stay(
    address: str,
    with_a_next_version: Callable[[str], None],
    process_row: Callable[[str], ProcessRow],
    fact: Callable[..., Fact],
    sql: Sql,
) -> None:
    with open_store(address, migrate=True) as store, store.transaction() as unit:
        unit.add_process(process_row("p"))
        unit.append([fact(1)])
    with_a_next_version("migrator.migrate(migrator.drop_not_null('fact', 'actor_role'))")
    assert migrate(address) == ("0900_next",)
    with open_store(address) as store:
        with pytest.raises(UnusableInput, match="append-only"):
            sql(store, "DELETE FROM fact")
        with store.read() as unit:
            assert unit.facts("p") == (fact(1),)
