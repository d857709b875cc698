"""A real process from the command line: open, look, act, be refused; nothing half done."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from deliberate.cli.house import House
from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import Refused
from deliberate.core.services.accounts import redeem
from deliberate.core.services.processes import process_now
from tests.cli.conftest import EXAMPLE, PROCESS, TWIN, Call, Office, today


def test_an_impossible_pilot_is_not_opened(empty: Office) -> None:
    said = empty.refused("open", str(TWIN), "--as", "aida")
    assert "The pilot cannot be opened" in said
    line = TWIN.read_text(encoding="utf-8").partition("\nsession = ")[0].count("\n") + 2
    assert f":{line}: KZ27" in said
    assert empty("status").out.startswith("There is no process yet.")


def test_who_may_not_open_learns_how_to_get_the_role(empty: Office) -> None:
    said = empty.refused("open", str(EXAMPLE), "--as", "bolat")
    assert "bolat has no role for this" in said
    assert "deliberate user grant bolat agency\n" in said


def test_two_processes_with_one_id(office: Office) -> None:
    assert "exists already" in office.refused("open", str(EXAMPLE), "--as", "aida")
    assert len(office("status", "--json").json) == 1


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "waits for “Act forming the jury”"),
        ("ru", "Отопление частных домов и качество воздуха зимой Состояние открыт"),
        ("kk", "Тұрақты"),
    ],
)
def test_the_status(office: Office, lang: str, words: str) -> None:
    answer = office("status", PROCESS, lang=lang)
    assert answer.code == 0
    assert words in " ".join(answer.out.split())


def test_a_process_that_is_not_there(office: Office) -> None:
    for words in (["status"], ["execution"], ["do"], ["approve"]):
        assert "There is no process “nope”." in office.refused(*words, "nope", code=2)


def test_what_can_be_done(office: Office) -> None:
    everything = office("do", PROCESS).out
    assert "order" in everything
    assert "draft a version" in everything
    freeze = office("do", PROCESS, "order").out.split("\nfreeze  ")[1]
    assert "a day: 2027-01-25, required" in freeze
    machine = office("do", PROCESS, "order", "--json", "--as", "bolat").json
    assert machine == []


def test_what_an_action_takes_is_told_in_stable_words(office: Office) -> None:
    machine = office("do", PROCESS, "--json").json
    data = {(item["step"], item["action"]): item["data"] for item in machine}
    assert data["order", "draft"] == [{"key": "note", "takes": "texts", "required": False}]
    assert [line["takes"] for line in data["order", "freeze"]] == ["text", "date"]
    words = {line["takes"] for lines in data.values() for line in lines}
    assert not [word for word in words if any(letter.isupper() for letter in word)]
    documented = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
    told = documented.read_text(encoding="utf-8")
    assert all(f"`{word.removeprefix('list of ')}`" in told for word in words)
    (source,) = (line for line in data["ledger", "receive"] if line["key"] == "source")
    assert (source["takes"], source["options"][0]) == ("choice", "comment")


def test_what_a_step_does_not_foresee_is_not_offered(office: Office) -> None:
    offered = {item["action"] for item in office("do", PROCESS, "order", "--json").json}
    assert offered == {"draft", "freeze"}


def test_an_act_and_its_repetition(office: Office) -> None:
    draft = ("do", PROCESS, "order", "draft", "--as", "aida", "--key", "k1")
    assert "document.drafted" in office(*draft).out
    before = office.record()
    again = office(*draft)
    assert again.code == 0
    assert "nothing was done twice" in again.out
    assert office.record() == before


def test_a_step_done_twice(office: Office, tmp_path: Path) -> None:
    office("do", PROCESS, "order", "draft", "--as", "aida")
    body = tmp_path / "order.json"
    body.write_text(json.dumps({"number": "14", "date": today()}), encoding="utf-8")
    freeze = ("do", PROCESS, "order", "freeze", "--as", "aida", "--body", str(body))
    assert office(*freeze).code == 0
    assert "Act forming the jury" in office.refused(*freeze)


def test_a_step_out_of_order(office: Office) -> None:
    said = office.refused("do", PROCESS, "protocol", "draft", "--as", "aida")
    assert "“Final protocol” is not open yet: waits for “Session of the jury”" in said


def test_the_clock_set_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office("do", PROCESS, "order", "draft", "--as", "aida")
    house = House.of("en", str(office.database))
    opened = process_now(house.context(), PROCESS).facts[0].at
    earlier = SimulatedClock(opened.replace(year=opened.year - 1))
    monkeypatch.setattr(House, "clock", earlier)
    assert "clock" in office.refused("do", PROCESS, "order", "draft", "--as", "aida", code=1)


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["sky", "draft", "--as", "aida"], 2, "no step “sky”"),
        (
            ["order", "fly", "--as", "aida"],
            2,
            "It knows: draft, agree, refuse, agree_on_paper, refuse_on_paper, freeze.",
        ),
        (["order", "draft", "--as", "aida", "--set", "x=1"], 2, "key x is not known"),
        (["order", "draft", "--as", "aida", "--set", "x"], 2, "does not set a value"),
        (["order", "draft", "--as", "aida", "--body", "none.json"], 2, "cannot be read"),
        (["order", "draft", "--as", "nobody"], 2, "There is no account “nobody”."),
        (["order", "draft", "--as", "bolat"], 1, f"grant bolat agency --process {PROCESS}"),
        (["order", "draft", "--as", "aida", "--set", "x=1"], 2, "Known: note."),
        (
            ["order", "freeze", "--as", "aida", "--set", "number=1", "--set", "date=tomorrow"],
            2,
            "Write: --set date=2027-01-25",
        ),
        (
            ["order", "draft", "--as", "aida", "--set", "note=words"],
            2,
            "Write: --set note.kk=... --set note.ru=... --set note.en=...",
        ),
        (["order", "draft"], 2, "It is not said who acts."),
    ],
)
def test_an_act_that_cannot_be(office: Office, more: list[str], code: int, words: str) -> None:
    assert words in office.refused("do", PROCESS, *more, code=code)


def test_nothing_waits_for_a_second_person(office: Office) -> None:
    assert office("approve", PROCESS).out == "Nothing waits for a second person.\n"
    said = office.refused("approve", PROCESS, "1", "--as", "aida")
    assert said.strip() == "NO_REQUEST No request number 1 waits for approval."


def test_no_point_to_follow_yet(office: Office) -> None:
    assert "The protocol is not published yet" in office.refused("execution", PROCESS)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("account;choice\nИванов;C01\n".encode("cp1251"), "not in UTF-8"),
        (b"account\tvote\na\tC01\n", "columns are missing: choice"),
        (b"account,vote\na,C01\n", "columns are missing: choice"),
        (b"account,choice\na,C01\nb\n", ":3:"),
    ],
)
def test_comments_that_cannot_be_taken_in(
    office: Office, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "comments.csv"
    path.write_bytes(content)
    said = office.refused(
        "import", "comments", PROCESS, "election", str(path), "--as", "aida", code=2
    )
    assert words in said


@pytest.mark.parametrize(
    "content",
    [
        "account;choice\nә;C01\n".encode("utf-16"),
        "account;choice\nә;C01\n".encode("utf-8-sig"),
        b"account\tchoice\na\tC01\n",
    ],
)
def test_comments_as_spreadsheets_write_them(
    office: Office, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "comments.csv"
    path.write_bytes(content)
    said = office.refused(
        "import", "comments", PROCESS, "election", str(path), "--as", "aida", code=1
    )
    assert "The vote is not open yet." in said


def test_a_database_from_a_newer_version(office: Office) -> None:
    with sqlite3.connect(office.database) as connection:
        connection.execute(
            "update schema_migration set name = '9999_later'"
            " where id = (select max(id) from schema_migration)"
        )
    connection.close()
    for words in (["status"], ["db", "upgrade"], ["do", PROCESS], ["user", "list"]):
        assert "newer" in office.refused(*words, code=2)
    answer = office("db", "status")
    assert answer.code == 2
    assert "Made by a newer version: 9999_later." in answer.out


def test_no_database_yet(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "none.sqlite"
    answer = call("--lang", "en", "--database", str(path), "status")
    assert answer.code == 2
    assert "deliberate db upgrade" in answer.err
    assert not path.exists()


def test_accounts_and_roles(office: Office) -> None:
    assert "exists already" in office.refused("user", "add", "aida")
    assert "not a known role" in office.refused("user", "grant", "aida", "king", code=2)
    assert "no account “eve”" in office.refused("user", "grant", "eve", "agency", code=2)
    said = office.refused("user", "grant", "bolat", "chair", "--process", "nope", code=2)
    assert "There is no process “nope”." in said
    assert office("user", "grant", "bolat", "chair", "--process", PROCESS).code == 0
    listed = {row["account"]: row["roles"] for row in office("user", "list", "--json").json}
    assert listed["bolat"] == [{"role": "chair", "scope": "process", "target": PROCESS}]


def test_a_role_is_taken_away_where_it_was_given(office: Office) -> None:
    revoke = ("user", "revoke", "aida", "agency")
    assert "does not hold the role" in office.refused(*revoke, "--process", PROCESS)
    assert "not a known role" in office.refused("user", "revoke", "aida", "king", code=2)
    assert "no account “eve”" in office.refused("user", "revoke", "eve", "agency", code=2)
    assert "not in both at once" in office.refused(
        *revoke, "--process", PROCESS, "--agency", "akimat", code=2
    )
    assert office(*revoke, lang="ru").code == 0
    assert "aida has no role" in office.refused("do", PROCESS, "order", "draft", "--as", "aida")
    assert "does not hold the role" in office.refused(*revoke)


def test_a_closed_account_neither_signs_in_nor_acts(office: Office) -> None:
    act = ("do", PROCESS, "order", "draft", "--as", "aida")
    assert "NOT_DISABLED" in office.refused("user", "enable", "aida")
    assert office("user", "disable", "aida").code == 0
    assert "DISABLED The account aida is closed." in office.refused("user", "disable", "aida")
    assert "DISABLED The account aida is closed." in office.refused(*act)
    assert "DISABLED" in office.refused("user", "link", "aida")
    listed = {row["account"]: row["closed"] for row in office("user", "list", "--json").json}
    assert listed == {"aida": True, "bolat": False}
    assert "closed" in office("user", "list").out
    assert office("user", "enable", "aida").code == 0
    assert office(*act).code == 0
    assert "no account “eve”" in office.refused("user", "disable", "eve", code=2)


def test_a_link_is_shown_once_and_not_stored(office: Office) -> None:
    link = office("user", "link", "aida", "--base-url", "https://jury.example/", lang="kk").out
    assert link.startswith("https://jury.example/kk/sign-in/")
    token = link.strip().rsplit("/", 1)[1]
    assert len(token) >= 32
    assert not any(token in line for line in office.record())
    assert "no account “eve”" in office.refused("user", "link", "eve", code=2)
    context = House.of("en", str(office.database)).context()
    session, account = redeem(context, token)
    assert account.id == "aida"
    assert not any(session in line for line in office.record())
    with pytest.raises(Refused):
        redeem(context, token)


@pytest.mark.parametrize("name", ["", " ", "a b", "a\nb", "-a", "a" * 81, "a\x00b"])
def test_a_name_that_cannot_be_typed(empty: Office, name: str) -> None:
    said = empty.refused("user", "add", "--", name, code=2)
    assert "cannot be the name of an account" in said


def test_a_name_in_the_letters_of_its_people(empty: Office) -> None:
    assert empty("user", "add", "әйгерім.с", lang="kk").code == 0
    assert empty("user", "list", "--json").json[-1]["account"] in {"bolat", "әйгерім.с"}


def test_a_role_in_two_scopes_at_once(office: Office) -> None:
    words = ("user", "grant", "bolat", "chair", "--process", PROCESS, "--agency", "akimat")
    assert "not in both at once" in office.refused(*words, code=2)


def test_the_portal_at_a_busy_port(office: Office) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])
        words = ["--lang", "en", "--database", str(office.database), "serve", "--port", port]
        ended = subprocess.run(
            [sys.executable, "-c", "from deliberate.cli import main; main()", *words],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 2
    assert f"Port {port} is taken" in ended.stderr
    assert "Traceback" not in ended.stderr
