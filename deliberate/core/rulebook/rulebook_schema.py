"""The form of a rulebook file, table by table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, ValidationError, post_load

from deliberate.core.errors import Message, message
from deliberate.core.phases import Phase
from deliberate.core.rulebook.background_schema import BACKGROUND
from deliberate.core.rulebook.check_parameters import CheckField
from deliberate.core.rulebook.faults import Fault, invalid, nearest
from deliberate.core.rulebook.fields import (
    Choice,
    DateField,
    IdentifierField,
    ListOf,
    PeriodField,
    StrictBool,
    StrictField,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
)
from deliberate.core.rulebook.fit_schema import FitSchema
from deliberate.core.rulebook.model import (
    Deviation,
    Duty,
    Occurs,
    OpenParameter,
    Rule,
    SeatGroup,
    Source,
    Step,
    Strands,
)
from deliberate.core.rulebook.questionnaire_schema import questionnaire_schema
from deliberate.core.rulebook.records import PlainValue, SourceName, schema_of, sourced
from deliberate.core.rulebook.strands import PER_STRAND
from deliberate.core.rulebook.template_schema import TemplateSchema
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Head:
    """The table [rulebook]: which model, which variant, which version, from where.

    `fit` names the file beside the rulebook that holds its table [fit].
    """

    model: str
    variant: str
    version: str
    title: Text
    source: str
    summary: Text = field(default_factory=Text)
    extends: str | None = None
    jurisdiction: str | None = None
    strands: Strands | None = None
    fit: str | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """What an extending rulebook leaves out of the one it extends."""

    steps: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    seat_groups: tuple[str, ...] = ()
    open_parameters: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()
    swot: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    tellings: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    questionnaires: tuple[str, ...] = ()


OPEN_PARAMETER = "@"
"""Begins the name of an open parameter where a value could stand."""


class StrandCount(StrictField):
    """A number of strands, or "open" when the pilot decides it (None)."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int | None:
        return None if value == "open" else StrictInt(minimum=1).deserialize(value)


class TimesField(StrictField):
    """How many times, or the open parameter that says so."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int | str:
        if isinstance(value, str) and value.startswith(OPEN_PARAMETER):
            return value
        found: int = StrictInt(minimum=1).deserialize(value)
        return found


class PhaseField(Choice):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__([phase.value for phase in Phase], **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Phase:
        return Phase(super()._deserialize(value, attr, data, **kwargs))


StrandsSchema = schema_of(
    Strands,
    name=IdentifierField(required=True),
    count=StrandCount(required=True, allow_none=False),
    seats=StrictInt(minimum=1),
    divided_by=IdentifierField(),
)
HeadSchema = schema_of(
    Head,
    model=IdentifierField(required=True),
    variant=IdentifierField(required=True),
    version=StrictStr(required=True, blank=False),
    title=TextField(required=True),
    summary=TextField(),
    source=SourceName(required=True),
    extends=StrictStr(),
    jurisdiction=IdentifierField(),
    strands=Table(StrandsSchema),
    fit=StrictStr(blank=False),
)
SourceSchema = schema_of(
    Source,
    id=IdentifierField(required=True),
    text=StrictStr(required=True, blank=False),
    title=TextField(),
    url=StrictStr(),
    checked_on=DateField(),
)
SeatGroupSchema = schema_of(
    SeatGroup,
    name=IdentifierField(required=True),
    count=StrictInt(required=True, minimum=1, maximum=1000),
    title=TextField(required=True),
    kinds=ListOf(IdentifierField()),
    per=Choice((PER_STRAND,)),
    chosen=StrictStr(blank=False),
    **sourced(),
)


class OccursSchema(StrictSchema):
    """`times`: a number, or `@name` of the open parameter that says how many."""

    times = TimesField()
    every = PeriodField()
    until = StrictStr(blank=False)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Occurs:
        times = data.pop("times", None)
        if isinstance(times, str):
            return Occurs(parameter=times.removeprefix(OPEN_PARAMETER), **data)
        return Occurs(times=times, **data)


StepSchema = schema_of(
    Step,
    id=IdentifierField(required=True),
    kind=StrictStr(required=True),
    phase=PhaseField(required=True),
    title=TextField(required=True),
    parameters=StrictField(),
    after=ListOf(IdentifierField()),
    before=IdentifierField(),
    lasts=PeriodField(),
    at_least=PeriodField(),
    at_most=PeriodField(),
    per=Choice((PER_STRAND,)),
    occurs=Table(OccursSchema),
    when=StrictStr(),
    rule=StrictStr(),
    **sourced(),
)
DutySchema = schema_of(
    Duty,
    id=IdentifierField(required=True),
    who=StrictStr(required=True),
    text=TextField(required=True),
    step=IdentifierField(),
    **sourced(),
)
DeviationSchema = schema_of(
    Deviation,
    principle=IdentifierField(required=True),
    text=TextField(required=True),
    asks=ListOf(StrictStr(blank=False)),
    agency_justifies=StrictBool(),
    **sourced(),
)
RemovedSchema = schema_of(
    Removed,
    **{name: ListOf(StrictStr()) for name in Removed.__dataclass_fields__},
)


class RuleSchema(StrictSchema):
    """`reads`: the open parameters that a plugin's own check (`hook = true`) reads."""

    code = IdentifierField(required=True)
    level = Choice(("must", "should"), required=True)
    text = TextField(required=True)
    reason = TextField()
    check = CheckField(required=True)
    steps = ListOf(IdentifierField())
    reads = ListOf(IdentifierField())
    source = sourced()["source"]
    status = sourced()["status"]

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Rule:
        check, parameters = data.pop("check")
        steps, reads = tuple(data.pop("steps", ())), tuple(data.pop("reads", ()))
        return Rule(check=check, parameters=parameters, steps=steps, reads=reads, **data)


class ChoiceSchema(StrictSchema):
    """A permitted value and what it means, for people."""

    value = PlainValue(required=True)
    text = TextField(required=True)


class OpenParameterSchema(StrictSchema):
    """`stated_only`: the regulation states it, and nothing in the software acts on it."""

    id = IdentifierField(required=True)
    default = PlainValue(required=True)
    text = TextField(required=True)
    choices = ListOf(Table(ChoiceSchema))
    minimum = StrictInt()
    maximum = StrictInt()
    stated_only = StrictBool()
    source = sourced()["source"]
    status = sourced()["status"]

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> OpenParameter:
        choices = data.pop("choices", ())
        return OpenParameter(
            choices=tuple(item["value"] for item in choices),
            labels={str(item["value"]): item["text"] for item in choices},
            **data,
        )


class StepField(StrictField):
    """A step: the keys common to all kinds, and beside them those of its own kind."""

    def __init__(self, kinds: Mapping[str, type[Schema]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kinds = kinds

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Step:
        if not isinstance(value, Mapping):
            raise invalid(
                message("A table is expected."),
                message("Write each step as: {example}", example="[[steps]]"),
            )
        common = {key: item for key, item in value.items() if key in _COMMON}
        own = {key: item for key, item in value.items() if key not in _COMMON}
        faults: dict[str, Any] = {}
        parameters: Any = ()
        if isinstance(common.get("kind"), str):
            parameters = self._parameters(common["kind"], own, faults)
        try:
            step: Step = StepSchema().load({**common, "parameters": parameters})
        except ValidationError as error:
            raise ValidationError({**faults, **error.messages_dict}) from None
        if faults:
            raise ValidationError(faults)
        return step

    def _parameters(self, kind: str, own: dict[str, Any], faults: dict[str, Any]) -> Any:
        if kind not in self.kinds:
            faults["kind"] = [
                Fault(
                    message(
                        "There is no kind of steps {kind}; known: {known}.",
                        kind=kind,
                        known=tuple(sorted(self.kinds)),
                    ),
                    _meant(kind, self.kinds),
                )
            ]
            return ()
        schema = self.kinds[kind]()
        keys = (item.data_key or name for name, item in schema.load_fields.items())
        known = {*_COMMON, *keys}
        if schema.unknown != "include":
            for key in [key for key in own if key not in known]:
                del own[key]
                faults[key] = [
                    Fault(
                        message("Steps of the kind {kind} have no key {key}.", kind=kind, key=key),
                        _meant(key, known),
                    )
                ]
        try:
            return schema.load(own)
        except ValidationError as error:
            faults.update(error.messages_dict)
            return ()


_COMMON = frozenset(StepSchema().load_fields) - {"parameters"}


def _meant(word: str, known: Iterable[str]) -> Message | None:
    near = nearest(word, known)
    return message("Did you mean {suggestion}?", suggestion=near) if near else None


def rulebook_schema(kinds: Mapping[str, type[Schema]]) -> Schema:
    """The schema of a whole rulebook file; `kinds` reads the parameters of each kind of steps."""
    members: dict[str, Any] = {
        "rulebook": Table(HeadSchema, required=True),
        "sources": ListOf(Table(SourceSchema)),
        "seat_groups": ListOf(Table(SeatGroupSchema)),
        "steps": ListOf(StepField(kinds)),
        "rules": ListOf(Table(RuleSchema)),
        "open_parameters": ListOf(Table(OpenParameterSchema)),
        "duties": ListOf(Table(DutySchema)),
        "deviations": ListOf(Table(DeviationSchema)),
        **BACKGROUND,
        "documents": ListOf(Table(TemplateSchema)),
        "questionnaires": ListOf(Table(questionnaire_schema(with_source=True))),
        "fit": Table(FitSchema),
        "remove": Table(RemovedSchema),
    }
    return _Unregistered.from_dict(members)()


class _Unregistered(StrictSchema):
    """Base of schemas made at run time."""
