"""`deliberate draw`: files in, a panel out; every fault named with its line, and nothing drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

POOL = "id,sex,age\n" + "".join(
    f"p{n:02},{'f' if n % 2 else 'm'},{'old' if n % 3 else 'young'}\n" for n in range(12)
)
TARGETS = "feature,value,min,max\nsex,f,2,2\nsex,m,2,2\nage,old,2,3\nage,young,1,2\n"


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., tuple[str, ...]]:
    def write(pool: str | bytes = POOL, targets: str | bytes = TARGETS, size: int = 4) -> tuple:
        for name, content in (("pool.csv", pool), ("targets.csv", targets)):
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / name).write_bytes(data)
        where = (str(tmp_path / "pool.csv"), "--targets", str(tmp_path / "targets.csv"))
        return ("draw", *where, "--size", str(size), "--seed", "7")

    return write


def test_a_panel_is_drawn_and_can_be_drawn_again(call: Callable, files: Callable) -> None:
    answer = call(*files())
    assert (answer.code, answer.err) == (0, "")
    panel = answer.out.split("\n\n")[0].splitlines()
    assert len(set(panel)) == 4
    assert "Smallest chance: 0.33333." in answer.out
    rows = POOL.splitlines()
    mixed = "\n".join([rows[0], *reversed(rows[1:])])
    assert call(*files(pool=mixed)).out == answer.out


def test_without_a_seed_chance_makes_one_that_repeats_the_draw(
    call: Callable, files: Callable
) -> None:
    words = files()[:-2]
    first, second = call(*words, "--json").json, call(*words, "--json").json
    assert first["seed"] != second["seed"]
    assert len(first["seed"]) == 32
    again = call(*words, "--seed", first["seed"], "--json").json
    assert (again["panel"], again["input_hash"]) == (first["panel"], first["input_hash"])
    said = call(*words, "--pick", "3")
    assert (said.code, said.out) == (2, "")
    assert "SEED --pick needs --seed." in said.err


def test_the_answer_for_a_machine(call: Callable, files: Callable) -> None:
    drawn = call(*files(), "--json").json
    assert drawn["status"] == "drawn"
    assert set(drawn) >= {
        "panel", "probabilities", "min_probability", "gini", "objective", "certificate",
        "lottery_size", "seed", "input_hash", "seconds",
    }  # fmt: skip
    assert sum(drawn["probabilities"].values()) == pytest.approx(4)
    assert drawn["certificate"]["gap"] < 1e-9
    assert drawn["certificate"]["method"] == "relaxation"


@pytest.mark.parametrize("objective", ["maximin", "nash"])
def test_other_objectives(call: Callable, files: Callable, objective: str) -> None:
    drawn = call(*files(), "--objective", objective, "--json").json
    assert drawn["objective"] == objective
    assert drawn["min_probability"] == pytest.approx(1 / 3, abs=1e-4)


def test_the_greedy_draw_is_for_comparison(call: Callable, files: Callable) -> None:
    greedy = (*files(), "--objective", "legacy")
    said = call(*greedy)
    assert said.code == 0
    assert "For comparison only" in said.out
    assert "estimated from 1000 simulated draws" in said.out
    drawn = call(*greedy, "--json").json
    assert said.out.split("\n\n")[0].splitlines() == drawn["panel"]
    assert (drawn["objective"], len(drawn["panel"])) == ("legacy", 4)
    assert drawn["certificate"] == {
        "bound": None, "gap": None, "method": "simulation", "draws": 1000,
    }  # fmt: skip
    fair = call(*files(), "--json").json
    assert sum(drawn["probabilities"].values()) == pytest.approx(4)
    assert drawn["min_probability"] < fair["min_probability"]
    assert drawn["gini"] > fair["gini"]
    assert (drawn["lottery_size"], drawn["alternates"]) == (None, [])
    other = call(*greedy[:-3], "8", *greedy[-2:], "--json").json
    assert other["probabilities"] == drawn["probabilities"]


@pytest.mark.parametrize(
    "option", [("--list-only",), ("--pick", "0"), ("--report", "x"), ("--alternates", "2")]
)
def test_the_greedy_draw_makes_a_panel_and_no_more(
    call: Callable, files: Callable, option: tuple[str, ...]
) -> None:
    answer = call(*files(), "--objective", "legacy", *option)
    assert (answer.code, answer.out) == (2, "")
    assert f"--objective legacy and {option[0]} exclude each other" in answer.err


@pytest.mark.parametrize(
    ("pool", "targets"),
    [
        (POOL.replace(",", ";"), TARGETS.replace(",", ";")),
        (b"\xef\xbb\xbf" + POOL.encode(), b"\xef\xbb\xbf" + TARGETS.encode()),
        (POOL.encode("utf-16"), TARGETS.encode("utf-16")),
        (POOL, TARGETS.replace("feature,value", "category,name")),
        (POOL.replace("id,", "nationbuilder_id,", 1), TARGETS),
        (POOL.replace("\n", "\r\n"), TARGETS.replace("min,max\n", "min,max,min_flex,max_flex\n")
         .replace("2,2\n", "2,2,1,3\n").replace("2,3\n", "2,3,2,3\n").replace("1,2\n", "1,2,,\n")),
    ],
)  # fmt: skip
def test_files_as_other_tools_write_them(
    call: Callable, files: Callable, pool: str | bytes, targets: str | bytes
) -> None:
    answer = call(*files(pool=pool, targets=targets))
    assert answer.code == 0, answer.err
    assert "Smallest chance: 0.33333." in answer.out


@pytest.mark.parametrize("objective", ["leximin", "maximin"])
def test_the_gap_is_of_the_chances_that_are_told(
    call: Callable, files: Callable, objective: str
) -> None:
    drawn = call(*files(), "--objective", objective, "--panels", "10", "--json").json
    certificate = drawn["certificate"]
    assert certificate["gap"] > 0.01
    assert certificate["gap"] == pytest.approx(certificate["bound"] - drawn["min_probability"])
    assert certificate["lacking"] < 1e-9


def test_a_gap_is_never_told_as_smaller_than_it_is_known(call: Callable, files: Callable) -> None:
    answer = call(*files(), "--objective", "nash")
    assert (answer.code, answer.err) == (0, "")
    assert "Nobody lacks more than 1.0e-12 to the chances of the optimum." in answer.out


def test_of_a_household_one_at_most_is_drawn(call: Callable, files: Callable) -> None:
    rows = POOL.splitlines()
    homes = [f"{row},Street {number // 6}" for number, row in enumerate(rows[1:])]
    pool = "\n".join([f"{rows[0]},address", *homes])
    targets = "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n"
    drawn = call(*files(pool=pool, targets=targets, size=2), "--household", "address", "--json")
    assert {int(name[1:]) // 6 for name in drawn.json["panel"]} == {0, 1}


@pytest.mark.parametrize(
    ("pool", "targets", "size", "words"),
    [
        (POOL.replace("id,", "nr,", 1), TARGETS, 4, "pool.csv:1: COLUMNS These columns are miss"),
        (POOL.replace("sex", "gender"), TARGETS, 4, "These columns are missing: sex"),
        (POOL.replace("p03", "p02"), TARGETS, 4, "pool.csv:4: ROW p02 stands here 2 times."),
        (POOL.replace("p03", ""), TARGETS, 4, "pool.csv:5: ROW The identifier is missing."),
        (POOL.replace("p03,f", "p03,x"), TARGETS, 4, "pool.csv:5: ROW sex is “x”"),
        (POOL.replace("p03,f", "p03,=1+1"), TARGETS, 4, "5: ROW “=1+1” begins like a formula"),
        (POOL + "p99,f\n", TARGETS, 4, "pool.csv:14: ROW 2 cells; the first line has 3."),
        ("id,sex,age\n", TARGETS, 4, "People in it: 0; seats of the panel: 4."),
        ("", TARGETS, 4, "EMPTY The file has no rows."),
        (POOL, TARGETS.replace("sex,f,2,2", "sex,f,3,2"), 4, "targets.csv:2: ROW min 3 is more"),
        (POOL, TARGETS.replace("sex,f,2,2", "sex,f,-1,2"), 4, "min is “-1”; a whole number"),
        (POOL, TARGETS + "sex,f,1,1\n", 4, "targets.csv:6: ROW sex: f stands here twice."),
        (POOL, TARGETS, 9, "The quotas of sex add up to 4–4; the panel has 9."),
        (POOL.replace("p03", "=p02"), TARGETS, 4, "pool.csv:5: ROW “=p02” begins like a formula"),
        (POOL, TARGETS.replace("sex,f", "sex,=f"), 4, "targets.csv:2: ROW “=f” begins like a form"),
        (POOL, TARGETS.replace("sex,f,2,2", "sex,f,2,-2"), 4, "max is “-2”; a whole number"),
        (POOL, TARGETS.replace("age,old,2,3", "age,old,0,1"), 4, "age add up to 1–3; the panel"),
        (POOL, TARGETS + "work,yes,2,2\nwork,no,2,2\n", 4, "columns are missing: work"),
        ("id,sex,age\np1,f,old\n", TARGETS, 4, "SIZE The pool is too small. People in it: 1;"),
        ("\n\n", TARGETS, 4, "pool.csv: EMPTY The file has no rows."),
        (POOL, "", 4, "targets.csv: EMPTY The file has no rows."),
        (b"\xff", TARGETS, 4, "pool.csv:1: ENCODING The file is not in UTF-8 or UTF-16."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_and_nothing_is_drawn(
    call: Callable, files: Callable, pool: str | bytes, targets: str, size: int, words: str
) -> None:
    answer = call(*files(pool=pool, targets=targets, size=size))
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


def test_a_household_that_is_a_formula_is_shared_by_nobody(call: Callable, files: Callable) -> None:
    rows = POOL.splitlines()
    homes = "\n".join(
        [f"{rows[0]},address", *(f"{row},=A{n}" for n, row in enumerate(rows[1:], 2))]
    )
    answer = call(*files(pool=homes), "--household", "address")
    assert (answer.code, answer.out) == (2, "")
    assert "pool.csv:2: ROW “=A2” begins like a formula" in answer.err
    assert f"Faults: {len(rows) - 1}; nothing is drawn." in answer.err


def test_a_short_row_hides_no_other_fault(call: Callable, files: Callable) -> None:
    said = call(*files(pool=POOL.replace("p03,f", "p03,x") + "p99,f\n,f,old\n")).err
    assert "Faults: 3; nothing is drawn." in said
    assert "pool.csv:5: ROW sex is “x”" in said
    assert "pool.csv:14: ROW 2 cells; the first line has 3." in said
    assert "pool.csv:15: ROW The identifier is missing." in said


def test_all_lines_of_a_repeated_fault_are_told_to_a_machine(
    call: Callable, files: Callable
) -> None:
    pool = POOL + "".join(f"q{n},x,old\n" for n in range(40))
    answer = call(*files(pool=pool), "--json").json["error"]
    assert [finding["lines"] for finding in answer["findings"]] == [list(range(15, 54))]
    assert answer["findings"][0]["where"]["line"] == 14


def test_faults_of_pool_and_targets_are_told_together(call: Callable, files: Callable) -> None:
    pool = POOL.replace("p03,f", "p03,x").replace("p05,f,old", "p05,f,aged")
    answer = call(*files(pool=pool, targets=TARGETS.replace("sex,f,2,2", "sex,f,-2,2")))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("ROWS Faults: 2; nothing is drawn.")
    assert "targets.csv:2: ROW min is “-2”" in answer.err
    assert "pool.csv:7: ROW age is “aged”" in answer.err
    assert "sex is “x”" not in answer.err  # nobody knows the values of a torn feature
    answer = call(*files(pool=pool + ",f,old\n", targets="feature,value\nsex,f\n"))
    assert "targets.csv:1: COLUMNS These columns are missing: min, max." in answer.err
    assert "pool.csv:14: ROW The identifier is missing." in answer.err
    work = TARGETS + "work,yes,2,2\nwork,no,2,2\n"
    said = call(*files(pool=POOL.replace("p03,f", "p03,x"), targets=work)).err
    assert "pool.csv:1: COLUMNS These columns are missing: work." in said
    assert "pool.csv:5: ROW sex is “x”" in said


def test_households_that_nobody_has_are_told(call: Callable, files: Callable) -> None:
    rows = POOL.splitlines()
    pool = "\n".join([f"{rows[0]},address", *(f"{row}, " for row in rows[1:])])
    answer = call(*files(pool=pool), "--household", "address")
    assert answer.code == 0
    assert answer.err == "Nobody has a household: in the pool address is empty.\n"


def test_sums_are_told_of_features_whose_rows_can_all_be_read(
    call: Callable, files: Callable
) -> None:
    targets = TARGETS.replace("sex,f,2,2", "sex,f,-2,2").replace("age,old,2,3", "age,old,0,1")
    said = call(*files(targets=targets)).err
    assert "min is “-2”" in said
    assert "The quotas of age add up to 1–3" in said
    assert "The quotas of sex" not in said


def test_missing_columns_are_told_beside_those_that_are_there(
    call: Callable, files: Callable
) -> None:
    said = call(*files(pool=POOL.replace("id,", "nr,", 1))).err
    assert "The file has: nr, sex, age. Rename its columns, or name the one of ident" in said
    assert "--id" in said


def test_every_fault_is_told_at_once(call: Callable, files: Callable) -> None:
    pool = POOL.replace("p03,f", "p03,x").replace("p05,f", "p05,y")
    said = call(*files(pool=pool)).err
    assert "sex is “x”" in said
    assert "sex is “y”" in said


def test_a_pool_of_half_a_gigabyte_is_refused_unread(
    call: Callable, files: Callable, tmp_path: Path
) -> None:
    words = files()
    with (tmp_path / "pool.csv").open("ab") as file:
        file.truncate(500 * 1000 * 1000)
    answer = call(*words)
    assert (answer.code, answer.out) == (2, "")
    assert "pool.csv: SIZE The file is larger than any pool." in answer.err
    assert "At most 64 MB are read" in answer.err


@pytest.mark.parametrize("size", [1, 12])
def test_one_person_and_the_whole_pool(call: Callable, files: Callable, size: int) -> None:
    targets = f"feature,value,min,max\nsex,f,0,{size}\nsex,m,0,{size}\n"
    pool = "".join(POOL.splitlines(keepends=True)[: size + 1])
    drawn = call(*files(pool=pool, targets=targets, size=size), "--alternates", "0", "--json").json
    assert drawn["panel"] == [f"p{number:02}" for number in range(size)]
    assert drawn["min_probability"] == 1


def workbook(path: Path, table: str) -> str:
    book = Workbook()
    for line in table.splitlines():
        cells = line.split(",")
        book.worksheets[0].append([int(cell) if cell.isdigit() else cell for cell in cells])
    book.save(path)
    return str(path)


def test_workbooks_are_drawn_from_like_tables(
    call: Callable, files: Callable, tmp_path: Path
) -> None:
    tables = call(*files()).out
    pool, targets = tmp_path / "pool.xlsx", tmp_path / "targets.xlsx"
    books = ("draw", workbook(pool, POOL), "--targets", workbook(targets, TARGETS))
    answer = call(*books, "--size", "4", "--seed", "7")
    assert (answer.code, answer.out) == (0, tables)


def test_a_formula_in_a_workbook_is_refused_with_its_cell(
    call: Callable, files: Callable, tmp_path: Path
) -> None:
    words = files()
    pool = workbook(tmp_path / "pool.xlsx", POOL.replace("p03,f", "p03,=B2").replace("p05", "=A1"))
    answer = call("draw", pool, *words[2:])
    assert (answer.code, answer.out) == (2, "")
    assert "pool.xlsx:5: CELL The cell B5 holds a formula." in answer.err
    assert "pool.xlsx:7: CELL The cell A7 holds a formula." in answer.err
    assert "Save the values instead of formulas" in answer.err


def test_quotas_that_conflict(call: Callable, files: Callable) -> None:
    targets = TARGETS.replace("age,old,2,3", "age,old,0,0").replace(
        "age,young,1,2", "age,young,4,4"
    )
    pool = POOL.replace("young", "old", 2)
    answer = call(*files(pool=pool, targets=targets))
    assert answer.code == 1
    assert "NO_PANEL No panel keeps these quotas together; nothing is drawn." in answer.err
    assert "The smallest change: " in answer.err


def test_a_slip_that_is_repeated_is_told_once(call: Callable, files: Callable) -> None:
    answer = call(*files(pool=POOL.replace(",f,", ",Female,").replace("p02", "p01")))
    assert (answer.code, answer.err.count("Female"), answer.err.count("p01 stands")) == (2, 1, 1)
    assert "pool.csv:3: ROW sex is “Female”; no quota has this value. Known: f, m." in answer.err
    assert "The same in lines 5, 7, 9, 11, 13." in answer.err
    assert "pool.csv:3: ROW p01 stands here 2 times. The same in line 4." in answer.err
    assert "Faults: 8; nothing is drawn." in answer.err


def test_a_conflict_says_what_there_is(call: Callable, files: Callable) -> None:
    targets = "feature,value,min,max\nsex,f,7,7\nsex,m,0,1\n"
    answer = call(*files(targets=targets, size=8))
    assert (answer.code, "sex: f: 7–7; in the pool: 6" in answer.err) == (1, True)


def at_one_address(call: Callable, files: Callable, *more: str, size: int = 3) -> Any:
    """Three men live together and three women each alone; two men are asked for."""
    rows = [f"p{n},{'m' if n < 3 else 'f'},{1 if n < 3 else n}" for n in range(6)]
    pool = "\n".join(["id,sex,address", *rows])
    targets = f"feature,value,min,max\nsex,m,2,{size}\nsex,f,0,{size - 1}\n"
    return call(*files(pool=pool, targets=targets, size=size), "--household", "address", *more)


def test_the_household_rule_is_named_where_quotas_alone_could_be_kept(
    call: Callable, files: Callable
) -> None:
    answer = at_one_address(call, files)
    assert (answer.code, answer.out) == (1, "")
    assert "NO_PANEL No panel keeps these quotas and the household rule" in answer.err
    assert "CONFLICT sex: m: 2–3; in the pool: 3, households: 1" in answer.err
    assert "Households in the pool: 4; people: 6." in answer.err
    assert "Without the household rule a panel can be drawn; or keep it" in answer.err
    assert "The smallest change: sex: m: 1–3." in answer.err


def test_more_seats_than_households(call: Callable, files: Callable) -> None:
    answer = at_one_address(call, files, size=5)
    assert answer.code == 1
    assert "No panel of 5 can be drawn from this pool with the household rule." in answer.err
    assert "Without the household rule a panel can be drawn." in answer.err
    assert "Households in the pool: 4; people: 6." in answer.err


def test_both_smallest_changes_are_told_and_are_data(call: Callable, files: Callable) -> None:
    """Within flex age and work give way by two people each on both sides, otherwise sex alone."""
    pool = "id,sex,age,work\n" + "".join(
        f"p{n:02},{'f,old,yes' if n % 2 else 'm,young,no'}\n" for n in range(12)
    )
    targets = (
        "feature,value,min,max,min_flex,max_flex\nsex,f,2,2,2,2\nsex,m,2,2,2,2\n"
        "age,old,4,4,2,4\nage,young,0,0,0,2\nwork,yes,4,4,2,4\nwork,no,0,0,0,2\n"
    )
    answer = call(*files(pool=pool, targets=targets), "--json")
    assert answer.code == 1
    error = answer.json["error"]
    assert "The smallest change within the flex columns: " in error["fix"]
    assert "The smallest of all: sex: f: 2–4, sex: m: 0–2." in error["fix"]
    data = error["data"]
    assert (data["smallest"], data["households"], data["homes"]) == (True, False, None)
    assert {(one["feature"], one["to_min"], one["to_max"]) for one in data["in_flex"]} == {
        ("age", 2, 4), ("age", 0, 2), ("work", 2, 4), ("work", 0, 2),
    }  # fmt: skip
    assert [(one["value"], one["to_min"], one["to_max"]) for one in data["least"]] == [
        ("f", 2, 4), ("m", 0, 2),
    ]  # fmt: skip


def test_who_cannot_be_chosen_stands_before_the_panel(call: Callable, files: Callable) -> None:
    targets = TARGETS.replace("age,old,2,3", "age,old,4,4").replace("young,1,2", "young,0,0")
    answer = call(*files(targets=targets))
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[0].startswith("Cannot be chosen: ")
    assert lines.index("") < lines.index(next(one for one in lines if one.startswith("p")))
    assert "No lottery can give everybody who can be chosen more than" in answer.out


def test_the_hash_is_of_what_is_asked(call: Callable, files: Callable) -> None:
    def hash_of(*more: str, **change: str) -> str:
        told = call(*files(**change), *more).out.splitlines()
        (line,) = (one for one in told if one.startswith("SHA-256 of pool, quotas and way of"))
        return line

    flexed = TARGETS.replace("max\n", "max,min_flex,max_flex\n").replace("2\n", "2,0,4\n")
    flexed = flexed.replace("3\n", "3,0,4\n")
    assert hash_of() == hash_of(targets=flexed)
    assert hash_of() != hash_of("--objective", "maximin")


def test_a_file_that_is_not_there(call: Callable, files: Callable, tmp_path: Path) -> None:
    words = files()
    (tmp_path / "pool.csv").unlink()
    answer = call(*words)
    assert answer.code == 2
    assert f"{tmp_path / 'pool.csv'}: FILE The file cannot be read" in answer.err


POPULATION = "feature;value;share\nsex;f;52 %\nsex;m;48 %\nage;old;0,7\nage;young;0,3\n"
REPORT = {f"report.{locale}.{kind}" for locale in ("kk", "ru", "en") for kind in ("html", "pdf")}


def test_a_report_in_three_languages(call: Callable, files: Callable, tmp_path: Path) -> None:
    (tmp_path / "population.csv").write_text(POPULATION, encoding="utf-8")
    shares = ("--population", str(tmp_path / "population.csv"))
    first, again = tmp_path / "new" / "first", tmp_path / "again"
    answer = call(*files(), "--report", str(first), *shares)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith(f"Transparency report: {first}\n")
    assert answer.out.startswith(call(*files()).out)
    told = call(*files(), "--report", str(again), *shares, "--json").json["report"]
    assert {Path(name).name for name in told} == REPORT
    assert {path.name for path in first.iterdir()} == REPORT
    for path in first.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name
    page = (first / "report.en.html").read_text(encoding="utf-8")
    assert "52%" in page
    assert "report" not in call(*files(), "--json").json


def test_a_report_names_nobody(call: Callable, files: Callable, tmp_path: Path) -> None:
    assert call(*files(), "--report", str(tmp_path / "out")).code == 0
    names = [row.split(",")[0] for row in POOL.splitlines()[1:]]
    for path in (tmp_path / "out").glob("*.html"):
        page = path.read_text(encoding="utf-8").split("<body>")[1]
        assert [name for name in names if name in page] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (POPULATION.replace("sex;f", "sex;x"), "population.csv:2: ROW No quota names sex: x."),
        (POPULATION.replace("52 %", "52 % of all"), "population.csv:2: ROW share is “52 % of all”"),
        (POPULATION.replace("0,3", "0,5"), "SUM The shares of age add up to 1.2, not"),
        ("", "population.csv: EMPTY"),
    ],
)
def test_a_population_that_cannot_be_used(
    call: Callable, files: Callable, tmp_path: Path, content: str, words: str
) -> None:
    (tmp_path / "population.csv").write_text(content, encoding="utf-8")
    shares = ("--population", str(tmp_path / "population.csv"))
    answer = call(*files(), "--report", str(tmp_path / "out"), *shares)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert not (tmp_path / "out").exists()


def test_a_population_without_a_report(call: Callable, files: Callable, tmp_path: Path) -> None:
    answer = call(*files(), "--population", str(tmp_path / "population.csv"))
    assert (answer.code, answer.out) == (2, "")
    assert "POPULATION The population is shown in the report alone" in answer.err


def test_a_report_is_written_whole_or_not_at_all(
    call: Callable, files: Callable, tmp_path: Path
) -> None:
    """The last of its files cannot be written: the others are not there either."""
    out = tmp_path / "out"
    (out / "report.en.pdf").mkdir(parents=True)
    answer = call(*files(), "--report", str(out))
    assert (answer.code, "EXISTS" in answer.err) == (2, True)
    answer = call(*files(), "--report", str(out), "--force")
    assert (answer.code, answer.out) == (2, "")
    assert f"{out / 'report.en.pdf'}: NOT_WRITTEN" in answer.err
    assert [path.name for path in out.iterdir()] == ["report.en.pdf"]


def test_a_report_needs_a_folder(call: Callable, files: Callable, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    answer = call(*files(), "--report", str(tmp_path / "file"))
    assert (answer.code, answer.out) == (2, "")
    assert "NOT_WRITTEN" in answer.err
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"
