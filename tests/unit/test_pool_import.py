"""What a table of people says: guesses in three languages, and every fault told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.errors import UnusableInput
from deliberate.core.services.pool_import.matching import Matching, folded, guess, meaning
from deliberate.core.services.pool_import.reading import read_people
from deliberate.core.services.pool_import.sheet import Sheet, pack, sheet_of, unpack
from deliberate.jurisdictions.kz import kz_jurisdiction

KZ = kz_jurisdiction()
REGIONS = tuple(unit.id for unit in KZ.territories)
ASKED = {
    "sex": ("female", "male"),
    "age": ("18-34", "35-54", "55+"),
    "language": ("kk", "ru"),
    "type_of_place": ("urban", "rural"),
}


def sheet(heads: str, *rows: str) -> Sheet:
    return sheet_of("pool.csv", "\n".join([heads, *rows]).encode())


@pytest.mark.parametrize(
    ("heads", "features"),
    [
        ("id,gender,age,language,type of place", [1, 2, 3, 4]),
        ("ID,Sex,Age group,Lang,Settlement", [1, 2, 3, 4]),
        ("№;Пол;Возраст;Язык;Тип населённого пункта", [1, 2, 3, 4]),
        ("Нөмірі;Жасы;Жынысы;Тілі;Елді мекен түрі", [2, 1, 3, 4]),
        ("nationbuilder_id,first,sex,age,language,type_of_place", [2, 3, 4, 5]),
    ],
)
def test_columns_are_found_in_three_languages(heads: str, features: list[int]) -> None:
    found = guess(_one_row(heads), ASKED, {})
    assert list(found.features.values()) == features
    assert found.identifier == 0


def _one_row(heads: str) -> Sheet:
    separator = ";" if ";" in heads else ","
    return sheet(heads, separator.join("x" for _ in heads.split(separator)))


@pytest.mark.parametrize(
    ("feature", "word", "value"),
    [
        ("sex", "F", "female"), ("sex", "Ж", "female"), ("sex", "жен.", "female"),
        ("sex", "Әйел", "female"), ("sex", "MALE", "male"), ("sex", "ер адам", "male"),
        ("sex", "x", None), ("sex", "", None),
        ("age", "18", "18-34"), ("age", "34", "18-34"), ("age", "35", "35-54"),
        ("age", "99", "55+"), ("age", "17", None), ("age", "18–34", "18-34"), ("age", "-5", None),
        ("language", "Русский", "ru"), ("language", "қазақша", "kk"), ("language", "Qazaq", "kk"),
        ("type_of_place", "Город", "urban"), ("type_of_place", "ауыл", "rural"),
    ],
)  # fmt: skip
def test_what_words_mean(feature: str, word: str, value: str | None) -> None:
    assert meaning(feature, word, ASKED[feature], KZ.synonyms) == value


@pytest.mark.parametrize("word", ["KZ-75", "75", "Алматы", "almaty"])
def test_a_region_by_any_of_its_names(word: str) -> None:
    assert meaning("region", word, REGIONS, KZ.synonyms) == "KZ-75"
    assert meaning("region", "Абай облысы", REGIONS, KZ.synonyms) == "KZ-10"
    assert meaning("region", "Область Абай", REGIONS, KZ.synonyms) == "KZ-10"
    assert meaning("region", "Алматы обл.", REGIONS, KZ.synonyms) == "KZ-19"


def test_every_region_is_told_from_every_other() -> None:
    for unit in KZ.territories:
        for _, name in unit.name.versions:
            assert meaning("region", name, REGIONS, KZ.synonyms) == unit.id


def test_a_feature_without_values_takes_any_word() -> None:
    assert meaning("hobby", "chess", (), {}) == "chess"
    assert meaning("hobby", "", (), {}) is None


def test_what_somebody_said_wins_over_a_guess() -> None:
    said = Matching(0, (), {"sex": 1}, {"sex": {"F": "male", "M": ""}})
    assert said.value_of("sex", "F", ASKED["sex"]) == "male"
    assert said.value_of("sex", "M", ASKED["sex"]) is None


def test_household_is_compared_without_case_and_blanks() -> None:
    table = sheet("id,sex,address", "1,f,Main  St 1", "2,m,main st 1", "3,m,")
    found = read_people(table, guess(table, {"sex": ASKED["sex"]}, {}), {"sex": ASKED["sex"]})
    assert found.clean
    assert [one.home for one in found.lines] == ["main st 1", "main st 1", ""]


def test_faults_of_all_rows_are_told_together() -> None:
    table = sheet("id,sex", "1,f", "1,x", ",m", "4,")
    found = read_people(table, guess(table, {"sex": ASKED["sex"]}, {}), {"sex": ASKED["sex"]})
    assert not found.clean
    assert [one.where.line for one in found.faults if one.where] == [2, 3, 3, 4, 5]
    known = read_people(
        table, guess(table, {"sex": ASKED["sex"]}, {}), {"sex": ASKED["sex"]}, known={"4"}
    )
    assert "4 is in the pool already." in [str(one.message) for one in known.faults]


@given(st.text(max_size=40))
def test_what_came_back_torn_is_refused_and_never_fails(text: str) -> None:
    with pytest.raises(UnusableInput, match="TORN"):
        unpack(text)


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), min_size=1, max_size=5))
def test_any_table_travels_whole(rows: list[tuple[str, str]]) -> None:
    table = Sheet("a.csv", ("one", "two"), tuple(enumerate(rows, start=2)))
    assert unpack(pack(table)) == table


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(words: str) -> None:
    assert folded(folded(words)) == folded(words)
