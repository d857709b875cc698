"""Findings and errors as a linter prints them, and as a machine reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from deliberate.cli.letters import visible
from deliberate.core.errors import DeliberateError, Finding, Message, Where
from deliberate.i18n import Translator

INDENT = "    "
LONGEST_SNIPPET = 96
COLOURS = {"must": "red", "error": "red", "should": "yellow"}


def finding_lines(
    translator: Translator, finding: Finding, *, snippets: bool = False
) -> Iterator[str]:
    """One finding: place, code and sentence; the line of the file; what to do."""
    yield _head(translator, finding.where, finding.code, finding.message, finding.level)
    if snippets and finding.where is not None:
        yield from _snippet(finding.where)
    if finding.fix is not None:
        yield f"{INDENT}{translator.render(finding.fix)}"


def complaint(
    translator: Translator, error: DeliberateError, *, snippets: bool = False
) -> Iterator[str]:
    """An error with the findings it carries; a head that only repeats the first is left out."""
    first = error.findings[0] if error.findings else None
    repeats = first is not None and (first.code, first.where) == (error.code, error.where)
    if not repeats:
        own = Finding(error.code, "error", error.message, error.where, error.fix)
        yield from finding_lines(translator, own, snippets=snippets)
    for finding in error.findings:
        yield from finding_lines(translator, finding, snippets=snippets)


def _head(translator: Translator, where: Where | None, code: str, text: Message, level: str) -> str:
    place = click.style(f"{visible(str(where))}:", bold=True) + " " if where else ""
    strength = f" ({translator.word('level', level)})" if level == "should" else ""
    shown = click.style(code, fg=COLOURS[level], bold=True)
    return f"{place}{shown}{strength} {translator.render(text)}"


def _snippet(where: Where) -> Iterator[str]:
    """The line of the file with a mark under the column, if the file can be read."""
    try:
        lines = Path(where.file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError):
        return
    if not 1 <= where.line <= len(lines):
        return
    line = visible(lines[where.line - 1].replace("\t", " "))
    if not line.strip() or line.lstrip().startswith("#"):
        return
    number = f"{where.line} | "
    yield click.style(f"{INDENT}{number}{line[:LONGEST_SNIPPET]}", dim=True)
    if where.column <= min(len(line), LONGEST_SNIPPET):
        yield click.style(f"{INDENT}{' ' * (len(number) + where.column - 1)}^", dim=True)


def where_as_json(where: Where | None) -> dict[str, Any] | None:
    if where is None:
        return None
    line = where.line or None
    column = where.column if line else None
    return {"file": where.file, "line": line, "column": column, "path": where.path}


def findings_as_json(translator: Translator, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings for machines; sentences stand in the reader's language."""
    return [
        {
            "code": finding.code,
            "level": finding.level,
            "message": translator.render(finding.message),
            "where": where_as_json(finding.where),
            "fix": None if finding.fix is None else translator.render(finding.fix),
            "steps": list(finding.steps),
            "lines": list(finding.lines),
        }
        for finding in findings
    ]


def error_as_json(translator: Translator, error: DeliberateError) -> dict[str, Any]:
    """`{"error": {code, message, where, fix, findings}}`, and `data` where there are numbers."""
    data = {} if error.data is None else {"data": dict(error.data)}
    return {
        "error": {
            "code": error.code,
            "message": translator.render(error.message),
            "where": where_as_json(error.where),
            "fix": None if error.fix is None else translator.render(error.fix),
            "findings": findings_as_json(translator, error.findings),
            **data,
        }
    }
