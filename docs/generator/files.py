"""The pages of the two kinds of files: pilots and rulebooks."""

from __future__ import annotations

from collections.abc import Iterator

from marshmallow import Schema, fields

from deliberate.core.advice.issue_schema import IssueSchema
from deliberate.core.rulebook.pilot_schema import PilotSchema
from deliberate.core.rulebook.rulebook_schema import StepField, StepSchema, rulebook_schema
from docs.generator.forms import form, keys_of, keys_table, meaning

PILOT = """# The pilot file

One TOML file configures one process. `deliberate new PILOT.toml --model MODEL/VARIANT` writes
it with comments, `deliberate check` holds it against the rules. Texts are written in each
language: `{ kk = "...", ru = "...", en = "..." }`; moments with their offset:
`2027-01-25T09:00:00+05:00`.
"""
RULEBOOK = """# The rulebook file

A model is data: a TOML file with seats, steps, rules and what is left open. Every statement
carries a `source` and a `status`: `seen` (read in its source), `thesis` (stated by the
founding thesis), `law`, `practice` (chosen by this project where sources are silent) or
`unverified` (commonly quoted, not checked).

Periods have one grammar: a number and `hours`, `days`, `working days`, `weeks` or `months`.
The parameters of each kind of step are in [kinds of steps](kinds.md), those of checks in
[checks](checks.md).
"""


ISSUE = """# The issue file

What an agency tells the advisor about an issue: `deliberate advise ISSUE.toml` answers it, `new`
and `open` take it with `--advice`. `deliberate advise --save ISSUE.toml` writes one, with each
question as a comment. Every key may be left out; what is not answered is not weighed. `[choice]`
is what the agency chose in the end, and why, for the public record.
"""


def issue_page() -> Iterator[str]:
    yield ISSUE
    yield from _tables(IssueSchema())


def pilot_page() -> Iterator[str]:
    yield PILOT
    yield from _tables(PilotSchema())


def rulebook_page() -> Iterator[str]:
    yield RULEBOOK
    yield from _tables(rulebook_schema({}))


def _tables(schema: Schema) -> Iterator[str]:
    for key, field in keys_of(schema):
        inner = field.inner if isinstance(field, fields.List) else field
        many = isinstance(field, fields.List)
        yield f"## `[[{key}]]`\n" if many else f"## `[{key}]`\n"
        if isinstance(inner, fields.Nested | StepField):
            table = StepSchema() if isinstance(inner, StepField) else inner.schema
            yield (meaning(table) or ("One table for each." if many else "One table.")) + "\n"
            yield from keys_table(table)
            yield ""
        else:
            words = form(field)
            yield f"{words[0].upper()}{words[1:]}.\n"
