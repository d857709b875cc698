"""The form of templates of documents in a rulebook file."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from deliberate.core.errors import message
from deliberate.core.rulebook.faults import invalid
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    ListOf,
    StrictBool,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
)
from deliberate.core.rulebook.records import schema_of, sourced
from deliberate.core.rulebook.template_names import CHARTS, FLAGS, ISSUED_WHEN, TABLES
from deliberate.core.rulebook.templates import ABOUT, FORMS, Block, DocumentTemplate


class BlockSchema(StrictSchema):
    """One part of a document."""

    heading = TextField()
    paragraph = TextField()
    clause = TextField()
    note = TextField()
    table = Choice(TABLES)
    chart = Choice(CHARTS)
    signatures = ListOf(IdentifierField())
    of = IdentifierField()
    title = TextField()
    when = Choice(FLAGS)
    part = IdentifierField()

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Block:
        data["signatures"] = tuple(data.get("signatures", ()))
        block = Block(**data)
        if len(block.parts) != 1:
            raise invalid(
                message("A block says one thing; this one has: {parts}.", parts=block.parts or "-"),
                message("Write one of heading, paragraph, clause, note, table, chart, signatures."),
            )
        return block


TemplateSchema = schema_of(
    DocumentTemplate,
    id=IdentifierField(required=True),
    title=TextField(required=True),
    form=Choice(FORMS, required=True),
    on=StrictStr(required=True, blank=False),
    blocks=ListOf(Table(BlockSchema), required=True),
    about=Choice(ABOUT),
    of=IdentifierField(),
    step=IdentifierField(),
    when=Choice(ISSUED_WHEN),
    sender=TextField(),
    to=TextField(),
    signed_by=ListOf(IdentifierField()),
    encloses=ListOf(IdentifierField()),
    public=StrictBool(),
    registered=StrictBool(),
    dated=StrictBool(),
    amends=StrictBool(),
    **sourced(),
)
