"""A rehearsed process: the story, its bundle, and what can be read of it afterwards."""

from __future__ import annotations

import contextlib
import io
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from deliberate import jurisdictions
from deliberate.cli import main
from deliberate.cli.serve import free_port
from deliberate.core.record.bundle import read_bundle, write_bundle
from deliberate.core.registry import Registry
from tests.cli.conftest import EXAMPLE, Call

PROCESS = "temirkent-heating-2027"


@dataclass(frozen=True)
class Demo:
    folder: Path
    out: str

    @property
    def database(self) -> str:
        return str(self.folder / "demo.sqlite")

    @property
    def bundle(self) -> Path:
        return self.folder / "bundle.zip"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo as a visitor starts it, without its portal."""
    folder, out = tmp_path_factory.mktemp("demo"), io.StringIO()
    words = ("--lang", "kk", "demo", "--no-serve", "--out", str(folder))
    with contextlib.redirect_stdout(out), pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    return Demo(folder, out.getvalue())


def test_the_demo_tells_the_story_in_the_readers_language(demo: Demo) -> None:
    report = (demo.folder / "report.txt").read_text(encoding="utf-8")
    assert "Орындар сайланғандарға берілген" in demo.out
    assert "Орындар сайланғандарға берілген" in report
    assert str(demo.bundle) in demo.out


def test_the_same_seed_gives_the_same_bytes(demo: Demo, call: Call, tmp_path: Path) -> None:
    out = tmp_path / "again"
    answer = call("--lang", "ru", "rehearse", str(EXAMPLE), "--out", str(out), "--json")
    assert answer.code == 0
    assert answer.json["manifest_sha256"] in demo.out
    assert (out / "bundle.zip").read_bytes() == demo.bundle.read_bytes()
    assert any("19 из 25" in scene["text"] for scene in answer.json["story"])
    assert sorted(path.name for path in out.iterdir()) == ["bundle.zip", "report.txt"]


def test_the_example_and_its_installed_copy_are_one() -> None:
    installed = Registry.load(extra=(jurisdictions,)).examples()[0]
    assert installed.read_bytes() == EXAMPLE.read_bytes()


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_every_register_is_shown(demo: Demo, call: Call, lang: str) -> None:
    for name in ("execution", "communication", "risks", "indicators", "status"):
        answer = call("--lang", lang, "--database", demo.database, name, PROCESS)
        assert answer.code == 0, answer.said
        assert len(answer.out.splitlines()) > 5


@pytest.mark.parametrize("name", ["communication", "risks", "indicators"])
def test_a_register_of_a_pilot_file(call: Call, name: str) -> None:
    answer = call("--lang", "en", name, str(EXAMPLE), "--json")
    assert answer.code == 0, answer.said
    assert all(answer.json.values())


def test_the_board_for_a_machine(demo: Demo, call: Call) -> None:
    board = call("--database", demo.database, "execution", PROCESS, "--json").json
    assert board["accepted"] == len(board["points"]) == 5
    assert [week["number"] for week in board["weeks"] if week["missing"]] == [6]


def test_an_export_is_the_bundle_of_the_rehearsal(demo: Demo, call: Call, tmp_path: Path) -> None:
    out = tmp_path / "export.zip"
    answer = call("--database", demo.database, "export", PROCESS, "--out", str(out))
    assert answer.code == 0
    assert out.read_bytes() == demo.bundle.read_bytes()


def test_a_sound_bundle(demo: Demo, call: Call) -> None:
    answer = call("--lang", "en", "verify", str(demo.bundle))
    assert answer.code == 0
    assert "10 promises are kept, none is broken" in answer.out
    assert "cannot be shown" in answer.out


def test_a_forger_who_packs_anew_is_found(demo: Demo, call: Call, tmp_path: Path) -> None:
    """The manifest fits the forged file; the outcome no longer follows from the record."""
    sound = read_bundle(demo.bundle)
    about = {k: v for k, v in sound.manifest.items() if k not in ("format", "members")}
    members = dict(sound.members)
    members["outcome.json"] = members["outcome.json"].replace(b"C11", b"C10")
    assert members["outcome.json"] != sound.members["outcome.json"]
    forged = tmp_path / "forged.zip"
    write_bundle(forged, members, about)
    answer = call("--lang", "en", "verify", str(forged))
    assert answer.code == 1
    assert next(line for line in answer.out.splitlines() if " O1 " in line).startswith("BROKEN")


@pytest.mark.parametrize("content", [b"junk", b"", None])
def test_no_bundle(call: Call, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "no.zip"
    if content is not None:
        path.write_bytes(content)
    answer = call("--lang", "en", "verify", str(path))
    assert answer.code == 2
    assert "no.zip" in answer.err


def test_an_interrupted_rehearsal_harms_nothing(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bundle.zip").write_bytes(b"of the last rehearsal")
    interrupt = mock.Mock(side_effect=KeyboardInterrupt)
    monkeypatch.setattr("deliberate.core.services.rehearsal.rehearse.rehearse", interrupt)
    answer = call("--lang", "en", "rehearse", str(EXAMPLE), "--out", str(tmp_path))
    assert answer.code == 130
    assert "Stopped, as you asked." in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["bundle.zip"]
    assert (tmp_path / "bundle.zip").read_bytes() == b"of the last rehearsal"


def test_the_doors_of_the_demo(demo: Demo, tmp_path: Path) -> None:
    """A link for each role, that of the address that is served."""
    from deliberate.cli import demo as door
    from deliberate.cli.house import House
    from deliberate.core.services.processes import process_now

    database = tmp_path / "demo.sqlite"
    shutil.copy(demo.database, database)
    house = House.of("en", str(database))
    played = mock.Mock()
    played.rehearsed.process = process_now(house.context(), PROCESS)
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        door._show_doors(house, played, 8123)
    links = [line for line in shown.getvalue().splitlines() if "/en/sign-in/" in line]
    assert len({line.split()[-1] for line in links}) == 8
    assert all("http://127.0.0.1:8123/" in line for line in links)


def test_a_busy_port_is_passed_over() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        assert free_port("127.0.0.1", taken) > taken
