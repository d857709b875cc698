"""The store: units of work on one database, each in a transaction of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from peewee import Database, SqliteDatabase
from playhouse.pool import MaxConnectionsExceeded  # type: ignore[import-untyped]

from deliberate.core.errors import Conflict, message
from deliberate.core.storage.account_repository import AccountRepository
from deliberate.core.storage.ballot_repository import BallotRepository
from deliberate.core.storage.connection import Address, connect, read_address
from deliberate.core.storage.failures import explained
from deliberate.core.storage.outbox_repository import OutboxRepository
from deliberate.core.storage.position_repository import PositionRepository
from deliberate.core.storage.process_repository import ProcessRepository
from deliberate.core.storage.respondent_repository import RespondentRepository
from deliberate.core.storage.schema import (
    SchemaStatus,
    require_head,
    schema_status,
    upgrade,
    use_write_ahead_log,
)
from deliberate.core.storage.session import Session
from deliberate.core.storage.vote_repository import VoteRepository


class Unit(
    ProcessRepository,
    VoteRepository,
    BallotRepository,
    AccountRepository,
    PositionRepository,
    RespondentRepository,
    OutboxRepository,
):
    """One unit of work: everything that is read and written in one transaction."""


class Store:
    """A database that is ready for use. Threads may share it; each unit borrows a connection."""

    def __init__(self, address: Address, database: Database) -> None:
        self._address = address
        self._database = database
        self._owner = os.getpid()

    @contextmanager
    def transaction(self) -> Iterator[Unit]:
        """A unit that writes: all of it is on the disk when the block ends, or none of it."""
        with self._borrowed() as database, database.atomic():
            yield Unit(Session(database, writable=True))

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """A unit that reads: it sees the database as it was at one moment."""
        with self._borrowed() as database:
            snapshot = (
                "DEFERRED" if isinstance(database, SqliteDatabase) else "REPEATABLE READ READ ONLY"
            )
            with database.atomic(snapshot):
                yield Unit(Session(database, writable=False))

    @contextmanager
    def _borrowed(self) -> Iterator[Database]:
        self._forget_parents_connections()
        if not self._database.is_closed():
            raise RuntimeError("a unit of work is open in this thread; units do not nest")
        with borrowed(self._database, self._address.shown) as database:
            yield database

    def _forget_parents_connections(self) -> None:
        # A web server may fork after opening the store; a connection must not be used by two
        # processes.
        if os.getpid() != self._owner:
            self._database.dispose()
            self._owner = os.getpid()

    def close(self) -> None:
        """Close the connections that no unit is using."""
        pool: Any = self._database
        pool.close_idle()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextmanager
def borrowed(database: Database, place: str) -> Iterator[Database]:
    """A connection of the pool for the length of the block; errors are told in our words."""
    with explained(place):
        try:
            database.connect()
        except MaxConnectionsExceeded as error:
            raise Conflict(
                "DB_BUSY",
                message("Too many are using {place} at this moment.", place=place),
                fix=message("Nothing was changed. Try again."),
            ) from error
        try:
            yield database
        finally:
            database.close()


def open_store(url_or_path: str | Path, *, migrate: bool = False) -> Store:
    """The store at a path, `sqlite:///path`, `:memory:` or `postgresql://host/name`.

    Raises `UnusableInput` with a code `DB_...` when there is no usable database: with `migrate` a
    missing one is made and an older one is brought up to date; a newer one is always refused.
    """
    address = read_address(url_or_path)
    create = migrate or address.in_memory
    database = connect(address, create=create)
    store = Store(address, database)
    try:
        with borrowed(database, address.shown):
            if create:
                upgrade(database)
            require_head(database)
            use_write_ahead_log(database)
    except BaseException:
        store.close()
        raise
    return store


def migrate(url_or_path: str | Path) -> tuple[str, ...]:
    """Bring a database up to date, making it where it is missing; returns what was applied."""
    address = read_address(url_or_path)
    database = connect(address, create=True)
    try:
        with borrowed(database, address.shown):
            return upgrade(database)
    finally:
        Store(address, database).close()


def inspect_schema(url_or_path: str | Path) -> SchemaStatus:
    """Which migrations a database has and lacks; changes nothing."""
    address = read_address(url_or_path)
    database = connect(address, create=False)
    try:
        with borrowed(database, address.shown):
            return schema_status(database)
    finally:
        Store(address, database).close()
