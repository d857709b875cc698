"""Fields for a step's parameters that a rulebook may leave open."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from deliberate.core.rulebook.fields import Choice, ListOf, StrictField, StrictStr


class AnyField(fields.Raw):
    """A value that may be a number, a word or `@name`, the open parameter of that name."""


class ChoiceOrOpen(Choice):
    """One word of a closed list, or `@name`: the open parameter whose value is one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        if isinstance(value, str) and value.startswith("@"):
            return value
        return super()._deserialize(value, attr, data, **more)


class WordsOrOpen(StrictField):
    """A list of words, or `@name`: the open parameter whose value names such a list."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Any:
        if isinstance(value, str):
            return StrictStr(blank=False).deserialize(value)
        return ListOf(StrictStr()).deserialize(value)
