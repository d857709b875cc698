"""Registers of residents, which are only read: files through DuckDB, tables of PostgreSQL.

A register is none of the programme's own tables: it may hold a whole nation, is kept by somebody
else, and stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.recruitment.register.reader import Reader
from deliberate.core.storage.registers.files import register_file
from deliberate.core.storage.registers.server import register_table

ON_A_SERVER = ("postgresql://", "postgres://")


@contextmanager
def open_register(
    location: str, *, table: str = "", memory: int = 1024, threads: int = 0
) -> Iterator[Reader]:
    """A register in a CSV or Parquet file, or in a table of PostgreSQL.

    `memory` in MiB and `threads` (0: all there are) bound what is spent on a file. Raises
    `UnusableInput` for whatever cannot be read as a register.
    """
    if location.startswith(ON_A_SERVER):
        with register_table(location, table) as reader:
            yield reader
    elif table:
        raise UnusableInput(
            "TABLE",
            message("--table names a table of a database; this register is a file."),
            where=Where(location),
        )
    else:
        with register_file(location, memory=memory, threads=threads) as reader:
            yield reader
