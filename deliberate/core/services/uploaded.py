"""Reading an uploaded file with the readers of files: it lies in a folder of its own meanwhile."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from deliberate.core.errors import UnusableInput, Where, message

Found = TypeVar("Found")


def read_uploaded(name: str, content: bytes, read: Callable[[Path], Found]) -> Found:
    """What `read` makes of the content; a complaint names the file as the person called it."""
    if not content:
        raise UnusableInput("EMPTY", message("The file has no rows."), where=Where(name))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{Path(name).suffix.lower()}"
        path.write_bytes(content)
        try:
            return read(path)
        except UnusableInput as error:
            raise UnusableInput(
                error.code,
                error.message,
                where=_named(error.where, name),
                fix=error.fix,
                findings=tuple(
                    replace(one, where=_named(one.where, name)) for one in error.findings
                ),
            ) from None


def _named(where: Where | None, name: str) -> Where:
    return Where(name, where.line if where else 0)
