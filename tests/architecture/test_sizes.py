"""Small rooms: lines per module and function, reported and bounded."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

MODULE_CEILING = 400
FUNCTION_CEILING = 60
Size = tuple[int, str]


def functions(path: Path) -> Iterator[Size]:
    """Lines from `def` to the last statement, without decorators, with the docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            end = node.end_lineno or node.lineno
            yield end - node.lineno + 1, f"{path.name}:{node.lineno} {node.name}"


def module(path: Path) -> Size:
    return len(path.read_text(encoding="utf-8").splitlines()), str(path)


def said(what: str, sizes: list[Size]) -> str:
    largest, name = max(sizes)
    middle = median(size for size, _ in sizes)
    return f"{len(sizes)} {what}: median {middle:g} lines, max {largest} ({name})"


def test_modules_are_small(
    modules: tuple[Path, ...], project: Path, tell: Callable[[str], None]
) -> None:
    sizes = [
        (size, str(Path(name).relative_to(project))) for size, name in map(module, modules) if size
    ]
    tell(said("modules", sizes))
    assert [item for item in sizes if item[0] > MODULE_CEILING] == []


def test_functions_are_small(modules: tuple[Path, ...], tell: Callable[[str], None]) -> None:
    sizes = [size for path in modules for size in functions(path)]
    tell(said("functions", sizes))
    assert [item for item in sizes if item[0] > FUNCTION_CEILING] == []


def test_a_model_needs_little_code(project: Path, tell: Callable[[str], None]) -> None:
    """What a model is stands in its rulebook; half of the plugins need less than 150 lines."""
    plugins = [path for path in sorted((project / "plugins").iterdir()) if path.is_dir()]
    sizes = [
        (sum(module(path)[0] for path in plugin.rglob("*.py")), plugin.name) for plugin in plugins
    ]
    tell(said("plugins", sizes))
    assert median(size for size, _ in sizes) < 150
