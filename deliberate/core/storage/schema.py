"""The version of a database's tables: what was applied, what is pending, and bringing it up.

peewee's own runner applies the numbered modules of `migrations/`; here it runs inside one
transaction and one lock, so two programmes that upgrade at once do not meet half-made tables, and
a failed upgrade leaves the database as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peewee import Database, PostgresqlDatabase, SqliteDatabase
from playhouse.migrations import Runner  # type: ignore[import-untyped]

from deliberate.core.errors import UnusableInput, message
from deliberate.core.storage.guards import install_guards, missing_guards

MIGRATIONS = Path(__file__).parent / "migrations"
HISTORY = "schema_migration"
POSTGRES_LOCK = 0x64656C69
"""The number of the advisory lock under which PostgreSQL is upgraded; any fixed number serves."""


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """Names of migrations: applied, still pending, and applied by a newer version of ours."""

    applied: tuple[str, ...]
    pending: tuple[str, ...]
    unknown: tuple[str, ...]
    foreign: bool = False
    """The database holds tables, but none of ours: it belongs to another programme."""

    @property
    def empty(self) -> bool:
        return not self.applied and not self.unknown and not self.foreign


def schema_status(database: Database) -> SchemaStatus:
    """Where this database stands; reads only."""
    rows = Runner(database, str(MIGRATIONS), HISTORY).status()
    applied = tuple(row.name for row in rows if row.applied and row.path)
    unknown = tuple(row.name for row in rows if row.path is None)
    tables = set(database.get_tables()) - {HISTORY, "sqlite_sequence"}
    return SchemaStatus(
        applied,
        tuple(row.name for row in rows if not row.applied),
        unknown,
        foreign=bool(tables) and not applied and not unknown,
    )


def upgrade(database: Database, target: str | None = None) -> tuple[str, ...]:
    """Apply all pending migrations, or those up to `target`; returns their names.

    Raises `UnusableInput` for a newer or a foreign database, which stays untouched.
    """
    with _without_foreign_keys(database), database.atomic():
        if isinstance(database, PostgresqlDatabase):
            run: Any = database.execute_sql
            run("SELECT pg_advisory_xact_lock(%s)", (POSTGRES_LOCK,))
        status = schema_status(database)
        refuse_unknown(status)
        applied = tuple(Runner(database, str(MIGRATIONS), HISTORY).up(target))
        if applied:
            _check_foreign_keys(database)
        if len(applied) == len(status.pending) and (applied or missing_guards(database)):
            install_guards(database)
        return applied


def use_write_ahead_log(database: Database) -> None:
    """Let readers of an SQLite file go on while somebody writes; the file remembers it.

    Done only once the file is known to be ours: a foreign or newer one must stay untouched.
    """
    if isinstance(database, SqliteDatabase):
        pragma: Any = database.pragma
        pragma("journal_mode", "wal")


@contextmanager
def _without_foreign_keys(database: Database) -> Iterator[None]:
    """SQLite rebuilds a table to change it; keys can be switched off outside a transaction only."""
    if not isinstance(database, SqliteDatabase):
        yield
        return
    pragma: Any = database.pragma
    pragma("foreign_keys", 0)
    try:
        yield
    finally:
        pragma("foreign_keys", 1)


def _check_foreign_keys(database: Database) -> None:
    """Hold what the migrations leave behind against the keys that were off meanwhile."""
    if isinstance(database, SqliteDatabase):
        run: Any = database.execute_sql
        broken = run("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise UnusableInput(
                "DB_DAMAGED",
                message("The table {table} refers to rows that do not exist.", table=broken[0][0]),
                fix=message("The upgrade was undone. Restore the last good backup, then repeat."),
            )


def refuse_unknown(status: SchemaStatus) -> None:
    """Refuse a database that this version must not touch: from a newer one, or not ours."""
    if status.unknown:
        raise UnusableInput(
            "DB_NEWER",
            message(
                "The database was made by a newer version of this programme ({names}).",
                names=", ".join(status.unknown),
            ),
            fix=message("Install the newer version; the database was not changed."),
        )
    if status.foreign:
        raise UnusableInput(
            "DB_FOREIGN",
            message("The database holds tables of another programme."),
            fix=message("Give this programme a database or a schema of its own."),
        )


def require_head(database: Database) -> None:
    """Refuse every database whose tables and guards are not exactly those of this version."""
    status = schema_status(database)
    refuse_unknown(status)
    if status.empty:
        raise UnusableInput(
            "DB_EMPTY",
            message("The database has no tables yet."),
            fix=message("Make them with: deliberate db upgrade."),
        )
    if status.pending:
        raise UnusableInput(
            "DB_OLDER",
            message(
                "The database was made by an older version of this programme; missing: {names}.",
                names=", ".join(status.pending),
            ),
            fix=message("Make a backup, then run: deliberate db upgrade."),
        )
    missing = missing_guards(database)
    if missing:
        raise UnusableInput(
            "DB_UNGUARDED",
            message(
                "The database does not protect its past any more; missing: {names}.",
                names=", ".join(sorted(missing)),
            ),
            fix=message(
                "Find out who removed the triggers, verify the record, then put them back with: "
                "deliberate db upgrade."
            ),
        )
