"""What stands on a paper: an option of a ballot, or a thing that points are given to."""

from __future__ import annotations

from deliberate.core.rulebook.fields import IdentifierField, StrictSchema, TextField


class PaperItem(StrictSchema):
    """A name for conditions and for the record, and the words that people read."""

    id = IdentifierField(required=True)
    text = TextField(required=True)
