"""Tables of ballots: shapes, names of options, words of people, and what is kept of the faults."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from pathlib import Path

import pytest

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.terms import Method
from deliberate.core.errors import UnusableInput
from deliberate.core.services.ballot_files import BallotFile, read_ballots
from deliberate.core.services.ballot_options import label, names_of, options_of
from deliberate.i18n.formats import written_share


def read(tmp_path: Path, text: str, method: Method, *options: str, **how: object) -> BallotFile:
    path = tmp_path / "ballots.csv"
    path.write_text(text, encoding="utf-8")
    return read_ballots(path, method, options_of(options), **how)  # type: ignore[arg-type]


def marks(file: BallotFile) -> list[tuple[str, dict[str, int] | None]]:
    """Each paper with its marks by the words of the option; None: without an opinion."""
    words = {option.id: label(option) for option in file.options}

    def told(paper: Paper) -> dict[str, int] | None:
        return None if paper.opt_out else {words[name]: number for name, number in paper.marks}

    return [(paper.id, told(paper)) for paper in file.papers]


@pytest.mark.parametrize(
    "text",
    [
        "id,1,2,3\nM1,New park,Library,\nM2,abstain,,\n",
        "ID,New park,Library,Pool\nM1,1,2,\nM2,,abstain,\n",
        "id;abstain;New park;Library;Pool\nM1;;1;2;\nM2;x;;;\n",
        "id\t3\t1\t2\nM1\t\t  New   park \tLibrary\nM2\t\tAbstain\t\n",
    ],
)
def test_a_ranking_has_two_shapes(tmp_path: Path, text: str) -> None:
    file = read(tmp_path, text, "borda", "New park", "Library", "Pool")
    assert marks(file) == [("M1", {"New park": 1, "Library": 2}), ("M2", None)]
    assert not file.faults


def test_options_may_be_called_by_numbers(tmp_path: Path) -> None:
    """Years are options where the rules say so; 1, 2, 3 are always ranks."""
    years = read(tmp_path, "id,2025,2024\nM1,2,1\n", "borda", "2024", "2025")
    assert (marks(years), years.faults) == ([("M1", {"2024": 1, "2025": 2})], ())
    ranks = read(tmp_path, "id,1,2\nM1,2,1\n", "borda", "1", "2")
    assert marks(ranks) == [("M1", {"2": 1, "1": 2})]
    assert read(tmp_path, "id,1,3\nM1,A,B\n", "borda", "A", "B").papers[0].marks[1] == ("B", 3)


@pytest.mark.parametrize(
    "text",
    [
        "id,A,B,C\nM1,1,x,\nM2,0,да,no\nM3,,,\n",
        "id,choices\nM1,A|B\nM2, B \nM3,\n",
    ],
)
def test_an_approval_has_two_shapes(tmp_path: Path, text: str) -> None:
    file = read(tmp_path, text, "approval", "A", "B", "C")
    assert marks(file) == [("M1", {"A": 1, "B": 1}), ("M2", {"B": 1}), ("M3", {})]


@pytest.mark.parametrize(
    ("word", "option"),
    [("Yes", "for"), ("ЗА", "for"), ("иә", "for"), ("n", "against"), ("Қарсы", "against")],
)
def test_yes_and_no_in_three_languages(tmp_path: Path, word: str, option: str) -> None:
    file = read(tmp_path, f"id,Choice\nM1,{word}\n", "yes_no_abstain")
    assert marks(file) == [("M1", {option: 1})]


def test_a_word_of_ones_own_for_no_opinion(tmp_path: Path) -> None:
    text = "id,choice\nM1,A\nM2,Prefer not to say\nM3,abstain\n"
    file = read(tmp_path, text, "single_choice", opt_outs=("prefer NOT to say",))
    assert marks(file) == [("M1", {"A": 1}), ("M2", None), ("M3", None)]
    assert [label(option) for option in file.options] == ["A"]
    assert file.found


@pytest.mark.parametrize(
    ("method", "options", "opt_outs"),
    [("single_choice", ("A", "B"), ("b",)), ("single_choice", ("A", "Abstain"), ()),
     ("yes_no_abstain", (), ("No",))],
)  # fmt: skip
def test_no_word_has_two_meanings(
    tmp_path: Path, method: Method, options: tuple[str, ...], opt_outs: tuple[str, ...]
) -> None:
    with pytest.raises(UnusableInput) as refused:
        read(tmp_path, "id,choice\nM1,A\n", method, *options, opt_outs=opt_outs)
    assert refused.value.code == "OPTIONS"


def test_two_ways_to_write_a_letter_are_one(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "Ййё")
    file = read(tmp_path, f"id,choice\nM1,Ййё\nM2,{apart}\n", "single_choice")
    assert len(file.options) == 1


def test_cells_that_our_tables_guard_are_read_as_they_were(tmp_path: Path) -> None:
    file = read(tmp_path, "id,choice\nM1,'+1 hour\n'-2,'+1 hour\n", "single_choice")
    assert marks(file) == [("M1", {"+1 hour": 1}), ("-2", {"+1 hour": 1})]
    formula = read(tmp_path, "id,choice\n=1+1,A\nM2,B\n", "single_choice")
    assert [fault.code for fault in formula.faults] == ["ID"]


def test_faults_of_rows_leave_the_sound_papers(tmp_path: Path) -> None:
    text = 'id,A,B\nM1,1,2\n\n"M\n2",1,no\nM3,2,1\nM3,1,2\nM4,1\n'
    file = read(tmp_path, text, "borda")
    assert [paper.id for paper in file.papers] == ["M1", "M3"]
    found = [(f.where.line, f.code, f.where.path) for f in file.faults if f.where]
    assert found == [(4, "NUMBER", "B"), (7, "PAPER_TWICE", "id"), (8, "ROW", "")]
    assert file.rows == 4


def test_names_of_options_hang_on_their_words_alone() -> None:
    one, other = (
        {label(o): o.id for o in options_of(labels)}
        for labels in (("Парк", "a_b", "tied", "Бақ"), ("tied", "Бақ", "Парк", "a_b"))
    )
    assert one == other
    assert one["a_b"] == "a_b"
    assert one["tied"] != "tied"  # what an outcome is called is no name of an option
    taken = options_of(("option-1", "Some words"))
    assert len({option.id for option in taken}) == 2


def test_an_option_is_found_by_its_name_and_by_its_words() -> None:
    names = names_of("score", options_of(("Two words", "B")))
    assert names.find(" Two  words") == names.options[0].id == names.find(names.options[0].id)
    assert names.find("b") is None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput):
        read_ballots(tmp_path / "missing.csv", "borda")


@pytest.mark.parametrize(
    ("share", "decimals", "written"),
    [
        (Fraction(50, 89), 1, "56.2%"),
        (Fraction(50, 89), 0, "56%"),
        (Fraction(50, 89), 3, "56.18%"),
        (Fraction(5, 1000), 0, "1%"),
        (Fraction(3, 2000), 1, "0.2%"),
        (Fraction(50, 89), None, "56.2%"),
    ],
)
def test_percentages_are_rounded_half_up(
    share: Fraction, decimals: int | None, written: str
) -> None:
    assert written_share(share, "en", decimals) == written
