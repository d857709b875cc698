"""Calling the command line as a person does, and pilots with one thing changed."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest

from deliberate import jurisdictions
from deliberate.cli import main
from deliberate.cli.story import tell
from deliberate.core.registry import Registry
from tests.conftest import copy_database

EXAMPLE = Path(__file__).parents[2] / "examples" / "temirkent-heating-2027.toml"
TWIN = EXAMPLE.with_name("impossible-temirkent-2027.toml")
PROCESS = "temirkent-heating-2027"


def today() -> str:
    """The day that it is where the example takes place: the command line asks the real clock."""
    return datetime.now(ZoneInfo("Asia/Almaty")).date().isoformat()


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


class Office:
    """The command line over one database."""

    def __init__(self, call: Call, database: Path) -> None:
        self.call, self.database = call, database

    def __call__(self, *words: str, lang: str = "en") -> Answer:
        return self.call("--lang", lang, "--database", str(self.database), *words)

    def refused(self, *words: str, code: int = 1) -> str:
        """What is said; the record must be as it was before."""
        before = self.record()
        answer = self(*words)
        assert answer.code == code, answer.said
        assert answer.out == ""
        assert self.record() == before
        return answer.err

    def record(self) -> list[str]:
        with sqlite3.connect(self.database) as connection:
            lines = list(connection.iterdump())
        connection.close()
        return lines


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a made database waits to be copied; making one takes longer."""
    return tmp_path_factory.mktemp("offices")


@pytest.fixture
def empty(call: Call, tmp_path: Path, offices: Path) -> Office:
    """Two accounts, one of them with a role, and no process."""
    made, own = offices / "empty.sqlite", tmp_path / "office.sqlite"
    if not made.exists():
        desk = Office(call, made)
        assert desk("db", "upgrade").code == 0
        for name in ("aida", "bolat"):
            assert desk("user", "add", name).code == 0
        assert desk("user", "grant", "aida", "agency").code == 0
    copy_database(made, own)
    return Office(call, own)


@pytest.fixture
def office(call: Call, tmp_path: Path, offices: Path, empty: Office) -> Office:
    """The same with the example's process, just opened."""
    made = offices / "office.sqlite"
    if not made.exists():
        copy_database(empty.database, made)
        answer = Office(call, made)("open", str(EXAMPLE), "--as", "aida")
        assert answer.code == 0, answer.said
        assert answer.out.count("SHA-256") == 2
    copy_database(made, empty.database)
    return empty


@dataclass(frozen=True)
class Demo:
    """What a visitor's demo left behind, and its database as it was when the vote had opened."""

    folder: Path
    out: str
    opened: datetime

    @property
    def database(self) -> str:
        return str(self.folder / "demo.sqlite")

    @property
    def bundle(self) -> Path:
        return self.folder / "bundle.zip"

    @property
    def voting(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}-voting.sqlite")


@dataclass(frozen=True)
class Elsewhere:
    """The same rehearsal in another program, language, zone and order of sets."""

    program: subprocess.Popen[bytes]
    out: Path

    def answer(self) -> Any:
        said, complaints = self.program.communicate(timeout=120)
        assert self.program.returncode == 0, complaints
        return json.loads(said)


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """It runs while this program lives through its own."""
    out = tmp_path_factory.mktemp("elsewhere") / "made" / "again"
    words = ["--lang", "ru", "rehearse", str(EXAMPLE), "--out", str(out), "--json"]
    program = subprocess.Popen(
        [sys.executable, "-c", "from deliberate.cli import main; main()", *words],
        env={**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with program:
        yield Elsewhere(program, out)
        program.kill()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, elsewhere: Elsewhere) -> Demo:
    """The demo as a visitor starts it, without its portal."""
    folder, out = tmp_path_factory.mktemp("demo"), io.StringIO()
    opened: list[datetime] = []

    def tell_and_copy(house: Any, teller: Any, scene: Any) -> None:
        tell(house, teller, scene)
        if scene.step == "election" and not opened:
            opened.append(scene.at)
            copy_database(folder / "demo.sqlite", Demo(folder, "", scene.at).voting)

    words = ("--lang", "kk", "demo", "--no-serve", "--out", str(folder))
    with (
        mock.patch("deliberate.cli.rehearse.tell", tell_and_copy),
        contextlib.redirect_stdout(out),
        pytest.raises(SystemExit) as ended,
    ):
        main(words)
    assert ended.value.code == 0
    return Demo(folder, out.getvalue(), opened[0])
