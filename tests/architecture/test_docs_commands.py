"""Commands that the papers show exist, with these options and this many arguments."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from deliberate.cli.app import cli
from deliberate.cli.house import PROGRAM

FENCE = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^ {4}(?=\$? ?deliberate )(.*)$", re.MULTILINE)


def shown(text: str) -> Iterator[str]:
    """The command lines of a paper's code blocks, without the file that a shell writes them to."""
    for block in (*FENCE.findall(text), *INDENTED.findall(text)):
        for line in block.splitlines():
            bare = line.removeprefix("$ ")
            if bare.startswith(f"{PROGRAM} "):
                yield bare.partition(" > ")[0]


def follow(line: str) -> None:
    """Read a command line as the program would, and run nothing."""
    _name, *words = shlex.split(line, comments=True)
    command: click.Command = cli
    context = click.Context(cli, info_name=PROGRAM)
    while True:
        values, rest, _order = command.make_parser(context).parse_args(words)
        if not isinstance(command, click.Group):
            break
        if not rest:
            return
        name, found, words = command.resolve_command(context, rest)
        assert found is not None, name
        command, context = found, click.Context(found, parent=context, info_name=name)
    if rest:
        raise click.UsageError(f"too much: {rest}", context)
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Argument) and parameter.required:
            given = values.get(parameter.name or "")
            # What is absent is a mark of click's own, which counts as true.
            assert isinstance(given, str | tuple), f"lacks {parameter.name}"


def papers(project: Path) -> list[Path]:
    folders = (project / "docs" / "tutorial", project / "docs" / "how-to")
    return [project / "README.md", *(path for one in folders for path in sorted(one.glob("*.md")))]


def test_commands_in_the_papers_exist(project: Path) -> None:
    lines = [
        (paper.name, line)
        for paper in papers(project)
        for line in shown(paper.read_text(encoding="utf-8"))
    ]
    assert len(lines) > 40
    wrong = []
    for paper, line in lines:
        try:
            follow(line)
        except (click.UsageError, AssertionError) as error:
            wrong.append((paper, line, str(error)))
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        "deliberate fly",
        "deliberate check --colour pilot.toml",
        "deliberate user fly",
        "deliberate user grant aida",
        "deliberate verify one.zip two.zip",
        "deliberate --nothing status",
    ],
)
def test_a_command_that_is_none_is_noticed(line: str) -> None:
    with pytest.raises((click.UsageError, AssertionError)):
        follow(line)


def test_code_blocks_are_read() -> None:
    text = (
        "```console\n$ deliberate a > f\nsaid\n```\n"
        "```sh\ndeliberate b  # why\n```\n    deliberate c\n"
    )
    assert list(shown(text)) == ["deliberate a", "deliberate b  # why", "deliberate c"]
