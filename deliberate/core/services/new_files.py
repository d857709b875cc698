"""Files that are written once: whatever is there already stays as it is."""

from __future__ import annotations

from pathlib import Path

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.system_reason import system_reason


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; an existing one is never overwritten."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise UnusableInput(
            "EXISTS",
            message("This file exists already; nothing was changed."),
            where=Where(str(path)),
            fix=message("Give another name, or remove the file first."),
        ) from None
    except OSError as error:
        raise UnusableInput(
            "NOT_WRITTEN",
            message("The file cannot be written: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
            fix=message("Check the name and the folder."),
        ) from None
