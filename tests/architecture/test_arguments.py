"""Time, chance and state are arguments of the core, never taken from the air."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FROM_THE_AIR = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.sleep",
    "time.monotonic", "uuid.uuid4", "uuid4", "uuid.uuid1", "os.urandom",
}  # fmt: skip
CHANCE = {"random", "secrets"}

# The doors of the air into the core, each behind a port that callers pass on.
PORTS = {"clock.py": {"datetime.now"}}


def taken(tree: ast.AST) -> Iterator[str]:
    """Calls of clocks and of chance, and statements that make state of a module.

    A source of chance as the default of a parameter is no call: the caller may give another.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in FROM_THE_AIR or name.split(".")[0] in CHANCE:
                yield name
        elif isinstance(node, ast.ImportFrom) and node.module in CHANCE:
            yield node.module
        elif isinstance(node, ast.Global):
            yield "global"


def test_the_core_takes_nothing_from_the_air(project: Path) -> None:
    folder = project / "deliberate" / "core"
    hits = {}
    for path in sorted(folder.rglob("*.py")):
        name = str(path.relative_to(folder))
        found = set(taken(ast.parse(path.read_text(encoding="utf-8")))) - PORTS.get(name, set())
        if found:
            hits[name] = sorted(found)
    assert hits == {}


@pytest.mark.parametrize(
    "source",
    ["datetime.now(UTC)", "random.choice(seats)", "from secrets import choice", "uuid4()",
     "secrets.token_bytes(32)", "def f():\n    global x\n    x = 1"],
)  # fmt: skip
def test_what_is_taken_is_found(source: str) -> None:
    assert list(taken(ast.parse(source)))
