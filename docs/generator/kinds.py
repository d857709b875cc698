"""The page of all kinds of steps: parameters, and what can be done in them by whom."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from deliberate.core.kinds import kinds
from deliberate.core.process.kind import Action, Kind
from docs.generator.forms import first_paragraph, form, keys_of, keys_table, meaning, said, table

HEAD = """# Kinds of steps

A rulebook composes its process of steps; each step is of one of these kinds. What a kind takes
in a rulebook stands under *parameters*; what people do in it, with `deliberate do PROCESS STEP
ACTION` or on the web, under *actions*. An act marked *two persons* takes effect when a second
account approves.
"""


def page() -> Iterator[str]:
    yield HEAD
    known = kinds()
    for name in sorted(known):
        yield from _kind(known[name])


def _kind(kind: Kind) -> Iterator[str]:
    yield f"## `{kind.name}`\n"
    yield _about(kind) + "\n"
    if kind.parameters is not None and keys_of(kind.parameters):
        yield "**Parameters**\n"
        if words := meaning(kind.parameters):
            yield words + "\n"
        yield from keys_table(kind.parameters)
        yield ""
    if kind.actions:
        yield "**Actions**\n"
        rows = [_action(action) for action in kind.actions.values()]
        yield from table(("action", "what it does", "who", "data"), rows)
        yield ""


def _about(kind: Kind) -> str:
    """The first paragraph of the module that the kind lives in."""
    action = next(iter(kind.actions.values()), None)
    module = sys.modules[action.decide.__module__] if action is not None else None
    return first_paragraph(module)


def _action(action: Action) -> tuple[str, ...]:
    title = said(action.title) + (" (two persons)" if action.two_persons else "")
    who = ", ".join(sorted(action.roles))
    return (f"`{action.name}`", title, who, _data(action))


def _data(action: Action) -> str:
    if action.schema is None:
        return ""
    return "; ".join(
        f"`{key}`{'' if field.required else ' (optional)'}: {form(field)}"
        for key, field in keys_of(action.schema)
    )
