"""`deliberate advise`, and what becomes of an issue file in `new` and `open`."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from deliberate.core.rulebook.issue_vocabulary import CHOICES, HOME, MEANS, PREFLIGHT
from tests.cli.conftest import EXAMPLE, PROCESS, Call, Office

ISSUES = EXAMPLE.parent / "issues"
HOSPITAL = ISSUES / "hospital-site-2018.toml"
CHOICE = """
[choice]
model = "citizen_jury/kazakhstan"
reason.kk = "Халықтың талабы"
reason.ru = "Так просили жители"
reason.en = "Residents asked for it"
"""


Types = Callable[..., None]


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Types:
    def type_in(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return type_in


def issue_with(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "issue.toml"
    path.write_text(HOSPITAL.read_text(encoding="utf-8") + more, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "Nothing stands in the way"), ("ru", "ничто не мешает"), ("kk", "кедергі жоқ")],
)
def test_a_file_is_answered_with_reasons(call: Call, lang: str, words: str) -> None:
    answer = call("--lang", lang, "advise", str(HOSPITAL))
    assert (answer.code, answer.err) == (0, "")
    assert words in answer.out
    assert "1. " in answer.out
    assert "citizen_jury/jefferson" in answer.out
    assert "(!)" in answer.out  # what nobody has checked is marked


def test_machines_get_every_number_with_its_source(call: Call) -> None:
    answer = call("advise", str(HOSPITAL), "--json").json
    assert answer["verdict"] == "deliberate"
    first = answer["models"][0]
    assert first["model"] == "citizen_jury/jefferson"
    assert first["points"] == sum(one["points"] for one in (*first["for"], *first["against"]))
    assert first["numbers"]["people"]["source_text"]
    assert first["estimates"]["smallest"] == {
        "people": 12, "days": 3, "staff_days": 84, "member_days": 36, "weeks": 18,
    }  # fmt: skip
    assert {one["status"] for one in first["for"]} >= {"unverified", "seen"}
    assert [one["principle"] for one in first["to_justify"]] == ["GP8"]


def test_it_advises_against_and_ends_with_one(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "issue.toml"
    text = HOSPITAL.read_text(encoding="utf-8")
    path.write_text(text.replace('commitment = "yes"', 'commitment = "no"'), encoding="utf-8")
    answer = call("advise", str(path))
    assert answer.code == 1
    assert "Do not deliberate yet" in answer.out
    assert "Obtain a written promise" in answer.out
    assert call("new", str(tmp_path / "p.toml"), "--advice", str(path)).code == 1
    assert not (tmp_path / "p.toml").exists()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[answers]\npurpos = "opinion"\n', 2, "Did you mean purpose?"),
        ('[answers]\nstage = "draft"\n', 2, "draft is not one of the permitted values"),
        ("[means]\ndays = 0\n", 2, "0 is too small"),
        ('[means]\npeople = "many"\n', 2, "A whole number is expected"),
        ('[preflight]\ntime = "perhaps"\n', 2, "perhaps is not one of"),
        ('[issue]\njurisdiction = "narnia"\n', 2, "There is no jurisdiction"),
        ('[choice]\nmodel = "none/such"\nreason.en = "x"\n', 2, "There is no model"),
        ("[extra]\n", 1, "The key extra is not known"),
        ("= 3\n", 1, "TOML"),
    ],
)
def test_a_mistake_has_its_place(
    call: Call, tmp_path: Path, text: str, line: int, says: str
) -> None:
    path = tmp_path / "issue.toml"
    path.write_text(text, encoding="utf-8")
    answer = call("advise", str(path))
    assert (answer.code, answer.out) == (2, "")
    assert f"{path}:{line}" in answer.err
    assert says in answer.err


def test_every_question_is_asked_with_its_reason(call: Call, types: Types) -> None:
    asked = len(PREFLIGHT) + len(CHOICES) + len((HOME, *MEANS))
    types(*["1"] * asked)
    answer = call("advise", "--json")
    assert answer.err.count("  > ") == asked
    assert "Without that commitment people give their time for nothing." in answer.err
    assert answer.out.startswith("{")
    assert '"people": 1' in answer.out
    assert "    1) Kazakhstan" in answer.err
    assert "It follows the rules of this country" in answer.out


def test_an_answer_may_be_a_word_and_a_mistake_is_asked_again(
    call: Call, types: Types, tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    types("yes", "9", "maybe", "нет", "No", *[""] * 30)
    answer = call("advise", "--save", str(path))
    assert answer.err.count("Type a number from 1 to 3, or press Enter.") == 3
    text = path.read_text(encoding="utf-8")
    assert 'solvable = "yes"' in text
    assert 'room = "no"' in text
    assert "# purpose =" in text
    assert answer.code == 1


def test_stopping_keeps_what_was_answered_and_one_can_go_on(
    call: Call, types: Types, tmp_path: Path
) -> None:
    path, done = tmp_path / "half.toml", tmp_path / "done.toml"
    types("1", "1", "1")
    stopped = call("advise", "--save", str(path))
    assert (stopped.code, stopped.out) == (130, "")
    assert f"deliberate advise {path} --ask" in stopped.err
    assert path.read_text(encoding="utf-8").count("\n# influence =") == 0
    types(*[""] * 30)
    assert call("advise", str(path), "--ask", "--save", str(done)).err.count("  > ") == 21
    assert 'influence = "yes"' in done.read_text(encoding="utf-8")


def test_nothing_is_overwritten(call: Call, types: Types, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("mine", encoding="utf-8")
    types("1")
    answer = call("advise", "--save", str(path))
    assert answer.code == 2
    assert "EXISTS" in answer.err
    assert "  > " not in answer.err  # nobody answers twenty questions for nothing
    assert path.read_text(encoding="utf-8") == "mine"


# ------------------------------------------------------------------ new


def test_new_takes_the_first_model_and_what_is_known(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    assert call("new", str(path), "--advice", str(HOSPITAL)).code == 0
    text = path.read_text(encoding="utf-8")
    assert 'variant = "jefferson"' in text
    assert '\nlevel = "local"' in text
    assert '\npolicy_cycle_stage = "drafting"' in text
    assert '\ninfluence = "engagement"' in text
    assert "in which of three towns" in text


def test_new_takes_the_model_that_was_chosen(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    assert call("new", str(path), "--advice", str(issue_with(tmp_path, CHOICE))).code == 0
    assert 'variant = "kazakhstan"' in path.read_text(encoding="utf-8")
    answer = call("new", str(tmp_path / "q.toml"))
    assert answer.code == 2
    assert "Give --model, or --advice" in answer.err


# ------------------------------------------------------------------ open


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("", "does not say which model the agency chose"),
        (CHOICE.replace("kazakhstan", "panel"), "The file chooses citizen_jury/panel"),
        (CHOICE.replace('reason.kk = "Халықтың талабы"', ""), "The reason is missing in: kk"),
    ],
)
def test_advice_without_a_choice_opens_nothing(
    empty: Office, tmp_path: Path, more: str, says: str
) -> None:
    path = issue_with(tmp_path, more)
    said = empty.refused("open", str(EXAMPLE), "--as", "aida", "--advice", str(path), code=2)
    assert says in said
    assert f"{path}:" in said


def test_advice_and_choice_stand_on_the_record(empty: Office, tmp_path: Path) -> None:
    path = issue_with(tmp_path, CHOICE)
    answer = empty("open", str(EXAMPLE), "--as", "aida", "--advice", str(path))
    assert answer.code == 0, answer.said
    assert "The advice and the reason" in answer.out
    bundle = tmp_path / "b.zip"
    assert empty("export", PROCESS, "--out", str(bundle)).code == 0
    assert empty("verify", str(bundle)).code == 0
    told = next(line for line in empty.record() if "Так просили" in line)
    assert "process.advised" in told
    assert "citizen_jury/jefferson" in told


def test_who_answers_nothing_gets_no_ranking(call: Call, types: Types, tmp_path: Path) -> None:
    types(*[""] * 40)
    answer = call("advise", "--save", str(tmp_path / "issue.toml"))
    assert answer.code == 1
    assert "Too little was answered for advice." in answer.out
    assert "Answer the questions about the issue: the ranking follows from them." in answer.out
    assert "point" not in answer.out
    assert "deliberate new" not in answer.out
    assert "Not answered, so not weighed: purpose," not in answer.out.lower()
    begun = call("new", str(tmp_path / "pilot.toml"), "--advice", str(tmp_path / "issue.toml"))
    assert (begun.code, "Too little was answered" in begun.err) == (1, True)


def test_a_file_of_another_kind_is_named_once(call: Call) -> None:
    answer = call("advise", str(EXAMPLE))
    assert (answer.code, answer.err.count("\n")) == (2, 2)
    assert "This is a pilot file; an issue file is expected." in answer.err
    other = call("check", str(HOSPITAL))
    assert "This is an issue file; a pilot file is expected." in other.err


def test_a_tie_says_how_it_is_ordered(call: Call) -> None:
    words = "Of models with as many points the one that costs less is first."
    assert words in call("--lang", "en", "advise", str(ISSUES / "cable-car-2016.toml")).out
    assert words not in call("--lang", "en", "advise", str(HOSPITAL)).out
