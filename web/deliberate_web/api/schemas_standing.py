"""The forms of answers about members, inputs, rules, money and figures."""

from __future__ import annotations

from marshmallow import fields

from deliberate_web.api.forms import Answer, Sentence, moment, words


class SeatSchema(Answer):
    """One seat. `name` is there only where its holder consented to be named in public."""

    seat = fields.String(required=True)
    body = words()
    body_kind = fields.String()
    name = words()
    filled = fields.Boolean(required=True)
    since = moment(allow_none=True)
    offices = fields.List(fields.String(), required=True)
    mandate_ended = moment(allow_none=True)


class SeatGroupSchema(Answer):
    """A category of seats with its members; `proof` is the step that filled them."""

    name = fields.String(required=True)
    title = words(required=True)
    count = fields.Integer(required=True)
    proof = fields.String()
    members = fields.List(fields.Nested(SeatSchema), required=True)


class SeatsSchema(Answer):
    groups = fields.List(fields.Nested(SeatGroupSchema), required=True)


class InputSchema(Answer):
    """One public input and what became of it; its words belong to its author."""

    id = fields.String(required=True)
    source = fields.String(required=True)
    step = fields.String()
    received_at = moment(required=True)
    topic = words(metadata={"description": "What it is about, in a few words of the staff."})
    disposition = fields.String(metadata={"description": "Empty while it waits for an answer."})
    reason = words()
    place = fields.String()
    disposed_at = moment(allow_none=True)


class InputsSchema(Answer):
    """The input ledger in order of receipt."""

    received = fields.Integer(required=True)
    undisposed = fields.Integer(required=True)
    inputs = fields.List(fields.Nested(InputSchema), attribute="lines", required=True)


class RuleSchema(Answer):
    """One rule of the model and whether this process keeps it."""

    code = fields.String(attribute="rule.code", required=True)
    level = fields.String(attribute="rule.level", required=True)
    text = words(attribute="rule.text", required=True)
    state = fields.String(required=True)


class FindingSchema(Answer):
    """Why a rule is not kept."""

    code = fields.String(required=True)
    level = fields.String(required=True)
    message = Sentence(required=True)


class JustifiedSchema(Answer):
    """A rule that is not followed, with the published reason."""

    code = fields.String(attribute="rule.code", required=True)
    reason = words(required=True)


class DeviationSchema(Answer):
    """A principle of the field that the model itself does not keep."""

    principle = fields.String(required=True)
    text = words(required=True)


class CriterionSchema(Answer):
    """One of the three criteria of a representative deliberative process."""

    code = fields.String(required=True)


class EvidenceSchema(Answer):
    """What an answer rests on: a key of the pilot file, or a step and when it was done."""

    key = fields.String()
    step = fields.String()
    at = moment(allow_none=True)


class AskSchema(Answer):
    """One thing that a principle asks for: kept, missed, waiting or not_asked."""

    id = fields.String(attribute="ask.id", required=True)
    text = words(attribute="ask.text", required=True)
    state = fields.String(attribute="answer.state", required=True)
    note = Sentence(attribute="answer.note", allow_none=True)
    evidence = fields.List(
        fields.Nested(EvidenceSchema), attribute="answer.evidence", required=True
    )


class PrincipleSchema(Answer):
    """A principle over every model: kept, missed, justified, waiting or not_asked. `reason` is the
    agency's, `model` says what the model itself does not do."""

    code = fields.String(attribute="principle.code", required=True)
    criterion = fields.Boolean(attribute="principle.criterion", required=True)
    title = words(attribute="principle.title", required=True)
    text = words(attribute="principle.text", required=True)
    state = fields.String(required=True)
    asks = fields.List(fields.Nested(AskSchema), required=True)
    reason = words()
    model = words(attribute="model.text")
    source = fields.String(attribute="principle.source.url", required=True)


class ConformitySchema(Answer):
    """Each rule is counted once; `not_due` are those that nothing has come up for yet.
    `criteria_missed`: what keeps it from being a representative deliberative process."""

    kept = fields.Integer(required=True)
    not_kept = fields.Integer(required=True)
    not_followed = fields.Integer(required=True)
    not_due = fields.Integer(required=True)
    total = fields.Integer(required=True)
    rules = fields.List(fields.Nested(RuleSchema), required=True)
    broken = fields.List(fields.Nested(FindingSchema), required=True)
    justified = fields.List(fields.Nested(JustifiedSchema), required=True)
    deviations = fields.List(fields.Nested(DeviationSchema), required=True)
    principles = fields.List(fields.Nested(PrincipleSchema), required=True)
    criteria_missed = fields.List(fields.Pluck(CriterionSchema, "code"), required=True)


class BudgetLineSchema(Answer):
    line = words(required=True)
    amount = fields.Integer(required=True)


class BudgetSchema(Answer):
    """What the process costs, in whole units of `currency`, and who pays."""

    currency = fields.String(required=True)
    total = fields.Integer(required=True)
    lines = fields.List(fields.Nested(BudgetLineSchema), required=True)
    funding = words()
    honorarium_per_day = fields.Integer(allow_none=True)


class IndicatorSchema(Answer):
    """A yearly figure; `baseline` marks those from before the process."""

    id = fields.String(required=True)
    category = fields.String(required=True)
    year = fields.Integer(required=True)
    value = fields.Integer(required=True)
    source = words(required=True)
    baseline = fields.Boolean(required=True)


class IndicatorsSchema(Answer):
    indicators = fields.List(fields.Nested(IndicatorSchema), required=True)
