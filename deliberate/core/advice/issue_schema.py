"""The form of an issue file, and reading one."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from deliberate.core.advice.issue import Chosen, Issue
from deliberate.core.errors import UnusableInput, message
from deliberate.core.rulebook.faults import flatten_errors
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
)
from deliberate.core.rulebook.issue_vocabulary import CHOICES, MEANS, MOST, PREFLIGHT, SURE
from deliberate.core.rulebook.records import schema_of
from deliberate.core.rulebook.refusal import refuse
from deliberate.core.rulebook.source import TomlSource


class HeadSchema(StrictSchema):
    """The table [issue]: what it is about, and where."""

    title = TextField()
    jurisdiction = IdentifierField()


PreflightSchema = StrictSchema.from_dict({name: Choice(SURE) for name in PREFLIGHT})
AnswersSchema = StrictSchema.from_dict({name: Choice(words) for name, words in CHOICES.items()})
MeansSchema = StrictSchema.from_dict(
    {name: StrictInt(minimum=1, maximum=MOST[name]) for name in MEANS}
)
ChosenSchema = schema_of(
    Chosen, model=StrictStr(required=True, blank=False), reason=TextField(required=True)
)


class IssueSchema(StrictSchema):
    """An issue file as a whole."""

    issue = Table(HeadSchema)
    preflight = Table(PreflightSchema)
    answers = Table(AnswersSchema)
    means = Table(MeansSchema)
    choice = Table(ChosenSchema)


def load_issue(source: TomlSource) -> Issue:
    """The issue that a file states. Raises `UnusableInput` with every mistake and its place."""
    if "pilot" in source.data and not source.data.keys() & IssueSchema().fields.keys():
        raise UnusableInput(
            "FORMAT",
            message("This is a pilot file; an issue file is expected."),
            where=source.positions.find(("pilot",)),
            fix=message("Its tables are: {tables}.", tables=tuple(IssueSchema().fields)),
        )
    tables: dict[str, Any] = {}
    try:
        tables = IssueSchema().load(source.data)
    except ValidationError as error:
        refuse(flatten_errors(error.messages, source.positions))
    return Issue(
        preflight=tables.get("preflight", {}),
        answers=tables.get("answers", {}),
        means=tables.get("means", {}),
        chosen=tables.get("choice"),
        source=source,
        **tables.get("issue", {}),
    )
