"""Every parameter of a step is carried out: what a rulebook may write, something reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

import pytest

from deliberate.core.kinds import KINDS
from deliberate.core.process.kind import StepKind

HOLDERS = ("params", "parameters")
"""What the parameters of a step are called wherever they are read."""
OTHERS = frozenset({("appointment", "elected_by")})
"""Parameters that `chosen` says more exactly; to be removed together with what elects."""


def declared(kind: StepKind) -> type | None:
    """The dataclass of a kind's parameters, in the module of the kind."""
    if kind.parameters is None:
        return None
    module = import_module(kind.measure.__module__)
    found = getattr(module, kind.parameters.__name__.removesuffix("Schema"))
    assert is_dataclass(found)
    return found


def reads(path: Path) -> Iterator[str]:
    """The names that a module reads off the parameters of a step."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            holder = node.value
            name = getattr(holder, "attr", getattr(holder, "id", ""))
            if name in HOLDERS:
                yield node.attr


def about(path: Path, kind: StepKind) -> bool:
    """Whether a module speaks of a kind: it is its own, one of the two imports the other, or it
    names the kind."""
    own = import_module(kind.measure.__module__)
    text, source = path.read_text(encoding="utf-8"), Path(str(own.__file__)).read_text("utf-8")
    dotted = ".".join(path.with_suffix("").parts)
    imported = re.findall(r"^from (deliberate\.\S+) import", source, re.MULTILINE)
    named = own.__name__ in text or f'"{kind.name}"' in text
    return named or any(dotted.endswith(name) for name in (own.__name__, *imported))


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if declared(kind)], ids=lambda kind: kind.name
)
def test_every_parameter_is_read(kind: StepKind, modules: tuple[Path, ...]) -> None:
    parameters = declared(kind)
    assert parameters is not None
    read = {name for path in modules if about(path, kind) for name in reads(path)}
    unread = {field.name for field in fields(parameters)} - read
    assert {(kind.name, name) for name in unread} - OTHERS == set()
