"""A rehearsed process: the story, its bundle, and what can be read of it afterwards."""

from __future__ import annotations

import contextlib
import io
import shutil
import socket
from pathlib import Path
from unittest import mock

import pytest

from deliberate import jurisdictions
from deliberate.cli.serve import free_port
from deliberate.core.record.bundle import read_bundle, write_bundle
from deliberate.core.registry import Registry
from tests.cli.conftest import EXAMPLE, PROCESS, TWIN, Call, Demo, Elsewhere


def test_the_demo_tells_the_story_in_the_readers_language(demo: Demo) -> None:
    report = (demo.folder / "report.txt").read_text(encoding="utf-8")
    assert "Орындар сайланғандарға берілген" in demo.out
    assert "Орындар сайланғандарға берілген" in report
    assert str(demo.bundle) in demo.out


def test_the_same_seed_gives_the_same_bytes(demo: Demo, elsewhere: Elsewhere) -> None:
    """In another program, another language, another zone and another order of sets."""
    answer = elsewhere.answer()
    assert answer["manifest_sha256"] in demo.out
    assert (elsewhere.out / "bundle.zip").read_bytes() == demo.bundle.read_bytes()
    assert any("19 из 25" in scene["text"] for scene in answer["story"])
    assert sorted(path.name for path in elsewhere.out.iterdir()) == ["bundle.zip", "report.txt"]


def test_an_impossible_pilot_is_not_rehearsed(call: Call, tmp_path: Path) -> None:
    """Refused as `open` refuses it, before a folder or a database is made."""
    out, kept = tmp_path / "out", tmp_path / "kept.sqlite"
    words = ("rehearse", str(TWIN), "--out", str(out), "--keep")
    answer = call("--lang", "en", "--database", str(kept), *words)
    assert answer.code == 1
    line = TWIN.read_text(encoding="utf-8").partition("\nsession = ")[0].count("\n") + 2
    assert f":{line}: KZ27" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made(call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    answer = call("--lang", "en", "rehearse", str(EXAMPLE), "--out", str(tmp_path / "file"))
    assert answer.code == 2
    assert "NOT_WRITTEN The folder cannot be made" in answer.err
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_what_is_told_fits_80_columns(
    demo: Demo, call: Call, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr("deliberate.cli.house.WIDTH_ELSEWHERE", 80)
    for words in (["status", PROCESS], ["execution", PROCESS], ["risks", PROCESS], ["do", PROCESS]):
        shown = call("--lang", lang, "--database", demo.database, *words).out
        assert [line for line in shown.splitlines() if len(line) > 80] == []
    report = (demo.folder / "report.txt").read_text(encoding="utf-8").split("\n\n")
    story = [line for part in report[1:-2] for line in part.splitlines()]
    assert len(story) > 60
    assert [line for line in story if len(line) > 80] == []


def test_a_second_demo_in_the_same_folder_writes_it_anew(
    demo: Demo, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database of the first is gone when the second begins; other files stay."""
    shutil.copytree(demo.folder, tmp_path / "demo")
    (tmp_path / "demo" / "mine.txt").write_text("mine", encoding="utf-8")
    played = mock.Mock(side_effect=KeyboardInterrupt)
    monkeypatch.setattr("deliberate.cli.demo.play", played)
    assert call("--lang", "en", "demo", "--no-serve", "--out", str(tmp_path / "demo")).code == 130
    assert played.call_args.args[4] == str(tmp_path / "demo" / "demo.sqlite")
    left = {path.name for path in (tmp_path / "demo").iterdir()}
    assert left == {"bundle.zip", "report.txt", "mine.txt"}


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
    assert {point["published_at"] for point in board["points"]} > {board["completed_at"]}
    assert [point["id"] for point in board["points"] if point["depends_on"]] == ["K2"]
    assert board["points"][1]["cost"] == 1_150_000_000
    assert all(point["funding"] for point in board["points"])


def test_an_export_is_the_bundle_of_the_rehearsal(demo: Demo, call: Call, tmp_path: Path) -> None:
    out = tmp_path / "export.zip"
    answer = call("--database", demo.database, "export", PROCESS, "--out", str(out))
    assert answer.code == 0
    assert out.read_bytes() == demo.bundle.read_bytes()


def test_a_sound_bundle(demo: Demo, call: Call) -> None:
    answer = call("--lang", "en", "verify", str(demo.bundle))
    assert answer.code == 0
    assert "17 promises are kept, none is broken" in answer.out
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


def test_a_bundle_with_one_other_byte(demo: Demo, call: Call, tmp_path: Path) -> None:
    data = bytearray(demo.bundle.read_bytes())
    data[len(data) // 2] ^= 1
    forged = tmp_path / "forged.zip"
    forged.write_bytes(data)
    answer = call("--lang", "en", "verify", str(forged), "--json")
    assert answer.code == 2
    assert answer.json["error"]["code"] == "BUNDLE"


def test_a_bundle_for_a_machine(demo: Demo, call: Call) -> None:
    answer = call("--lang", "kk", "verify", str(demo.bundle), "--json")
    assert answer.code == 0
    verdicts = {item["code"]: item["verdict"] for item in answer.json["promises"]}
    assert len(verdicts) >= 10
    assert set(verdicts.values()) == {"pass", "not_shown"}


def test_a_folder_is_no_bundle(call: Call, tmp_path: Path) -> None:
    answer = call("--lang", "en", "verify", str(tmp_path))
    assert answer.code == 2
    assert f"{tmp_path}: BUNDLE This is not a file that can be read." in answer.err


def test_an_export_makes_its_folder(demo: Demo, call: Call, tmp_path: Path) -> None:
    out = tmp_path / "made" / "too" / "export.zip"
    words = ("export", PROCESS, "--out", str(out), "--json")
    answer = call("--lang", "ru", "--database", demo.database, *words)
    assert answer.code == 0
    assert answer.json["bundle"] == str(out)
    assert [path.name for path in out.parent.iterdir()] == ["export.zip"]


def test_an_export_over_a_folder(demo: Demo, call: Call, tmp_path: Path) -> None:
    words = ("export", PROCESS, "--out", str(tmp_path))
    answer = call("--lang", "en", "--database", demo.database, *words)
    assert answer.code == 2
    assert answer.err == f"{tmp_path}: WRITE The file cannot be written: it is a folder.\n"
    assert list(tmp_path.iterdir()) == []


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
    assert len({line.split()[-1] for line in links}) == 10
    assert all("http://127.0.0.1:8123/" in line for line in links)


def test_a_busy_port_is_passed_over() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        assert free_port("127.0.0.1", taken) > taken
