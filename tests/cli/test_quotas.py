"""`deliberate quotas`: a population in, targets out; every fault is told with its line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

POPULATION = "feature,value,share\nsex,f,51 %\nsex,m,49%\nage,young,0.35\nage,old,0,65\n".replace(
    "0,65", "0.65"
)
PEOPLE = "id,sex,age\n" + "".join(
    f"p{n:02},{'f' if n % 2 else 'm'},{'old' if n % 3 else 'young'}\n" for n in range(30)
)


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., str]:
    def write(text: str, name: str = "population.csv") -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


def test_targets_are_written_and_can_be_drawn_with(
    call: Callable, file: Callable, tmp_path: Path
) -> None:
    targets = str(tmp_path / "targets.csv")
    answer = call("quotas", file(POPULATION), "--size", "10", "--out", targets)
    assert (answer.code, answer.err) == (0, "")
    assert "sex: f             51%         5.10    5–6" in answer.out
    assert f"{targets}: written." in answer.out
    assert Path(targets).read_text(encoding="utf-8") == (
        "feature,value,min,max\nsex,f,5,6\nsex,m,4,5\nage,young,3,4\nage,old,6,7\n"
    )
    drawn = call("draw", file(PEOPLE, "pool.csv"), "--targets", targets, "--size", "10")
    assert drawn.code == 0, drawn.err


def test_nothing_is_overwritten(call: Callable, file: Callable, tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_text("mine", encoding="utf-8")
    out = str(tmp_path / "targets.csv")
    answer = call("quotas", file(POPULATION), "--size", "10", "--out", out)
    assert answer.code == 2
    assert f"{out}: EXISTS" in answer.err
    assert (tmp_path / "targets.csv").read_text(encoding="utf-8") == "mine"


def test_tolerance_and_flex(call: Callable, file: Callable, tmp_path: Path) -> None:
    out = tmp_path / "t.csv"
    path = file(POPULATION)
    call("quotas", path, "--size", "20", "--tolerance", "5%", "--flex", "1", "--out", str(out))
    assert out.read_text(encoding="utf-8").splitlines()[:2] == [
        "feature,value,min,max,min_flex,max_flex", "sex,f,9,12,8,13",
    ]  # fmt: skip
    made = call("quotas", path, "--size", "20", "--tolerance", "1", "--json").json
    assert [(q["min"], q["max"]) for q in made["quotas"]][:2] == [(9, 12), (8, 11)]
    assert made["quotas"][0]["seats"] == "51/5"


def test_a_small_group_has_a_seat_when_asked_and_it_is_said(call: Callable, file: Callable) -> None:
    path = file("feature,value,count\nr,tiny,1\nr,big,99\n")
    assert "for certain" not in call("quotas", path, "--size", "10").out
    said = call("quotas", path, "--size", "10", "--one-each").out
    assert "r: tiny is owed 0.10 seats and has one for certain: more than its share." in said
    many = file("feature,value,count\n" + "".join(f"r,v{n},1\n" for n in range(4)))
    answer = call("quotas", many, "--size", "3", "--one-each")
    assert answer.code == 1
    assert "TOO_MANY r: 4 groups for 3 seats" in answer.err


def test_a_pool_is_examined_with_its_households(call: Callable, file: Callable) -> None:
    rows = PEOPLE.splitlines()
    homes = [f"{row},{number // 6}" for number, row in enumerate(rows[1:])]
    pool = file("\n".join([f"{rows[0]},address", *homes]), "pool.csv")
    words = ("quotas", file(POPULATION), "--size", "10", "--pool", pool)
    assert call(*words).code == 0
    answer = call(*words, "--household", "address")
    assert answer.code == 1
    assert "No panel of 10 can be drawn from this pool with the household rule." in answer.out
    assert "Households in the pool: 5; people: 30." in answer.out
    assert "Without the household rule a panel can be drawn." in answer.out
    told = call(*words, "--household", "address", "--json").json["feasibility"]
    assert (told["feasible"], told["households"], told["homes"]) == (False, True, 5)
    named = call(*words[:4], "--household", "address")
    assert (named.code, "no pool was named" in named.err) == (2, True)


def test_a_pool_is_examined(call: Callable, file: Callable) -> None:
    path, pool = file(POPULATION), file(PEOPLE, "pool.csv")
    answer = call("quotas", path, "--size", "10", "--pool", pool)
    assert answer.code == 0
    assert "A panel can be drawn." in answer.out
    assert "Smallest chance, at best: 33.3%. Equal chances would be 33.3%." in answer.out
    poor = file(PEOPLE.replace(",f,", ",m,"), "pool.csv")
    answer = call("quotas", path, "--size", "10", "--pool", poor, "--json")
    assert answer.code == 1
    assert answer.json["feasibility"]["feasible"] is False
    assert answer.json["feasibility"]["conflict"][0]["value"] == "f"
    json.dumps(answer.json)


@pytest.mark.parametrize(
    ("population", "words"),
    [
        ("", "EMPTY The file has no rows."),
        ("feature,value\nsex,f\n", "These columns are missing: count."),
        ("a,b,count\nsex,f,1\n", "These columns are missing: feature, value."),
        (POPULATION.replace("51 %", "many"), "population.csv:2: ROW share is “many”; a number"),
        (POPULATION.replace("51 %", "-1"), "population.csv:2: ROW share is “-1”; a number"),
        (POPULATION.replace("51 %", "81 %"), "SUM The shares of sex add up to 1.3, not to 1"),
        (POPULATION + "sex,f,0.1\n", "sex: f stands here twice."),
        (POPULATION + "sex,x\n", "population.csv:6: ROW 2 cells; the first line has 3."),
        ("feature,value,count\nsex,f,0\n", "sex has nobody in any group."),
        ("feature,value,count\nsex,f,1.5\n", "count is “1.5”; a number is expected"),
        ("feature,value,count,tolerance\nsex,f,1,5%\n", "tolerance is “5%”; seats are expected."),
    ],
)
def test_what_cannot_be_used_is_told(
    call: Callable, file: Callable, population: str, words: str
) -> None:
    answer = call("quotas", file(population), "--size", "10")
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


@pytest.mark.parametrize("tolerance", ["x", "-1", "11", "", "101%"])
def test_no_tolerance(call: Callable, file: Callable, tolerance: str) -> None:
    answer = call("quotas", file(POPULATION), "--size", "10", "--tolerance", tolerance)
    assert answer.code == 2
    assert "TOLERANCE" in answer.err


@pytest.mark.parametrize(
    "population",
    [
        "category,name,count\nsex,f,5 100 000\nsex,m,4 900 000\n",
        "feature;value;share\nsex;f;51,0\nsex;m;49,0\n",
        "Feature,Value,Count,source\nsex,f,51,a\nsex,m,49,b\n",
    ],
)
def test_tables_as_offices_write_them(call: Callable, file: Callable, population: str) -> None:
    made = call("quotas", file(population), "--size", "10", "--json").json["quotas"]
    assert [(quota["min"], quota["max"]) for quota in made] == [(5, 6), (4, 5)]


def test_the_report_of_a_draw_reads_the_same_file(
    call: Callable, file: Callable, tmp_path: Path
) -> None:
    population = file(POPULATION.replace("share", "share,source").replace("\n", ",own\n", -1)
                      .replace("source,own", "source"))  # fmt: skip
    targets = str(tmp_path / "targets.csv")
    assert call("quotas", population, "--size", "10", "--out", targets).code == 0
    drawn = call(
        "draw", file(PEOPLE, "pool.csv"), "--targets", targets, "--size", "10",
        "--population", population, "--report", str(tmp_path / "report"),
    )  # fmt: skip
    assert drawn.code == 0, drawn.err
