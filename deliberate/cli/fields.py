"""What the data of an action consists of, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from marshmallow import Schema, fields

from deliberate.core.errors import Finding, Message, UnusableInput, message
from deliberate.core.rulebook import fields as own

PLAIN, IN_LANGUAGES = "text", "texts"
"""What takes words: plain ones, and a table of them by language."""
KINDS: Mapping[type[fields.Field[Any]], str] = MappingProxyType(
    {
        own.TextField: IN_LANGUAGES,
        own.StrictInt: "integer",
        own.StrictBool: "boolean",
        own.DateField: "date",
        own.MomentField: "moment",
        own.Choice: "choice",
        own.FractionField: "fraction",
        own.IdentifierField: "identifier",
        own.MapOf: "map",
        own.Table: "table",
    }
)
"""The words in which a machine is told what a key takes; docs/reference/commands.md lists them."""
EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        IN_LANGUAGES: "--set {key}.kk=... --set {key}.ru=... --set {key}.en=...",
        "integer": "--set {key}=3",
        "boolean": "--set {key}=true",
        "date": "--set {key}=2027-01-25",
        "moment": "--set {key}=2027-01-25T09:00:00+05:00",
        "fraction": "--set {key}=4/5",
        PLAIN: "--set {key}=...",
        "identifier": "--set {key}=K1",
        "list of text": """--set {key}='["P01", "P02"]'""",
    }
)
"""How each is given to `deliberate do`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One key: what it takes, and whether it must be given."""

    name: str
    takes: Message
    required: bool
    kind: str
    options: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        options = {"options": list(self.options)} if self.options else {}
        return {"key": self.name, "takes": self.kind, "required": self.required, **options}


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
    options = tuple(field.values) if isinstance(field, own.Choice) else ()
    yield Line(name, _takes(field), required, _kind(field), options)
    inner = field.inner if isinstance(field, fields.List) else field
    if isinstance(inner, fields.Nested):
        mark = "[]" if isinstance(field, fields.List) else ""
        for key, item in inner.schema.load_fields.items():
            yield from _lines(f"{name}{mark}.{item.data_key or key}", item, required=item.required)


def _kind(field: Any) -> str:
    """The word for what a field takes, the same in every version and language."""
    if isinstance(field, fields.List):
        return f"list of {_kind(field.inner)}"
    return next((word for kind, word in KINDS.items() if isinstance(field, kind)), PLAIN)


def advised(error: UnusableInput, schema: type[Schema] | None) -> UnusableInput:
    """The same mistakes in the data, with what to write on the command line instead."""
    lines = {line.name: line for line in field_lines(schema)}
    findings = tuple(_advised(finding, lines) for finding in error.findings)
    if not findings:
        return error
    first = findings[0]
    return UnusableInput(error.code, first.message, fix=first.fix, findings=findings)


def _advised(finding: Finding, lines: Mapping[str, Line]) -> Finding:
    line = lines.get(str(finding.message.values.get("field", "")))
    if line is not None and line.kind in EXAMPLES:
        example = EXAMPLES[line.kind].format(key=line.name)
        return replace(finding, fix=message("Write: {example}", example=example))
    if line is None and finding.fix is None:
        return replace(finding, fix=message("Known: {options}.", options=tuple(lines)))
    return finding


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
