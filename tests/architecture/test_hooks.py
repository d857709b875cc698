"""Every hook is documented, asked by the registry and answered by somebody."""

from __future__ import annotations

import inspect
import typing
from pathlib import Path

import pytest

from deliberate.core import defaults, hookspecs

HOOKS = sorted(name for name in vars(hookspecs) if name.startswith("deliberate_"))


def test_every_hook_is_either_providing_or_choosing() -> None:
    assert HOOKS
    assert sorted((*hookspecs.PROVIDING, *hookspecs.CHOOSING)) == HOOKS


def test_hooks_that_choose_have_an_answer_of_the_core() -> None:
    assert [hook for hook in hookspecs.CHOOSING if not hasattr(defaults, hook)] == []


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_typed_and_says_what_it_is_for(hook: str) -> None:
    spec = getattr(hookspecs, hook)
    hints = typing.get_type_hints(spec)
    assert inspect.getdoc(spec)
    assert set(hints) == {*inspect.signature(spec).parameters, "return"}


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_documented(hook: str, project: Path) -> None:
    text = (project / "docs" / "reference" / "hooks.md").read_text(encoding="utf-8")
    assert f"## `{hook}(" in text
    first = (inspect.getdoc(getattr(hookspecs, hook)) or "").splitlines()[0]
    assert first in text


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_asked_and_answered(hook: str, project: Path, modules: tuple[Path, ...]) -> None:
    registry = (project / "deliberate" / "core" / "registry.py").read_text(encoding="utf-8")
    assert hook in registry
    answers = [
        path
        for path in modules
        if path.name != "hookspecs.py" and f"def {hook}(" in path.read_text(encoding="utf-8")
    ]
    assert answers
