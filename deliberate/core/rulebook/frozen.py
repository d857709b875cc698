"""The texts that govern a process, frozen when it is opened.

A rulebook that extends another is stored with the whole chain, the base first, so that an upgrade
of a plugin never changes a running process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from marshmallow import Schema

from deliberate.core.errors import UnusableInput, message
from deliberate.core.rulebook.loader import load_rulebook
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.source import parse_toml

SEPARATOR = "\n#:---- the next rulebook extends those above ----\n"


def freeze_rulebook(rulebook: Rulebook, base: Callable[[str], Rulebook]) -> str:
    """The full text of a rulebook with everything it extends."""
    if rulebook.extends is None:
        return rulebook.text
    return freeze_rulebook(base(rulebook.extends), base) + SEPARATOR + rulebook.text


def thaw_rulebook(text: str, schemas: Mapping[str, type[Schema]]) -> Rulebook:
    """The rulebook of a frozen text; raises `UnusableInput` when the text cannot be read."""
    known: dict[str, Rulebook] = {}

    def base(name: str) -> Rulebook:
        if name not in known:
            raise UnusableInput(
                "NO_MODEL", message("The rulebook “{name}” is not part of this text.", name=name)
            )
        return known[name]

    rulebook: Rulebook | None = None
    for part in text.split(SEPARATOR):
        rulebook = load_rulebook(parse_toml(part, "rulebook.toml"), schemas, base)
        known[rulebook.name] = rulebook
    if rulebook is None:
        raise UnusableInput("EMPTY", message("The file is empty."))
    return rulebook
