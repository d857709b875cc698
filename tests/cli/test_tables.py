"""`deliberate tables`: files in, a plan out; every fault named with its line, nothing computed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

PEOPLE = "id,sex,age\n" + "".join(
    f"p{n:02},{'f' if n % 2 else 'm'},{'old' if n % 3 else 'young'}\n" for n in range(12)
)
FILES = {"people": PEOPLE, "fixed": "id,table,round\np00,2,\np01,1,1\n", "absent": "id\np05\n"}


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., tuple[str, ...]]:
    def write(*names: str, **contents: str | bytes) -> tuple[str, ...]:
        for name, content in {**FILES, **contents}.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.csv").write_bytes(data)
        more = [part for name in names for part in (f"--{name}", str(tmp_path / f"{name}.csv"))]
        where = str(tmp_path / "people.csv")
        return ("tables", where, "--size", "4", "--rounds", "3", "--seed", "7", *more)

    return write


def test_a_plan_is_shown_with_its_bound(call: Callable, files: Callable) -> None:
    answer = call(*files("fixed", "absent"))
    assert (answer.code, answer.err) == (0, "")
    assert "Round 3" in answer.out
    assert "no plan has more than" in answer.out
    assert "p05" not in answer.out
    rows = PEOPLE.splitlines()
    mixed = "\n".join([rows[0], *reversed(rows[1:])])
    assert call(*files("fixed", "absent", people=mixed)).out == answer.out


def test_the_answer_for_a_machine(call: Callable, files: Callable) -> None:
    plan = call(*files("fixed", "absent"), "--json", "--trade-off").json
    assert plan["status"] == "planned"
    assert [sum(map(len, tables)) for tables in plan["rounds"]] == [11, 11, 11]
    assert all("p00" in tables[1] for tables in plan["rounds"])
    assert "p01" in plan["rounds"][0][0]
    assert plan["meetings"] <= plan["bound"]
    assert set(plan["violations"]["features"]) == {"sex", "age"}
    assert plan["trade_off"][0]["balance"] == 0
    assert set(plan) >= {"repeats", "spread", "seed", "input_hash", "seconds"}


def test_a_plan_is_written_and_the_rest_planned_anew(
    call: Callable, files: Callable, tmp_path: Path
) -> None:
    written = call(*files(), "--csv")
    rows = list(csv.DictReader(io.StringIO(written.out)))
    assert len(rows) == 12
    assert set(rows[0]) == {"id", "round_1", "round_2", "round_3"}
    (tmp_path / "held.csv").write_text(written.out)
    left = "\n".join(row for row in PEOPLE.splitlines() if not row.startswith("p03"))
    anew = (*files(people=left), "--held", str(tmp_path / "held.csv"), "--held-rounds", "1")
    first = call(*files(), "--json").json
    again = call(*files(people=left), *anew[8:], "--json").json
    assert again["rounds"][0] == first["rounds"][0]
    assert "p03" not in json.dumps(again["rounds"][1:])
    (tmp_path / "held.json").write_text(json.dumps(first))
    same = call(*files(people=left), "--held", str(tmp_path / "held.json"), "--held-rounds", "1",
                "--json").json  # fmt: skip
    assert same["rounds"] == again["rounds"]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_page_to_print(call: Callable, files: Callable, tmp_path: Path, language: str) -> None:
    path = tmp_path / "tables.html"
    told = call("--lang", language, *files(), "--html", str(path), "--trade-off")
    assert (told.code, told.out.splitlines()[-1].endswith(str(path))) == (0, True)
    page = path.read_text(encoding="utf-8")
    assert "--balance" in page
    assert f'lang="{language}"' in page
    assert page.count("<svg") >= 1
    assert "p11" in page


@pytest.mark.parametrize(
    ("names", "contents", "place", "said"),
    [
        ((), {"people": "id,sex\n"}, "people.csv", "People: 0"),
        ((), {"people": "id,sex\np1,f\n"}, "people.csv", "People: 1"),
        ((), {"people": "id,sex\np1,f\np2,f\np3,m\n"}, "people.csv", "larger than the group"),
        ((), {"people": "id,name\na,A\nb,B\nc,C\nd,D\n"}, "people.csv", "“name”"),
        ((), {"people": "id,пол\n1,муж\n".encode("cp1251")}, "people.csv:1", "UTF-8"),
        ((), {"people": "id,sex\na,f\na,m\n"}, "people.csv:2", "2 times"),
        ((), {"people": "id,sex\na,f,x\n"}, "people.csv:2", "3 cells"),
        ((), {"people": "who,sex\na,f\n"}, "people.csv:1", "missing: id"),
        ((), {"people": ""}, "people.csv", "no rows"),
        (("fixed",), {"fixed": "id,table\n" + "".join(f"p0{n},1\n" for n in range(5))},
         "fixed.csv:6", "5 fixed seats, and 4 places"),
        (("fixed",), {"fixed": "id,table,round\np00,1,\np00,2,3\n"}, "fixed.csv:3",
         "at two tables, 1 and 2"),
        (("fixed",), {"fixed": "id,table\np00,one\n"}, "fixed.csv:2", "whole number"),
        (("fixed",), {"fixed": "id,table\nzz,1\n"}, "fixed.csv:2", "zz is not among"),
        (("fixed",), {"fixed": "id\np00\n"}, "fixed.csv:1", "missing: table"),
        (("fixed",), {"fixed": "id,table\np00,one\n,1\n"}, "fixed.csv:3", "is missing"),
        (("absent",), {"absent": "id,round\np00,9\n"}, "absent.csv:2", "no round 9"),
        (("held",), {"held": "id,sex\np00,f\n"}, "held.csv:1", "round_1"),
        (("held",), {"held": "id,round_1\np00,x\n"}, "held.csv:2", "whole number"),
    ],
)  # fmt: skip
def test_bad_input_is_named_and_nothing_is_computed(
    call: Callable,
    files: Callable,
    names: tuple[str, ...],
    contents: dict[str, str | bytes],
    place: str,
    said: str,
) -> None:
    answer = call(*files(*names, **contents))
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert place in answer.err


def test_a_short_row_hides_no_other_fault(call: Callable, files: Callable) -> None:
    said = call(*files(people=PEOPLE + "p99,f\n,f,old\n")).err
    assert "Faults: 2; nothing is computed." in said
    assert "people.csv:14: ROW 2 cells; the first line has 3." in said
    assert "people.csv:15: ROW The identifier is missing." in said


def test_a_column_named_twice_is_mixed_once(call: Callable, files: Callable) -> None:
    twice = call(*files(), "--mix", "sex, SEX,age", "--seed", "1", "--json").json
    once = call(*files(), "--mix", "sex,age", "--seed", "1", "--json").json
    assert (twice["rounds"], twice["violations"]) == (once["rounds"], once["violations"])


def test_options_that_do_not_go_together(call: Callable, files: Callable, tmp_path: Path) -> None:
    assert call(*files(), "--csv", "--json").code == 2
    assert "--held" in call(*files(), "--held-rounds", "1").err
    assert "foo" in call(*files(), "--mix", "sex,foo").err
    (tmp_path / "bad.json").write_text('{"rounds": 5}')
    assert "no table plan" in call(*files(), "--held", str(tmp_path / "bad.json")).err
