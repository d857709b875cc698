"""The page of what templates of documents may name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deliberate.core.rulebook.template_names import CHARTS, FIELDS, FLAGS, NAMED_FIELDS, TABLES
from deliberate.core.rulebook.template_schema import BlockSchema, TemplateSchema
from docs.generator.forms import keys_table, meaning

HEAD = """# Templates of documents

A template stands under `[[documents]]` of a rulebook, or in `NAME.documents.toml` beside it.
[How documents come about](../explanation/documents.md) explains it, [write and change
documents](../how-to/write-documents.md) shows how to change one.
"""


def page() -> Iterator[str]:
    yield HEAD
    for title, schema in (
        ("[[documents]]", TemplateSchema()),
        ("[[documents.blocks]]", BlockSchema()),
    ):
        yield f"## `{title}`\n"
        yield meaning(schema) + "\n"
        yield from keys_table(schema)
        yield ""
    yield from _listed("Fields", "Written in braces: `{agency}`.", FIELDS)
    named = {f"{name}.{of.upper()}": words for name, (of, words) in NAMED_FIELDS.items()}
    yield from _listed("Fields with a name", "The name is that of a step, a group or so.", named)
    yield from _listed("Tables", "`table = ...`", TABLES)
    yield from _listed("Charts", "`chart = ...`", CHARTS)
    yield from _listed("Conditions", "`when = ...`", FLAGS)


def _listed(title: str, words: str, names: Mapping[str, str]) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"{words}\n"
    yield "| name | what it is |"
    yield "|---|---|"
    for name in sorted(names):
        yield f"| `{name}` | {names[name]} |"
    yield ""
