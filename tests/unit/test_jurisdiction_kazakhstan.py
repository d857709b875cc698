"""Kazakhstan: holidays, feasts, advice, regions, the personal number, names."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.calendar import Calendar
from deliberate.jurisdictions.kz import kz_jurisdiction
from deliberate.jurisdictions.kz.feasts import kurban_ait, oraza_ait
from deliberate.jurisdictions.kz.holidays import FIXED, days_off
from deliberate.jurisdictions.kz.personal_number import check_digit

KZ = kz_jurisdiction()
CALENDAR = Calendar(KZ.zone, KZ.holidays, KZ.advice)
T = TypeVar("T")


def weekdays_off(year: int) -> list[str]:
    return [f"{day:%m-%d}" for day in days_off(year) if day.weekday() < 5]


# ---------------------------------------------------------------------- holidays


def test_spring_2027_as_the_example_pilot_states_it() -> None:
    spring = [date(2027, 3, 1) + timedelta(days=n) for n in range(72)]
    named = [f"{day:%m-%d}" for day in spring if not CALENDAR.is_working(day)]
    weekends = {f"{day:%m-%d}" for day in spring if day.weekday() >= 5}
    stated = ["03-08", "03-15", "03-22", "03-23", "03-24", "05-03", "05-07", "05-10"]
    assert [day for day in named if day not in weekends] == stated
    assert {"03-21", "05-01", "05-02", "05-09"} <= weekends


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (
            2022,
            "01-03 01-04 01-07 03-08 03-21 03-22 03-23 05-02 05-09 05-10 07-06 08-30 10-25 12-16",
        ),
        (2024, "01-01 01-02 03-08 03-21 03-22 03-25 05-01 05-07 05-09 07-08 08-30 10-25 12-16"),
        (
            2025,
            "01-01 01-02 01-07 03-10 03-21 03-24 03-25 05-01 05-07 05-09 06-06 07-07 09-01"
            " 10-27 12-16",
        ),
        (
            2026,
            "01-01 01-02 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-11 05-27 07-06 10-26 12-16",
        ),
        (
            2027,
            "01-01 01-04 01-07 03-08 03-15 03-22 03-23 03-24 05-03 05-07 05-10 07-06 10-25 12-16",
        ),
        (
            2028,
            "01-03 01-04 01-07 03-08 03-15 03-21 03-22 03-23 05-01 05-05 05-08 05-09 07-06"
            " 10-25 12-18",
        ),
    ],
)
def test_days_off_on_weekdays(year: int, expected: str) -> None:
    """As published for 2022 to 2026, without the Government's transfers."""
    assert weekdays_off(year) == expected.split()


def test_constitution_day_changed_its_date() -> None:
    assert KZ.holidays.on(date(2025, 8, 30)) is not None
    assert KZ.holidays.on(date(2026, 8, 30)) is None
    assert KZ.holidays.on(date(2026, 8, 31)) is None
    assert KZ.holidays.on(date(2026, 3, 16)) is None
    constitution = KZ.holidays.on(date(2027, 3, 15))
    assert constitution is not None
    assert constitution.name.get("kk") == "Қазақстан Республикасының Конституциясы күні"


def test_christmas_and_kurban_ait_move_nothing() -> None:
    assert date(2029, 1, 7).weekday() == 6
    assert CALENDAR.is_working(date(2029, 1, 8))
    assert date(2027, 5, 16).weekday() == 6
    assert CALENDAR.is_working(date(2027, 5, 17))


def test_kurban_ait_is_estimated_until_it_is_announced() -> None:
    known, expected = KZ.holidays.on(date(2025, 6, 6)), KZ.holidays.on(date(2027, 5, 16))
    assert known is not None
    assert not known.estimated
    assert expected is not None
    assert expected.estimated
    assert expected.kind == "religious"


def test_a_holiday_keeps_its_name_when_a_feast_meets_it() -> None:
    """In 2032 Kurban Ait is expected on 22 March."""
    nauryz = KZ.holidays.on(date(2032, 3, 22))
    assert nauryz is not None
    assert nauryz.name.get("en") == "Nauryz"
    assert not nauryz.estimated


@given(st.integers(2022, 2200))
def test_every_weekend_holiday_is_made_up_for_on_a_weekday_after_it(year: int) -> None:
    found = days_off(year)
    moved = [holiday for holiday in found.values() if holiday.kind == "moved"]
    lost = [
        day for day, holiday in found.items() if holiday.kind == "public" and day.weekday() >= 5
    ]
    assert len(moved) == len(lost)
    assert all(holiday.day.weekday() < 5 for holiday in moved)
    assert all(holiday.day == day and day.year == year for day, holiday in found.items())


def test_names_in_all_languages() -> None:
    for rule in FIXED:
        assert not rule.name.missing(KZ.languages)
    assert not KZ.name.missing(KZ.languages)


def test_the_zone_is_five_hours_ahead() -> None:
    noon = datetime(2027, 6, 1, 12, tzinfo=KZ.zone)
    assert noon.utcoffset() == timedelta(hours=5)


# ---------------------------------------------------------------------- feasts


@pytest.mark.parametrize("year", [1990, 2013, 2021, 2033, 2040, 2099])
def test_feasts_beyond_the_table_are_computed(year: int) -> None:
    for feast in (*kurban_ait(year), *oraza_ait(year)):
        assert feast.estimated
        assert feast.day.year == year
    assert kurban_ait(year)


@pytest.mark.parametrize(
    ("year", "about"),
    [(2013, "10-15"), (2018, "08-21"), (2021, "07-20"), (2033, "03-11"), (2036, "02-07")],
)
def test_the_computed_feast_is_right_to_a_day(year: int, about: str) -> None:
    (feast,) = kurban_ait(year)
    assert abs((feast.day - date.fromisoformat(f"{year}-{about}")).days) <= 1


def test_a_year_may_hold_two_feasts_of_one_kind() -> None:
    first, second = kurban_ait(2039)
    assert (first.day.month, second.day.month) == (1, 12)
    assert len(oraza_ait(2033)) == 2


@given(st.integers(1, 9999))
def test_no_year_is_too_far_for_holidays_and_advice(year: int) -> None:
    for day in (date(year, 1, 1), date(year, 3, 22), date(year, 12, 31)):
        assert not KZ.holidays.is_weekend(day) or not CALENDAR.is_working(day)
        assert isinstance(KZ.advice(day), tuple)


# ---------------------------------------------------------------------- advice


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2027-03-21", ["NAURYZ", "SCHOOL"]),
        ("2027-03-26", ["NAURYZ", "SCHOOL"]),
        ("2027-03-29", ["SCHOOL"]),
        ("2027-03-10", ["ORAZA_AIT"]),
        ("2027-03-14", []),
        ("2027-05-16", ["KURBAN_AIT"]),
        ("2025-06-05", ["SCHOOL"]),
        ("2025-06-06", ["KURBAN_AIT", "SCHOOL"]),
        ("2027-10-28", ["SCHOOL"]),
        ("2028-01-05", ["SCHOOL"]),
        ("2027-12-30", ["SCHOOL"]),
        ("2027-04-07", []),
        ("2027-04-08", []),
        ("2027-04-22", []),
    ],
)
def test_days_to_avoid(day: str, codes: list[str]) -> None:
    assert [advice.code for advice in CALENDAR.advice(date.fromisoformat(day))] == codes


def test_oraza_ait_is_advice_about_a_date_and_no_day_off() -> None:
    (oraza,) = CALENDAR.advice(date(2027, 3, 9))
    assert oraza.estimated
    assert str(oraza.message) == "Oraza Ait, about 2027-03-10."
    assert CALENDAR.is_working(date(2027, 3, 10))


def test_an_announced_feast_is_exact() -> None:
    (oraza,) = [item for item in CALENDAR.advice(date(2025, 3, 30)) if item.code == "ORAZA_AIT"]
    assert not oraza.estimated
    assert str(oraza.message) == "Oraza Ait, 2025-03-30."
    assert "ORAZA_AIT" not in [item.code for item in CALENDAR.advice(date(2025, 3, 29))]


# ---------------------------------------------------------------------- regions


def test_twenty_units_add_up_to_the_official_total() -> None:
    assert len(KZ.territories) == 20
    total = sum(unit.population for unit in KZ.territories)
    assert abs(total - 20_495_975) <= 1, "scaled figures are rounded to whole people"


def test_every_unit_is_whole() -> None:
    assert len({unit.tile for unit in KZ.territories}) == 20
    for unit in KZ.territories:
        assert not unit.name.missing(KZ.languages)
        assert unit.id == f"KZ-{unit.code}"
        assert [count.value for count in unit.composition] == ["female", "male"]


def test_approximate_figures_stay_marked() -> None:
    marked = {unit.id for unit in KZ.territories if unit.approximate}
    assert "KZ-11" in marked
    assert "KZ-71" not in marked
    assert all(unit.population_status for unit in KZ.territories)
    aqmola = KZ.territory("KZ-11")
    assert aqmola is not None
    assert aqmola.population_status.startswith("APPROXIMATE")
    assert KZ.territory("KZ-99") is None


def test_the_country_has_a_composition_with_sources() -> None:
    counts = KZ.composition
    assert {count.feature for count in counts} == {"sex", "type_of_place", "age", "region"}
    assert len({(count.feature, count.value) for count in counts}) == len(counts) == 2 + 2 + 3 + 20
    assert all(count.source and count.status and count.on.year >= 2023 for count in counts)

    def total(feature: str) -> int:
        return sum(count.number for count in counts if count.feature == feature)

    assert total("sex") == 20_478_879, "1 December 2025, as the Bureau reported it"
    assert total("type_of_place") == 20_495_975, "1 January 2026"
    assert total("age") == 19_765_004 - (3_464_755 + 3_273_262), "all but those under 18"
    ages = [count for count in counts if count.feature == "age"]
    assert all(count.approximate for count in ages), "spread within the groups that were printed"
    assert not any(count.approximate for count in counts if count.feature == "sex")


# ---------------------------------------------------------------------- personal number


@pytest.mark.parametrize("number", ["000101500001", "850615400125", "991231300013", "900101300811"])
def test_well_formed_numbers(number: str) -> None:
    assert KZ.personal_number is not None
    assert KZ.personal_number.valid(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "123456789011",
        "000101500002",
        "00010150000",
        "0001015000011",
        "00010150000a",
        "000101500001\n",
        " 000101500001",
        "٠٠٠١٠١٥٠٠٠٠١",
        "900101300801",
    ],
)
def test_numbers_that_are_none(number: str) -> None:
    assert KZ.personal_number is not None
    assert not KZ.personal_number.valid(number)


def test_a_base_whose_two_remainders_are_ten_is_never_issued() -> None:
    assert check_digit("90010130080") is None
    assert KZ.personal_number is not None
    assert not any(KZ.personal_number.valid(f"90010130080{digit}") for digit in range(10))


def test_the_second_pass() -> None:
    assert check_digit("90010130081") == 1


@given(st.from_regex("[0-9]{11}", fullmatch=True), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_of_a_first_pass_number_shows(base: str, place: int, off: int) -> None:
    """All but the eleventh digit, whose weight is 11 and which the first pass cannot see."""
    digit = sum(w * int(d) for w, d in enumerate(base, start=1)) % 11
    wrong = f"{base[:place]}{(int(base[place]) + off) % 10}{base[place + 1 :]}"
    if digit != 10 and sum(w * int(d) for w, d in enumerate(wrong, start=1)) % 11 != 10:
        assert check_digit(wrong) != check_digit(base)


# ---------------------------------------------------------------------- names, law


class Chooser:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def __call__(self, options: Sequence[T], /) -> T:
        return self.random.choice(options)


def test_names_are_whole_and_follow_the_seed() -> None:
    assert KZ.names is not None
    names = [KZ.names.full_name(Chooser(seed)) for seed in range(400)]
    assert names == [KZ.names.full_name(Chooser(seed)) for seed in range(400)]
    assert len(set(names)) > 200
    for name in names:
        assert not name.missing(KZ.languages)
        assert all(len(words.split()) == 2 and "(" not in words for _, words in name.versions)


def test_names_are_written_in_the_letters_of_each_language() -> None:
    assert KZ.names is not None
    only_kazakh = re.compile("[әғқңөұүһі]", re.IGNORECASE)
    for seed in range(400):
        name = KZ.names.full_name(Chooser(seed))
        assert not only_kazakh.search(name.get("ru") or "")
        assert (name.get("en") or "").isascii()
        surname = (name.get("kk") or "").split()[0].rstrip("а")
        assert any(surname == known.get("kk") for known in KZ.names.spellings.values())


def test_names_agree_in_gender() -> None:
    assert KZ.names is not None
    women = {*KZ.names.kazakh.female, *KZ.names.russian.female}
    for seed in range(400):
        name = KZ.names.full_name(Chooser(seed))
        for language, ends in (("kk", "овевин"), ("ru", "овевин"), ("en", "ovevin")):
            surname, _ = (name.get(language) or "").split()
            bent = {f"{ends[at : at + 2]}{'a' if language == 'en' else 'а'}" for at in (0, 2, 4)}
            plain = {ends[at : at + 2] for at in (0, 2, 4)}
            if (name.get("kk") or "").split()[1] in women:
                assert surname[-2:] not in plain
            else:
                assert surname[-3:] not in bent


def test_languages_and_law() -> None:
    assert KZ.languages == ("kk", "ru", "en")
    assert KZ.authentic_languages == ("kk", "ru")
    assert len({reference.id for reference in KZ.legal_references}) == len(KZ.legal_references)
    for reference in KZ.legal_references:
        assert not reference.text.missing(KZ.languages)
        assert reference.checked_on >= date(2026, 1, 1)
