"""One open transaction: what the repositories read and write through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import Database, IntegrityError, Model, PostgresqlDatabase

from deliberate.core.errors import UnusableInput, message
from deliberate.core.storage.failures import Cause, cause_of
from deliberate.core.storage.prepared import Prepared, add_rows


class TakenError(Exception):
    """A row with this key exists already; the insert left no trace."""


class UnreferencedError(Exception):
    """The row refers to something that does not exist; the insert left no trace."""


class Session:
    """Queries inside one transaction. peewee's untyped results stay behind these methods."""

    def __init__(self, database: Database, *, writable: bool) -> None:
        self._database = database
        self._writable = writable

    def rows(self, query: Any) -> list[dict[str, Any]]:
        return list(self._run(query.dicts()))

    def first(self, query: Any) -> dict[str, Any] | None:
        return next(iter(self.rows(query.limit(1))), None)

    def asked(self, query: Prepared, *given: Any) -> list[dict[str, Any]]:
        """The rows of a prepared query for these values, in the order of their places in it."""
        with _kept():
            return query.rows(self._database, given)

    def done(self, query: Prepared, *given: Any) -> int:
        """Carry out a prepared update or delete; returns how many rows it touched."""
        self._require_writable()
        with _kept():
            return query.change(self._database, given)

    def hold(self, query: Any) -> None:
        """Keep these rows from other holders until the transaction ends.

        SQLite has one writer at a time anyway, from the transaction's first statement on.
        """
        self._require_writable()
        if isinstance(self._database, PostgresqlDatabase):
            self.rows(query.for_update("FOR NO KEY UPDATE"))

    def change(self, query: Any) -> int:
        """Run an update or a delete; returns how many rows it touched."""
        self._require_writable()
        return int(self._run(query))

    def insert(self, table: type[Model], *rows: Mapping[str, Any]) -> None:
        """Insert all rows or none; raises `TakenError` or `UnreferencedError`.

        The savepoint keeps the transaction usable after a refusal, which PostgreSQL would
        otherwise abort: the caller still has to read who was first.
        """
        self._require_writable()
        try:
            with self._database.atomic():
                for chunk in _chunks(rows, 100):
                    with _kept():
                        add_rows(self._database, table, chunk)
        except IntegrityError as error:
            match cause_of(error):
                case Cause.UNIQUE:
                    raise TakenError from error
                case Cause.FOREIGN_KEY:
                    raise UnreferencedError from error
            raise

    def _run(self, query: Any) -> Any:
        with _kept():
            return query.execute(self._database)

    def _require_writable(self) -> None:
        if not self._writable:
            raise RuntimeError("this unit of work only reads; open a transaction to write")


@contextmanager
def _kept() -> Iterator[None]:
    """The words for a number too large for SQLite's driver; PostgreSQL answers for itself."""
    try:
        yield
    except OverflowError as error:
        raise UnusableInput(
            "DB_VALUE",
            message("The database cannot keep this value: {reason}.", reason=str(error)),
        ) from error


def _chunks(rows: Sequence[Mapping[str, Any]], size: int) -> list[Sequence[Mapping[str, Any]]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]
