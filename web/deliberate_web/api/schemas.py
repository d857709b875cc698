"""The forms of answers, one for each resource. Their sources are the shapes of the portal."""

from __future__ import annotations

from marshmallow import fields

from deliberate.core.phases import Phase
from deliberate_web.api.forms import Answer, Sentence, moment, words


class BodySchema(Answer):
    """A seat and the organisation that holds it, if any."""

    seat = fields.String(required=True)
    name = words()


class ProcessLineSchema(Answer):
    """A process in the list of all processes."""

    id = fields.String(required=True)
    title = words(required=True)
    question = words(required=True)
    agency = words(required=True)
    territory = words(required=True)
    model = words(required=True)
    status = fields.String(required=True)
    phase = fields.Enum(Phase, by_value=True, allow_none=True)
    rehearsal = fields.Boolean(required=True)
    fictional = fields.Boolean(required=True)


class ProcessListSchema(Answer):
    processes = fields.List(fields.Nested(ProcessLineSchema), required=True)


class RemitSchema(Answer):
    """What is being decided, within which limits, and what the agency has promised."""

    title = words(required=True)
    question = words(required=True)
    background = words()
    scope_in = words()
    scope_out = words()
    status_quo = words()
    commitment = words()
    committed_on = moment(allow_none=True)
    influence = fields.String()


class GroupSchema(Answer):
    """A category of seats."""

    name = fields.String(required=True)
    title = words(required=True)
    count = fields.Integer(required=True)


class ProcessSchema(Answer):
    """One process at the moment `now`."""

    id = fields.String(required=True)
    now = moment(required=True)
    status = fields.String(required=True)
    reason = words()
    rehearsal = fields.Boolean(required=True)
    fictional = fields.Boolean(required=True)
    languages = fields.List(fields.String(), required=True)
    authentic_languages = fields.List(fields.String(), required=True)
    time_zone = fields.String(required=True)
    agency = words(required=True)
    territory = words(required=True)
    model = words(required=True)
    rulebook = fields.String(required=True)
    version = fields.String(required=True)
    remit = fields.Nested(RemitSchema, required=True)
    opened_at = moment(allow_none=True)
    ended_at = moment(allow_none=True)
    phase = fields.Enum(Phase, by_value=True, allow_none=True)
    seats = fields.Integer(required=True)
    groups = fields.List(fields.Nested(GroupSchema), required=True)
    entries = fields.Integer(required=True, metadata={"description": "Entries of the record."})


class SpanSchema(Answer):
    """From the first to the last moment; of days both are inclusive."""

    starts = moment(allow_none=True)
    ends = moment(allow_none=True)


class StepSchema(Answer):
    """One occurrence of a step: what was planned and what happened."""

    id = fields.String(required=True)
    n = fields.Integer(required=True)
    kind = fields.String(required=True)
    phase = fields.Enum(Phase, by_value=True, required=True)
    title = words(required=True)
    standing = fields.String(required=True)
    planned = fields.Nested(SpanSchema, required=True)
    days = fields.List(moment())
    started_at = moment(allow_none=True)
    done_at = moment(allow_none=True)
    deadline = moment(allow_none=True)
    progress = fields.List(Sentence(), metadata={"description": "What is still missing."})


class StepListSchema(Answer):
    steps = fields.List(fields.Nested(StepSchema), required=True)


class VotesSchema(Answer):
    """The votes for one candidate by channel; `place` counts from 1."""

    signed = fields.Integer(required=True)
    comments = fields.Integer(required=True)
    total = fields.Integer(required=True)
    place = fields.Integer(required=True)
    place_without_comments = fields.Integer(required=True)


class CandidateSchema(Answer):
    """A candidate by recorded consent; `votes` is null until they are counted."""

    id = fields.String(required=True)
    name = words(required=True)
    nominated_by = words()
    field_of_work = fields.String()
    general = words()
    experience = words()
    results = words()
    votes = fields.Nested(VotesSchema, allow_none=True)
    elected = fields.Boolean(required=True)
    tied = fields.Boolean(required=True)


class TieDrawSchema(Answer):
    """A tie at the last seat and how it was drawn; anybody can compute it again."""

    tied = fields.List(fields.String(), required=True)
    seats = fields.Integer(required=True)
    parties = fields.List(fields.String(), required=True)
    order = fields.List(fields.String(), required=True)
    seed = fields.String(required=True)


class PublicVoteSchema(Answer):
    """A vote of the public. Before the count it holds no numbers and no ranking."""

    step = fields.String(required=True)
    title = words(required=True)
    stage = fields.String(required=True)
    seats = fields.Integer(required=True)
    channels = fields.List(fields.String(), required=True)
    votes_per_voter = fields.Integer(allow_none=True)
    comments_counted = fields.Boolean(required=True)
    opens = moment(allow_none=True)
    closes = moment(allow_none=True)
    lines = fields.Integer(allow_none=True, metadata={"description": "Votes frozen at the close."})
    root = fields.String(metadata={"description": "SHA-256 of the frozen votes."})
    candidates = fields.List(fields.Nested(CandidateSchema), required=True)
    ranking = fields.List(fields.List(fields.String()), required=True)
    ranking_without_comments = fields.List(fields.List(fields.String()), required=True)
    decided_by_comments = fields.List(fields.String(), required=True)
    draw = fields.Nested(TieDrawSchema, allow_none=True)


class TalliesSchema(Answer):
    votes = fields.List(fields.Nested(PublicVoteSchema), required=True)


class PointReportSchema(Answer):
    """What a report said about one point; percent 0 to 100, as its owner says."""

    at = moment(required=True)
    week = fields.Integer(required=True)
    percent = fields.Integer(required=True)
    text = words(required=True)
    evidence = fields.String()
    spent = fields.Integer(allow_none=True)
    before = fields.Integer(
        allow_none=True,
        metadata={"description": "The percentage reported before, where this one is less."},
    )


class DueChangeSchema(Answer):
    """A date that was moved, with the reason."""

    at = moment(required=True)
    before = moment(required=True)
    after = moment(required=True)
    reason = words(required=True)


class RemarkSchema(Answer):
    """Why a point was returned, and when."""

    at = moment(required=True)
    text = words(required=True)


class LetterAnswerSchema(Answer):
    """What the responsible body answered to a letter."""

    at = moment(required=True)
    text = words(required=True)


class LetterSchema(Answer):
    """A notice, a complaint or the draft of a claim; `closed_at` when a later date was agreed."""

    stage = fields.String(required=True)
    at = moment(required=True)
    text = words(required=True)
    deadline = moment(allow_none=True)
    closed_at = moment(allow_none=True)
    answers = fields.List(fields.Nested(LetterAnswerSchema), required=True)


class PointSchema(Answer):
    """One point of the protocol, or an accepted recommendation (`answered`), which `office` carries
    out for its owner and tells about itself. `first_due` never changes; `due` is the date in force.

    `stage` tells how far the chair has gone, also while evidence waits to be judged.
    """

    id = fields.String(required=True)
    kind = fields.String(required=True)
    text = words(required=True)
    owner = fields.Nested(BodySchema, required=True)
    co_executors = fields.List(fields.Nested(BodySchema), required=True)
    first_due = moment(required=True)
    due = moment(required=True)
    state = fields.String(required=True)
    stage = fields.String(required=True)
    late = fields.Boolean(required=True)
    percent = fields.Integer(required=True)
    evidence = words()
    depends_on = words()
    funding = words()
    cost = fields.Integer(allow_none=True)
    spent = fields.Integer(allow_none=True)
    deadline = moment(allow_none=True)
    submitted_at = moment(allow_none=True)
    accepted_at = moment(allow_none=True)
    published_at = moment(allow_none=True)
    executed_at = moment(allow_none=True)
    answered = fields.Boolean(required=True)
    office = words()
    reports = fields.List(fields.Nested(PointReportSchema), required=True)
    changes = fields.List(fields.Nested(DueChangeSchema), required=True)
    remarks = fields.List(fields.Nested(RemarkSchema), required=True)
    letters = fields.List(fields.Nested(LetterSchema), required=True)


class WeekSchema(Answer):
    """One reporting period; one that ended in a suspension owes no report."""

    number = fields.Integer(required=True)
    due = moment(required=True)
    reported_at = moment(allow_none=True)
    missing = fields.Boolean(required=True)
    suspended = fields.Boolean(required=True)


class CommitmentsSchema(Answer):
    """The points of the published protocol; money is in whole units of `currency`."""

    points = fields.List(fields.Nested(PointSchema), required=True)
    currency = fields.String(required=True)
    accepted = fields.Integer(required=True)
    weeks = fields.List(fields.Nested(WeekSchema), required=True)
    completed_at = moment(allow_none=True)
    stopped_at = moment(allow_none=True)


class EntrySchema(Answer):
    """One entry of the record, chained to the one before it by `previous`."""

    process = fields.String(required=True)
    seq = fields.Integer(required=True)
    at = fields.String(required=True)
    role = fields.String(required=True)
    kind = fields.String(required=True)
    step = fields.String(required=True, allow_none=True)
    n = fields.Integer(required=True)
    strand = fields.String(required=True, allow_none=True)
    public = fields.Dict(keys=fields.String(), required=True)
    previous = fields.String(required=True)
    rehearsal = fields.Boolean(required=True)
    hash = fields.String(required=True)


class EntryPageSchema(Answer):
    """Entries in order; `next` is what to ask for `after`, null at the end."""

    entries = fields.List(fields.Nested(EntrySchema), required=True)
    total = fields.Integer(required=True)
    next = fields.Integer(required=True, allow_none=True)
    head = fields.String(required=True, metadata={"description": "Hash of the last entry."})
