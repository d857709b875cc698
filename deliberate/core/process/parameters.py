"""Making a marshmallow schema that loads a step's parameters into its kind's frozen dataclass."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load

from deliberate.core.rulebook.fields import StrictSchema


def schema_of(cls: type[Any], **declared: fields.Field[Any]) -> type[StrictSchema]:
    """A strict schema with these fields whose result is `cls`; absent fields take its defaults."""

    def make(self: StrictSchema, data: dict[str, Any], **_: Any) -> Any:
        return cls(**{key: _frozen(value) for key, value in data.items()})

    members: dict[str, Any] = {**declared, "make": post_load(make)}
    return type(f"{cls.__name__}Schema", (StrictSchema,), members)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class AnyField(fields.Raw):
    """A value that may be a number, a word or `@name`, the open parameter of that name."""
