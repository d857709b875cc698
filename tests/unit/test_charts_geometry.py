"""Charts of any numbers, names and dates: nothing leaves the picture, no two labels meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.text import Text
from deliberate.documents.charts import (
    BallotBar,
    BallotData,
    CalendarData,
    CalendarRow,
    Candidate,
    CandidatesData,
    ChancesData,
    Chart,
    ChartTable,
    Column,
    Days,
    DecisionData,
    ExecutionData,
    ExecutionPoint,
    SharesData,
    Tile,
    TileMapData,
    ValueShare,
    ballot_chart,
    calendar_chart,
    candidates_chart,
    chances_chart,
    decision_chart,
    execution_chart,
    figure,
    shares_chart,
    tile_map_chart,
)
from deliberate.documents.charts.lettering import ASCENT, DESCENT, measure
from deliberate.i18n import LOCALES, Translator

SAYS = tuple(Translator(locale) for locale in LOCALES)
LANGUAGES = st.sampled_from(SAYS)

LETTERS = "әғқңөұүһі ӘҒҚҢӨҰҮҺІ абвгдежзий ЩЫЮЯ abcxyz WM 0123456789 .,-–—’'\"&<>/№«»()"
WORDS = st.one_of(
    st.text(LETTERS, max_size=200),
    st.text(max_size=60),
    st.sampled_from(
        ["", "Ә" * 200, "<b>& 'x'", "\U0001f985" * 9, "\u202eabc\x00\x1b\ud800", "e\u0301" * 99]
    ),
)
MULTILINGUAL = st.one_of(
    WORDS, st.dictionaries(st.sampled_from(LOCALES), WORDS, max_size=3).map(Text.of)
)
SEATS = st.integers(0, 25)
VOTES = st.one_of(SEATS, st.integers(0, 3_000_000))
DAYS = st.one_of(
    st.dates(date(2026, 11, 1), date(2027, 12, 31)),
    st.dates(date(2026, 1, 1), date(2029, 1, 1)),
    st.dates(),
)

DECISIONS = st.builds(
    DecisionData,
    *(st.one_of(SEATS, VOTES) for _ in range(5)),
    needed=st.none() | SEATS,
    outcome=st.sampled_from(["", "adopted", "not_adopted"]),
)
BARS = st.builds(
    BallotBar,
    MULTILINGUAL,
    st.one_of(VOTES, st.integers(-99, 0), st.fractions(0, 99)),
    st.one_of(st.sampled_from(["3, leaves", "19 · 76.5 %", ""]), WORDS),
    st.booleans(),
)
BALLOTS = st.builds(
    BallotData,
    WORDS,
    WORDS,
    st.lists(BARS, max_size=12).map(tuple),
    st.none() | SEATS,
    st.none() | SEATS,
    WORDS,
    st.lists(BARS, max_size=3).map(tuple),
)
CANDIDATES = st.builds(
    CandidatesData,
    st.lists(
        st.builds(Candidate, MULTILINGUAL, VOTES, VOTES, st.booleans(), st.booleans()), max_size=60
    ).map(tuple),
    st.booleans(),
    st.booleans(),
)
POINTS = st.builds(
    ExecutionPoint,
    id=WORDS,
    text=MULTILINGUAL,
    owner=MULTILINGUAL,
    percent=st.integers(0, 100),
    due=st.none() | DAYS,
    standing=st.sampled_from(["done", "running", "late"]),
    state=MULTILINGUAL,
    first_due=st.none() | DAYS,
)
EXECUTIONS = st.builds(ExecutionData, st.lists(POINTS, max_size=12).map(tuple), st.none() | DAYS)
SPANS = st.lists(st.builds(Days, DAYS, st.none() | DAYS), max_size=3).map(tuple)
CALENDARS = st.builds(
    CalendarData,
    st.lists(st.builds(CalendarRow, MULTILINGUAL, SPANS, SPANS, st.booleans()), max_size=12).map(
        tuple
    ),
    st.none() | DAYS,
)
VALUES = st.one_of(st.none(), VOTES, st.floats(), st.decimals(), st.just(3))
TILES = st.builds(
    TileMapData,
    st.lists(
        st.builds(
            Tile,
            st.integers(-3, 12),
            st.integers(-3, 12),
            MULTILINGUAL,
            VALUES,
            MULTILINGUAL,
            MULTILINGUAL,
        ),
        max_size=30,
    ).map(tuple),
    title=MULTILINGUAL,
    unit=MULTILINGUAL,
)
PARTS = st.fractions(0, 1, max_denominator=10**6)
SHARES = st.builds(
    SharesData,
    MULTILINGUAL,
    pool=st.integers(1, 3_000_000),
    panel=st.integers(1, 200),
    values=st.lists(
        st.builds(
            ValueShare, MULTILINGUAL, st.none() | PARTS, st.none() | SEATS, SEATS, SEATS, SEATS
        ),
        max_size=40,
    ).map(tuple),
)
CHANCES = st.builds(
    ChancesData,
    st.lists(st.tuples(PARTS, st.integers(1, 3_000_000)), max_size=30).map(tuple),
    VOTES,
    PARTS,
)

Box = tuple[float, float, float, float]
GRACE = 0.2
"""Places are written with one decimal."""


def numbers(element: ElementTree.Element, *names: str) -> list[float]:
    return [float(element.get(name, "")) for name in names]


def text_box(element: ElementTree.Element) -> Box:
    (x, y) = numbers(element, "x", "y")
    line = (element[-1].tail if len(element) else element.text) or ""
    wide = measure(line, bold=element.get("font-weight") == "600")
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
    return left, y - ASCENT, left + wide, y + DESCENT


def shape_box(element: ElementTree.Element) -> Box:
    match element.tag.rpartition("}")[2]:
        case "rect":
            x, y, width, height = numbers(element, "x", "y", "width", "height")
            assert width >= 0
            assert height > 0
            return x, y, x + width, y + height
        case "line":
            x1, y1, x2, y2 = numbers(element, "x1", "y1", "x2", "y2")
            return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
        case "path":
            points = element.get("d", "").removesuffix("Z").removeprefix("M").split("L")
            pairs = [tuple(map(float, point.split(" "))) for point in points]
            xs, ys = zip(*pairs, strict=True)
            return min(xs), min(ys), max(xs), max(ys)
        case other:
            raise AssertionError(other)


def meet(one: Box, other: Box) -> bool:
    return (
        one[0] + GRACE < other[2]
        and other[0] + GRACE < one[2]
        and one[1] + GRACE < other[3]
        and other[1] + GRACE < one[3]
    )


def marks(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for group in root:
        if group.tag.endswith("}g"):
            yield from group


def examine(svg: str, width: float) -> None:
    """What is true of every picture, whatever it shows."""
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {width:g} {root.get('height')}"
    (height,) = numbers(root, "height")
    assert height > 0
    labels = [text_box(mark) for mark in marks(root) if mark.tag.endswith("}text")]
    shapes = [shape_box(mark) for mark in marks(root) if not mark.tag.endswith("}text")]
    for box in (*labels, *shapes):
        left, top, right, bottom = box
        assert -GRACE <= left <= right <= width + GRACE, box
        assert -GRACE <= top <= bottom <= height + GRACE, box
    assert [pair for pair in combinations(labels, 2) if meet(*pair)] == []


def examine_chart(chart: Chart, say: Translator) -> None:
    examine(chart.svg, 720)
    examine(chart.narrow, 360)
    assert {len(row) for row in chart.table.rows} <= {len(chart.table.columns)}
    page = ElementTree.fromstring(figure(chart, say))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@given(DECISIONS, LANGUAGES)
def test_a_decision_fits(data: DecisionData, say: Translator) -> None:
    examine_chart(decision_chart(data, say), say)


@given(BALLOTS, LANGUAGES)
def test_a_ballot_fits(data: BallotData, say: Translator) -> None:
    table = ChartTable("", (Column("a"),), tuple(("b",) for _ in data.bars))
    examine_chart(ballot_chart(data, table, say), say)


@given(CANDIDATES, LANGUAGES)
def test_candidates_fit(data: CandidatesData, say: Translator) -> None:
    examine_chart(candidates_chart(data, say), say)


@given(EXECUTIONS, LANGUAGES)
def test_execution_fits(data: ExecutionData, say: Translator) -> None:
    examine_chart(execution_chart(data, say), say)


@given(CALENDARS, LANGUAGES)
def test_a_calendar_fits(data: CalendarData, say: Translator) -> None:
    examine_chart(calendar_chart(data, say), say)


@given(TILES, LANGUAGES)
def test_a_map_fits(data: TileMapData, say: Translator) -> None:
    examine_chart(tile_map_chart(data, say), say)


@given(SHARES, LANGUAGES)
def test_shares_fit(data: SharesData, say: Translator) -> None:
    examine_chart(shares_chart(data, say), say)


@given(CHANCES, LANGUAGES)
def test_chances_fit(data: ChancesData, say: Translator) -> None:
    examine_chart(chances_chart(data, say), say)


def test_what_is_examined_can_fail() -> None:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 20" height="20"><g>{}</g></svg>'
    )
    apart = '<text x="0" y="14">a</text><text x="99" y="14">b</text>'
    examine(picture.format(apart), 360)
    for wrong in (
        '<text x="0" y="14">aaa</text><text x="9" y="14">b</text>',
        '<text x="355" y="14">aaa</text>',
        '<rect x="-1" y="0" width="4" height="4"/>',
        '<rect x="nan" y="0" width="4" height="4"/>',
        '<path d="M1 1L400 3"/>',
    ):
        with pytest.raises(AssertionError):
            examine(picture.format(wrong), 360)
