"""The forms of answers about points of members and about what was put together."""

from __future__ import annotations

from marshmallow import fields

from deliberate_web.api.forms import Answer, moment, words


class AlikePapersSchema(Answer):
    """So many papers gave these points, one number for each item of the part, in its order."""

    papers = fields.Integer(required=True)
    points = fields.List(fields.Integer(), required=True)


class WeighingPartSchema(Answer):
    """What one group gave; `title` is null where all give points together. Papers have no names,
    and are there once the points are added up."""

    step = fields.String(required=True)
    title = words()
    state = fields.String(required=True)
    people = fields.Integer(required=True)
    closed_at = moment(allow_none=True)
    items = fields.List(fields.String(), required=True)
    papers = fields.List(fields.Nested(AlikePapersSchema), attribute="sheets", required=True)


class WeighedItemSchema(Answer):
    """One item; `by_part` has a number for each part in their order, null where there is none."""

    id = fields.String(required=True)
    text = words(required=True)
    by_part = fields.List(fields.Integer(allow_none=True), required=True)
    points = fields.Integer(required=True)


class WeighingSchema(Answer):
    """One time that points were given, in all groups."""

    step = fields.String(required=True)
    title = words(required=True)
    n = fields.Integer(required=True)
    budget = fields.Integer(required=True)
    spend_all = fields.Boolean(required=True)
    opened_at = moment(required=True)
    parts = fields.List(fields.Nested(WeighingPartSchema), required=True)
    items = fields.List(fields.Nested(WeighedItemSchema), required=True)


class WeightingsSchema(Answer):
    weightings = fields.List(fields.Nested(WeighingSchema), required=True)


class SupportedSchema(Answer):
    """How many of those who stated an opinion support a text where it comes from."""

    votes = fields.Integer(required=True)
    base = fields.Integer(required=True)


class OriginSchema(Answer):
    """Where an item comes from."""

    step = fields.String(required=True)
    title = words(required=True)
    n = fields.Integer(required=True)
    id = fields.String(required=True)
    points = fields.Integer(allow_none=True)
    support = fields.Nested(SupportedSchema, allow_none=True)


class GatheredItemSchema(Answer):
    """One item with every place that it comes from; `points` of a sum alone."""

    id = fields.String(required=True)
    text = words(required=True)
    points = fields.Integer(allow_none=True)
    origins = fields.List(fields.Nested(OriginSchema), required=True)


class CountsSchema(Answer):
    """The votes of one source, in the order of the options."""

    step = fields.String(required=True)
    title = words(required=True)
    n = fields.Integer(required=True)
    votes = fields.List(fields.Integer(), required=True)


class GatheringSchema(Answer):
    """What was put together as a `list`, a `sum` or a `vote`; nothing of it before `made_at`."""

    step = fields.String(required=True)
    title = words(required=True)
    how = fields.String(required=True)
    made_at = moment(allow_none=True)
    points = fields.Integer(allow_none=True)
    people = fields.Integer(allow_none=True)
    items = fields.List(fields.Nested(GatheredItemSchema), required=True)
    options = fields.List(fields.String(), attribute="codes", required=True)
    counts = fields.List(fields.Nested(CountsSchema), required=True)
    totals = fields.List(fields.Integer(), required=True)


class GatheringsSchema(Answer):
    gatherings = fields.List(fields.Nested(GatheringSchema), required=True)
