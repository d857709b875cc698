"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.system_reason import system_reason


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file beside its place and move it there; a reader never sees a half of it.

    Raises `UnusableInput` when the folder is missing or closed; an older file stays then.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(21, os.strerror(21), str(path))
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with open(handle, "wb") as stream:
                stream.write(content.encode() if isinstance(content, str) else content)
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise UnusableInput(
            "NOT_WRITTEN",
            message("The file cannot be written: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
            fix=message("Check the name and the folder."),
        ) from None


def _umask() -> int:
    """The permissions that this process withholds; a temporary file would keep them all back."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
