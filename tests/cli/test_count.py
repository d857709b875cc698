"""`deliberate count`: papers in, an outcome out; every fault named with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from deliberate_web.api.schemas_decision import OutcomeSchema

EXAMPLES = Path(__file__).parents[2] / "examples" / "ballots"
CUT = ("--base", "cast_less_opt_outs", "--threshold", ">1/2", "--seats", "99")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    def written(text: str | bytes, name: str = "ballots.csv") -> str:
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(tmp_path / name)

    return written


@pytest.mark.parametrize(
    ("file", "options", "outcome"),
    [
        ("heating-yes-no", "--method yes_no --threshold 20 --seats 25", "adopted"),
        ("heating-yes-no", "--method yes_no --threshold 21 --seats 25", "not_adopted"),
        ("heating-yes-no", "--method yes_no --threshold 80% --seats 25", "adopted"),
        ("heating-yes-no", "--method yes_no --threshold 4/5 --base cast", "adopted"),
        ("heating-yes-no", "--method yes_no --threshold >4/5 --seats 25", "not_adopted"),
        ("convention-2013", "--method yes_no --threshold >1/2", "adopted"),
        ("wuppertal-2016", "--method yes_no --threshold >1/2", "adopted"),
        ("budget-ranked", "--method irv", "Library"),
        ("budget-ranked", "--method condorcet", "Library"),
        ("route-ranked-by-option", "--method irv", "North route"),
        ("route-ranked-by-option", "--method condorcet", "Middle route"),
        ("route-ranked-by-option", "--method borda", "Middle route"),
        ("square-approval", "--method approval --winners 2 --threshold >1/2", "chosen"),
        ("square-scores", "--method score --scale 0..10", "Lighting"),
        ("square-points", "--method points --budget 5 --spend-all", "Benches"),
        ("statutes-consent", "--method consent", "not_adopted"),
        ("statutes-consent", "--method consent --objections 1", "adopted"),
        (
            "recommendations-live-with",
            "--method live_with --scale 1..5 --live-with-from 3 --threshold 4/5",
            "adopted_in_part",
        ),
        ("ireland-2017-ballot-2", " ".join(("--method single_choice", *CUT)), "Replace or amend"),
    ],
)
def test_every_example_by_its_method(call: Callable, file: str, options: str, outcome: str) -> None:
    answer = call("count", str(EXAMPLES / f"{file}.csv"), *options.split(), "--json")
    assert (answer.code, answer.json["outcome"]) == (0, outcome)


def test_a_published_vote_has_its_published_share(call: Callable) -> None:
    """Ireland, 22 April 2017: 50 of 89 who stated an opinion; published 56 %."""
    file = str(EXAMPLES / "ireland-2017-ballot-2.csv")
    found = call("count", file, "--method", "single_choice", *CUT, "--json").json
    assert (found["base"], found["base_of"], found["needed"]) == (89, "cast_less_opt_outs", 45)
    assert found["shares"]["Replace or amend"] == "50/89"
    assert "56.2%" in call("count", file, "--method", "single_choice", *CUT).out
    for name, share in (("convention-2013", "79/99"), ("wuppertal-2016", "37/48")):
        half = ("--method", "yes_no", "--threshold", ">1/2", "--json")
        found = call("count", str(EXAMPLES / f"{name}.csv"), *half).json
        assert found["shares"]["for"] == share


def test_the_answer_for_a_machine(call: Callable) -> None:
    file = str(EXAMPLES / "route-ranked-by-option.csv")
    found = call("count", file, "--method", "irv", "--json").json
    assert found["winner"] == "North route"
    assert found["rounds"] == [
        {
            "number": 1,
            "counts": {"North route": 10, "Middle route": 6, "South route": 9},
            "eliminated": ["Middle route"],
            "transfers": {"North route": 6, "South route": 0},
            "exhausted": 0,
        },
        {
            "number": 2,
            "counts": {"North route": 16, "South route": 9},
            "eliminated": [],
            "transfers": {},
            "exhausted": 0,
        },
    ]
    assert [warning["code"] for warning in found["warnings"]] == ["CONDORCET"]
    assert found["pairwise"]["winner"] == "Middle route"
    assert {"threshold", "base", "needed", "explanation", "input_hash"} <= set(found)


def test_a_program_reads_a_count_and_the_interface_alike(call: Callable) -> None:
    """The same keys as the public interface gives for a vote on the record."""
    file = str(EXAMPLES / "heating-yes-no.csv")
    found = call("count", file, "--method", "yes_no", "--threshold", "20", "--json").json
    assert set(OutcomeSchema().fields) <= set(found)
    assert found["words"] == "Adopted"


def test_of_several_places_no_option_is_the_winner(call: Callable, write: Callable) -> None:
    """One place is won, and a tie stands over the other."""
    file = write("id,A,B,C\nM1,1,1,0\nM2,1,0,1\n")
    found = call("count", file, "--method", "approval", "--winners", "2", "--json").json
    assert (found["outcome"], found["winner"], found["winners"]) == ("tied", None, ["A"])


def test_other_rows_and_columns_and_files_give_the_same(
    call: Callable, write: Callable, tmp_path: Path
) -> None:
    options = ("--method", "irv", "--ties", "lot", "--seed", "4711")
    plain = "id,Ана,Бала,C\nM1,1,2,3\nM2,2,1,3\nM3,3,2,1\nM4,1,2,3\nM5,2,1,3\n"
    turned = "id;C;Бала;Ана\nM5;3;1;2\nM4;3;2;1\nM3;1;2;3\nM2;3;1;2\nM1;3;2;1\n"
    listed = "id\t1\t2\t3\n" + "".join(
        f"M{n}\t" + "\t".join(order) + "\n"
        for n, order in enumerate(
            (("Ана", "Бала", "C"), ("Бала", "Ана", "C"), ("C", "Бала", "Ана"),
             ("Ана", "Бала", "C"), ("Бала", "Ана", "C")), start=1,
        )
    )  # fmt: skip
    first = call("count", write(plain), *options, "--json").json
    files = [write(turned, "b.csv"), write("\ufeff" + listed, "c.csv"),
             write(plain.encode("utf-16"), "d.csv")]  # fmt: skip
    book = Workbook()
    for line in plain.splitlines():
        book.active.append([int(c) if c.isdigit() else c for c in line.split(",")])
    book.save(tmp_path / "e.xlsx")
    for file in (*files, str(tmp_path / "e.xlsx")):
        again = call("count", file, *options, "--json").json
        for key in ("outcome", "rounds", "ties", "input_hash"):
            assert again[key] == first[key], (file, key)


BAD: dict[str, tuple[str, str, list[tuple[int, str]]]] = {
    "choices": (
        "id,choice\nM1,for\nM1,against\nM3,maybe\n,for\nM5,за\nM6\nM7,\n",
        "--method yes_no --threshold 20 --seats 24",
        [(3, "PAPER_TWICE"), (4, "UNKNOWN_OPTION"), (5, "ID"), (7, "ROW"), (8, "ONE_MARK")],
    ),
    "rankings": (
        "id,1,2,3\nM1,A,,C\nM2,A,A,B\nM3,B,C,A\nM4,Z,A,B\n",
        "--method irv --options A,B,C",
        [(2, "RANK_GAP"), (3, "RANK_REPEATED"), (5, "UNKNOWN_OPTION")],
    ),
    "ranks": (
        "id,A,B,C\nM1,1,1,2\nM2,1,x,3\nM3,0,1,2\nM4,1,2,3\n",
        "--method borda",
        [(2, "RANK_EQUAL"), (3, "NUMBER"), (4, "OUT_OF_RANGE")],
    ),
    "scores": (
        "id;A;B\nM1;11;3\nM2;-1;2\nM3;5;\nM4;abstain;\n",
        "--method score --scale 0..10",
        [(2, "OUT_OF_RANGE"), (3, "OUT_OF_RANGE")],
    ),
    "points": ("id,A,B\nM1,3,3\nM2,2,3\n", "--method points --budget 5", [(2, "OVER_BUDGET")]),
    "marks": ("id,A,B\nM1,1,maybe\nM2,x,\n", "--method approval", [(2, "MARK")]),
    "columns": (
        "id,A,Q\nM1,1,2\n",
        "--method borda --options A,B",
        [(1, "COLUMNS"), (1, "UNKNOWN_OPTION")],
    ),
    "reasons": ("id,choice,reason\nM1,object,\n", "--method consent", [(2, "REASON")]),
    "no marks": ("id,A,B\nM1,,\nM2,1,2\n", "--method borda", [(2, "BLANK")]),
}


@pytest.mark.parametrize("name", BAD)
def test_all_faults_of_a_file_are_told_at_once(
    call: Callable, write: Callable, name: str, tmp_path: Path
) -> None:
    text, options, faults = BAD[name]
    page = tmp_path / "page.html"
    answer = call("count", write(text), *options.split(), "--html", str(page), "--json")
    found = answer.json["error"]["findings"]
    assert answer.code == 2
    assert [(one["where"]["line"], one["code"]) for one in found] == faults
    assert not page.exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "EMPTY"),
        (b"id,choice\n", "EMPTY"),
        ("id,choice\nM1,за\n".encode("cp1251"), "ENCODING"),
        (b"name,choice\nM1,for\n", "COLUMNS"),
        (b"id,choice,mail\nM1,for,a@b.c\n", "COLUMNS"),
        (b"id,choice,choice\nM1,for,for\n", "COLUMNS"),
        (b"id,,choice\nM1,,for\n", "COLUMNS"),
        (b"id\nM1\n", "COLUMNS"),
        (b'id,choice\nM1,"for\n', "CSV"),
    ],
)
def test_what_is_no_table_of_ballots(
    call: Callable, write: Callable, text: bytes, code: str
) -> None:
    answer = call("count", write(text), "--method", "yes_no", "--threshold", "1/2", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, code)


@pytest.mark.parametrize("threshold", ["0/0", "5/4", "0", "1/0", "0/5", ">1/1", "101%", "26"])
def test_a_threshold_that_decides_nothing(call: Callable, write: Callable, threshold: str) -> None:
    file = write("id,choice\nM1,yes\n")
    answer = call("count", file, "--method", "yes_no", "--threshold", threshold, "--seats", "25",
                  "--json")  # fmt: skip
    (found,) = answer.json["error"]["findings"]
    assert (answer.code, found["where"]["file"]) == (2, "--threshold")


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ("--threshold 1/2 --base seats", "--seats"),
        ("--threshold 1/2 --base present", "--present"),
        ("--threshold 1/2 --base present --present 0", "--present"),
        ("--threshold 1/2 --seats 2 --present 3", "--present"),
        ("--threshold 1/2 --quorum 1/2 --present 1", "--seats"),
        ("--threshold 1/2 --quorum 3/2 --present 1 --seats 2", "--quorum"),
        ("", "--threshold"),
        ("--threshold 1 --budget 3", "--budget"),
        ("--threshold 1 --ties lot --gaps skip", "--gaps"),
    ],
)
def test_rules_that_do_not_hold_are_told_by_their_option(
    call: Callable, write: Callable, options: str, place: str
) -> None:
    file = write("id,choice\nM1,yes\n")
    answer = call("count", file, "--method", "yes_no", *options.split(), "--json")
    places = {one["where"]["file"] for one in answer.json["error"]["findings"]}
    assert (answer.code, places) == (2, {place})


@pytest.mark.parametrize("written", ["abc", "0.8", "-1", "1/2/3", "80 percent"])
def test_what_is_no_threshold(call: Callable, write: Callable, written: str) -> None:
    file = write("id,choice\nM1,yes\n")
    answer = call("count", file, "--method", "yes_no", f"--threshold={written}", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "THRESHOLD")


def test_the_smallest_votes(call: Callable, write: Callable) -> None:
    """One voter; all abstain; everybody tied; a base of nobody."""
    rule = ("--method", "yes_no", "--threshold", ">1/2", "--json")
    assert call("count", write("id,choice\nM1,иә\n"), *rule).json["outcome"] == "adopted"
    abstain = write("id,choice\nM1,abstain\nM2,Воздержался\n")
    all_abstain = call("count", abstain, *rule, "--base", "cast").json
    assert (all_abstain["outcome"], all_abstain["base"]) == ("not_adopted", 2)
    nobody = call("count", abstain, *rule, "--base", "cast_less_opt_outs")
    (fault,) = nobody.json["error"]["findings"]
    assert (nobody.code, fault["code"], fault["where"]["file"]) == (2, "EMPTY_BASE", "--base")
    votes = ("--method", "yes_no", "--threshold", "1", "--base", "cast_less_opt_outs", "--json")
    assert call("count", abstain, *votes).json["outcome"] == "not_adopted"
    tied = write("id,A,B\nM1,1,2\nM2,2,1\n")
    open_ = call("count", tied, "--method", "irv", "--ties", "lot", "--json").json
    assert (open_["outcome"], open_["winner"]) == ("tied", None)
    assert "LOT_NEEDED" in [one["code"] for one in open_["warnings"]]
    drawn = call("count", tied, "--method", "irv", "--ties", "lot", "--seed", "1", "--json").json
    assert drawn["winner"] in {"A", "B"}
    by_order = ("--ties", "order", "--tie-order", "B,A", "--json")
    assert call("count", tied, "--method", "irv", *by_order).json["winner"] == "B"


def test_twenty_of_twenty_four_seats(call: Callable, write: Callable) -> None:
    file = write("id,choice\n" + "".join(f"M{n},for\n" for n in range(19)))
    for rule in ("20", "4/5", "80%"):
        found = call("count", file, "--method", "yes_no", "--threshold", rule, "--seats", "24",
                     "--json").json  # fmt: skip
        assert (found["needed"], found["outcome"], found["absent"]) == (20, "not_adopted", 5)


def test_rules_from_a_file_give_what_options_give(
    call: Callable, write: Callable, tmp_path: Path
) -> None:
    rules = write(
        'method = "irv"\noptions = ["North route", "Middle route", "South route"]\n'
        'seats = 25\nthreshold = ">1/2"\nties = ["previous_rounds", "lot"]\n',
        "rules.toml",
    )
    file = str(EXAMPLES / "route-ranked-by-option.csv")
    by_file = call("count", file, "--definition", rules, "--json").json
    by_options = call(
        "count", file, "--method", "irv", "--seats", "25", "--threshold", ">1/2",
        "--options", "South route|Middle route|North route", "--ties", "previous_rounds,lot",
        "--json",
    ).json  # fmt: skip
    assert by_file["input_hash"] == by_options["input_hash"]
    both = call("count", file, "--definition", rules, "--gaps", "skip", "--json")
    assert (both.code, both.json["error"]["code"]) == (2, "OPTIONS")


def test_faults_of_a_file_of_rules_have_their_line(call: Callable, write: Callable) -> None:
    rules = write('method = "irv"\nseats = 25\n\nties = ["coin"]\ngap = "skip"\n', "rules.toml")
    file = str(EXAMPLES / "route-ranked-by-option.csv")
    found = call("count", file, "--definition", rules, "--json").json["error"]["findings"]
    assert ("rules.toml", 5) in [(Path(f["where"]["file"]).name, f["where"]["line"]) for f in found]
    strange = write('method = "dice"\n', "strange.toml")
    answer = call("count", file, "--definition", strange)
    assert answer.code == 2
    assert "strange.toml:1: BALLOT “dice” is none of" in answer.err


def test_options_from_a_file(call: Callable, write: Callable) -> None:
    options = write("\ufeffA\n\nB\nC\n", "options.txt")
    file = write("id,1,2\nM1,A,B\nM2,B,A\nM3,A,C\n")
    found = call("count", file, "--method", "irv", "--options", options, "--json").json
    assert (found["options"], found["options_found"]) == (["A", "B", "C"], False)
    missing = call("count", file, "--method", "irv", "--options", "none.txt", "--json")
    assert missing.json["error"]["code"] == "FILE"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_tells_everything(call: Callable, tmp_path: Path, language: str) -> None:
    page = tmp_path / "page.html"
    file = str(EXAMPLES / "route-ranked-by-option.csv")
    answer = call(
        "--lang", language, "count", file, "--method", "irv", "--seats", "25",
        "--question", "Where does the line <run>?", "--html", str(page),
    )  # fmt: skip
    text = page.read_text(encoding="utf-8")
    assert answer.code == 0
    assert f'<html lang="{language}">' in text
    assert "Where does the line &lt;run&gt;?" in text
    assert text.count("<svg") == 4  # two rounds, each for a page and for a phone
    assert "deliberate count route-ranked-by-option.csv --method irv --seats 25" in text
    again = call("count", file, "--method", "irv", "--seats", "25", "--json").json
    assert again["input_hash"] in text
    assert "MISSING" not in text


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("square-*.csv")), ids=lambda p: p.stem)
def test_pages_of_other_methods_have_a_picture(call: Callable, tmp_path: Path, file: Path) -> None:
    options: dict[str, tuple[str, ...]] = {
        "square-approval": ("approval",),
        "square-points": ("points", "--budget", "5"),
        "square-scores": ("score", "--scale", "0..10"),
    }
    page, sheet = tmp_path / "page.html", tmp_path / "sheet.pdf"
    method, *rest = options[file.stem]
    call("count", str(file), "--method", method, *rest, "--html", str(page), "--pdf", str(sheet))
    assert page.read_text(encoding="utf-8").count("<svg") == 2
    assert sheet.read_bytes().startswith(b"%PDF")


def test_what_is_told_in_the_terminal(call: Callable) -> None:
    answer = call("count", str(EXAMPLES / "route-ranked-by-option.csv"), "--method", "irv")
    assert answer.out.startswith("North route wins\n")
    assert "Round 1  Round 2" in answer.out
    assert "Caution: Compared in pairs, Middle route beats every other option" in answer.out
    assert "North route wins with 16 votes." in answer.out


def test_positions_that_did_not_prevail_and_objections_are_told(
    call: Callable, write: Callable
) -> None:
    file = write("id,choice,reason\nM1,object,Too dear\nM2,consent,\nM3,consent,\n")
    said = call("count", file, "--method", "consent").out
    assert "Positions that did not prevail" in said
    assert "Too dear" in said
    votes = write("id,choice\nM1,yes\nM2,yes\nM3,no\n", "votes.csv")
    said = call("count", votes, "--method", "yes_no", "--threshold", ">1/2").out
    assert "Against        1              33.3%" in said.partition("did not prevail")[2]
    everybody = write("id,choice\nM1,yes\n", "one.csv")
    assert "did not prevail" not in call("count", everybody, "--method", "yes_no", "--threshold",
                                         ">1/2").out  # fmt: skip


def test_a_threshold_that_is_missing_is_told_how_to_write(call: Callable, write: Callable) -> None:
    said = call("count", write("id,choice\nM1,yes\n"), "--method", "yes_no").err
    assert "Say how many votes carry the decision." in said
    assert "Write 20 for votes, 4/5 or 80%" in said


def test_a_method_is_needed(call: Callable, write: Callable) -> None:
    answer = call("count", write("id,choice\nM1,yes\n"))
    assert answer.code == 2
    assert "--method" in answer.err


def test_options_from_anybody_command_neither_terminal_nor_page(
    call: Callable, write: Callable, tmp_path: Path
) -> None:
    file = write("id,choice\nM1,A\x1b[31m<b>\nM2,A\x1b[31m<b>\nM3,B\n")
    page = tmp_path / "page.html"
    answer = call("count", file, "--method", "single_choice", "--html", str(page))
    text = page.read_text(encoding="utf-8")
    assert "\x1b[31m" not in answer.out + text
    assert "<b>" in answer.out
    assert "<b>" not in text


def test_zero_is_a_level_like_any_other(call: Callable, write: Callable[..., str]) -> None:
    rules = "--method live_with --scale -2..2 --live-with-from 0 --threshold 1/2 --json"
    answer = call("count", write("id,A,B\n1,0,-1\n2,2,-2\n"), *rules.split())
    assert (answer.code, answer.json["winners"]) == (0, ["A"])


def test_an_option_of_zero_does_not_stand_beside_a_file_of_rules(
    call: Callable, write: Callable[..., str]
) -> None:
    rules = write('method = "consent"\nobjections_allowed = 1\n', "rules.toml")
    file = write("id,choice,reason\n1,consent,\n")
    answer = call("count", file, "--definition", rules, "--objections", "0", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "OPTIONS")


@pytest.mark.parametrize("method", ["irv", "borda", "approval", "score"])
@pytest.mark.parametrize("options", [(), ("--options", "Park|Library")])
def test_the_table_of_another_method_is_named_once(
    call: Callable, write: Callable, method: str, options: tuple[str, ...]
) -> None:
    scale = ("--scale", "0..5") if method == "score" else ()
    table = write("id,choice\nM01,for\nM02,against\n")
    answer = call("count", table, "--method", method, *scale, *options)
    assert (answer.code, answer.err.count("COLUMNS"), answer.err.count("\n")) == (2, 1, 2)
    assert "This table has the column “choice”" in answer.err


def test_an_idea_may_be_called_choice(call: Callable, write: Callable) -> None:
    table = write("id,choice\nM01,3\nM02,0\n")
    assert call("count", table, "--method", "support", "--options", "choice").code == 0
