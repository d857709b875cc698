"""Where a database is and how it is connected to: SQLite in a file or in memory, PostgreSQL.

Every connection promises the same: a commit that was acknowledged is on the disk, foreign keys
hold, and waiting for a rival ends after some seconds.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from peewee import Database
from playhouse.pool import (  # type: ignore[import-untyped]
    PooledPostgresqlDatabase,
    PooledSqliteDatabase,
)

from deliberate.core.errors import UnusableInput, message

WAIT_SECONDS = 10
"""How long a writer waits for a rival before it is told that the database is busy."""

CONNECTIONS = 20
"""Connections of one process at most; a thread borrows one for a unit of work."""

PRAGMAS = {
    "synchronous": "full",
    "foreign_keys": 1,
    "recursive_triggers": 1,  # so that INSERT OR REPLACE meets the append-only triggers
    "secure_delete": 1,  # so that a ballot box leaves no earlier state of itself in the file
}

POSTGRES_SETTINGS = (
    "SET synchronous_commit TO on",
    f"SET lock_timeout TO '{WAIT_SECONDS}s'",
    "SET idle_in_transaction_session_timeout TO '60s'",
    "SET client_min_messages TO warning",
)

MEMORY = ":memory:"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is. `location` is a path, `:memory:` or a URL of PostgreSQL."""

    engine: Literal["sqlite", "postgresql"]
    location: str

    @property
    def in_memory(self) -> bool:
        return self.location == MEMORY

    @property
    def shown(self) -> str:
        """The address as a person may see it: without user and password."""
        if self.engine == "sqlite":
            return self.location
        parts = urlsplit(self.location)
        port = f":{parts.port}" if parts.port else ""
        return f"postgresql://{parts.hostname or ''}{port}{parts.path}"


def read_address(url_or_path: str | Path) -> Address:
    """The address that a person wrote: a path, `sqlite:///path` or `postgresql://host/name`."""
    text = str(url_or_path).strip()
    scheme, separator, rest = text.partition("://")
    if not separator:
        return Address("sqlite", _path(text))
    if scheme == "sqlite" and (rest.startswith("/") or rest in ("", MEMORY)):
        return Address("sqlite", _path(unquote(rest[1:])) if rest.startswith("/") else MEMORY)
    if scheme in ("postgresql", "postgres") and _is_postgres(rest):
        return Address("postgresql", f"postgresql://{rest}")
    raise UnusableInput(
        "DB_URL",
        message("“{scheme}://…” is not the address of a database.", scheme=scheme),
        fix=message("Write a path, sqlite:///path or postgresql://host/name."),
    )


def _path(text: str) -> str:
    if not text:
        raise UnusableInput(
            "DB_URL",
            message("The address of the database is empty."),
            fix=message("Write a path, sqlite:///path or postgresql://host/name."),
        )
    if "\x00" in text:
        raise UnusableInput("DB_PATH", message("A path cannot contain a NUL character."))
    return text


def _is_postgres(rest: str) -> bool:
    try:
        parts = urlsplit(f"postgresql://{rest}")
        return bool(parts.path.strip("/")) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


class SqliteFile(PooledSqliteDatabase):  # type: ignore[misc]
    """SQLite with connections that threads borrow in turn."""

    def rollback(self) -> None:
        # SQLite has already rolled back by itself when, for instance, the disk is full; a second
        # ROLLBACK would raise and hide the reason.
        if self.connection().in_transaction:
            super().rollback()


class PostgresServer(PooledPostgresqlDatabase):  # type: ignore[misc]
    """PostgreSQL through psycopg 3; every commit waits for the disk."""

    def _initialize_connection(self, conn: Any) -> None:
        super()._initialize_connection(conn)
        for setting in POSTGRES_SETTINGS:
            conn.execute(setting)


def connect(address: Address, *, create: bool) -> Database:
    """A database that opens its connections on demand.

    `create` allows a missing file to be made. Raises `UnusableInput` when no database can be there.
    """
    # peewee's debug log spells out every value that is stored: names, and what is on papers.
    logging.getLogger("peewee").setLevel(logging.INFO)
    if address.engine == "postgresql":
        return _connect_postgres(address)
    if not address.in_memory:
        _check_path(Path(address.location), create=create)
    database = SqliteFile(
        address.location,
        pragmas=PRAGMAS,
        lock_type="IMMEDIATE",
        # A database in memory lives in its one connection; threads wait for it.
        max_connections=1 if address.in_memory else CONNECTIONS,
        timeout=WAIT_SECONDS,
        check_same_thread=False,
    )
    database.timeout = WAIT_SECONDS
    checked: Database = database
    return checked


def _connect_postgres(address: Address) -> Database:
    patience = {} if "connect_timeout=" in address.location else {"connect_timeout": WAIT_SECONDS}
    database: Database = PostgresServer(
        address.location,
        prefer_psycopg3=True,
        max_connections=CONNECTIONS,
        timeout=WAIT_SECONDS,
        **patience,
    )
    return database


def _check_path(path: Path, *, create: bool) -> None:
    """Refuse what SQLite would report as "unable to open database file" and no more."""
    try:
        is_folder, exists = path.is_dir(), path.exists()
        has_folder = path.parent.is_dir()
    except (OSError, ValueError) as error:
        raise UnusableInput(
            "DB_PATH",
            message("“{path}” cannot be a file: {detail}.", path=str(path), detail=str(error)),
        ) from error
    if is_folder:
        raise UnusableInput(
            "DB_PATH",
            message("“{path}” is a folder, not a database file.", path=str(path)),
            fix=message(
                "Name a file in it, for example {example}.", example=str(path / "deliberate.db")
            ),
        )
    if not has_folder:
        raise UnusableInput(
            "DB_PATH",
            message("There is no folder “{folder}”.", folder=str(path.parent)),
            fix=message("Make it, or name another place for the database."),
        )
    if not exists and not create:
        raise UnusableInput(
            "DB_MISSING",
            message("There is no database at “{path}”.", path=str(path)),
            fix=message("Make it with: deliberate db upgrade."),
        )
