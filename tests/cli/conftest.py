"""Calling the command line as a person does, and pilots with one thing changed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deliberate import jurisdictions
from deliberate.cli import main
from deliberate.core.registry import Registry

EXAMPLE = Path(__file__).parents[2] / "examples" / "temirkent-heating-2027.toml"


@dataclass(frozen=True)
class Answer:
    """What a call left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def said(self) -> str:
        return self.out + self.err


Call = Callable[..., Answer]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("DELIBERATE_LANG", "DELIBERATE_DATABASE", "LC_", "LANG")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def plugins() -> Registry:
    """The installed plugins, read once; rulebooks are frozen and may be shared."""
    return Registry.load(extra=(jurisdictions,))


@pytest.fixture(autouse=True)
def plugins_are_read_once(plugins: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    load = Registry.load

    def load_once(points: Any = None, extra: Any = ()) -> Registry:
        return plugins if points is None else load(points, extra)

    monkeypatch.setattr(Registry, "load", load_once)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the command line in this process; nothing but its exit code may come out of it."""

    def run(*arguments: str) -> Answer:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        assert "Traceback" not in out + err
        return Answer(ended.value.code, out, err)

    return run


@dataclass(frozen=True)
class Sheet:
    """A pilot file of a test."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def line(self, words: str) -> int:
        """The number of the first line that begins with these words."""
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if line.startswith(words))


Changed = Callable[..., Sheet]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The example with pieces of text replaced; each must be there."""

    def change(changes: Mapping[str, str] | None = None, name: str = "pilot.toml") -> Sheet:
        text = EXAMPLE.read_text(encoding="utf-8")
        for old, new in (changes or {}).items():
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return Sheet(path)

    return change
