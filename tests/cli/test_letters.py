"""`letters` and `verify --letter`: what waits, where it is written, who finds it on the record."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from deliberate.cli import mail
from tests.cli.conftest import PROCESS, Office


@pytest.fixture
def posted(office: Office) -> Office:
    """Three organisations have been asked to name a member."""
    office("do", PROCESS, "order", "draft", "--as", "aida")
    today = datetime.now(ZoneInfo("Asia/Almaty")).date()
    order = ("--set", "number=1", "--set", f"date={today}")
    assert office("do", PROCESS, "order", "freeze", "--as", "aida", *order).code == 0
    for seat in ("P01", "P02", "P03"):
        words = ("do", PROCESS, "constitution", "send_letter", "--as", "aida")
        assert office(*words, "--set", f"seat={seat}").code == 0
    return office


def test_what_waits_is_named_by_its_document(posted: Office) -> None:
    shown = posted("letters", PROCESS).out
    assert "seat:P02" in shown
    assert "On naming a delegate to the citizens' jury" in " ".join(shown.split())
    first = posted("letters", PROCESS, "--json").json[0]
    assert (first["to"], first["document"]) == ("seat:P01", "letter_to_organisation-P01")


def test_a_folder_that_is_a_file_is_refused_before_any_letter(
    posted: Office, tmp_path: Path
) -> None:
    place = tmp_path / "post"
    place.write_text("a file", encoding="utf-8")
    said = posted.refused("letters", PROCESS, "--into", str(place), code=2)
    assert "The file cannot be written" in said
    assert all(item["attempts"] == 0 for item in posted("letters", PROCESS, "--json").json)


def test_sending_tells_its_progress_and_the_addressee_finds_the_letter(
    posted: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "MANY", 2)
    place, bundle = tmp_path / "post", str(tmp_path / "bundle.zip")
    answer = posted("letters", PROCESS, "--into", str(place))
    assert answer.code == 0
    assert "Letters sent: 3. Not sent: 0." in answer.out
    assert answer.err.splitlines() == ["Letters: 2 of 3", "Letters: 3 of 3"]
    assert posted("export", PROCESS, "--out", bundle).code == 0
    proof = place / f"{PROCESS}-00002-seat_P02" / "proof.json"
    answer = posted("verify", bundle, "--letter", str(proof))
    assert "L1  The letter is on the record" in answer.out
    words = proof.read_text(encoding="utf-8")
    proof.write_text(words.replace("P02", "P03"), encoding="utf-8")
    answer = posted("verify", bundle, "--letter", str(proof))
    assert answer.code == 1
    assert "No entry holds its seal" in answer.out
