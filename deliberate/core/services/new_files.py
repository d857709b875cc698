"""Files that are written once: whatever is there already stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from deliberate.core.errors import Message, UnusableInput, Where, message
from deliberate.core.system_reason import system_reason

REMOVE = message("Give another name, or remove the file first.")
FORCE = message("Give another name, or replace it with --force.")


def write_all_new(texts: Mapping[Path, str]) -> None:
    """Write several files of which none is there yet; where one is, nothing is written."""
    require_new(texts)
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


def require_new(paths: Iterable[Path], fix: Message = REMOVE) -> None:
    """Refuse where one of these files is there already; `fix`: what to do then."""
    for path in paths:
        if path.exists():
            raise _exists(path, fix)


def _exists(path: Path, fix: Message = REMOVE) -> UnusableInput:
    return UnusableInput(
        "EXISTS",
        message("This file exists already; nothing was changed."),
        where=Where(str(path)),
        fix=fix,
    )
