"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.system_reason import system_reason


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place and move it there; a reader never sees a half of it.

    Raises `UnusableInput` when the folder is missing or closed; an older file stays then.
    """
    _move_into_place({path: text.encode()})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files of which each makes sense only beside the others, and the folders they need.

    All are written beside their places before the first is moved, so a full disk or a closed
    folder leaves what was there. Raises `UnusableInput` then.
    """
    for folder in dict.fromkeys(path.parent for path in files):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _not_written(folder, error) from None
    _move_into_place(files)


def _move_into_place(files: Mapping[Path, bytes]) -> None:
    written: dict[Path, str] = {}
    try:
        for path, data in files.items():
            try:
                if path.is_dir():
                    raise IsADirectoryError(21, os.strerror(21), str(path))
                handle, written[path] = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
                with open(handle, "wb") as stream:
                    stream.write(data)
                os.chmod(written[path], 0o666 & ~_umask())
            except OSError as error:
                raise _not_written(path, error) from None
        for path in files:
            try:
                os.replace(written[path], path)
            except OSError as error:
                raise _not_written(path, error) from None
            del written[path]
    finally:
        for name in written.values():
            os.unlink(name)


def _not_written(path: Path, error: OSError) -> UnusableInput:
    return UnusableInput(
        "NOT_WRITTEN",
        message("The file cannot be written: {reason}.", reason=system_reason(error)),
        where=Where(str(path)),
        fix=message("Check the name and the folder."),
    )


def _umask() -> int:
    """The permissions that this process withholds; a temporary file would keep them all back."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
