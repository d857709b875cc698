"""Reading a command's data: dates arrive as text, since JSON and forms know no dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields

from deliberate.core.errors import Finding, UnusableInput, message
from deliberate.core.rulebook.faults import flatten_errors
from deliberate.core.rulebook.fields import DateField, MomentField
from deliberate.core.rulebook.positions import Positions


def load_body(schema: type[Schema] | None, body: Mapping[str, Any], action: str) -> dict[str, Any]:
    """The data of a command after its schema; refuses unknown or wrong fields with their names."""
    if schema is None:
        if body:
            raise UnusableInput(
                "FORMAT",
                message(
                    "“{action}” takes no data; found: {fields}.",
                    action=action,
                    fields=tuple(sorted(body)),
                ),
            )
        return {}
    reader = schema()
    try:
        loaded: dict[str, Any] = reader.load(_with_dates(reader, dict(body)))
    except ValidationError as error:
        found = flatten_errors(error.messages, Positions(action))
        findings = tuple(_named(finding, action) for finding in found)
        first = findings[0]
        raise UnusableInput("FORMAT", first.message, fix=first.fix, findings=findings) from None
    return loaded


def _named(finding: Finding, action: str) -> Finding:
    """The finding with its key in the sentence: data of a command has no lines."""
    key = finding.where.path if finding.where is not None and finding.where.path else action
    if finding.message.values.get("key") == key.rpartition(".")[2]:
        return replace(finding, where=None)
    text = message("{field}: {problem}", field=key, problem=finding.message)
    return replace(finding, message=text, where=None)


def _with_dates(schema: Schema, body: dict[str, Any]) -> dict[str, Any]:
    """The same data with ISO texts turned into dates where the schema wants dates."""
    return {
        key: _converted(schema.load_fields[key], value) if key in schema.load_fields else value
        for key, value in body.items()
    }


def _converted(field: fields.Field[Any], value: Any) -> Any:
    if isinstance(field, DateField | MomentField) and isinstance(value, str):
        return _date_from(value)
    if isinstance(field, fields.List) and isinstance(value, list):
        return [_converted(field.inner, item) for item in value]
    if isinstance(field, fields.Nested) and isinstance(value, dict):
        return _with_dates(field.schema, value)
    return value


def _date_from(text: str) -> date | str:
    """A date or a moment from its ISO form; the text itself when it is neither."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text
