"""Pages whose commands stand alone: every one that they print is run as it stands there."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
HASH = re.compile(r"\b[0-9a-f]{64}\b")
ELSEWHERE = ("PROCESS", "BUNDLE")
"""What stands in commands for something that a process has."""
PAGES = (
    "how-to/draw-a-panel",
    "how-to/draw-in-public",
    "how-to/count-ballots",
    "how-to/plan-tables",
    "tutorial/first-pilot",
)


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of the page's blocks, with what is shown below it, if anything."""
    for block in BLOCK.findall(text):
        line, shown = "", ""
        for row in block.splitlines(keepends=True):
            bare = row.strip().removeprefix("$ ")
            if row.startswith("$ ") or "$ " not in block:
                if line:
                    yield line, shown
                line, shown = bare, ""
            else:
                shown += row
        if line:
            yield line, shown


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_page_works(
    page: str, call: Callable, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(project / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    checker, ran = doctest.OutputChecker(), 0
    text = (project / "docs" / f"{page}.md").read_text(encoding="utf-8")
    for line, shown in commands(text):
        program, *words = shlex.split(line, comments=True)
        if program == "cd":
            monkeypatch.chdir(words[0])
        if program == "cp":
            shutil.copy(*words)
        if program != "deliberate" or any(mark in line for mark in ELSEWHERE):
            continue
        target = words[words.index(">") + 1] if ">" in words else ""
        answer = call(*(words[: words.index(">")] if target else words))
        # What a check finds is shown on the page, and it ends with 1 then.
        assert answer.code in ((0, 1) if shown and words[0] == "check" else (0,)), (
            line,
            answer.said,
        )
        if target:
            Path(target).write_text(answer.out, encoding="utf-8")
        wanted, said = (HASH.sub("HASH", part) for part in (shown, answer.said))
        assert not shown or checker.check_output(wanted, said, doctest.ELLIPSIS), (line, said)
        ran += 1
    assert ran >= 2
