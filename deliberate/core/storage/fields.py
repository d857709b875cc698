"""Columns that mean the same on both engines: text, moments and JSON values, all kept as text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from peewee import TextField

from deliberate.core.errors import UnusableInput, message


class WordsField(TextField):
    """Text that both engines can keep: no NUL character, no half of a surrogate pair."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else storable(str(value))

    def python_value(self, value: Any) -> Any:
        return value


class MomentField(TextField):
    """An aware datetime as ISO text in UTC, always with microseconds: it sorts as it happened."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else write_utc(value)

    def python_value(self, value: Any) -> Any:
        return None if value is None else datetime.fromisoformat(value)


class JsonField(TextField):
    """A JSON value as text in the order in which it was written; NaN and infinity are refused."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None and self.null else write_json(value)

    def python_value(self, value: Any) -> Any:
        return None if value is None else json.loads(value)


def storable(text: str) -> str:
    """`text` itself, or `UnusableInput` when no database could give it back unchanged."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _unusable(message("it contains half of a character")) from error
    if "\x00" in text:
        raise _unusable(message("it contains a NUL character"))
    return text


def write_utc(moment: datetime) -> str:
    """The sortable ISO text of an aware moment."""
    if moment.tzinfo is None:
        raise ValueError(f"the storage keeps aware moments only, got {moment!r}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def write_json(value: Any) -> str:
    """The JSON text of `value`; raises `UnusableInput` for what JSON cannot say."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise _unusable(message("it is not a JSON value ({detail})", detail=str(error))) from error
    return storable(text)


def _unusable(reason: Any) -> UnusableInput:
    return UnusableInput(
        "DB_VALUE", message("The database cannot keep this value: {reason}.", reason=reason)
    )
