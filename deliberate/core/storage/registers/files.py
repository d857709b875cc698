"""Registers in CSV and Parquet files: DuckDB streams them, so that they need not fit in memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from deliberate.core.errors import Finding, UnusableInput, Where, message
from deliberate.core.recruitment.register.reader import Column
from deliberate.core.recruitment.register.statement import DUCKDB, Dialect, quoted
from deliberate.core.storage.registers.csv_register import (
    Shape,
    faulty,
    line_ends,
    lines_with,
    read_shape,
    reading,
    reading_past_faults,
)
from deliberate.core.system_reason import system_reason

if TYPE_CHECKING:
    import duckdb

MAGIC = b"PAR1"
"""How a Parquet file begins."""
TABLES = (".csv", ".tsv", ".txt")
PATIENCE = 0.1
"""Seconds between two looks whether somebody stopped the program."""


@dataclass
class RegisterFile:
    """A file that DuckDB reads; `alias` is what DuckDB calls it, `shape` that of a CSV."""

    shown: str
    source: str
    columns: Sequence[Column]
    sha256: str
    _connection: duckdb.DuckDBPyConnection
    _path: Path
    _alias: Path
    _state: tuple[int, int]
    _shape: Shape | None

    @property
    def dialect(self) -> Dialect:
        return DUCKDB

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with _explained(self.shown, self._alias, self._faults):
            found = _answer(self._connection, statement, values)
        if _state(self._path) != self._state:
            raise UnusableInput(
                "CHANGED",
                message("The register changed while it was read; nothing is drawn."),
                where=Where(self.shown),
            )
        return found

    def lines(self, column: Column, cells: Collection[str]) -> list[tuple[int, str]]:
        if self._shape is None:
            return []
        place = [one.name for one in self.columns].index(column.name)
        return lines_with(self._path, self._shape, place, cells)

    def past_faults(self) -> RegisterFile | None:
        if self._shape is None:
            return None
        reads = reading_past_faults(self._alias, self._shape)
        with _explained(self.shown, self._alias, tuple):
            self._connection.execute(f"CREATE OR REPLACE TEMP VIEW whole AS SELECT * FROM {reads}")
        return replace(self, source="whole")

    def _faults(self) -> tuple[Finding, ...]:
        if self._shape is None:
            return ()
        import duckdb

        try:
            return faulty(self._connection, self.shown, self._alias, self._shape)
        except duckdb.Error:  # past some faults nothing can be read
            return line_ends(self._path, self.shown)


@contextmanager
def register_file(location: str, *, memory: int, threads: int) -> Iterator[RegisterFile]:
    """The register in a file, read within `memory` MiB by so many threads (0: all there are)."""
    path = Path(location)
    parquet = _is_parquet(path)
    shape = None if parquet else read_shape(path)
    with TemporaryDirectory(prefix="deliberate-") as folder:
        # DuckDB takes * and [ in a name for a pattern; under this name the file is itself.
        alias = Path(folder) / ("register.parquet" if parquet else "register.csv")
        alias.symlink_to(path.resolve())
        connection = _connect(folder, memory, threads)
        try:
            state = _state(path)
            source = _view(connection, location, alias, shape)
            columns = _columns(connection, shape)
            hashed = _sha256(path)
            yield RegisterFile(
                location, source, columns, hashed, connection, path, alias, state, shape
            )
        finally:
            connection.close()


def _connect(folder: str, memory: int, threads: int) -> duckdb.DuckDBPyConnection:
    try:
        import duckdb
    except ImportError:
        raise UnusableInput(
            "REGISTER_ENGINE",
            message("DuckDB, which reads registers in files, is not installed."),
            fix=message("Install the programme with its extra “register”."),
        ) from None
    settings: dict[str, Any] = {
        "memory_limit": f"{memory}MiB",
        "temp_directory": str(Path(folder) / "spilled"),
        # Nothing is fetched from the net, whatever a file or its name asks for.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads:
        settings["threads"] = threads
    connection = duckdb.connect(config=settings)
    connection.execute("SET preserve_insertion_order = false")
    return connection


def _view(
    connection: duckdb.DuckDBPyConnection, shown: str, alias: Path, shape: Shape | None
) -> str:
    text = str(alias).replace("'", "''")
    reads = f"read_parquet('{text}')" if shape is None else reading(alias, shape)
    with _explained(shown, alias, tuple):
        connection.execute(f"CREATE TEMP VIEW register AS SELECT * FROM {reads}")
    return "register"


def _columns(connection: duckdb.DuckDBPyConnection, shape: Shape | None) -> tuple[Column, ...]:
    described = connection.execute("DESCRIBE register").fetchall()
    heads = shape.heads if shape is not None else [str(row[0]) for row in described]
    return tuple(
        Column(
            head, quoted(str(row[0])), "text" if str(row[1]) == "VARCHAR" else str(row[1]).lower()
        )
        for head, row in zip(heads, described, strict=True)
    )


def _answer(
    connection: duckdb.DuckDBPyConnection, statement: str, values: Sequence[object]
) -> list[tuple[Any, ...]]:
    """What DuckDB answers; another thread waits for it, so that Ctrl-C stops it at once."""
    found: list[list[tuple[Any, ...]]] = []
    failed: list[Exception] = []
    done = Event()

    def work() -> None:
        try:
            found.append(connection.execute(statement, list(values)).fetchall())
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            failed.append(error)
        finally:
            done.set()

    Thread(target=work, daemon=True).start()
    try:
        while not done.wait(PATIENCE):
            pass
    except BaseException:
        connection.interrupt()
        done.wait()
        raise
    if failed:
        raise failed[0]
    return found[0]


@contextmanager
def _explained(
    shown: str, alias: Path, faults: Callable[[], tuple[Finding, ...]]
) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        raise UnusableInput(
            "REGISTER_MEMORY",
            message("The register does not fit into the memory that was permitted."),
            where=Where(shown),
            fix=message("Permit more with --memory."),
        ) from None
    except duckdb.Error as error:
        raise _unreadable(shown, alias, str(error), faults()) from None


def _unreadable(shown: str, alias: Path, said: str, findings: tuple[Finding, ...]) -> UnusableInput:
    """Rows that are none by their lines, or else the engine's own words."""
    if findings:
        text = message("The register has faults; nothing is drawn.")
        return UnusableInput("ROWS", text, where=Where(shown), findings=findings)
    # Only the first line: further ones show what stands in the file about people.
    reason = said.partition("\n")[0].rstrip(".").replace(str(alias), shown)
    return UnusableInput(
        "REGISTER",
        message("The register cannot be read: {reason}.", reason=reason),
        where=Where(shown),
        fix=message("Export it again: CSV in UTF-8 with one kind of line ends, or Parquet."),
    )


def _is_parquet(path: Path) -> bool:
    """By its first bytes; raises for what is neither Parquet nor called a table of text."""
    try:
        with path.open("rb") as stream:
            parquet = stream.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise UnusableInput(
            "FILE",
            message("The file cannot be read: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
        ) from None
    if not parquet and path.suffix.lower() not in TABLES:
        raise UnusableInput(
            "REGISTER",
            message("This is no register: CSV or Parquet is expected."),
            where=Where(str(path)),
            fix=message("Export it as CSV in UTF-8, with a name that ends in .csv."),
        )
    return parquet


def _state(path: Path) -> tuple[int, int]:
    about = os.stat(path)
    return about.st_size, about.st_mtime_ns


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
