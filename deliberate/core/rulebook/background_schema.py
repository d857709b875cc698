"""The form of what a rulebook knows beside its rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from deliberate.core.rulebook.background import Figure, Measure, SwotKind, SwotStatement, Telling
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    ListOf,
    PeriodField,
    StrictInt,
    StrictStr,
    Table,
    TextField,
)
from deliberate.core.rulebook.records import schema_of, sourced

SwotSchema = schema_of(
    SwotStatement,
    id=IdentifierField(required=True),
    kind=Choice(get_args(SwotKind), required=True),
    text=TextField(required=True),
    **sourced(),
)
MeasureSchema = schema_of(
    Measure,
    id=IdentifierField(required=True),
    pair=ListOf(IdentifierField(), required=True),
    measure=TextField(required=True),
    owner=IdentifierField(required=True),
    **sourced(),
)
FigureSchema = schema_of(
    Figure,
    id=IdentifierField(required=True),
    category=IdentifierField(required=True),
    year=StrictInt(required=True, minimum=1900, maximum=2200),
    value=StrictInt(required=True, minimum=0),
    text=TextField(required=True),
    parts_sum=StrictInt(minimum=0),
    **sourced(),
)
TellingSchema = schema_of(
    Telling,
    id=IdentifierField(required=True),
    what=TextField(required=True),
    channels=ListOf(StrictStr(blank=False), required=True),
    who=IdentifierField(required=True),
    step=IdentifierField(),
    at=Choice(("start", "end")),
    before=PeriodField(),
    within=PeriodField(),
    **sourced(),
)

BACKGROUND: Mapping[str, Any] = {
    "swot": ListOf(Table(SwotSchema)),
    "measures": ListOf(Table(MeasureSchema)),
    "figures": ListOf(Table(FigureSchema)),
    "tellings": ListOf(Table(TellingSchema)),
}
