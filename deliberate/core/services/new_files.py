"""Files that are written once: whatever is there already stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.system_reason import system_reason


def write_all_new(texts: Mapping[Path, str]) -> None:
    """Write several files of which none is there yet; where one is, nothing is written."""
    for path in texts:
        if path.exists():
            raise _exists(path)
    for path, text in texts.items():
        write_new(path, text)


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; an existing one is never overwritten."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        raise UnusableInput(
            "NOT_WRITTEN",
            message("The file cannot be written: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
            fix=message("Check the name and the folder."),
        ) from None


def _exists(path: Path) -> UnusableInput:
    return UnusableInput(
        "EXISTS",
        message("This file exists already; nothing was changed."),
        where=Where(str(path)),
        fix=message("Give another name, or remove the file first."),
    )
