"""`deliberate register` as a person uses it: what is drawn, what is refused, how it is checked."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.storage.registers import files as register_files

pytest.importorskip("duckdb")

HEAD = "id,region,sex,address,phone"
ROWS = [
    f"p{n:03d},{('North', 'South', 'Тау')[n % 3]},{'fm'[n % 2]},Street {n // 3},+7701{n:04d}"
    for n in range(120)
]
SEEDED = ("--stratum", "region", "--seed", "3 8 1")
DRAW = (*SEEDED, "--per-stratum", "5")


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., str]:
    def write(name: str, text: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


@pytest.fixture
def register(put: Callable[..., str]) -> str:
    return put("register.csv", "\n".join([HEAD, *ROWS]))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "invited.csv"


def listed(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_the_smallest_hashes_are_drawn(call: Callable, register: str, out: Path) -> None:
    answer = call("register", "draw", register, *DRAW, "--keep", "phone", "--out", str(out))
    assert answer.code == 0, answer.said
    assert "Drawn: 15 of 120 people." in answer.out
    found = listed(out)
    assert list(found[0]) == ["rank", "hash", "region", "id", "phone"]
    north = sorted(
        (hashlib.sha256(f"3 8 1{row[:4]}".encode()).hexdigest(), row[:4])
        for row in ROWS
        if ",North," in row
    )
    assert [(row["hash"], row["id"]) for row in found if row["region"] == "North"] == north[:5]
    assert all(row["phone"].startswith("'+7701") for row in found)


def test_a_machine_is_told_everything(call: Callable, register: str, out: Path) -> None:
    words = ("--total", "31", "--household", "address", "--out", str(out), "--json")
    told = call("register", "draw", register, *SEEDED, *words).json
    assert told["status"] == "drawn"
    assert told["register"]["sha256"] == hashlib.sha256(Path(register).read_bytes()).hexdigest()
    assert told["out"]["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert (told["register"]["rows"], told["drawn"], told["seed"]) == (120, 31, "3 8 1")
    assert [one["wanted"] for one in told["strata"]] == [11, 10, 10]
    found = listed(out)
    for one in told["strata"]:
        own = [row for row in found if row["region"] == one["stratum"]["region"]]
        assert len(own) == one["drawn"] == one["wanted"]
        assert one["size"] == 40
        assert one["chance"] <= one["chance_alone"] == one["last_rank"] / 40
        assert one["chance_in_household"]["2"] < one["chance_alone"]
        assert max(row["hash"] for row in own) <= one["last_hash"]
    homes = [int(row["id"][1:]) // 3 for row in found]
    assert len(homes) == len(set(homes))


def test_neither_rows_nor_separators_nor_hash_seeds_matter(
    call: Callable, register: str, put: Callable[..., str], out: Path
) -> None:
    words = (*DRAW, "--household", "address")
    assert call("register", "draw", register, *words, "--out", str(out)).code == 0
    other = "\r\n".join([HEAD, *reversed(ROWS)]).replace(",", ";")
    swapped, again = (
        put("swapped.csv", b"\xef\xbb\xbf" + other.encode()),
        out.with_name("again.csv"),
    )
    command = [sys.executable, "-c", "from deliberate.cli import main; main()", "register", "draw"]
    subprocess.run(
        [*command, swapped, *words, "--out", str(again)],
        env={**os.environ, "PYTHONHASHSEED": "4711", "LC_ALL": "C", "TZ": "Asia/Almaty"},
        check=True,
        capture_output=True,
    )
    assert again.read_bytes() == out.read_bytes()


def test_a_list_is_written_over_when_that_is_asked_for(
    call: Callable, register: str, out: Path
) -> None:
    out.write_text("an older list", encoding="utf-8")
    words = ("register", "draw", register, *DRAW, "--out", str(out))
    refused = call(*words)
    assert (refused.code, "EXISTS" in refused.err) == (2, True)
    assert out.read_text(encoding="utf-8") == "an older list"
    assert call(*words, "--force").code == 0
    assert len(listed(out)) == 15


def test_what_a_process_records_is_written_beside_the_list(
    call: Callable, register: str, out: Path, tmp_path: Path
) -> None:
    body, words = tmp_path / "draw.json", ("register", "draw", register, *DRAW, "--stratum", "sex")
    same = call(*words, "--out", str(out), "--body", str(out))
    assert (same.code, out.exists()) == (2, False)
    answer = call(*words, "--out", str(out), "--body", str(body))
    assert answer.code == 0, answer.said
    strata = {f"{region} / {sex}": 5 for region in ("North", "South", "Тау") for sex in "fm"}
    assert json.loads(body.read_text(encoding="utf-8")) == {
        "register_sha256": hashlib.sha256(Path(register).read_bytes()).hexdigest(),
        "people": 120, "seed": "3 8 1", "drawn": 30, "strata": strata,
    }  # fmt: skip
    again = call(*words, "--out", str(tmp_path / "other.csv"), "--body", str(body))
    assert (again.code, "EXISTS" in again.err, (tmp_path / "other.csv").exists()) == (
        2,
        True,
        False,
    )


def test_a_stratum_that_is_too_small_gives_all(call: Callable, register: str, out: Path) -> None:
    answer = call("register", "draw", register, *SEEDED, "--per-stratum", "41", "--out", str(out))
    assert answer.code == 1
    assert "North has too few people; lacking: 1." in answer.out
    assert len(listed(out)) == 120


def test_counts_from_a_table(
    call: Callable, register: str, put: Callable[..., str], out: Path
) -> None:
    counts = put("counts.csv", "region;sex;count\nNorth;f;1\nNorth;m;2\nSouth;f;0\nSouth;m;3\n"
                 "Тау;f;4\nТау;m;0\n")  # fmt: skip
    words = (*SEEDED, "--stratum", "sex", "--per-stratum", counts, "--out", str(out), "--json")
    told = call("register", "draw", register, *words).json
    assert [one["drawn"] for one in told["strata"]] == [1, 2, 0, 3, 4, 0]
    assert told["strata"][2]["last_hash"] == ""
    out.unlink()
    wrong = put("counts.csv", "stratum,count\nNorth,1\nМарс,2\nNorth,x\n")
    said = call("register", "draw", register, *SEEDED, "--per-stratum", wrong, "--out", str(out))
    assert said.code == 2
    assert "counts.csv:4: ROW North stands here twice." in said.err
    wrong = put("counts.csv", "stratum,count\nNorth,1\nМарс,2\n")
    said = call("register", "draw", register, *SEEDED, "--per-stratum", wrong, "--out", str(out))
    assert "The register has no stratum Марс." in said.err
    assert "The stratum South of the register is not named." in said.err


FAULTY = [
    ("id,region\n1,A\n1,A\n,A\n5,\n", "register.csv:3: ROW 1 stands here 2 times."),
    ("id,region\n1,A\n1,A\n,A\n5,\n", "register.csv:4: ROW The identifier is missing."),
    ("id,region\n1,A\n1,A\n,A\n5,\n", "register.csv:5: ROW region is empty."),
    ("id,region\n1,A\n2,B,c\n3\n", "register.csv:3: ROW 3 cells; the first line has 2."),
    ("id,region\n1,A\n2,B,c\n3\n", "register.csv:4: ROW 1 cells; the first line has 2."),
    ("id,region\n1,A\n2,B,c,d,e\n3\n", "register.csv:3: ROW 5 cells; the first line has 2."),
    ("id,region,sex\n1\n1,A,f\n1,A,f\n", "register.csv:3: ROW 1 stands here 2 times."),
    ("id,region,sex\n1\n1,A,f\n1,A,f\n", "register.csv:2: ROW 1 cells; the first line has 3."),
    ("id,region\r\n1,A\n2,B\n", "register.csv:2: ROW This line ends in another way"),
    ('id,region\n1,"A" b\n', "register.csv:2: ROW A quotation mark is not closed"),
    (b"id,region\n1,A\n2,\xe9\n", "The file is not in UTF-8."),
    ("id,region\n1,A\n".encode("utf-16"), "The file is not in UTF-8."),
    ("id,region\n", "EMPTY The file has no rows."),
    ("", "EMPTY The first line has no names of columns."),
    ("number,area\n1,A\n", "These columns are missing: id, region."),
    ("id,region,Region \n1,A,B\n", None),
    ("id,Region,REGION\n1,A,B\n", "The column region stands there 2 times."),
    ("id,region\r\n1,A\r\n2,B\n3,B\r\n", "one kind of line ends"),
    (b"PAR1 and no more", "REGISTER The register cannot be read"),
]


@pytest.mark.parametrize(("text", "said"), FAULTY)
def test_what_is_wrong_with_a_register(
    call: Callable, put: Callable[..., str], out: Path, text: str | bytes, said: str | None
) -> None:
    before = sorted(out.parent.iterdir())
    answer = call("register", "draw", put("register.csv", text), *SEEDED, "--per-stratum", "1",
                  "--out", str(out))  # fmt: skip
    if said is None:
        assert answer.code == 0, answer.said
        return
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""
    assert "deliberate-" not in answer.err
    assert sorted(out.parent.iterdir()) == sorted([*before, out.with_name("register.csv")])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (SEEDED, "Give either --per-stratum or --total."),
        ((*DRAW, "--total", "5"), "Give either --per-stratum or --total."),
        (("--stratum", "region", "--seed", " ", "--total", "5"), "SEED The seed is empty."),
        ((*DRAW, "--keep", "region"), "The list would have these columns twice: region."),
        ((*DRAW, "--household", "adress"), "These columns are missing: adress."),
        ((*SEEDED, "--per-stratum", "-3"), "--per-stratum is “-3”; a whole number"),
        ((*SEEDED, "--per-stratum", "2.5"), "--per-stratum is “2.5”; a whole number"),
        ((*SEEDED, "--per-stratum", "no.csv"), "The file cannot be read"),
        ((*DRAW, "--table", "people"), "TABLE --table names a table of a database"),
        (("--seed", "x", "--total", "5"), "The option --stratum is missing."),
    ],
)
def test_what_is_wrong_with_a_command(
    call: Callable, register: str, out: Path, words: tuple[str, ...], said: str
) -> None:
    answer = call("register", "draw", register, *words, "--out", str(out))
    assert answer.code == 2
    assert said in answer.err
    assert not out.exists()


def test_a_column_that_names_people_makes_no_strata(
    call: Callable, register: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deliberate.core.services.register.survey.MOST_STRATA", 119)
    words = ("--stratum", "phone", "--seed", "x", "--total", "5", "--out", str(out))
    answer = call("register", "draw", register, *words)
    assert (answer.code, out.exists()) == (2, False)
    assert "STRATA phone make more than 119 strata." in answer.err


def test_the_register_is_not_overwritten(call: Callable, register: str, tmp_path: Path) -> None:
    before = Path(register).read_bytes()
    (tmp_path / "alias.csv").symlink_to(register)
    for name in ("register.csv", "alias.csv", "nowhere/invited.csv"):
        answer = call("register", "draw", register, *DRAW, "--out", str(tmp_path / name))
        assert answer.code == 2
        assert "NOT_WRITTEN" in answer.err
    assert Path(register).read_bytes() == before


def test_stopping_leaves_nothing_behind(
    call: Callable, register: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out.write_text("an older list", encoding="utf-8")
    before = sorted(out.parent.iterdir())

    def stop(*_: Any) -> Any:
        raise KeyboardInterrupt

    for place in ("os.replace", "deliberate.core.storage.registers.files._answer"):
        with monkeypatch.context() as patched:
            patched.setattr(place, stop)
            words = (*DRAW, "--out", str(out), "--force")
            assert call("register", "draw", register, *words).code == 130
    assert sorted(out.parent.iterdir()) == before
    assert out.read_text(encoding="utf-8") == "an older list"


def test_a_register_that_changes_meanwhile_is_refused(
    call: Callable, register: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_of = register_files._answer

    def change(*arguments: Any) -> Any:
        found = answer_of(*arguments)
        with open(register, "a", encoding="utf-8") as stream:
            stream.write("\nlate,North,f,Street,+7")
        return found

    monkeypatch.setattr(register_files, "_answer", change)
    answer = call("register", "draw", register, *DRAW, "--out", str(out))
    assert (answer.code, out.exists()) == (2, False)
    assert "CHANGED" in answer.err


def test_what_is_not_installed_is_named(
    call: Callable, register: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, extra, source in (
        ("duckdb", "register", [register]),
        ("psycopg", "postgres", ["postgresql://localhost/x", "--table", "people"]),
    ):
        monkeypatch.setitem(sys.modules, module, None)
        answer = call("register", "draw", *source, *DRAW, "--out", str(out))
        assert answer.code == 2
        assert f"extra “{extra}”" in answer.err


def test_one_person_is_checked(call: Callable, register: str) -> None:
    words = ("register", "check", register, *DRAW, "--household", "address", "--id")
    verdicts = {}
    for row in ROWS:
        told = call(*words, row[:4], "--json").json["person"]
        assert told["hash"] == hashlib.sha256(f"3 8 1{row[:4]}".encode()).hexdigest()
        verdicts[row[:4]] = told
    drawn = [name for name, told in verdicts.items() if told["drawn"]]
    assert len(drawn) == 15
    for name, told in verdicts.items():
        within = told["rank"] <= told["last_rank"]
        assert told["drawn"] == (within and told["household_hash"] is None)
        if told["household_hash"]:
            (before,) = [
                other for other in drawn if verdicts[other]["hash"] == told["household_hash"]
            ]
            assert int(before[1:]) // 3 == int(name[1:]) // 3
    assert "Drawn: the hash is not above" in call(*words, drawn[0]).out
    beyond = next(name for name, told in verdicts.items() if told["rank"] == 40)
    said = call(*words, beyond).out
    assert "Rank 40 of 40 in the stratum" in said
    assert "Not drawn: the hash is above" in said
    assert call(*words, "p000 ").code == 2


def test_without_a_number_there_is_no_verdict(call: Callable, register: str) -> None:
    answer = call("register", "check", register, *SEEDED, "--id", "p000")
    assert answer.code == 0
    assert "How many are drawn was not said" in answer.out
    assert call("register", "check", register, *SEEDED).code == 2
    assert call("register", "check", register, *SEEDED, "--list", "x.csv").code == 2


def test_a_list_is_checked(call: Callable, register: str, out: Path) -> None:
    assert call("register", "draw", register, *DRAW, "--out", str(out)).code == 0
    words = ("register", "check", register, *DRAW, "--list", str(out))
    assert "exactly those who are drawn" in call(*words).out
    lines = out.read_text(encoding="utf-8").splitlines()
    out.write_text(
        "\n".join([lines[0], *reversed(lines[2:])]).replace(",p", ",q", 1), encoding="utf-8"
    )
    answer = call(*words, "--json")
    assert answer.code == 1
    wrong = answer.json["list"]["differences"]
    assert [one["line"] for one in wrong] == [2, 0, 0]
    assert "Differences: 3." in call(*words).out
    out.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "This is no list of this draw" in call(*words).err


RATES = (
    "stratum,invited,answered,accepted,eligible,size\n"
    "North,2000,180,70,66,9000\nSouth,3000,200,60,,3000\n"
)
TARGETS = "feature,value,min,max\nregion,North,8,9\nregion,South,10,12\nsex,f,10,11\n"


@pytest.mark.parametrize("sure", ["100", "49", "nan"])
def test_nothing_makes_it_certain(call: Callable, put: Callable[..., str], sure: str) -> None:
    rates = put("rates.csv", "stratum,invited,answered,accepted\nNorth,200,40,20\n")
    words = ("--rates", rates, "--pool", "10", "--probability", sure)
    answer = call("register", "advice", *words)
    assert answer.code == 2
    assert "per cent from 50 to 99.9999 are expected" in answer.err


def test_advice(call: Callable, put: Callable[..., str]) -> None:
    rates, targets = put("rates.csv", RATES), put("targets.csv", TARGETS)
    answer = call("register", "advice", "--rates", rates, "--seats", targets)
    assert answer.code == 0
    assert "South: more than the 3000 people there are." in answer.out
    told = call("register", "advice", "--rates", rates, "--seats", targets, "--json").json
    assert [one["needed"] for one in told["strata"]] == [90, 120]
    assert all(one["invite"] < one["invite_to_be_safe"] for one in told["strata"])
    assert told["strata"][0]["willing"]["share"] == pytest.approx(0.033)
    pool = call("register", "advice", "--rates", rates, "--pool", "40", "--json").json
    assert [one["needed"] for one in pool["strata"]] == [30, 10]


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ("stratum,invited\nNorth,3\n", "These columns are missing: answered, accepted."),
        (RATES.replace("180", "60"), "rates.csv:2: ROW Of those invited some answer"),
        (RATES.replace("3000,200", "0,0"), "rates.csv:3: ROW Nobody of South was invited."),
        (RATES.replace("South", "North"), "rates.csv:3: ROW North stands here twice."),
        (RATES.replace("South", "West"), "No quota is called West."),
        (RATES.replace("2000", "many"), "a whole number is expected"),
        (RATES.replace(",9000", ",9000,1"), "rates.csv:2: ROW 7 cells; the first line has 6."),
    ],
)
def test_rates_that_cannot_be_used(
    call: Callable, put: Callable[..., str], rates: str, said: str
) -> None:
    answer = call(
        "register", "advice", "--rates", put("rates.csv", rates),
        "--seats", put("targets.csv", TARGETS),
    )  # fmt: skip
    assert answer.code == 2
    assert said in answer.err


def test_where_nobody_was_willing_no_number_is_given(
    call: Callable, put: Callable[..., str]
) -> None:
    rates = put("rates.csv", "stratum,invited,answered,accepted\nNorth,20,1,0\nSouth,9,9,9\n")
    answer = call("register", "advice", "--rates", rates, "--pool", "4")
    assert answer.code == 1
    assert "North: nobody was willing" in answer.out
    assert call("register", "advice", "--rates", rates).code == 2
