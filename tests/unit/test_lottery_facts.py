"""What may be told of a lottery: counts that are right, and no count that is too small."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.errors import UnusableInput
from deliberate.core.recruitment.lottery.facts import (
    SMALLEST_CELL,
    FeatureFacts,
    LotteryFacts,
    ValueFacts,
    feature_facts,
)
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.services.civic_lottery import draw
from deliberate.core.services.composition_files import read_population
from deliberate.core.services.lottery_facts import lottery_facts
from deliberate.core.services.table_files import guarded, unguarded

TARGETS = Targets(
    3,
    (
        Quota("sex", "f", 1, 2),
        Quota("sex", "m", 1, 2),
        Quota("age", "young", 1, 2),
        Quota("age", "old", 1, 2),
    ),
)
POOL = Pool.of(
    ("sex", "age"),
    [Person(f"p{n:02}", ("fm"[n % 2], "old" if n % 3 else "young")) for n in range(24)],
)


def feature(*people: int) -> FeatureFacts:
    return FeatureFacts(
        "x",
        tuple(ValueFacts(Quota("x", f"v{n}", 0, 9), count, 0) for n, count in enumerate(people)),
    )


def facts() -> LotteryFacts:
    return lottery_facts(POOL, TARGETS, draw(POOL, TARGETS, "7"))


def test_the_facts_are_those_of_the_draw() -> None:
    drawn = draw(POOL, TARGETS, "7")
    told = lottery_facts(POOL, TARGETS, drawn, households=("home",))
    assert (told.pool, told.panel, told.quotas, told.broken) == (24, 3, 4, ())
    assert (told.seed, told.input_hash) == ("7", drawn.input_hash)
    assert told.chances == tuple(sorted(Counter(drawn.chances.values()).items()))
    assert sum(chance * people for chance, people in told.chances) == 3
    assert told.equal_share == Fraction(1, 8)
    assert told.smallest == drawn.smallest <= told.equal_share <= told.largest
    people = {person.id: person for person in POOL.people}
    for place, one in enumerate(told.features):
        pool = Counter(person.values[place] for person in POOL.people)
        panel = Counter(people[name].values[place] for name in drawn.panel)
        assert {v.quota.value: v.pool for v in one.values} == pool
        assert {v.quota.value: v.panel for v in one.values if v.panel} == panel


def test_no_fact_names_anybody() -> None:
    told = repr(facts())
    assert [person.id for person in POOL.people if person.id in told] == []


def test_those_who_cannot_be_chosen_are_counted_by_what_is_in_their_way() -> None:
    targets = Targets(2, (Quota("sex", "f", 2, 2), Quota("sex", "m", 0, 0)))
    pool = Pool.of(("sex",), POOL.people)
    told = lottery_facts(pool, targets, draw(pool, targets, ""))
    assert [group.people for group in told.never] == [12]
    assert {quota.name for quota in told.never[0].because} <= {"sex: f", "sex: m"}
    assert told.excluded == 12
    assert told.chances == ((Fraction(1, 6), 12),)


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ((10, 20, 30), (10, 20, 30)),
        ((4, 20, 30), (None, None, 30)),
        ((1, 1, 30, 40), (None, None, None, 40)),
        ((3, 3, 30), (None, None, 30)),
        ((0, 30), (0, 30)),
        ((0, 3, 30), (0, None, None)),
        ((2, 3), (None, None)),
        ((5, 5), (5, 5)),
        ((1,), (None,)),
    ],
)
def test_small_numbers_are_withheld(people: tuple[int, ...], shown: tuple[int | None, ...]) -> None:
    assert feature(*people).shown == shown


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_nothing_small_can_be_reckoned_from_what_is_shown(people: list[int]) -> None:
    """Whoever knows the total learns of those withheld their sum alone, and that is not small.

    A zero tells of nobody and is shown, as the registration does when it closes.
    """
    shown = feature(*people).shown
    assert all(count is None or count == 0 or count >= SMALLEST_CELL for count in shown)
    withheld = [count for count, told in zip(people, shown, strict=True) if told is None]
    assert (
        not withheld
        or len(withheld) == len(people)
        or (len(withheld) >= 2 and sum(withheld) >= SMALLEST_CELL)
    )
    assert all(told in (None, count) for count, told in zip(people, shown, strict=True))


@pytest.mark.parametrize(("panel", "deviation"), [(0, -2), (2, 0), (4, 0), (5, 1)])
def test_a_deviation_counts_people(panel: int, deviation: int) -> None:
    assert ValueFacts(Quota("x", "a", 2, 4), 9, panel).deviation == deviation


def read(tmp_path: Path, text: str) -> dict[tuple[str, str], Fraction]:
    path = tmp_path / "population.csv"
    path.write_text(text, encoding="utf-8")
    return dict(read_population(path, TARGETS))


SEX = {("sex", "f"): Fraction(52, 100), ("sex", "m"): Fraction(48, 100)}


@pytest.mark.parametrize(
    "text",
    [
        "feature,value,share\nsex,f,0.52\nsex,m,0.48\n",
        "feature;value;share\nsex;f;52,0 %\nsex;m;48 %\n",
        "feature,value,share\nsex,f,52\nsex,m,48\n",
        "category,name,count\nsex,f,520 000\nsex,m,480 000\n",
        "Feature,Value,Count\nsex,m,12\nsex,f,13\n",
    ],
)
def test_a_population_as_offices_write_it(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == SEX
    values = feature_facts(POOL, TARGETS, (), SEX)[0].values
    assert [value.population for value in values] == [Fraction(52, 100), Fraction(48, 100)]
    assert feature_facts(POOL, TARGETS, (), SEX)[1].values[0].population is None


def test_rounded_shares_become_a_whole(tmp_path: Path) -> None:
    shares = read(tmp_path, "feature,value,share\nage,young,33.3\nage,old,66.6\n")
    assert sum(shares.values()) == 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 0, "no rows"),
        ("feature,value,share\n", 0, "no rows"),
        ("feature,value\nsex,f\n", 1, "count"),
        ("feature,value,share\nsex,f,0.5\nsex,x,0.5\n", 3, "No quota names sex: x."),
        ("feature,value,share\nsex,f,1\nsex,f,1\n", 3, "twice"),
        ("feature,value,share\nsex,f,half\nsex,m,0.5\n", 2, "“half”"),
        ("feature,value,share\nsex,f,-1\nsex,m,2\n", 2, "“-1”"),
        ("feature,value,share\nsex,f,nan\nsex,m,1e99\n", 2, "“nan”"),
        ("feature,value,share\nsex,f\n", 2, "2 cells"),
        ("feature,value,share\nsex,f,0.5\nsex,m,0.4\n", 0, "add up to 0.9"),
        ("feature,value,count\nsex,f,0\nsex,m,0\n", 0, "sex has nobody in any group."),
        ("feature,value,share\nsex,f,1\n", 0, "Values of sex are missing: ('m',)."),
    ],
)
def test_what_is_no_population_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    with pytest.raises(UnusableInput) as told:
        read(tmp_path, text)
    found = [(one.where, str(one.message)) for one in told.value.findings]
    found = found or [(told.value.where, f"{told.value.message}")]
    where, said = found[0]
    assert where is not None
    assert where.line == line
    assert words in said


@pytest.mark.parametrize(
    "cell", ["+7 701 555 12 12", "=1+1", "-Bo", "O'Neill", "'quoted'", "", "@a"]
)
def test_a_guarded_cell_is_read_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
