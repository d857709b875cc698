"""A field for a step's parameters that a rulebook may leave open."""

from __future__ import annotations

from marshmallow import fields


class AnyField(fields.Raw):
    """A value that may be a number, a word or `@name`, the open parameter of that name."""
