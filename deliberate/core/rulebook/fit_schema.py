"""The form of the table [fit] of a rulebook, or of a file that holds nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from marshmallow import ValidationError, post_load, validates_schema

from deliberate.core.errors import message
from deliberate.core.rulebook.faults import Fault, flatten_errors, invalid
from deliberate.core.rulebook.fields import (
    Choice,
    FractionField,
    IdentifierField,
    ListOf,
    StrictField,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
)
from deliberate.core.rulebook.fit import (
    Cost,
    Fit,
    FitSource,
    NotAdvised,
    Span,
    Strength,
    Suitability,
)
from deliberate.core.rulebook.issue_vocabulary import CHOICES
from deliberate.core.rulebook.records import schema_of, sourced
from deliberate.core.rulebook.refusal import refuse
from deliberate.core.rulebook.source import TomlSource


class WhenField(StrictField):
    """Answers by question, such as `{ technology = ["yes"] }`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Any:
        if not isinstance(value, Mapping) or not value:
            raise invalid(
                message("Questions with their answers are expected."),
                message("Write: {example}", example='{ breadth = ["broad"] }'),
            )
        read: dict[str, tuple[str, ...]] = {}
        faults: dict[str, Any] = {}
        for question, answers in value.items():
            try:
                Choice(tuple(CHOICES)).deserialize(question)
                chosen: Any = ListOf(Choice(CHOICES[question])).deserialize(answers)
                read[question] = tuple(chosen)
            except ValidationError as error:
                faults[question] = error.messages
        if faults:
            raise ValidationError(faults)
        return read


class SuitabilitySchema(StrictSchema):
    """One [[fit.suits]]; its answers are those of the question beside them."""

    question = Choice(tuple(CHOICES), required=True)
    answers = ListOf(StrictStr(blank=False), required=True)
    strength = Choice(get_args(Strength), required=True)
    why = TextField()
    source = sourced()["source"]
    status = sourced()["status"]

    @validates_schema
    def _known(self, data: dict[str, Any], **_: Any) -> None:
        answer_of = Choice(CHOICES[data["question"]])
        faults: dict[int, Any] = {}
        for index, answer in enumerate(data["answers"]):
            try:
                answer_of.deserialize(answer)
            except ValidationError as error:
                faults[index] = error.messages
        if faults:
            raise ValidationError({"answers": faults})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Suitability:
        return Suitability(answers=tuple(data.pop("answers")), **data)


SpanSchema = schema_of(
    Span,
    least=StrictInt(required=True, minimum=1),
    usual=StrictInt(required=True, minimum=1),
    **sourced(),
)
NotAdvisedSchema = schema_of(
    NotAdvised,
    id=IdentifierField(required=True),
    text=TextField(required=True),
    when=WhenField(),
    **sourced(),
)
CostSchema = schema_of(
    Cost,
    fixed=StrictInt(required=True, minimum=0),
    per_day=StrictInt(required=True, minimum=0),
    per_person=FractionField(required=True),
    table=StrictInt(required=True, minimum=0),
    preparation=StrictInt(required=True, minimum=0),
    recruitment=StrictInt(required=True, minimum=0),
    days_per_week=FractionField(required=True),
    report=StrictInt(required=True, minimum=0),
    **sourced(),
)
FitSourceSchema = schema_of(
    FitSource,
    id=IdentifierField(required=True),
    text=StrictStr(required=True, blank=False),
    title=TextField(),
    url=StrictStr(),
)


def _disagreements(data: dict[str, Any]) -> Iterator[tuple[str, Fault]]:
    for key in ("people", "days"):
        if data[key].usual < data[key].least:
            yield key, Fault(message("What is usual is less than the least."))
    if not data["cost"].days_per_week:
        yield "cost", Fault(message("Meetings take place on no day of the week."))
    judged = Counter((item.question, answer) for item in data["suits"] for answer in item.answers)
    twice = tuple(f"{question} = {answer}" for (question, answer), n in judged.items() if n > 1)
    if twice:
        yield "suits", Fault(message("An answer is judged twice: {answers}.", answers=twice))
    lines = (*data["suits"], *data.get("not_advised_when", ()))
    used = {item.source for item in (*lines, data["people"], data["days"], data["cost"])}
    unknown = tuple(sorted(used - {item.id for item in data["sources"]}))
    if unknown:
        fault = Fault(message("Not among [[fit.sources]]: {names}.", names=unknown))
        yield "sources", fault


class FitSchema(StrictSchema):
    """The table [fit]; its parts must agree."""

    suits = ListOf(Table(SuitabilitySchema), required=True)
    people = Table(SpanSchema, required=True)
    days = Table(SpanSchema, required=True)
    cost = Table(CostSchema, required=True)
    not_advised_when = ListOf(Table(NotAdvisedSchema))
    sources = ListOf(Table(FitSourceSchema), required=True)

    @validates_schema
    def _agrees(self, data: dict[str, Any], **_: Any) -> None:
        faults = {key: [fault] for key, fault in _disagreements(data)}
        if faults:
            raise ValidationError(faults)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Fit:
        for key in ("suits", "not_advised_when", "sources"):
            data[key] = tuple(data.get(key, ()))
        return Fit(**data)


class FitFileSchema(StrictSchema):
    """A file that holds the table [fit] and nothing else."""

    fit = Table(FitSchema, required=True)


def load_fit(source: TomlSource) -> Fit:
    """The fit that a file of its own states. Raises `UnusableInput` with every mistake."""
    tables: dict[str, Any] = {}
    try:
        tables = FitFileSchema().load(source.data)
    except ValidationError as error:
        refuse(flatten_errors(error.messages, source.positions))
    fit: Fit = tables["fit"]
    return fit
