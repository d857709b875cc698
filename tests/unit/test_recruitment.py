"""Reply codes, counts that may be published, and the hash of a pool, as properties."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.process.respondents import Respondent
from deliberate.core.recruitment.registered import line_hash, pool_hash, pool_lines
from deliberate.core.recruitment.reply_codes import (
    ALPHABET,
    LENGTH,
    code_for,
    code_hash,
    household_tag,
    printed_code,
    typed_code,
)
from deliberate.core.recruitment.small_counts import LEAST, published

CODES = st.builds(
    code_for, st.binary(min_size=32, max_size=32), st.just("p"), st.just("s"), st.integers(1, 9999)
)
CYRILLIC = str.maketrans("ABEKMHPCTXY", "АВЕКМНРСТХУ")


@given(CODES)
def test_a_code_is_understood_as_people_type_it(code: str) -> None:
    assert len(code) == LENGTH
    for words in (code, printed_code(code), printed_code(code).lower(), f" {code[:4]} {code[4:]}"):
        assert typed_code(words) == code
    assert typed_code(code.translate(CYRILLIC)) == code
    assert typed_code(code.replace("0", "O").replace("1", "l")) == code


@given(CODES, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(code: str, place: int, sign: str) -> None:
    wrong = code[:place] + sign + code[place + 1 :]
    assert (typed_code(wrong) is None) is (wrong != code)


@given(CODES, st.integers(0, LENGTH - 2))
def test_two_neighbours_that_changed_places_are_noticed(code: str, place: int) -> None:
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (typed_code(wrong) is None) is (wrong != code)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_none(words: str) -> None:
    found = typed_code(words)
    assert found is None or (len(found) == LENGTH and set(found) <= set(ALPHABET))


def test_codes_are_as_random_as_they_are_long() -> None:
    codes = {code_for(b"k" * 32, "p", "s", number) for number in range(1, 5001)}
    assert len(codes) == len({code_hash(code) for code in codes}) == 5000
    assert all({code[place] for code in codes} == set(ALPHABET) for place in range(LENGTH))
    assert code_for(b"k" * 32, "p", "s", 1) != code_for(b"l" * 32, "p", "s", 1)


def test_a_household_is_a_tag_and_no_address() -> None:
    one, other = household_tag(b"k", "Мира 1,  кв. 2"), household_tag(b"k", "МИРА 1, кв. 2 ")
    assert one == other != household_tag(b"l", "Мира 1, кв. 2")
    assert household_tag(b"k", " ") == ""


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), max_size=8))
def test_no_small_count_can_be_reckoned_back(counts: dict[str, int]) -> None:
    """Whoever knows the total and all that is published knows no count of fewer than five."""
    shown = published(counts)
    hidden = [name for name, count in shown.items() if count is None]
    assert all(count is None or count == counts[name] for name, count in shown.items())
    assert not [name for name, count in shown.items() if count and count < LEAST]
    rest = sum(counts[name] for name in hidden)
    everything = len(hidden) == sum(count > 0 for count in counts.values())
    if hidden and not everything:
        assert len(hidden) > 1
        assert rest >= LEAST


@given(st.permutations(range(1, 8)))
def test_the_hash_of_a_pool_does_not_depend_on_the_order(numbers: list[int]) -> None:
    people = [
        Respondent(n, {"sex": "female"}, "", f"{n:064x}", "willing" if n % 2 else "declined")
        for n in numbers
    ]
    assert pool_hash(people) == pool_hash(sorted(people, key=lambda one: one.number))
    assert set(pool_lines(people)) == {line_hash(one) for one in people if one.willing}
