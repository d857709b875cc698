"""Registers in a table of PostgreSQL: one connection, which reads one moment and writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.recruitment.register.reader import Column
from deliberate.core.recruitment.register.statement import POSTGRESQL, Dialect, quoted
from deliberate.core.storage.connection import WAIT_SECONDS, read_address

if TYPE_CHECKING:
    import psycopg

COLUMNS = """
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = CAST($1 AS oid) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


@dataclass
class RegisterTable:
    """A table; it is seen as it was when it was opened."""

    shown: str
    source: str
    columns: Sequence[Column]
    _connection: psycopg.Connection[Any]
    sha256: str = ""

    @property
    def dialect(self) -> Dialect:
        return POSTGRESQL

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with _explained(self.shown):
            return _rows(self._connection, statement, *values)

    def lines(self, column: Column, cells: Collection[str]) -> list[tuple[int, str]]:
        """A table has no lines."""
        return []

    def past_faults(self) -> None:
        """Every row of a table is one."""


@contextmanager
def register_table(location: str, table: str) -> Iterator[RegisterTable]:
    """The register in a table of the database at an address `postgresql://...`."""
    address = read_address(location)
    if not table or "\x00" in table:
        raise UnusableInput(
            "TABLE",
            message("The table of the register is not named."),
            where=Where(address.shown),
            fix=message("Name it with --table."),
        )
    shown = f"{address.shown} {table}"
    with _explained(shown), _connected(address.location) as connection:
        source, number = _table(connection, shown, table)
        found = _rows(connection, COLUMNS, number)
        columns = tuple(Column(head, quoted(head), kind) for head, kind in found)
        yield RegisterTable(shown, source, columns, connection)


@contextmanager
def _connected(location: str) -> Iterator[psycopg.Connection[Any]]:
    import psycopg

    patience: dict[str, Any] = (
        {} if "connect_timeout=" in location else {"connect_timeout": WAIT_SECONDS}
    )
    with psycopg.connect(location, cursor_factory=psycopg.RawCursor, **patience) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection
        connection.rollback()


def _table(connection: psycopg.Connection[Any], shown: str, table: str) -> tuple[str, int]:
    """The table as the server itself writes it, quoted, and its number.

    The name is taken as it stands first, then as SQL reads it: `schema.table`, quotes permitted.
    """
    import psycopg

    for question in ("to_regclass(quote_ident(CAST($1 AS text)))", "to_regclass(CAST($1 AS text))"):
        try:
            with connection.transaction():
                found = _rows(
                    connection, f"SELECT CAST({question} AS text), CAST({question} AS oid)", table
                )
        except (psycopg.errors.SyntaxError, psycopg.errors.InvalidName):
            break
        if found[0][0] is not None:
            return str(found[0][0]), int(found[0][1])
    raise UnusableInput(
        "TABLE",
        message("There is no table “{table}”.", table=table),
        where=Where(shown),
        fix=message("Write it as schema.table, or in quotes when it has capital letters."),
    )


def _rows(
    connection: psycopg.Connection[Any], statement: str, *values: object
) -> list[tuple[Any, ...]]:
    return connection.execute(statement, values).fetchall()


@contextmanager
def _explained(shown: str) -> Iterator[None]:
    try:
        import psycopg
    except ImportError:
        raise UnusableInput(
            "DB_DRIVER",
            message("The driver for PostgreSQL is not installed."),
            fix=message("Install the programme with its extra “postgres”."),
        ) from None
    try:
        yield
    except psycopg.Error as error:
        lines = str(error).strip().splitlines()
        reason = lines[0].rstrip(".") if lines else type(error).__name__
        if error.sqlstate is None or error.sqlstate[:2] in ("08", "28", "3D", "57"):
            raise UnusableInput(
                "DB_CONNECT",
                message("No connection to {place}: {detail}.", place=shown, detail=reason),
                fix=message(
                    "See that the server runs, and that name, user and password are right."
                ),
            ) from None
        raise UnusableInput(
            "REGISTER",
            message("The register cannot be read: {reason}.", reason=reason),
            where=Where(shown),
        ) from None
