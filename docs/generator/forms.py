"""Schemas as Markdown: each key with its form, and whether it must be given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from marshmallow import Schema, fields

from deliberate.core.errors import Message
from deliberate.i18n import Translator

ENGLISH = Translator("en")

WORDS = {
    "AnswersField": "an answer for each question, by its `id`",
    "AnyField": "a value, or `@name` of an open parameter",
    "AreaField": "a place",
    "CheckField": "one check with its parameters, or `{ hook = true }`",
    "DateField": "a day",
    "FractionField": 'a fraction such as `"4/5"`',
    "IdentifierField": "an identifier",
    "LanguageField": "the code of a language",
    "MarksField": "a number for each marked option: a table, or a list of pairs",
    "MomentField": "a day, or a moment with its offset",
    "NumberOrOpen": "a whole number, or `@name` of an open parameter",
    "OneOrMore": "one word, or a list of words",
    "PeriodField": 'a period such as `"14 days"`',
    "PlainValue": "a word, a number, true or false",
    "PlannedField": "a day, a moment, `{ from, until }` or `{ days = [...] }`",
    "ShareField": 'a share in per cent with at most one decimal: `"36.6"`',
    "ShareText": 'a fraction such as `"31/100"`',
    "SourceName": "the `id` of a source",
    "StrandCount": "a whole number, or `open`",
    "StrictBool": "true or false",
    "StrictField": "the keys of its kind, beside the common ones",
    "StrictInt": "a whole number",
    "AddressField": 'the address of a page: `"https://…"`',
    "StrictStr": "a text",
    "TextField": "a text in each language",
    "TimeField": "a time of day",
    "WordsField": "a text, or a text in each language",
    "WordsOrOpen": "a list of words, or `@name` of an open parameter whose value names one",
    "ZoneField": "a time zone",
}


def said(text: Message) -> str:
    """A message of the core in English."""
    return ENGLISH.render(text)


def first_paragraph(thing: Any) -> str:
    """The first paragraph of a docstring, on one line."""
    words = (thing.__doc__ or "").strip().split("\n\n")[0]
    return " ".join(words.split())


def meaning(schema: type[Schema] | Schema) -> str:
    """What a schema is about; the text that a dataclass writes for itself says nothing."""
    words = first_paragraph(schema)
    return "" if re.match(r"\w+\(", words) else words


def cell(text: str) -> str:
    """Text that does not break a table."""
    return " ".join(text.split()).replace("|", "\\|")


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell(text) for text in row) + " |"


def form(field: Any) -> str:
    """What a field takes, in words."""
    if isinstance(field, fields.Nested):
        keys = ", ".join(f"`{key}`" for key, _ in keys_of(field.schema))
        return f"a table: {keys}"
    if isinstance(field, fields.List):
        return f"a list; each item: {form(field.inner)}"
    name = type(field).__name__
    values = getattr(field, "values", None)
    if isinstance(values, tuple):
        return " · ".join(f"`{value}`" for value in values)
    if isinstance(values, fields.Field):
        return f"a table with free keys; each value: {form(values)}"
    words = WORDS.get(name)
    if words is None:
        raise LookupError(f"docs/generator/forms.py has no words for {name}")
    return words + limits(field)


def limits(field: Any) -> str:
    least, most = getattr(field, "minimum", None), getattr(field, "maximum", None)
    if least is None and most is None:
        return ""
    if most is None:
        return f", at least {least}"
    return f", at most {most}" if least is None else f", {least} to {most}"


def keys_of(schema: Schema | type[Schema]) -> list[tuple[str, Any]]:
    """The keys of a schema as they are written in a file, in order."""
    reader = schema() if isinstance(schema, type) else schema
    return [
        (field.data_key if field.data_key is not None else name, field)
        for name, field in reader.load_fields.items()
    ]


def keys_table(schema: Schema | type[Schema]) -> Iterator[str]:
    rows = [
        (f"`{key}`", form(field), "yes" if field.required else "") for key, field in keys_of(schema)
    ]
    yield from table(("key", "what it takes", "needed"), rows)
