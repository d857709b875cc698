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
    ConductSchema,
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
    StrandSchema,
    TerritorySchema,
    WitnessSchema,
)
from deliberate.core.rulebook.pilot_script import (
    Candidate,
    PlannedCommitment,
    RefusedNomination,
    RehearsedAnswer,
    RehearsedBallot,
    RehearsedComment,
    RehearsedDisposition,
    RehearsedDissent,
    RehearsedLeaving,
    RehearsedOption,
    RehearsedProgress,
    RehearsedProposal,
    RehearsedQuestion,
    RehearsedRegistration,
    RehearsedSurvey,
    Script,
)
from deliberate.core.rulebook.questionnaire_schema import questionnaire_schema
from deliberate.core.rulebook.records import PlainValue, PlannedField, schema_of

LEVELS = ("central", "local")
STAGES = ("setting_priorities", "drafting", "implementing", "monitoring")
INFLUENCES = ("information", "consultation", "engagement", "binding_protocol")
COMMITMENT_KINDS = ("instruction", "decision", "obligation", "other", "recommendation")
DISPOSITIONS = ("taken_up", "in_part", "not_taken_up", "out_of_remit")
ANSWERS = ("accepted", "in_part", "rejected", "out_of_remit")
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
    owner=StrictStr(),
    due=DateField(),
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
RehearsedOptionSchema = schema_of(
    RehearsedOption, id=IdentifierField(required=True), text=TextField(required=True)
)
RehearsedBallotSchema = schema_of(
    RehearsedBallot,
    for_=StrictInt(minimum=0, data_key="for"),
    against=StrictInt(minimum=0),
    abstain=StrictInt(minimum=0),
    absent=StrictInt(minimum=0),
    step=IdentifierField(),
    counts=MapOf(StrictInt(minimum=0)),
    levels=MapOf(MapOf(StrictInt(minimum=0))),
    explanation=TextField(),
    text=TextField(),
    options=ListOf(Table(RehearsedOptionSchema)),
    together=ListOf(ListOf(IdentifierField())),
)
DispositionSchema = schema_of(
    RehearsedDisposition,
    input=IdentifierField(required=True),
    disposition=Choice(DISPOSITIONS, required=True),
    reason=TextField(required=True),
    place=StrictStr(),
)
RehearsedSurveySchema = schema_of(
    RehearsedSurvey,
    step=IdentifierField(required=True),
    n=StrictInt(minimum=1),
    asked=StrictInt(minimum=1),
    willing=StrictInt(minimum=1),
    counts=MapOf(MapOf(StrictInt(minimum=0))),
    shares=MapOf(MapOf(StrictStr(blank=False))),
    margin=StrictStr(blank=False),
    weighting=TextField(),
    sha256=StrictStr(blank=False),
)
RehearsedQuestionSchema = schema_of(
    RehearsedQuestion,
    id=IdentifierField(required=True),
    text=TextField(required=True),
    answer=TextField(),
)
RehearsedDissentSchema = schema_of(
    RehearsedDissent,
    point=IdentifierField(required=True),
    members=StrictInt(required=True, minimum=1),
    text=TextField(required=True),
)
RehearsedAnswerSchema = schema_of(
    RehearsedAnswer,
    recommendation=IdentifierField(required=True),
    answer=Choice(ANSWERS, required=True),
    reason=TextField(required=True),
    office=TextField(),
    part=TextField(),
)
RehearsedCommentSchema = schema_of(
    RehearsedComment,
    recommendation=IdentifierField(required=True),
    text=TextField(required=True),
)
RehearsedProgressSchema = schema_of(
    RehearsedProgress,
    recommendation=IdentifierField(required=True),
    on=DateField(required=True),
    percent=StrictInt(required=True, minimum=0, maximum=100),
    text=TextField(required=True),
)
RehearsedProposalSchema = schema_of(
    RehearsedProposal,
    step=IdentifierField(required=True),
    id=IdentifierField(required=True),
    text=TextField(required=True),
)
RehearsedRegistrationSchema = schema_of(
    RehearsedRegistration,
    step=IdentifierField(required=True),
    people=StrictInt(required=True, minimum=1),
)
RehearsedLeavingSchema = schema_of(
    RehearsedLeaving,
    step=IdentifierField(required=True),
    on=DateField(required=True),
    members=StrictInt(required=True, minimum=1),
    reason=TextField(),
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
    surveys=ListOf(Table(RehearsedSurveySchema)),
    questions=ListOf(Table(RehearsedQuestionSchema)),
    dissents=ListOf(Table(RehearsedDissentSchema)),
    answers=ListOf(Table(RehearsedAnswerSchema)),
    comments=ListOf(Table(RehearsedCommentSchema)),
    progress=ListOf(Table(RehearsedProgressSchema)),
    proposals=ListOf(Table(RehearsedProposalSchema)),
    registrations=ListOf(Table(RehearsedRegistrationSchema)),
    leavings=ListOf(Table(RehearsedLeavingSchema)),
)


class PilotSchema(StrictSchema):
    """A pilot file. The table [rehearsal] is the script that a rehearsal follows."""

    pilot = Table(HeadSchema, required=True)
    territory = Table(TerritorySchema)
    agency = Table(AgencySchema)
    remit = Table(RemitSchema)
    calendar = MapOf(PlannedField())
    open_parameters = MapOf(PlainValue())
    strands = ListOf(Table(StrandSchema))
    seats = ListOf(Table(SeatSchema))
    requirements = ListOf(Table(RequirementSchema))
    agenda = ListOf(Table(AgendaItemSchema))
    materials = ListOf(Table(MaterialSchema))
    witnesses = ListOf(Table(WitnessSchema))
    statements = ListOf(Table(StatementSchema))
    engagement = ListOf(Table(EngagementSchema))
    oversight = Table(OversightSchema)
    member_support = Table(MemberSupportSchema)
    conduct = Table(ConductSchema)
    budget = Table(BudgetSchema)
    communication = ListOf(Table(CommunicationSchema))
    publicity = Table(PublicitySchema)
    recruitment = Table(RecruitmentSchema)
    pest = Table(PestSchema)
    risks = ListOf(Table(RiskSchema))
    stakeholders = ListOf(Table(StakeholderSchema))
    indicators = ListOf(Table(IndicatorSchema))
    deviations = MapOf(TextField())
    questionnaires = ListOf(Table(questionnaire_schema(with_source=False)))
    rehearsal = Table(ScriptSchema)
