"""How values of the house are written for programs."""

from __future__ import annotations

from typing import Any

from marshmallow import INCLUDE, Schema, fields, pre_dump, validate

from deliberate.core.text import Text
from deliberate.i18n import LOCALES
from deliberate_web.current import current_locale, current_translator

MOST_ENTRIES = 500


class Answer(Schema):
    """The form of an answer. A later version may say more, and readers must bear it."""

    class Meta:
        unknown = INCLUDE


class WordsSchema(Answer):
    """A text in one language; `language` is the one that it is in."""

    language = fields.String(required=True)
    text = fields.String(required=True)

    @pre_dump
    def choose(self, data: Text, **_: Any) -> dict[str, str]:
        """The asked language, else the first that the text has."""
        words, language = data.best(current_locale())
        return {"language": language, "text": words}


class Sentence(fields.String):
    """A message of the house in the asked language."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else current_translator().render(value)


class MomentString(fields.String):
    """A day, or a moment with its offset, in ISO 8601."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.isoformat()


class AskedSchema(Schema):
    """What every address understands."""

    lang = fields.String(
        validate=validate.OneOf(LOCALES),
        metadata={"description": "The language of texts; it comes before Accept-Language."},
    )


class AskedEntriesSchema(AskedSchema):
    after = fields.Integer(
        load_default=0,
        validate=validate.Range(min=0, max=10**9),
        metadata={"description": "Only entries with a larger number."},
    )
    limit = fields.Integer(
        load_default=100,
        validate=validate.Range(min=1, max=MOST_ENTRIES),
        metadata={"description": "At most so many entries."},
    )


class Words(fields.Nested):
    """A text in one language; null where nobody has written one."""

    # marshmallow's own two classes name the first argument differently.
    def _serialize(  # type: ignore[override]
        self, value: Any, attr: str | None, obj: Any, **kwargs: Any
    ) -> Any:
        nested: Any = super()
        return nested._serialize(value, attr, obj, **kwargs) if value else None


def words(**options: Any) -> Words:
    """A field that holds a text in one language."""
    return Words(WordsSchema, allow_none=True, **options)


def moment(**options: Any) -> MomentString:
    return MomentString(metadata={"description": "ISO 8601"}, **options)
