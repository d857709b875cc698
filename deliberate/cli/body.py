"""The data of an act, from a JSON file or key by key."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.system_reason import system_reason

INPUT = "-"
_TOO_LARGE = message("A number is too long, or tables stand too deep in one another.")


def read_body(
    file: str | None, pairs: Iterable[str], is_text: Callable[[str], bool] = lambda key: False
) -> dict[str, Any]:
    """The data: those of the file first, then single values over them.

    A value that is JSON (a number, true, a list) is taken as such, anything else as a text, and
    so is every value of a key that `is_text`; a dot in a key leads into a table: `text.kk=...`.
    Raises `UnusableInput` with file and line.
    """
    data = _read(file) if file is not None else {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not all(key.split(".")):
            raise UnusableInput(
                "SET",
                message("“{pair}” does not set a value.", pair=pair),
                fix=message("Write: {example}", example="--set KEY=VALUE"),
            )
        _put(data, key.split("."), _value(value, text=is_text(key)), pair)
    return data


def _read(file: str) -> dict[str, Any]:
    where = Where(file)
    try:
        text = sys.stdin.read() if file == INPUT else Path(file).read_text(encoding="utf-8-sig")
        data = json.loads(text)
    except UnicodeDecodeError:
        raise UnusableInput("ENCODING", message("The file is not in UTF-8."), where=where) from None
    except OSError as error:
        raise UnusableInput(
            "FILE",
            message("The file cannot be read: {reason}.", reason=system_reason(error)),
            where=where,
        ) from None
    except json.JSONDecodeError as error:
        raise UnusableInput(
            "JSON",
            message("This is not JSON."),
            where=Where(file, error.lineno, error.colno),
        ) from None
    except (ValueError, RecursionError):
        raise UnusableInput("JSON", _TOO_LARGE, where=where) from None
    if not isinstance(data, dict):
        raise UnusableInput(
            "JSON",
            message("A table of keys and values is expected."),
            where=where,
            fix=message("Write: {example}", example='{"seat": "P01"}'),
        )
    return data


def _value(given: str, *, text: bool) -> Any:
    """JSON where it is JSON; a number with leading zeros or a word is a text."""
    try:
        value = json.loads(given)
        return value if isinstance(value, str) or not text else given
    except json.JSONDecodeError:
        return given
    except (ValueError, RecursionError):
        raise UnusableInput("SET", _TOO_LARGE) from None


def _put(data: dict[str, Any], keys: list[str], value: Any, pair: str) -> None:
    place = data
    for key in keys[:-1]:
        inner = place.setdefault(key, {})
        if not isinstance(inner, dict):
            raise UnusableInput(
                "SET", message("“{pair}”: {key} is not a table.", pair=pair, key=key)
            )
        place = inner
    place[keys[-1]] = value
