"""`deliberate recruit` as staff type it: every command, what it refuses, and what it writes."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deliberate.cli.house import House
from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from tests.recruitment import (
    BEGIN,
    DRAWN,
    PROCESS,
    at,
    draw,
    draw_body,
    opened,
    people_csv,
)

Run = Callable[..., Any]


@pytest.fixture
def run(call: Any, plugins: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line over a process that has just been opened, on the day of its invitations."""
    monkeypatch.setenv("DELIBERATE_ACCOUNT", "aigul")
    monkeypatch.setattr(House, "clock", SimulatedClock(BEGIN))
    database = str(tmp_path / "people.sqlite")
    with open_store(database, migrate=True) as store:
        opened(store, plugins)

    def command(*words: str) -> Any:
        return call("--lang", "en", "--database", database, *words)

    return command


@pytest.fixture
def invited(run: Run, tmp_path: Path) -> Run:
    pairs = [f"{key}={value}" for key, value in draw_body().items() if key != "strata"]
    pairs += ["strata.urban=12", "strata.rural=12"]
    words = [word for pair in pairs for word in ("--set", pair)]
    assert run("do", PROCESS, "invitation", "draw", *words).code == 0
    done = run("recruit", "import", PROCESS, "invitation", str(people_csv(tmp_path)))
    assert (done.code, "rank, hash, stratum, taxes" in done.out) == (0, True)
    assert run("do", PROCESS, "invitation", "send").code == 0
    return run


def test_letters_are_written_once_into_a_folder(invited: Run, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    done = invited("recruit", "letters", PROCESS, "--into", str(folder), "--table-only")
    assert done.code == 0
    with (folder / "letters.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 24
    assert rows[0]["url"].startswith("https://jury.example/")
    assert rows[0]["url"].endswith(rows[0]["code"])
    assert folder.stat().st_mode & 0o077 == 0
    assert invited("recruit", "letters", PROCESS, "--into", str(folder)).code == 1


def test_an_answer_on_paper_is_entered_and_listed(invited: Run) -> None:
    words = ("--value", "sex=female", "--value", "age=18-34", "--meets", "R1=yes")
    contact = ("--phone", "+7 701 555 12 12", "--need", "step_free", "--needs-text", "lift")
    reply = ("recruit", "reply", PROCESS, "R0003", "--channel", "paper", "--answer", "willing")
    assert invited(*reply, *words).code == 2
    assert invited(*reply, *words, *contact, "--need", "pony").code == 2
    assert invited(*reply, *words, *contact).out == "R0003: willing.\n"
    listed = invited("recruit", "list", PROCESS, "--people", "--json").json
    assert listed["answers"]["willing"] == 1
    assert listed["people"][2]["person"]["needs_text"] == "lift"
    assert "lift" in invited("recruit", "list", PROCESS, "--people").out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--value", "colour=red"), ("There is no question “colour”.", "Known: sex, age.")),
        (("--meets", "R9=no"), ("There is no question “R9”.", "Known: R1.")),
        (("--meets", "R1=perhaps"), ("“perhaps” is neither yes nor no.",)),
        (("--value", "age=banana"), ("age: This is none of the answers.", "Known: 18-34, 35-54")),
        (("--value", "age="), ("age: Choose one of the answers.", "Known: 18-34, 35-54")),
    ],
)
def test_a_slip_in_an_answer_is_named_and_nothing_is_kept(
    invited: Run, more: tuple[str, ...], said: tuple[str, ...]
) -> None:
    words = ("--value", "sex=female", "--value", "age=18-34", "--meets", "R1=yes")
    contact = ("--phone", "+7 701 555 12 12")
    reply = ("recruit", "reply", PROCESS, "R0003", "--channel", "paper", "--answer", "willing")
    answer = invited(*reply, *words, *contact, *more)
    assert (answer.code, answer.out) == (2, "")
    for sentence in said:
        assert sentence in answer.err
    assert invited("recruit", "list", PROCESS, "--json").json["answers"]["willing"] == 0


def test_answers_are_taken_before_the_last_letter_is_posted(run: Run, tmp_path: Path) -> None:
    pairs = [f"{key}={value}" for key, value in draw_body().items() if key != "strata"]
    pairs += ["strata.urban=12", "strata.rural=12"]
    words = [word for pair in pairs for word in ("--set", pair)]
    assert run("do", PROCESS, "invitation", "draw", *words).code == 0
    people = str(people_csv(tmp_path))
    for step, said in (
        ("registration", "Invited people are not taken in by the step “registration”."),
        ("nowhere", "This process has no step “nowhere”."),
    ):
        wrong = run("recruit", "import", PROCESS, step, people)
        assert (wrong.code, said in wrong.err) == (2, True)
        assert "Steps that take in invited people: invitation." in wrong.err
    assert run("recruit", "import", PROCESS, "invitation", people).code == 0
    reply = ("recruit", "reply", PROCESS, "R0003", "--channel", "phone", "--answer", "declined")
    assert run(*reply).code == 0
    listed = run("recruit", "list", PROCESS).out
    assert "not answered yet  23" in " ".join(listed.split("\n")[0].split("   "))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("calls", PROCESS), 1),
        (("blank", PROCESS), 1),
        (("thanks", PROCESS, "--into", "x"), 1),
        (("call", PROCESS, "R0001", "--outcome", "accepted"), 1),
        (("call", PROCESS, "first", "--outcome", "accepted"), 2),
        (("list", "nowhere"), 2),
        (("list", PROCESS, "--as", "nobody"), 2),
        (("import", PROCESS, "invitation", "nowhere.csv"), 2),
        (("pool", PROCESS, "registration", "nowhere.csv", "--column", "age"), 2),
    ],
)
def test_what_cannot_be_done_yet_is_a_sentence(
    invited: Run, words: tuple[str, ...], code: int, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    done = invited("recruit", *words)
    assert (done.code, bool(done.err.strip())) == (code, True)


def test_those_not_drawn_are_thanked_once(
    invited: Run, plugins: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = (
        "--value",
        "sex=male",
        "--value",
        "age=55+",
        "--meets",
        "R1=yes",
        "--phone",
        "+7 701 555 12 12",
    )
    for number in ("R0001", "R0002", "R0003"):
        words = ("--channel", "phone", "--answer", "willing", *said)
        assert invited("recruit", "reply", PROCESS, number, *words).code == 0
    with open_store(tmp_path / "people.sqlite") as store:
        context = Context(store, plugins, SimulatedClock(DRAWN), Generator(b"x").bytes)
        draw(at(context, DRAWN), [1], [2])
    monkeypatch.setattr(House, "clock", SimulatedClock(DRAWN))
    again = ("--outcome", "call_back", "--again", "2027-02-27T10:00")
    assert invited("recruit", "call", PROCESS, "R0001", *again).code == 0
    (one, other) = invited("recruit", "calls", PROCESS, "--json").json
    assert one["calls"][0]["again_at"].startswith("2027-02-27T05:00")
    assert (one["due"], other["alternate"]) == (False, 1)
    first = invited("recruit", "thanks", PROCESS, "--into", str(tmp_path / "thanks"), "--json")
    assert first.json["letters"] == 1
    assert (tmp_path / "thanks" / "R0003.ru.pdf").is_file() or (
        tmp_path / "thanks" / "R0003.kk.pdf"
    ).is_file()
    second = invited("recruit", "thanks", PROCESS, "--into", str(tmp_path / "more"), "--json")
    assert second.json["letters"] == 0
    letters = invited("letters", PROCESS, "--json").json
    assert [(row["to"], bool(row["proof"])) for row in letters] == [("respondent:3", True)]


def test_the_group_lists_its_commands_in_the_language_of_the_reader(call: Any) -> None:
    words = call("--lang", "ru", "recruit", "--help").out
    assert "Принять отобранных из реестра." in words
    assert "Take in" not in words
