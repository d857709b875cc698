"""`deliberate import comments`: all rows or none, and the line of each that cannot be used."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from deliberate.cli.house import House
from deliberate.core.clock import SimulatedClock
from tests.cli.conftest import PROCESS, Call, Demo, Office

ROWS = "account;choice\nә1;C01\nә2;C02\n"


class Desk(Office):
    """A secretary with a file of comments."""

    file: Path

    def words(self, *more: str, step: str = "election") -> tuple[str, ...]:
        return ("import", "comments", PROCESS, step, str(self.file), "--as", "saule", *more)

    def write(self, content: str | bytes) -> None:
        self.file.write_bytes(content.encode() if isinstance(content, str) else content)

    def votes(self) -> int:
        with sqlite3.connect(self.database) as connection:
            (count,) = connection.execute("select count(*) from vote").fetchone()
        connection.close()
        return int(count)


@pytest.fixture
def desk(demo: Demo, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The rehearsed process an hour after its vote was opened."""
    monkeypatch.setattr(House, "clock", SimulatedClock(demo.opened + timedelta(hours=1)))
    shutil.copy(demo.voting, tmp_path / "voting.sqlite")
    desk = Desk(call, tmp_path / "voting.sqlite")
    desk.file = tmp_path / "comments.csv"
    assert desk("user", "add", "saule").code == 0
    assert desk("user", "grant", "saule", "secretary", "--process", PROCESS).code == 0
    return desk


@pytest.mark.parametrize(
    "content",
    [
        ROWS,
        b"\xef\xbb\xbf" + ROWS.encode(),
        ROWS.replace(";", ",").replace("\n", "\r\n"),
        'choice,note,Account\nC01,"two\nlines",ә1\n\nC02,"",ә2\n',
    ],
    ids=["semicolons", "byte-order-mark", "commas", "more-columns-and-lines"],
)
@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_rows_are_taken_in(desk: Desk, content: str | bytes, lang: str) -> None:
    before = desk.votes()
    desk.write(content)
    answer = desk(*desk.words(), lang=lang)
    assert answer.code == 0, answer.said
    assert "2" in answer.out
    assert desk.votes() == before + 2
    assert not any("ә1" in line for line in desk.record())


def test_for_a_machine_and_only_once(desk: Desk) -> None:
    desk.write(ROWS)
    answer = desk(*desk.words("--json"))
    assert answer.json == {"process": PROCESS, "step": "election", "comments": 2}
    said = desk.refused(*desk.words(), code=2)
    assert f"{desk.file}:2: TWICE Row 1: This account has a comment vote already." in said
    assert f"{desk.file}:3: TWICE Row 2" in said


def test_every_row_that_cannot_be_used_is_named_by_its_line(desk: Desk) -> None:
    desk.write('account,choice\n"a\nb",C01\n\nc,C77\nd,C01|C01\na,C01\na,C02\ne,\n')
    said = desk.refused(*desk.words(), code=2)
    assert f"{desk.file}:9: ROW This row lacks: choice." in said
    desk.write('account,choice\n"a\nb",C01\n\nc,C77\nd,C01|C01\na,C01\na,C02\n')
    said = desk.refused(*desk.words(), code=2)
    assert "4 rows" not in said
    assert "3 rows cannot be used; nothing was imported." in said
    assert f"{desk.file}:5: UNKNOWN Row 2: Not on the list of candidates: C77." in said
    assert f"{desk.file}:6: TWICE Row 3: A candidate is named twice." in said
    assert f"{desk.file}:8: TWICE Row 5: This account stands in an earlier row." in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "account;choice\nайда;C01\n".encode("cp1251"),
            ":2: ENCODING The file is not in UTF-8",
        ),
        (b"", "These columns are missing: account, choice."),
        (b"account,choice\n", "EMPTY The file has no rows."),
        (b"account,vote\na,C01\n", "These columns are missing: choice."),
        (b"account,choice\na,C01\nb\n", ":3: ROW 1 cells; the first line has 2."),
        (b'account,choice\na,"C01\n', ":2: CSV The table cannot be read here"),
    ],
)
def test_a_file_that_cannot_be_used(desk: Desk, content: bytes, words: str) -> None:
    desk.write(content)
    assert words in desk.refused(*desk.words(), code=2)


def test_no_file(desk: Desk, tmp_path: Path) -> None:
    assert "The file cannot be read: there is no such file" in desk.refused(*desk.words(), code=2)
    desk.file = tmp_path
    assert "The file cannot be read: it is a folder" in desk.refused(*desk.words(), code=2)


def test_a_step_that_is_no_vote(desk: Desk) -> None:
    desk.write(ROWS)
    assert "This process has no step “order”." in desk.refused(*desk.words(step="order"))


def test_who_may_not(desk: Desk) -> None:
    desk.write(ROWS)
    assert desk("user", "add", "dana").code == 0
    said = desk.refused(*desk.words()[:-1], "dana")
    assert "dana has no role for this: take in comment votes." in said
    assert "There is no account “eve”." in desk.refused(*desk.words()[:-1], "eve", code=2)


def test_a_closed_vote(desk: Desk, demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed by the clock, though nobody has closed it yet."""
    desk.write(ROWS)
    monkeypatch.setattr(House, "clock", SimulatedClock(demo.opened + timedelta(days=14)))
    said = desk.refused(*desk.words())
    assert "CLOSED The vote closed on 4 March 2027, 00:00" in said
    assert "Nothing was imported." in said


def test_a_vote_that_is_not_open_yet(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "comments.csv"
    path.write_text(ROWS, encoding="utf-8")
    said = office.refused("import", "comments", PROCESS, "election", str(path), "--as", "aida")
    assert "Nothing was imported." in said
