"""The tutorial for authors of models: its files are those of the sample, its commands are run."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newcomer import newcomers_environment

FILE = re.compile(r"^`([\w./-]+)`\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n\$ (.+?)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAPER = "docs/how-to/write-a-model.md"


@pytest.fixture(scope="module")
def paper(project: Path) -> str:
    return (project / PAPER).read_text(encoding="utf-8")


def files_of(paper: str) -> dict[str, str]:
    """The files that the paper writes; the parts of one file follow each other."""
    parts: dict[str, list[str]] = {}
    for name, text in FILE.findall(paper):
        parts.setdefault(name, []).append(text)
    return {name: "\n".join(texts) for name, texts in parts.items()}


@pytest.fixture(scope="module")
def folder(paper: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder in which a reader has written every file of the paper, and `pip install .`"""
    here = tmp_path_factory.mktemp("reader") / "world_cafe"
    for name, text in files_of(paper).items():
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    site = tmp_path_factory.mktemp("readers-site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--target", str(site), "."],
        cwd=here,
        check=True,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(site))
        yield here


def test_its_files_are_those_of_the_sample(paper: str, project: Path) -> None:
    sample = project / "examples" / "plugins" / "world_cafe"
    written = files_of(paper)
    kept = {
        str(path.relative_to(sample)): path.read_text(encoding="utf-8")
        for path in sample.rglob("*")
        if path.suffix in {".toml", ".py"}
    }
    assert written == kept


def test_its_commands_say_what_it_shows(paper: str, folder: Path) -> None:
    shown = CONSOLE.findall(paper)
    assert len(shown) >= 5
    checker = doctest.OutputChecker()
    for line, expected in shown:
        said = run(line, folder)
        assert checker.check_output(expected, said, doctest.ELLIPSIS), (line, said)


def run(line: str, folder: Path) -> str:
    program, *arguments = shlex.split(line)
    language = ["--lang", "en"] if program == "deliberate" else ["-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", program, *language, *arguments],
        cwd=folder,
        env=newcomers_environment(COLUMNS="120", NO_COLOR="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (line, done.stdout, done.stderr)
    return done.stdout + done.stderr
