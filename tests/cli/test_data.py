"""The data of an act: key by key, from a file, from the input; and what cannot be used."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from deliberate.cli.house import House
from deliberate.core.services.processes import process_now
from tests.cli.conftest import PROCESS, Office, today

DRAFT = ("do", PROCESS, "order", "draft", "--as", "aida")
FREEZE = ("do", PROCESS, "order", "freeze", "--as", "aida")


def frozen(office: Office) -> dict[str, object]:
    """What was said of the document that was frozen last; the paper that prints it follows."""
    process = process_now(House.of("en", str(office.database)).context(), PROCESS)
    return dict(process.latest("document.frozen").body)


def test_key_by_key(office: Office) -> None:
    """A number of a document is a text, without the shell's quotes inside quotes."""
    assert office(*DRAFT, "--set", "note.kk=1", "--set", 'note.ru="a=b"').code == 0
    assert office(*FREEZE, "--set", "number=14", "--set", f"date={today()}").code == 0
    assert frozen(office)["number"] == "14"


def test_a_whole_table_and_a_key_over_it(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "body.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"number": "1", "date": today()}).encode())
    assert office(*DRAFT, "--set", 'note={"kk": "а", "ru": "б"}').code == 0
    assert office(*FREEZE, "--body", str(path), "--set", "number=2-к", lang="ru").code == 0
    assert frozen(office)["number"] == "2-к"


def test_from_the_input(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert office(*DRAFT).code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"number": "3", "date": today()})))
    assert office(*FREEZE, "--body", "-", lang="kk").code == 0
    assert frozen(office)["number"] == "3"


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b'{\n  "number": "1",\n  oops\n}', ":3: JSON", "This is not JSON"),
        (b"[1]", ": JSON", "A table of keys and values is expected."),
        (b'{"number": "\xff"}', ": ENCODING", "not in UTF-8"),
        (b'{"number": ' + b"1" * 5000 + b"}", ": JSON", "A number is too long"),
        (b"[" * 100_000, ": JSON", "too deep"),
        (b'{"number": 1, "date": "2026-12-41"}', "FORMAT", "number: A text is expected; found 1."),
        (b"{}", "FORMAT", "The key number is missing."),
        (b'{"numbr": "1"}', "FORMAT", "The key numbr is not known here."),
    ],
)
def test_a_file_that_cannot_be_used(
    office: Office, tmp_path: Path, content: bytes, place: str, words: str
) -> None:
    assert office(*DRAFT).code == 0
    path = tmp_path / "body.json"
    path.write_bytes(content)
    said = office.refused(*FREEZE, "--body", str(path), code=2)
    assert (f"{path}{place}" if place.startswith(":") else place) in said
    assert words in said


def test_a_folder_is_no_data(office: Office, tmp_path: Path) -> None:
    said = office.refused(*DRAFT, "--body", str(tmp_path), code=2)
    assert said == f"{tmp_path}: FILE The file cannot be read: it is a folder.\n"


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("note", "“note” does not set a value."),
        ("=x", "“=x” does not set a value."),
        ("note..kk=x", "“note..kk=x” does not set a value."),
        ("note.kk.a=x", "note.kk: A text is expected"),
        ("other=" + "1" * 5000, "A number is too long"),
        ("other=" + "[" * 100_000, "too deep"),
        ('note={"kk": "\\ud800", "ru": "x"}', "half a character"),
        ("note=NaN", "A text in each language is expected"),
    ],
)
def test_a_pair_that_cannot_be_used(office: Office, pair: str, words: str) -> None:
    assert words in office.refused(*DRAFT, "--set", pair, code=2)


def test_a_pair_under_a_value(office: Office) -> None:
    said = office.refused(*DRAFT, "--set", "note.kk=x", "--set", "note.kk.a=1", code=2)
    assert said.startswith("SET “note.kk.a=1”: kk is not a table.")


@pytest.mark.parametrize("more", [["--set", "a=1"], ["--body", "none.json"], ["--key", "k"]])
def test_data_without_an_action(office: Office, more: list[str]) -> None:
    said = office.refused("do", PROCESS, "order", "--as", "aida", *more, code=2)
    assert "There is data, and no action that takes it." in said


def test_what_can_be_done_in_a_step_that_is_not_there(office: Office) -> None:
    said = office.refused("do", PROCESS, "ordr", code=2)
    assert said == "NO_STEP This process has no step “ordr”.\n    Did you mean “order”?\n"


def test_what_belongs_to_the_whole_process_is_offered(office: Office) -> None:
    assert "cancel the process (two persons)" in office("do", PROCESS).out
    assert "reason" in office("do", PROCESS, "process").out
    offered = office("do", PROCESS, "--json", lang="ru").json
    assert offered[0]["step"] == "order"
    assert {"process", "ledger", "registers"} <= {item["step"] for item in offered}


def test_refusals_show_the_clock_of_the_process(office: Office) -> None:
    assert office(*DRAFT).code == 0
    freeze = (*FREEZE, "--set", "number=1", "--set", f"date={today()}")
    assert office(*freeze).code == 0
    said = office.refused(*freeze)
    assert "is already done since" in said
    assert "(UTC)" not in said
