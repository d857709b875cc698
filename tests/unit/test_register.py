"""The draw from a register: shares, who is selected, and how many to invite."""

from __future__ import annotations

import hashlib
import math
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.recruitment.household import household_of
from deliberate.core.recruitment.register.allocation import each, proportional
from deliberate.core.recruitment.register.invitations import (
    advise,
    fewer,
    invitations,
    shared_pool,
)
from deliberate.core.recruitment.register.rates import Answers, rate
from deliberate.core.recruitment.register.selection import HIGHEST, Candidate, enough, select
from deliberate.core.recruitment.register.statement import quoted
from deliberate.core.services.register.drawing import DrawnStratum
from deliberate.core.services.table_files import guarded


def queue(name: str, people: list[tuple[str, str]], seed: str = "s") -> list[Candidate]:
    """A stratum of people (identifier, household) in the order of their hashes."""
    hashed = sorted(
        (hashlib.sha256(f"{seed}{own}".encode()).hexdigest(), own, home) for own, home in people
    )
    return [Candidate((name,), at, *one) for at, one in enumerate(hashed, 1)]


@given(
    st.dictionaries(st.text(max_size=3), st.integers(1, 10**7), min_size=1), st.integers(1, 10**7)
)
def test_shares_follow_the_sizes(sizes: dict[str, int], total: int) -> None:
    named = {(name,): size for name, size in sizes.items()}
    shares, people = proportional(named, total), sum(sizes.values())
    assert sum(shares.values()) == min(total, people)
    for name, share in shares.items():
        assert 0 <= share <= named[name]
        assert abs(share - Fraction(min(total, people) * named[name], people)) < 1


def test_equal_remainders_go_to_the_larger_stratum_then_by_name() -> None:
    assert proportional({("b",): 1, ("a",): 1, ("c",): 1}, 2) == {("a",): 1, ("b",): 1, ("c",): 0}
    assert proportional({("a",): 1, ("b",): 3}, 2) == {("a",): 0, ("b",): 2}
    assert each(3)({("a",): 1}) == {("a",): 3}


def test_a_household_is_found_through_blanks_and_capitals() -> None:
    assert household_of(["  Абай  көшесі 1", "4"]) == household_of(["абай көшесі 1", " 4 "])
    assert household_of(["Street 1", ""]) == ""
    assert household_of([]) == ""


HOMES = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(["", "h1", "h2", "h3"])),
    min_size=1,
    max_size=14,
)


@given(HOMES, st.integers(0, 6), st.integers(0, 6))
def test_who_is_selected_is_stable(people: list[tuple[str, str]], a: int, b: int) -> None:
    """Whoever lies within the last rank looked at is drawn, unless a housemate with a smaller hash
    is; nobody beyond it is, and a stratum that is not exhausted is full."""
    queues = {
        (name,): queue(name, [(f"p{at}", h) for at, (s, h) in enumerate(people) if s == name])
        for name in "AB"
    }
    wanted = {("A",): a, ("B",): b}
    found = select(queues, wanted)
    drawn = {one.id: one for choice in found.values() for one in choice.drawn}
    homes = [one.household for one in drawn.values() if one.household]
    assert len(homes) == len(set(homes))
    for name, choice in found.items():
        assert [one.rank for one in choice.drawn] == sorted(one.rank for one in choice.drawn)
        assert len(choice.drawn) == wanted[name] or choice.considered == len(queues[name])
        assert len(choice.drawn) <= wanted[name]
        for one in queues[name]:
            before = [
                other
                for other in drawn.values()
                if one.household and other.household == one.household and other.hash < one.hash
            ]
            assert (one.id in drawn) == (one.rank <= choice.considered and not before)
    # The order in which strata are asked makes no difference.
    swapped = select(dict(reversed(list(queues.items()))), wanted)
    assert {name: choice.drawn for name, choice in swapped.items()} == {
        name: choice.drawn for name, choice in found.items()
    }


def test_chances_are_those_that_are_told() -> None:
    """Two thousand seeds: everybody's chance is the told one, within five standard deviations."""
    people = {"A": [(f"a{n}", f"h{n}" if n < 6 else "") for n in range(24)],
              "B": [(f"b{n}", f"h{n}" if n < 6 else "") for n in range(24)]}  # fmt: skip
    rounds, wanted = 2000, {("A",): 8, ("B",): 8}
    times = dict.fromkeys((own for some in people.values() for own, _home in some), 0)
    alone, least = Fraction(0), Fraction(0)
    for seed in range(rounds):
        found = select({(s,): queue(s, some, f"{seed}/") for s, some in people.items()}, wanted)
        one = DrawnStratum(("A",), 24, 8, found[("A",)])
        assert one.chance == Fraction(1, 3)
        alone, least = alone + one.chance_alone, least + one.chance_in(2)
        for choice in found.values():
            for person in choice.drawn:
                times[person.id] += 1
    error = 5 * math.sqrt(0.25 / rounds / 6)
    with_others = sum(times[f"a{n}"] for n in range(6)) / 6 / rounds
    by_themselves = sum(times[f"a{n}"] for n in range(6, 24)) / 18 / rounds
    assert by_themselves == pytest.approx(float(alone / rounds), abs=error)
    assert with_others == pytest.approx(float(least / rounds), abs=error)
    assert with_others < 1 / 3 < by_themselves


@pytest.mark.parametrize(
    ("wanted", "size"), [(0, 10**6), (1, 10**6), (250, 5 * 10**5), (10**4, 10**6)]
)
def test_a_limit_leaves_enough_below_it(wanted: int, size: int) -> None:
    expected = Fraction(int(enough(wanted, size), 16) * size, 2**256)
    assert wanted + 6 * math.isqrt(wanted) + 19 < expected < 2 * wanted + 60
    assert enough(size, size) == HIGHEST
    assert len(enough(wanted, size)) == 64


@pytest.mark.parametrize(
    ("count", "invited", "low", "high"),
    [  # Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson(count: int, invited: int, low: float, high: float) -> None:
    found = rate(count, invited)
    assert found.share == Fraction(count, invited)
    assert float(found.low) == pytest.approx(low, abs=5e-5)
    assert float(found.high) == pytest.approx(high, abs=5e-5)


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(count: int, more: int) -> None:
    found = rate(count, count + more)
    assert 0 <= found.low <= found.share <= found.high <= 1


def exactly_fewer(invited: int, chance: Fraction, needed: int) -> Fraction:
    terms = (
        math.comb(invited, i) * chance**i * (1 - chance) ** (invited - i)
        for i in range(min(needed, invited + 1))
    )
    return sum(terms, Fraction(0))


@given(st.integers(0, 80), st.fractions(0, 1, max_denominator=50), st.integers(1, 20))
def test_the_sum_is_the_exact_one(invited: int, chance: Fraction, needed: int) -> None:
    found, exact = fewer(invited, chance, needed), exactly_fewer(invited, chance, needed)
    assert abs(found - exact) <= Fraction(1, 10**40)


@given(st.fractions(Fraction(1, 40), 1, max_denominator=40), st.integers(1, 12))
def test_one_invitation_less_would_not_do(chance: Fraction, needed: int) -> None:
    missed = Fraction(1, 20)
    found = invitations(chance, needed, missed)
    assert found is not None
    assert exactly_fewer(found, chance, needed) <= missed
    assert exactly_fewer(found - 1, chance, needed) > missed


def test_advice_for_several_strata() -> None:
    answers = [Answers("a", 2000, 180, 70, 66), Answers("b", 20, 1, 0), Answers("c", 9, 9, 9)]
    first, second, third = advise(answers, {"a": 90, "b": 50, "c": 0}, Fraction(95, 100))
    assert first.invite == invitations(Fraction(66, 2000), 90, Fraction(1, 40))
    assert first.invite is not None
    assert first.cautious is not None
    assert first.cautious > first.invite
    assert (second.invite, second.cautious) == (None, None)
    assert (third.invite, third.cautious) == (0, 0)
    assert invitations(Fraction(1, 10**12), 5, Fraction(1, 20)) is None
    assert invitations(Fraction(1), 5, Fraction(1, 20)) == 5


def test_a_pool_is_shared_by_size_or_evenly() -> None:
    known = [Answers("a", 1, 1, 1, size=300), Answers("b", 1, 1, 1, size=100)]
    assert shared_pool(known, 8) == {"a": 6, "b": 2}
    assert shared_pool([*known, Answers("c", 1, 1, 1)], 9) == {"a": 3, "b": 3, "c": 3}


@pytest.mark.parametrize("name", ["a", 'a"b', 'x"; DROP TABLE y; --', "Тұрғындар"])
def test_a_name_stays_one_name(name: str) -> None:
    text = quoted(name)
    assert text[0] == text[-1] == '"'
    assert text[1:-1].replace('""', "") == name.replace('"', "")


def test_what_a_spreadsheet_would_run_is_guarded() -> None:
    for sign, start in product("=+-@＝", ("", " ", "  ")):
        assert guarded(f"{start}{sign}1") == f"'{start}{sign}1"
    assert guarded("a=1") == "a=1"
    assert guarded("'=1") == "'=1"
