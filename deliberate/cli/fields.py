"""What the data of an action consists of, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields

from deliberate.core.errors import Message, message
from deliberate.core.rulebook import fields as own

PLAIN, IN_LANGUAGES = own.StrictStr.__name__, own.TextField.__name__
"""Fields that take words: plain ones, and a table of them by language."""


@dataclass(frozen=True, slots=True)
class Line:
    """One key: what it takes, and whether it must be given."""

    name: str
    takes: Message
    required: bool
    kind: str

    def as_json(self) -> dict[str, Any]:
        return {"key": self.name, "takes": self.kind, "required": self.required}


def field_lines(schema: type[Schema] | None) -> Iterator[Line]:
    """The keys of a schema in order; those of tables follow with a dot."""
    if schema is None:
        return
    for name, field in schema().load_fields.items():
        yield from _lines(field.data_key or name, field, required=field.required)


def is_text(schema: type[Schema] | None, key: str) -> bool:
    """Whether a key, written with dots, takes a text: `number`, or `reason.kk`."""
    kinds = {line.name: line.kind for line in field_lines(schema)}
    table = key.rpartition(".")[0]
    return kinds.get(key) == PLAIN or kinds.get(table) == IN_LANGUAGES


def _lines(name: str, field: Any, *, required: bool) -> Iterator[Line]:
    yield Line(name, _takes(field), required, type(field).__name__)
    inner = field.inner if isinstance(field, fields.List) else field
    if isinstance(inner, fields.Nested):
        mark = "[]" if isinstance(field, fields.List) else ""
        for key, item in inner.schema.load_fields.items():
            yield from _lines(f"{name}{mark}.{item.data_key or key}", item, required=item.required)


def _takes(field: Any) -> Message:
    match field:
        case own.TextField():
            return message("a text in each language: NAME.kk, NAME.ru, NAME.en")
        case own.StrictInt():
            return message("a whole number")
        case own.StrictBool():
            return message("true or false")
        case own.DateField():
            return message("a day: 2027-01-25")
        case own.MomentField():
            return message("a day, or a moment with its offset: 2027-01-25T09:00:00+05:00")
        case own.Choice():
            return message("one of: {options}", options=field.values)
        case own.FractionField():
            return message("a fraction: 4/5")
        case fields.List():
            return message("a list")
        case fields.Nested():
            return message("a table")
        case own.MapOf():
            return message("a table with free keys")
        case _:
            return message("a text")
