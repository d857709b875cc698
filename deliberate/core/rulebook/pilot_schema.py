"""The form of a pilot file as a whole."""

from __future__ import annotations

from deliberate.core.rulebook.fields import (
    Choice,
    DateField,
    IdentifierField,
    ListOf,
    MapOf,
    StrictBool,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
)
from deliberate.core.rulebook.locale_fields import LanguageField, ZoneField
from deliberate.core.rulebook.pilot_parts import (
    AgencySchema,
    AgendaItemSchema,
    BudgetSchema,
    CommunicationSchema,
    EngagementSchema,
    IndicatorSchema,
    MaterialSchema,
    MemberSupportSchema,
    OversightSchema,
    PestSchema,
    PublicitySchema,
    RecruitmentSchema,
    RemitSchema,
    RequirementSchema,
    RiskSchema,
    SeatSchema,
    StakeholderSchema,
    StatementSchema,
    TerritorySchema,
    WitnessSchema,
)
from deliberate.core.rulebook.pilot_script import (
    Candidate,
    PlannedCommitment,
    RefusedNomination,
    RehearsedBallot,
    RehearsedDisposition,
    Script,
)
from deliberate.core.rulebook.records import PlainValue, PlannedField, schema_of

LEVELS = ("central", "local")
STAGES = ("setting_priorities", "drafting", "implementing", "monitoring")
INFLUENCES = ("information", "consultation", "engagement", "binding_protocol")
COMMITMENT_KINDS = ("instruction", "decision", "obligation", "other")
DISPOSITIONS = ("taken_up", "in_part", "not_taken_up", "out_of_remit")
REFLECTED = ("taken_up", "in_part")
"""Dispositions of what stands somewhere in the protocol or the materials; no other has a place."""


class HeadSchema(StrictSchema):
    """The table [pilot]."""

    id = IdentifierField(required=True)
    model = IdentifierField(required=True)
    variant = IdentifierField(required=True)
    version = StrictStr()
    title = TextField()
    fictional = StrictBool()
    jurisdiction = IdentifierField()
    level = Choice(LEVELS)
    languages = ListOf(LanguageField(), required=True)
    authentic_languages = ListOf(LanguageField(), required=True)
    time_zone = ZoneField()
    policy_cycle_stage = Choice(STAGES)
    influence = Choice(INFLUENCES)
    days_off = ListOf(DateField())
    working_days = ListOf(DateField())


CommitmentSchema = schema_of(
    PlannedCommitment,
    id=IdentifierField(required=True),
    kind=Choice(COMMITMENT_KINDS, required=True),
    owner=StrictStr(required=True),
    due=DateField(required=True),
    text=TextField(required=True),
    co_executors=ListOf(StrictStr()),
    evidence=TextField(),
    depends_on=TextField(),
    cost=StrictInt(minimum=0),
    funding=TextField(),
)
CandidateSchema = schema_of(
    Candidate,
    id=IdentifierField(required=True),
    name=TextField(required=True),
    nominated_by=TextField(required=True),
    field_of_work=StrictStr(required=True),
    experience=TextField(required=True),
    results=TextField(required=True),
    nominator=Choice(("self", "people", "organisation")),
    general=TextField(),
)
RefusedSchema = schema_of(
    RefusedNomination,
    id=IdentifierField(required=True),
    requirement=IdentifierField(required=True),
    reason=TextField(required=True),
)
RehearsedBallotSchema = schema_of(
    RehearsedBallot,
    for_=StrictInt(required=True, minimum=0, data_key="for"),
    against=StrictInt(required=True, minimum=0),
    abstain=StrictInt(required=True, minimum=0),
    absent=StrictInt(required=True, minimum=0),
    explanation=TextField(),
)
DispositionSchema = schema_of(
    RehearsedDisposition,
    input=IdentifierField(required=True),
    disposition=Choice(DISPOSITIONS, required=True),
    reason=TextField(required=True),
    place=StrictStr(),
)
ScriptSchema = schema_of(
    Script,
    candidates=ListOf(Table(CandidateSchema)),
    refused=ListOf(Table(RefusedSchema)),
    signed_votes=MapOf(StrictInt(minimum=0)),
    comment_votes=MapOf(StrictInt(minimum=0)),
    voters=StrictInt(minimum=0),
    ballots=ListOf(Table(RehearsedBallotSchema)),
    minority=TextField(),
    commitments=ListOf(Table(CommitmentSchema)),
    dispositions=ListOf(Table(DispositionSchema)),
    registry=StrictStr(),
)


class PilotSchema(StrictSchema):
    """A pilot file. The table [rehearsal] is the script that a rehearsal follows."""

    pilot = Table(HeadSchema, required=True)
    territory = Table(TerritorySchema)
    agency = Table(AgencySchema)
    remit = Table(RemitSchema)
    calendar = MapOf(PlannedField())
    open_parameters = MapOf(PlainValue())
    seats = ListOf(Table(SeatSchema))
    requirements = ListOf(Table(RequirementSchema))
    agenda = ListOf(Table(AgendaItemSchema))
    materials = ListOf(Table(MaterialSchema))
    witnesses = ListOf(Table(WitnessSchema))
    statements = ListOf(Table(StatementSchema))
    engagement = ListOf(Table(EngagementSchema))
    oversight = Table(OversightSchema)
    member_support = Table(MemberSupportSchema)
    budget = Table(BudgetSchema)
    communication = ListOf(Table(CommunicationSchema))
    publicity = Table(PublicitySchema)
    recruitment = Table(RecruitmentSchema)
    pest = Table(PestSchema)
    risks = ListOf(Table(RiskSchema))
    stakeholders = ListOf(Table(StakeholderSchema))
    indicators = ListOf(Table(IndicatorSchema))
    deviations = MapOf(TextField())
    rehearsal = Table(ScriptSchema)
