"""The form of a pilot file: people, papers, money and the words around a process."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from deliberate.core.errors import message
from deliberate.core.rulebook.faults import invalid
from deliberate.core.rulebook.fields import (
    Choice,
    DateField,
    IdentifierField,
    ListOf,
    StrictBool,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
    TimeField,
    WordsField,
)
from deliberate.core.rulebook.locale_fields import AddressField
from deliberate.core.rulebook.pilot import (
    Agency,
    AgendaItem,
    Area,
    Budget,
    BudgetLine,
    Conduct,
    Engagement,
    Material,
    MemberSupport,
    Oversight,
    Remit,
    RemitQuestion,
    Requirement,
    SeatHolder,
    Statement,
    Strand,
    Territory,
    Witness,
)
from deliberate.core.rulebook.pilot_surroundings import (
    Communication,
    Indicator,
    Publicity,
    Recruitment,
    Risk,
    Stakeholder,
)
from deliberate.core.rulebook.records import ShareText, schema_of
from deliberate.core.text import Text

PARTS = ("seat", "heard", "consulted", "informed")
RISK_KINDS = ("threat_strength", "weakness_opportunity")
YEAR = {"minimum": 1900, "maximum": 2200}

AreaSchema = schema_of(
    Area,
    id=IdentifierField(required=True),
    name=TextField(required=True),
    population_share=ShareText(),
)
TerritorySchema = schema_of(
    Territory,
    name=TextField(),
    code=StrictStr(),
    population=StrictInt(minimum=1),
    venue=TextField(),
    areas=ListOf(Table(AreaSchema)),
)
AgencySchema = schema_of(
    Agency,
    name=TextField(),
    responsible_body=StrictStr(),
    working_body=StrictStr(),
    legal_form=TextField(),
    commitment=TextField(),
    committed_on=DateField(),
    signatory=TextField(),
    signatory_name=TextField(),
)
RemitQuestionSchema = schema_of(
    RemitQuestion, id=IdentifierField(required=True), text=TextField(required=True)
)
RemitSchema = schema_of(
    Remit,
    question=TextField(),
    status_quo=TextField(),
    scope_in=TextField(),
    scope_out=TextField(),
    background=TextField(),
    neutrality_signed_off_by=StrictStr(),
    tested_with_readers=StrictInt(minimum=0),
    questions=ListOf(Table(RemitQuestionSchema)),
)
SeatSchema = schema_of(
    SeatHolder,
    id=IdentifierField(required=True),
    kind=IdentifierField(required=True),
    name=TextField(required=True),
    group=IdentifierField(required=True),
    authority=StrictStr(),
)
StrandSchema = schema_of(
    Strand,
    id=IdentifierField(required=True),
    title=TextField(required=True),
    seats=StrictInt(minimum=1, maximum=1000),
    led_by=ListOf(StrictStr(blank=False)),
)
RequirementSchema = schema_of(
    Requirement, id=IdentifierField(required=True), text=TextField(required=True)
)
AgendaItemSchema = schema_of(
    AgendaItem,
    day=StrictInt(required=True, minimum=1),
    start=TimeField(required=True),
    minutes=StrictInt(required=True, minimum=1, maximum=1440),
    kind=IdentifierField(required=True),
    title=TextField(required=True),
    speaker=StrictStr(),
    round=StrictInt(minimum=1),
    occurrence=StrictInt(minimum=1),
    strand=StrictStr(),
    step=IdentifierField(),
)
MaterialSchema = schema_of(
    Material,
    id=IdentifierField(required=True),
    kind=IdentifierField(required=True),
    author=StrictStr(required=True, blank=False),
    viewpoint=IdentifierField(required=True),
    title=TextField(required=True),
    pro=TextField(),
    contra=TextField(),
    pages=StrictInt(minimum=1),
)
WitnessSchema = schema_of(
    Witness,
    id=IdentifierField(required=True),
    organisation=TextField(required=True),
    viewpoint=IdentifierField(required=True),
    proposed_by=StrictStr(required=True),
    interest_declared=StrictBool(),
)
StatementSchema = schema_of(
    Statement,
    id=IdentifierField(required=True),
    text=TextField(required=True),
    topic=TextField(),
)
OversightSchema = schema_of(
    Oversight,
    seats=StrictInt(minimum=0),
    composition=TextField(),
    tasks=ListOf(StrictStr(blank=False)),
    sides=ListOf(StrictStr(blank=False)),
)
MemberSupportSchema = schema_of(
    MemberSupport,
    honorarium_per_day=StrictInt(minimum=0),
    currency=StrictStr(),
    expenses=ListOf(StrictStr(blank=False)),
    interpretation=ListOf(StrictStr(blank=False)),
    sign_language=StrictStr(),
    care=StrictBool(),
    step_free_venue=StrictBool(),
    employer_letter=StrictBool(),
    letter_of_thanks=StrictBool(),
    contact=StrictStr(),
)
ConductSchema = schema_of(
    Conduct, organiser=TextField(), evaluator=TextField(), influence=TextField()
)
BudgetLineSchema = schema_of(
    BudgetLine, line=TextField(required=True), amount=StrictInt(required=True, minimum=0)
)
BudgetSchema = schema_of(
    Budget,
    currency=StrictStr(required=True, blank=False),
    lines=ListOf(Table(BudgetLineSchema)),
    funding=TextField(),
)
CommunicationSchema = schema_of(
    Communication,
    what=TextField(required=True),
    when=DateField(required=True),
    channels=ListOf(StrictStr(blank=False), required=True),
    responsible=StrictStr(required=True),
)
PublicitySchema = schema_of(
    Publicity,
    portal_address=AddressField(),
    press_contact=TextField(),
)
RecruitmentSchema = schema_of(
    Recruitment,
    phone=StrictStr(),
    hours=TextField(),
    post=TextField(),
    privacy=TextField(),
    keep_days=StrictInt(minimum=0, maximum=3660),
)
RiskSchema = schema_of(
    Risk,
    id=IdentifierField(required=True),
    kind=Choice(RISK_KINDS, required=True),
    threat=TextField(required=True),
    measure=TextField(required=True),
    owner=StrictStr(required=True),
    source=StrictStr(),
    counterpart=TextField(),
)
StakeholderSchema = schema_of(
    Stakeholder,
    id=IdentifierField(required=True),
    name=TextField(required=True),
    part=Choice((*PARTS, "")),
)
IndicatorSchema = schema_of(
    Indicator,
    id=IdentifierField(required=True),
    category=IdentifierField(required=True),
    year=StrictInt(required=True, **YEAR),
    value=StrictInt(required=True, minimum=0),
    source=WordsField(required=True),
    baseline=StrictBool(),
)


class EngagementSchema(StrictSchema):
    """An activity, from its first to its last day."""

    id = IdentifierField(required=True)
    kind = IdentifierField(required=True)
    title = TextField(required=True)
    starts = DateField(required=True)
    ends = DateField(required=True)
    count = StrictInt(minimum=1)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Engagement:
        if data["ends"] < data["starts"]:
            raise invalid(message("The activity ends before it starts."))
        return Engagement(**data)


class PestSchema(StrictSchema):
    """Four short notes on what surrounds a proposal."""

    political = TextField()
    economic = TextField()
    social = TextField()
    technological = TextField()

    @post_load
    def make(self, data: dict[str, Text], **_: Any) -> dict[str, Text]:
        return dict(data)
