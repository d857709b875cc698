"""Schemas that load into frozen dataclasses, and the fields that only rulebooks and pilots use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, get_args

from marshmallow import ValidationError, fields, post_load

from deliberate.core.errors import message
from deliberate.core.rulebook.faults import Fault, invalid
from deliberate.core.rulebook.fields import (
    Choice,
    DateField,
    FractionField,
    MomentField,
    StrictField,
    StrictSchema,
    StrictStr,
)
from deliberate.core.rulebook.model import Status
from deliberate.core.rulebook.pilot import Planned

STATUSES = get_args(Status)


def schema_of(
    cls: type[Any], base: type[StrictSchema] = StrictSchema, /, **declared: fields.Field[Any]
) -> type[StrictSchema]:
    """A strict schema with these fields whose result is `cls`; absent fields take its defaults.

    `base`: a schema with checks of its own over several fields.
    """

    def make(self: StrictSchema, data: dict[str, Any], **_: Any) -> Any:
        return cls(**{key: _frozen(value) for key, value in data.items()})

    members: dict[str, Any] = {**declared, "make": post_load(make), "__doc__": cls.__doc__}
    return type(f"{cls.__name__}Schema", (base,), members)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def sourced() -> dict[str, fields.Field[Any]]:
    """The two keys that every statement of a rulebook carries: where it is read, and how known."""
    return {"source": SourceName(required=True), "status": KnownHow(required=True)}


class SourceName(StrictStr):
    """The identifier of one of the rulebook's sources."""

    faults = {
        "required": Fault(
            message("The source is missing: where does this come from?"),
            message('Name one of [[sources]] by its id: source = "..."'),
        )
    }


class KnownHow(Choice):
    """How a statement is known (`Status`)."""

    faults = {
        "required": Fault(
            message("The status is missing: how is this known?"),
            message("Write one of: {values}.", values=STATUSES),
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(STATUSES, **kwargs)


class ShareText(StrictField):
    """An exact share kept as it is written, such as "31/100"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        FractionField().deserialize(value)
        return str(value)


class PlainValue(StrictField):
    """A word, a whole number, or true / false: what an open parameter may be set to."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Any:
        if isinstance(value, str | int):
            return value
        raise invalid(
            message("A word, a whole number, true or false is expected here."),
            message("Put words in quotation marks."),
        )


class PlannedField(StrictField):
    """When a step is planned: a day, a moment, a span of them, or a list of days."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Planned:
        if not isinstance(value, Mapping):
            return Planned(_moment(value))
        if set(value) == {"days"}:
            return _planned_days(value["days"])
        if not set(value) <= {"from", "until"} or "from" not in value:
            raise invalid(
                message("A date, a moment, a span or a list of days is expected."),
                message(
                    "Write: {examples}",
                    examples=("2027-01-25", "{ from = ..., until = ... }", "{ days = [...] }"),
                ),
            )
        return _planned_span(value)


def _moment(value: Any) -> date:
    return MomentField().deserialize(value)  # type: ignore[no-any-return]


def _planned_span(value: Mapping[str, Any]) -> Planned:
    ends: dict[str, Any] = {}
    faults: dict[str, Any] = {}
    for key in value:
        try:
            ends[key] = _moment(value[key])
        except ValidationError as error:
            faults[key] = error.messages
    if faults:
        raise ValidationError(faults)
    starts, until = ends["from"], ends.get("until")
    if until is None:
        return Planned(starts)
    if isinstance(starts, datetime) != isinstance(until, datetime):
        raise ValidationError(
            {
                "until": [
                    Fault(
                        message("One end is a day and the other a moment."),
                        message("Write both as days or both as moments with their offset."),
                    )
                ]
            }
        )
    if until < starts or (isinstance(starts, datetime) and until == starts):
        raise ValidationError({"until": [Fault(message("The end is not after the beginning."))]})
    return Planned(starts, until)


def _planned_days(value: Any) -> Planned:
    if not isinstance(value, list) or not value:
        raise ValidationError(
            {
                "days": [
                    Fault(
                        message("At least one day is expected."),
                        message("Write: {example}", example="{ days = [2027-04-07, 2027-04-08] }"),
                    )
                ]
            }
        )
    faults = dict(_wrong_days(value))
    if faults:
        raise ValidationError({"days": faults})
    return Planned(value[0], value[-1], tuple(value))


def _wrong_days(days: list[Any]) -> Iterator[tuple[int, Any]]:
    for index, day in enumerate(days):
        try:
            DateField().deserialize(day)
        except ValidationError as error:
            yield index, error.messages
            return
        if index and day <= days[index - 1]:
            yield index, [Fault(message("The days of a session stand in order, each once."))]
