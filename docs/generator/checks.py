"""The page of the closed list of checks that a rule may name."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.rulebook.check_parameters import CHECKS as PARAMETERS
from deliberate.core.rulebook.checks import CHECKS
from docs.generator.forms import first_paragraph, keys_table

HEAD = """# Checks

A rule says how it is checked: `check = { lead = { step = "agenda", before = "session", at_least =
"1 month" } }`. The list is closed; what no check can say, the model's plugin says through its hook
(`check = { hook = true }`, see [hooks](hooks.md)).
"""


def page() -> Iterator[str]:
    yield HEAD
    for name in sorted(CHECKS):
        yield f"## `{name}`\n"
        yield first_paragraph(CHECKS[name]) + "\n"
        yield from keys_table(PARAMETERS[name])
        yield ""
