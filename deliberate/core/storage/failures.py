"""What a database's error means, and how it is told to a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from peewee import ImproperlyConfigured, PeeweeException

from deliberate.core.errors import Conflict, DeliberateError, Message, UnusableInput, message


class Cause(StrEnum):
    """Why the database refused; the same causes on both engines."""

    UNIQUE = "unique"
    FOREIGN_KEY = "foreign_key"
    APPEND_ONLY = "append_only"
    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read_only"
    CANNOT_OPEN = "cannot_open"
    NOT_A_DATABASE = "not_a_database"
    DAMAGED = "damaged"
    VALUE = "value"
    NO_SERVER = "no_server"
    OTHER = "other"


SQLITE_CAUSES = (
    ("SQLITE_CONSTRAINT_UNIQUE", Cause.UNIQUE),
    ("SQLITE_CONSTRAINT_PRIMARYKEY", Cause.UNIQUE),
    ("SQLITE_CONSTRAINT_FOREIGNKEY", Cause.FOREIGN_KEY),
    ("SQLITE_CONSTRAINT_TRIGGER", Cause.APPEND_ONLY),
    ("SQLITE_BUSY", Cause.BUSY),
    ("SQLITE_LOCKED", Cause.BUSY),
    ("SQLITE_FULL", Cause.FULL),
    ("SQLITE_READONLY", Cause.READ_ONLY),
    ("SQLITE_CANTOPEN", Cause.CANNOT_OPEN),
    ("SQLITE_PERM", Cause.CANNOT_OPEN),
    ("SQLITE_AUTH", Cause.CANNOT_OPEN),
    ("SQLITE_NOTADB", Cause.NOT_A_DATABASE),
    ("SQLITE_CORRUPT", Cause.DAMAGED),
    ("SQLITE_IOERR", Cause.DAMAGED),
    ("SQLITE_TOOBIG", Cause.VALUE),
    ("SQLITE_MISMATCH", Cause.VALUE),
)
"""Beginnings of SQLite's result names (https://www.sqlite.org/rescode.html)."""

POSTGRES_CAUSES = (
    ("23505", Cause.UNIQUE),
    ("23503", Cause.FOREIGN_KEY),
    ("23001", Cause.APPEND_ONLY),
    ("40", Cause.BUSY),
    ("55P03", Cause.BUSY),
    ("57014", Cause.BUSY),
    ("53100", Cause.FULL),
    ("25006", Cause.READ_ONLY),
    ("42501", Cause.READ_ONLY),
    ("22", Cause.VALUE),
    ("54", Cause.VALUE),
    ("28", Cause.NO_SERVER),
    ("3D", Cause.NO_SERVER),
    ("08", Cause.NO_SERVER),
    ("53", Cause.NO_SERVER),
    ("57", Cause.NO_SERVER),
    ("XX001", Cause.DAMAGED),
    ("XX002", Cause.DAMAGED),
    ("58", Cause.DAMAGED),
)
"""Beginnings of SQLSTATE codes (PostgreSQL's manual, appendix A)."""

NO_ANSWER = "08000"
"""Stands for a missing code: the server is away, or the connection broke before it answered."""


def cause_of(error: BaseException) -> Cause:
    """The cause behind an error of peewee or of a driver."""
    original = _original(error)
    if isinstance(original, sqlite3.Error):
        return _first(SQLITE_CAUSES, getattr(original, "sqlite_errorname", None))
    if hasattr(original, "sqlstate"):
        return _first(POSTGRES_CAUSES, original.sqlstate or NO_ANSWER)
    return Cause.OTHER


def _original(error: BaseException) -> BaseException:
    """The driver's error that peewee wraps."""
    wrapped = getattr(error, "orig", None)
    return wrapped if isinstance(wrapped, BaseException) else error


def _first(causes: tuple[tuple[str, Cause], ...], name: str | None) -> Cause:
    return next((cause for start, cause in causes if (name or "").startswith(start)), Cause.OTHER)


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what the database raises into an error with a stable code; `place` has no password."""
    try:
        yield
    except DeliberateError:
        raise
    except ImproperlyConfigured as error:
        raise UnusableInput(
            "DB_DRIVER",
            message("The driver for PostgreSQL is not installed."),
            fix=message("Install the programme with its extra “postgres”."),
        ) from error
    except (PeeweeException, sqlite3.Error) as error:
        raise explain(error, place) from error


def explain(error: BaseException, place: str) -> DeliberateError:
    """The error that a person meets instead of `error`."""
    cause = cause_of(error)
    if cause is Cause.BUSY:
        return Conflict(
            "DB_BUSY",
            message("Somebody else is writing to {place} at this moment.", place=place),
            fix=message("Nothing was changed. Try again."),
        )
    code, text, fix = _story(cause, place, _detail(error))
    return UnusableInput(code, text, fix=fix)


def _story(cause: Cause, place: str, detail: str) -> tuple[str, Message, Message]:
    match cause:
        case Cause.FULL:
            return (
                "DB_FULL",
                message("There is no space left for {place}.", place=place),
                message("Nothing was changed. Free some space, then try again."),
            )
        case Cause.NO_SERVER:
            return (
                "DB_CONNECT",
                message("No connection to {place}: {detail}.", place=place, detail=detail),
                message("See that the server runs, and that name, user and password are right."),
            )
        case Cause.READ_ONLY | Cause.CANNOT_OPEN | Cause.NOT_A_DATABASE | Cause.DAMAGED:
            return _story_of_a_file(cause, place, detail)
        case Cause.VALUE:
            text = message("The database cannot keep this value: {reason}.", reason=detail)
            return "DB_VALUE", text, message("Nothing was changed.")
        case _:
            text = message("{place} refused this change: {detail}.", place=place, detail=detail)
            return "DB_REFUSED", text, message("Nothing was changed.")


def _story_of_a_file(cause: Cause, place: str, detail: str) -> tuple[str, Message, Message]:
    match cause:
        case Cause.NOT_A_DATABASE:
            return (
                "DB_NOT_A_DATABASE",
                message("{place} is not a database file.", place=place),
                message("Name another file; this one was not changed."),
            )
        case Cause.DAMAGED:
            return (
                "DB_DAMAGED",
                message("{place} cannot be read: {detail}.", place=place, detail=detail),
                message("Stop the programme, look at the disk and restore the last backup."),
            )
    return (
        "DB_PERMISSION",
        message("{place} cannot be opened for writing: {detail}.", place=place, detail=detail),
        message("Give this user the right to write to it and to its folder."),
    )


def _detail(error: BaseException) -> str:
    """The driver's own sentence: one line, without a full stop."""
    original = _original(error)
    lines = str(original).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(original).__name__
