"""The key that signs forms: given by the operator or, on one's own machine, made once and kept."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.system_reason import system_reason
from deliberate_web.config import SHORTEST_KEY

VARIABLE = "DELIBERATE_SECRET_KEY"
_OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR


def secret_key(environ: Mapping[str, str], database: str, *, at_home: bool) -> bytes:
    """The key of the environment, else one kept beside an SQLite database.

    Raises `UnusableInput` (SECRET_KEY) when there is none and it may not be made: on a server that
    others reach, or beside a database that is no file.
    """
    given = environ.get(VARIABLE, "")
    if given:
        return given.encode()
    if not at_home:
        raise _wanted()
    if database == ":memory:":
        return secrets.token_bytes(SHORTEST_KEY)
    if database.startswith(("postgres://", "postgresql://")):
        raise _wanted()
    return _kept(_beside(database))


def _beside(database: str) -> Path:
    path = Path(database.removeprefix("sqlite:///"))
    return path.with_name(f"{path.name}.key")


def _kept(path: Path) -> bytes:
    """The key in the file, which is made when it is not there; nobody else may read it."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise UnusableInput(
            "SECRET_KEY",
            message(
                "The file of the secret key cannot be made: {reason}.", reason=system_reason(error)
            ),
            where=Where(str(path)),
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        key = secrets.token_hex(SHORTEST_KEY)
        stream.write(key)
    return key.encode()


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise UnusableInput(
                "SECRET_KEY",
                message("Others may read the file of the secret key."),
                where=Where(str(path)),
                fix=message("Remove the file; the next start makes a new key."),
            )
        return path.read_bytes().strip()
    except OSError as error:
        raise UnusableInput(
            "SECRET_KEY",
            message(
                "The file of the secret key cannot be read: {reason}.", reason=system_reason(error)
            ),
            where=Where(str(path)),
        ) from None


def _wanted() -> UnusableInput:
    return UnusableInput(
        "SECRET_KEY",
        message("The server has no secret key."),
        fix=message(
            "Set {variable} to at least {least} random characters, and keep it the same.",
            variable=VARIABLE,
            least=SHORTEST_KEY,
        ),
    )
