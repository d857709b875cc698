"""`deliberate new` and what `check` says about the file that it writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

MODEL = ("--model", "citizen_jury/kazakhstan")


def test_it_says_the_next_step(call: Callable, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    answer = call("new", str(path), *MODEL)
    assert (answer.code, answer.err) == (0, "")
    assert f"deliberate check {path}" in answer.out
    assert 'model = "citizen_jury"' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "words"),
    [("kk", "Күн тәртібін жариялау"), ("ru", "Публикация повестки дня"), ("en", "Publication of")],
)
def test_the_comments_are_in_the_readers_language(
    call: Callable, tmp_path: Path, lang: str, words: str
) -> None:
    path = tmp_path / "p.toml"
    assert call("--lang", lang, "new", str(path), *MODEL).code == 0
    assert f"# {words}" in path.read_text(encoding="utf-8")


def test_nothing_is_overwritten(call: Callable, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text("mine", encoding="utf-8")
    answer = call("new", str(path), *MODEL)
    assert answer.code == 2
    assert f"{path}: EXISTS" in answer.err
    assert path.read_text(encoding="utf-8") == "mine"


def test_no_such_model_or_folder(call: Callable, tmp_path: Path) -> None:
    assert "NO_MODEL" in call("new", str(tmp_path / "p.toml"), "--model", "jury").err
    assert not (tmp_path / "p.toml").exists()
    answer = call("new", str(tmp_path / "no" / "p.toml"), *MODEL)
    assert answer.code == 2
    assert "NOT_WRITTEN" in answer.err


def test_check_tells_exactly_what_is_to_be_filled_in(call: Callable, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    call("new", str(path), *MODEL)
    answer = call("check", str(path))
    assert answer.code == 1
    heads = [
        line for line in answer.out.splitlines() if re.match(rf"{re.escape(str(path))}:\d", line)
    ]
    keys = [
        "pilot.title", "pilot.level", "territory.name", "agency.name", "agency.legal_form",
        "agency.responsible_body", "agency.working_body", "agency.commitment",
        "agency.committed_on", "remit.question", "remit.background",
        "remit.neutrality_signed_off_by", "calendar.agenda", "calendar.session",
        "calendar.election", "calendar.nomination", "calendar.candidates", "calendar.materials",
        "calendar.notification", "calendar.protocol", "budget.lines", "budget.funding",
    ]  # fmt: skip
    for key in keys:
        assert len([line for line in heads if f" {key} is " in line]) == 1, key
    assert len([line for line in heads if "seats of “Permanent members”: 0" in line]) == 1
    assert len([line for line in heads if " requirements: 0" in line]) == 1


def test_a_gap_is_told_once(call: Callable, tmp_path: Path) -> None:
    """Several rules that miss the same thing are named on one line."""
    path = tmp_path / "p.toml"
    call("new", str(path), *MODEL)
    heads = re.findall(r"^\S+:\d+: (.*)$", call("check", str(path)).out, flags=re.MULTILINE)
    sentences = Counter(re.sub(r"^[A-Z0-9, ]+(\(\w+\) )?", "", head) for head in heads)
    assert [words for words, number in sentences.items() if number > 1] == []
    session = next(head for head in heads if "calendar.session" in head)
    assert session.startswith("KZ04, KZ08, KZ23,")


def test_a_name_without_its_ending_is_refused(call: Callable, tmp_path: Path) -> None:
    answer = call("new", str(tmp_path / "pilot"), "--model", "citizen_jury")
    assert (answer.code, "pilot.toml" in answer.err, list(tmp_path.iterdir())) == (2, True, [])


@pytest.mark.parametrize(
    ("name", "meant"),
    [("citizens_jury", "citizen_jury"), ("citizen_jury/kazakstan", "citizen_jury/kazakhstan")],
)
def test_the_model_that_was_probably_meant_is_named(
    call: Callable, tmp_path: Path, name: str, meant: str
) -> None:
    answer = call("new", str(tmp_path / "pilot.toml"), "--model", name)
    assert (answer.code, f"Did you mean {meant}? " in answer.err) == (2, True)


def test_a_language_in_capitals_is_that_language(call: Callable) -> None:
    assert call("--lang", "RU", "models").out == call("--lang", "ru", "models").out
