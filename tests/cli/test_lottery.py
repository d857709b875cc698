"""`deliberate lottery`: a list fixed in a folder, dice that pick from it, a stranger's check."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

POOL = "id,sex,address\n" + "".join(f"p{n:02},{'fm'[n % 2]},street {n // 2}\n" for n in range(20))
TARGETS = "feature,value,min,max\nsex,f,2,2\nsex,m,2,2\n"


@pytest.fixture
def fix(call: Callable, tmp_path: Path) -> Callable:
    """Fixes a list in a folder; further options may be given."""
    (tmp_path / "pool.csv").write_text(POOL)
    (tmp_path / "targets.csv").write_text(TARGETS)

    def run(*more: str, out: str = "draw") -> object:
        files = (str(tmp_path / "pool.csv"), "--targets", str(tmp_path / "targets.csv"))
        return call("lottery", "fix", *files, "--size", "4", "--out", str(tmp_path / out), *more)

    return run


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text().splitlines()))


def test_a_draw_in_public_from_its_list_to_its_check(
    call: Callable, fix: Callable, tmp_path: Path
) -> None:
    folder = tmp_path / "draw"
    fixed = fix("--json").json
    assert fixed["panels"] == 1000
    assert fixed["smallest_chance"] == pytest.approx(0.2, abs=0.01)
    record = (folder / "record.jsonl").read_bytes()
    assert fixed["record_sha256"] == sha256(record).hexdigest()
    drawn = call("lottery", "pick", str(folder), "--dice", "4 0 7", "--json").json
    assert drawn["number"] == 407
    own = {row["number"]: row["id"] for row in rows(folder / "names.csv")}
    assert drawn["panel"] == [own[number] for number in drawn["numbers"]]
    sexes = dict(line.split(",")[:2] for line in POOL.splitlines())
    assert sorted(sexes[name] for name in drawn["panel"]) == ["f", "f", "m", "m"]
    assert drawn["alternates"] == [own[number] for number in drawn["alternate_numbers"]]
    assert len(drawn["alternates"]) == 1
    assert not set(drawn["alternates"]) & set(drawn["panel"])
    assert (folder / "record.jsonl").read_bytes().startswith(record)
    answer = call("verify", str(folder / "record.jsonl"), "--pool", str(folder / "pool.csv"))
    assert answer.code == 0
    assert "5 promises are kept, none is broken; 0 cannot be shown" in answer.out


def test_as_many_alternates_as_asked_for_stand_by(
    call: Callable, fix: Callable, tmp_path: Path
) -> None:
    fix("--alternates", "3")
    answer = call("lottery", "pick", str(tmp_path / "draw"), "--dice", "407")
    panel, alternates, *_ = answer.out.split("\n\n")
    assert (len(panel.splitlines()), len(alternates.splitlines())) == (4, 4)
    assert alternates.startswith("Alternates, in their order:")
    folder = tmp_path / "draw"
    checked = call("verify", str(folder / "record.jsonl"), "--pool", str(folder / "pool.csv"))
    assert (checked.code, "BROKEN" in checked.out) == (0, False)


def test_everybody_may_check_the_own_chance(call: Callable, fix: Callable, tmp_path: Path) -> None:
    fix()
    folder, own = tmp_path / "draw", tmp_path / "own.json"
    record = str(folder / "record.jsonl")
    made = call("lottery", "own", str(folder / "pool.csv"), "R0007", "--out", str(own))
    assert (made.code, str(own) in made.out) == (0, True)
    assert "R0007 is on" in call("verify", record, "--own", str(own)).out
    call("lottery", "pick", str(folder), "--dice", "407")
    told = json.loads(own.read_text())
    said = "and on the one drawn" if 407 in told["panels"] else "and not on the one drawn"
    assert said in call("verify", record, "--own", str(own)).out
    own.write_text(json.dumps({**told, "panels": told["panels"][1:]}))
    assert call("verify", record, "--own", str(own)).code == 1
    for content in ("", "[]", "{}", json.dumps({**told, "panels": "all"})):
        own.write_text(content)
        answer = call("verify", record, "--own", str(own))
        assert (answer.code, "person's panels" in answer.err) == (2, True)


@pytest.mark.parametrize("number", ["R0021", "x", "-1", ""])
def test_a_number_that_nobody_has(
    call: Callable, fix: Callable, tmp_path: Path, number: str
) -> None:
    fix()
    answer = call("lottery", "own", str(tmp_path / "draw" / "pool.csv"), "--", number)
    assert (answer.code, "Traceback" in answer.err, bool(answer.err)) == (2, False, True)
    assert not list(tmp_path.glob("*.json"))


def test_nothing_public_names_anybody(fix: Callable, tmp_path: Path) -> None:
    fix("--household", "address")
    for name in ("record.jsonl", "pool.csv"):
        text = (tmp_path / "draw" / name).read_text()
        assert "p01" not in text
        assert "street" not in text
    homes = [row["household"] for row in rows(tmp_path / "draw" / "pool.csv")]
    assert sorted(set(homes)) == [f"H{n:04}" for n in range(1, 11)]


def test_the_numbers_are_given_by_chance(fix: Callable, tmp_path: Path) -> None:
    fix(out="one")
    fix(out="two")
    one, two = ((tmp_path / name / "names.csv").read_text() for name in ("one", "two"))
    assert one != two


def test_what_is_fixed_is_not_written_over(fix: Callable, call: Callable, tmp_path: Path) -> None:
    fix()
    before = (tmp_path / "draw" / "record.jsonl").read_bytes()
    again = fix()
    assert again.code == 1
    assert "nothing that was fixed is written over" in again.err
    assert (tmp_path / "draw" / "record.jsonl").read_bytes() == before


@pytest.mark.parametrize("dice", ["40", "4071", "4x7", "", "４０７", "-12"])
def test_dice_that_cannot_be(fix: Callable, call: Callable, tmp_path: Path, dice: str) -> None:
    fix()
    before = (tmp_path / "draw" / "record.jsonl").read_bytes()
    answer = call("lottery", "pick", str(tmp_path / "draw"), "--dice", dice)
    assert answer.code == 2
    assert "Traceback" not in answer.err
    assert (tmp_path / "draw" / "record.jsonl").read_bytes() == before


def test_a_panel_is_drawn_once(fix: Callable, call: Callable, tmp_path: Path) -> None:
    fix()
    assert call("lottery", "pick", str(tmp_path / "draw"), "--dice", "407").code == 0
    again = call("lottery", "pick", str(tmp_path / "draw"), "--dice", "408")
    assert (again.code, "drawn already" in again.err) == (1, True)


def test_a_folder_without_a_record(call: Callable, tmp_path: Path) -> None:
    answer = call("lottery", "pick", str(tmp_path), "--dice", "407")
    assert (answer.code, "record.jsonl" in answer.err) == (2, True)


def test_quotas_that_cannot_be_kept_leave_no_files(
    call: Callable, fix: Callable, tmp_path: Path
) -> None:
    (tmp_path / "pool.csv").write_text("id,sex\n" + "".join(f"p{n},m\n" for n in range(9)))
    answer = fix()
    assert answer.code == 1
    assert "No panel" in answer.err
    assert not list((tmp_path / "draw").glob("*"))


def test_the_pool_of_another_draw_is_noticed(fix: Callable, call: Callable, tmp_path: Path) -> None:
    fix(out="one")
    fix(out="two")
    record = str(tmp_path / "one" / "record.jsonl")
    answer = call("verify", record, "--pool", str(tmp_path / "two" / "pool.csv"))
    assert (answer.code, "BROKEN" in answer.out) == (1, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("number,salt\nR1,aa\n", "columns are missing"),
        ("number,salt,household,sex\nx,aa,,f\n", "is no number"),
        ("number,salt,household,sex\nR1,aa,f\n", "cells"),
        ("number,salt,household,sex\n", "no rows"),
        ("number,salt,household,sex,sex\nR1,aa,,f,m\n", "stand there twice: sex"),
        ("number,salt,household,panels,sex\nR1,aa,,1 x,f\n", "panels of this person"),
        ("", "columns are missing"),
    ],
)
def test_a_pool_file_that_is_none(
    fix: Callable, call: Callable, tmp_path: Path, content: str, words: str
) -> None:
    fix()
    (tmp_path / "other.csv").write_text(content)
    record = str(tmp_path / "draw" / "record.jsonl")
    answer = call("verify", record, "--pool", str(tmp_path / "other.csv"))
    assert (answer.code, words in answer.err) == (2, True)


def test_a_pool_with_two_columns_of_one_name(call: Callable, fix: Callable, tmp_path: Path) -> None:
    """Nobody could say which of the two counts."""
    for heads in ("id,sex,sex", "id,sex, Sex"):
        (tmp_path / "pool.csv").write_text(f"{heads}\np1,f,m\n")
        answer = fix()
        assert (answer.code, "stand there twice" in answer.err) == (2, True)
        assert not list((tmp_path / "draw").glob("*"))


def test_a_record_that_is_none(call: Callable, tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    path.write_text("{}\n")
    assert call("verify", str(path)).code == 2
    assert call("verify", str(tmp_path / "none.jsonl")).code == 2


def test_a_record_elsewhere(fix: Callable, call: Callable, tmp_path: Path) -> None:
    """Verification needs the two files alone: another folder is like another machine."""
    fix()
    (tmp_path / "else").mkdir()
    for name in ("record.jsonl", "pool.csv"):
        shutil.copy(tmp_path / "draw" / name, tmp_path / "else" / name)
    shutil.rmtree(tmp_path / "draw")
    answer = call("verify", str(tmp_path / "else" / "record.jsonl"), "--pool",
                  str(tmp_path / "else" / "pool.csv"))  # fmt: skip
    assert answer.code == 0


POPULATION = "feature,value,share\nsex,f,0.52\nsex,m,0.48\n"


def test_the_draw_is_reported_in_every_language(
    call: Callable, fix: Callable, tmp_path: Path
) -> None:
    fix()
    folder, population = tmp_path / "draw", tmp_path / "population.csv"
    population.write_text(POPULATION)
    early = call("lottery", "report", str(folder))
    assert (early.code, "ORDER" in early.err, early.out) == (1, True, "")
    call("lottery", "pick", str(folder), "--dice", "407")
    told = call("lottery", "report", str(folder), "--population", str(population))
    own = folder / "report"
    assert (told.code, str(own) in told.out) == (0, True)
    made = sorted(path.name for path in own.iterdir())
    assert made == [f"report.{lang}.{form}" for lang in ("en", "kk", "ru") for form in FORMS]
    page = (own / "report.en.html").read_text()
    names = {row["id"] for row in rows(folder / "names.csv")}
    fixed = json.loads((folder / "record.jsonl").read_text().splitlines()[2])["public"]
    shown = set(re.findall(r"\w+", " ".join(re.findall(r">([^<]+)<", page))))
    assert "R0001" in {row["number"] for row in rows(folder / "names.csv")}
    assert not names & shown
    for shown in ("dice in public: “4 0 7”", "52%", fixed["panels_hash"], "--pool pool.csv"):
        assert shown in page
    elsewhere = call("lottery", "report", str(folder), "--out", str(tmp_path / "for-all"))
    assert elsewhere.code == 0
    assert len(list((tmp_path / "for-all").iterdir())) == 6
    again = call("lottery", "report", str(folder))
    assert (again.code, "EXISTS" in again.err, "--force" in again.err) == (2, True, True)
    assert (own / "report.en.html").read_text() == page
    assert call("lottery", "report", str(folder), "--force").code == 0
    assert (own / "report.en.html").read_text() != page


FORMS = ("html", "pdf")


def test_the_report_of_a_beacon_names_its_round(
    call: Callable, fix: Callable, tmp_path: Path
) -> None:
    fix("--beacon-round", "4242")
    call("lottery", "pick", str(tmp_path / "draw"), "--beacon", "ab" * 32)
    call("lottery", "report", str(tmp_path / "draw"))
    assert f"“4242: {'ab' * 32}”" in (tmp_path / "draw" / "report" / "report.en.html").read_text()


def test_a_record_that_was_changed_is_not_reported(
    call: Callable, fix: Callable, tmp_path: Path
) -> None:
    fix()
    folder = tmp_path / "draw"
    call("lottery", "pick", str(folder), "--dice", "407")
    record = folder / "record.jsonl"
    record.write_text(record.read_text().replace('"digits":[4,0,7]', '"digits":[4,0,8]'))
    told = call("lottery", "report", str(folder))
    assert (told.code, "does not keep what it promises" in told.err) == (1, True)
    assert not list(folder.glob("report.*"))


def test_a_population_of_other_values_is_refused(
    call: Callable, fix: Callable, tmp_path: Path
) -> None:
    fix()
    folder, population = tmp_path / "draw", tmp_path / "population.csv"
    population.write_text(POPULATION.replace("sex,m", "sex,x"))
    call("lottery", "pick", str(folder), "--dice", "407")
    told = call("lottery", "report", str(folder), "--population", str(population))
    assert told.code != 0
    assert "population.csv:3" in told.err
    assert not list(folder.glob("report.*"))


def test_what_stands_for_the_dice_draws_nothing(
    fix: Callable, call: Callable, tmp_path: Path
) -> None:
    shown = next(line for line in fix().out.splitlines() if "lottery pick" in line)
    before = (tmp_path / "draw" / "record.jsonl").read_bytes()
    _program, *words = shown.partition(": ")[2].split()
    typed = call(*words)
    assert (typed.code, "--dice 407" in typed.err) == (2, True)
    assert (tmp_path / "draw" / "record.jsonl").read_bytes() == before
    picked = call("lottery", "pick", str(tmp_path / "draw"), "--dice", "000")
    assert "Panel number 000 is drawn." in picked.out
