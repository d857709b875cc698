"""`python -m docs.generator [--check]`: write the generated reference, or say what is stale."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from deliberate import jurisdictions
from deliberate.core.registry import Registry
from docs.generator import checks, commands, documents, files, kinds, openapi, principles, rulebooks

REFERENCE = Path(__file__).parents[1] / "reference"
NOTE = "<!-- Written by `python -m docs.generator`; change the code, not this page. -->\n"


def pages() -> dict[Path, str]:
    """Every generated page by its path."""
    written = {
        REFERENCE / "kinds.md": _text(kinds.page()),
        REFERENCE / "checks.md": _text(checks.page()),
        REFERENCE / "principles.md": _text(principles.page()),
        REFERENCE / "documents.md": _text(documents.page()),
        REFERENCE / "commands.md": _text(commands.page()),
        REFERENCE / "pilot-file.md": _text(files.pilot_page()),
        REFERENCE / "issue-file.md": _text(files.issue_page()),
        REFERENCE / "rulebook-file.md": _text(files.rulebook_page()),
        REFERENCE / "openapi.json": openapi.document(),
    }
    for rulebook in Registry.load(extra=(jurisdictions,)).rulebooks():
        name = f"{rulebook.model}-{rulebook.variant}.md"
        written[REFERENCE / "rulebooks" / name] = _text(rulebooks.page(rulebook))
    return written


def stale() -> list[Path]:
    """Pages that do not say what the code says, and pages that nothing writes any more."""
    wanted = pages()
    wrong = [path for path, text in wanted.items() if _read(path) != text]
    left = [path for path in (REFERENCE / "rulebooks").glob("*.md") if path not in wanted]
    return wrong + left


def main(arguments: Sequence[str]) -> int:
    if list(arguments) == ["--check"]:
        for path in stale():
            print(f"{path}: stale; run python -m docs.generator", file=sys.stderr)
        return 1 if stale() else 0
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


def _text(lines: Iterable[str]) -> str:
    return NOTE + "\n" + "\n".join(lines).rstrip("\n") + "\n"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
