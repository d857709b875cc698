"""Wrong files of the models: a right one with named edits, and what a check tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from deliberate import jurisdictions
from deliberate.core.errors import Finding
from deliberate.core.hookspecs import hookimpl
from deliberate.core.registry import Registry
from deliberate.i18n import Translator

ENGLISH = Translator("en")
Edits = tuple[tuple[str, str], ...]
"""What stands in the right file, and what in the wrong one."""


def edited(text: str, edits: Edits, times: int = -1) -> str:
    """The text after all edits, each made so many `times`; everywhere without a number."""
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after, times)
    return text


def line_of(text: str, words: str) -> int:
    """The line on which these words stand first."""
    assert words in text, words
    return text[: text.index(words)].count("\n") + 1


def told(findings: Iterable[Finding]) -> list[tuple[str, str, int, str]]:
    """Code, level, line and sentence of each finding."""
    return [
        (one.code, one.level, one.where.line if one.where else 0, ENGLISH.render(one.message))
        for one in findings
    ]


def with_rulebook(path: Path) -> Registry:
    """What is installed, and a package of somebody who brings one rulebook more."""
    stranger = ModuleType("stranger")
    stranger.deliberate_models = hookimpl(lambda: [path])  # type: ignore[attr-defined]
    return Registry.load(extra=(jurisdictions, stranger))
