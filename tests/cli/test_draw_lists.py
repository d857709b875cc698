"""`deliberate draw` for a public draw: a list that is printed, dice that pick, alternates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

POOL = "id,sex,age\n" + "".join(
    f"p{n:02},{'f' if n % 2 else 'm'},{'old' if n % 3 else 'young'}\n" for n in range(12)
)
TARGETS = "feature,value,min,max\nsex,f,2,2\nsex,m,2,2\nage,old,2,3\nage,young,1,2\n"


@pytest.fixture
def words(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "pool.csv").write_text(POOL, encoding="utf-8")
    (tmp_path / "targets.csv").write_text(TARGETS, encoding="utf-8")
    where = (str(tmp_path / "pool.csv"), "--targets", str(tmp_path / "targets.csv"))
    return ("draw", *where, "--size", "4", "--seed", "7")


def test_the_list_has_the_hash_that_is_told(
    call: Callable, words: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    answer = call(*words, "--list", str(path), "--pick", "407", "--json")
    assert answer.code == 0, answer.err
    uniform = answer.json["uniform"]
    assert (uniform["panels"], uniform["number"], uniform["rounded"]) == (1000, 407, True)
    assert uniform["list_hash"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert 0 < uniform["largest_deviation"] < 0.001
    assert uniform["loss_of_minimum"] == pytest.approx(0.001)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines] == [f"{n:03}" for n in range(1000)]
    assert lines[407] == ",".join(["407", *answer.json["panel"]])
    chances = answer.json["probabilities"]
    for name, chance in chances.items():
        assert chance == sum(name in line.split(",")[1:] for line in lines) / 1000
    assert answer.json["min_probability"] == 0.333


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "List of 1000 panels for a public draw"),
        ("ru", "Список составов участников для публичной жеребьёвки: 1000"),
        ("kk", "Жария жеребеге арналған қатысушылар құрамдарының тізімі: 1000"),
    ],
)
def test_the_printed_list_speaks_the_readers_language(
    call: Callable, words: tuple[str, ...], tmp_path: Path, language: str, title: str
) -> None:
    path = tmp_path / "list.html"
    answer = call("--lang", language, *words, "--list", str(path), "--list-only", "--json")
    assert (answer.json["status"], answer.json["panel"]) == ("listed", [])
    page = path.read_text(encoding="utf-8")
    assert f"<h1>{title}</h1>" in page
    assert page.count(answer.json["uniform"]["list_hash"]) == 2
    assert len(re.findall(r"<td>\d\d\d</td>", page)) == 1000
    assert "young" not in page


def test_the_list_as_pdf(call: Callable, words: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    assert call(*words, "--panels", "20", "--list", str(path)).code == 0
    first = path.read_bytes()
    assert first.startswith(b"%PDF-")
    again = call(*words, "--panels", "20", "--list", str(path))
    assert (again.code, again.out, "EXISTS" in again.err) == (2, "", True)
    assert call(*words, "--panels", "20", "--list", str(path), "--force").code == 0
    assert path.read_bytes() == first


def test_what_is_told_of_a_list(call: Callable, words: tuple[str, ...], tmp_path: Path) -> None:
    said = call(*words, "--pick", "7").out
    assert "Panel 007 of a list of 1000, each equally likely." in said
    assert "Everybody is on as many panels as is fair, rounded down or up" in said
    assert "no list of 1000 panels gives everybody more than 0.33300." in said
    assert "no list of" not in call(*words, "--pick", "7", "--objective", "nash").out
    later = call(*words, "--list", str(tmp_path / "list.csv"), "--list-only").out
    assert later.startswith("People in the pool: 12. On the panel: 4.")
    assert "Alternates" not in later


@pytest.mark.parametrize(
    ("more", "words_said"),
    [
        (("--panels", "10", "--pick", "10"), "PICK There is no panel 10 in a list of 10."),
        (("--list", "list.docx"), "FORMAT A list cannot be written as “.docx”."),
        (("--pick", "1", "--list-only"), "--pick and --list-only exclude each other."),
        (("--list-only",), "OPTIONS --list-only needs --list."),
        (("--list", "nowhere/list.csv"), "NOT_WRITTEN The file cannot be written"),
    ],
)
def test_what_cannot_be_used_is_told(
    call: Callable, words: tuple[str, ...], more: tuple[str, ...], words_said: str
) -> None:
    answer = call(*words, *more)
    assert (answer.code, answer.out) == (2, "")
    assert words_said in answer.err


def test_alternates_stand_by(call: Callable, words: tuple[str, ...]) -> None:
    drawn = call(*words, "--json").json
    assert len(drawn["alternates"]) == 1
    assert not set(drawn["alternates"]) & set(drawn["panel"])
    assert call(*words, "--alternates", "0", "--json").json["alternates"] == []
    more = call(*words, "--alternates", "3", "--json").json
    assert len(set(more["alternates"])) == 3
    assert more["dropout"]["missed_with_alternates"] < more["dropout"]["missed_without_alternates"]
    assert more["panel"] == drawn["panel"]
    assert "Alternates, in the order of call: " in call(*words).out


def test_rates_of_groups(call: Callable, words: tuple[str, ...], tmp_path: Path) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("feature,value,rate\nsex,f,50%\nsex,m,0\n", encoding="utf-8")
    drawn = call(*words, "--alternates", "2", "--rates", str(rates), "--json").json
    assert all(int(name[1:]) % 2 for name in drawn["alternates"])


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ("", "EMPTY The file has no rows."),
        ("feature,value,rate\n", "EMPTY The file has no rows."),
        ("feature,value\nsex,f\n", "These columns are missing: rate."),
        ("feature,value,rate\nsex,f,1.2\n", "rates.csv:2: ROW rate is “1.2”; 0 to 1 or a perc"),
        ("feature,value,rate\nsex,f,-0.1\n", "rate is “-0.1”"),
        ("feature,value,rate\nsex,f,many\n", "rate is “many”"),
        ("feature,value,rate\nsex,x,0.1\n", "No quota speaks of sex: x."),
        ("feature,value,rate\nsex,f,0.1\nsex,f,0.2\n", "rates.csv:3: ROW sex: f stands here twice"),
        ("feature,value,rate\nsex,f\n", "2 cells; the first line has 3."),
    ],
)
def test_wrong_rates_are_told(
    call: Callable, words: tuple[str, ...], tmp_path: Path, rates: str, said: str
) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(rates, encoding="utf-8")
    answer = call(*words, "--rates", str(path))
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
