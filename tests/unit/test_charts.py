"""What the charts say: proportions, lines, signs, words, tables."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jinja2 import Environment, PackageLoader, StrictUndefined

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
    parts,
    shares_chart,
    tile_map_chart,
)
from deliberate.documents.charts.axis import Axis
from deliberate.documents.charts.chances import Band, bands
from deliberate.documents.charts.palette import LOOKS
from deliberate.documents.charts.steps import Steps, finite
from deliberate.documents.counting.pictures import outcome_charts
from deliberate.i18n import LOCALES, Translator
from deliberate.jurisdictions.kz.territories import read_territories
from tests.ballots import ballot, counted, ranked
from tests.ballots import piles as of_piles

KK, RU, EN = (Translator(locale) for locale in LOCALES)


def group(svg: str, role: str) -> list[ElementTree.Element]:
    """The marks of a role, in the order of the picture."""
    root = ElementTree.fromstring(svg)
    return [mark for one in root if one.get("class") == f"chart-{role}" for mark in one]


def value(mark: ElementTree.Element, name: str) -> float:
    return float(mark.get(name, ""))


def widths(svg: str, role: str) -> list[float]:
    return [value(mark, "width") for mark in group(svg, role)]


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [
        (mark[-1].tail if len(mark) else mark.text) or ""
        for mark in root.iter()
        if mark.tag.endswith("}text")
    ]


def rows(chart: Chart) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in chart.table.rows}


# the decision


@pytest.mark.parametrize("votes", [(19, 3, 2, 1), (25, 0, 0, 0), (0, 0, 0, 25), (20, 5, 0, 0)])
def test_a_decision_has_a_cell_for_each_vote(votes: tuple[int, int, int, int]) -> None:
    chart = decision_chart(DecisionData(*votes, 25, 20), EN)
    for svg in (chart.svg, chart.narrow):
        cells = [len(group(svg, role)) for role in ("for", "against", "abstained", "absent")]
        assert cells == list(votes)
        assert len(group(svg, "seat")) == 4 * 25 - 25
        assert len({round(width, 1) for width in widths(svg, "seat")}) == 1


def test_the_line_stands_where_the_needed_votes_end() -> None:
    chart = decision_chart(DecisionData(19, 3, 2, 1, 25, 20), EN)
    for svg in (chart.svg, chart.narrow):
        (line,) = group(svg, "needed")
        cells = group(svg, "for")
        last, next_to_it = cells[18], group(svg, "seat")[0]
        assert value(last, "x") + value(last, "width") < value(next_to_it, "x")
        assert value(line, "x1") > value(next_to_it, "x") + value(next_to_it, "width")
    assert "needed: 20 of 25" in texts(chart.svg)
    assert rows(chart) == {
        "For": ("19",), "Against": ("3",), "Abstained": ("2",), "Absent": ("1",),
        "Needed": ("20",), "Base of the count": ("25",),
    }  # fmt: skip


def test_a_decision_is_told_in_words() -> None:
    data = DecisionData(19, 3, 2, 1, 25, 20, "not_adopted")
    assert decision_chart(data, EN).description == (
        "For: 19. Against: 3. Abstained: 2. Absent: 1. Needed: 20 of 25. Outcome: not adopted."
    )
    assert decision_chart(data, RU).description == (
        "За: 19. Против: 3. Воздержались: 2. Отсутствовали: 1. Необходимо голосов: 20 из 25. "
        "Итог: решение не принято."
    )


def test_without_a_fixed_number_there_is_no_line() -> None:
    chart = decision_chart(DecisionData(3, 2, 0, 0, 5, None), EN)
    assert group(chart.svg, "needed") == []
    assert "Needed" not in rows(chart)


def test_bars_of_many_votes_are_in_proportion() -> None:
    chart = decision_chart(DecisionData(600, 300, 75, 225, 1200, 800), EN)
    (whole, *_) = widths(chart.svg, "seat")
    shares = [widths(chart.svg, role)[0] / whole for role in ("for", "against", "abstained")]
    assert shares == pytest.approx([600 / 1200, 300 / 1200, 75 / 1200], abs=0.001)


def test_a_base_of_nobody_is_drawn() -> None:
    chart = decision_chart(DecisionData(0, 0, 0, 0, 0, 0), KK)
    assert group(chart.svg, "for") == group(chart.svg, "seat") == []
    assert texts(chart.svg).count("0") == 4


# candidates


def jury(*votes: tuple[int, int, bool], **more: Any) -> CandidatesData:
    return CandidatesData(tuple(Candidate(f"N{n}", *one) for n, one in enumerate(votes, 1)), **more)


def test_stacked_bars_are_in_proportion_to_votes() -> None:
    chart = candidates_chart(jury((300, 100, True), (100, 100, True), (50, 0, False)), EN)
    for svg in (chart.svg, chart.narrow):
        signed, comments = widths(svg, "signed")[1:], widths(svg, "comments")[1:]
        unit = (signed[0] + comments[0]) / 400
        assert signed == pytest.approx([300 * unit, 100 * unit, 50 * unit], abs=0.1)
        assert comments == pytest.approx([100 * unit, 100 * unit], abs=0.1)
        ends = [value(mark, "x") + value(mark, "width") for mark in group(svg, "signed")[1:3]]
        assert ends == pytest.approx(
            [value(mark, "x") for mark in group(svg, "comments")[1:]], abs=0.2
        )
    assert {"400", "200", "50"} <= set(texts(chart.svg))


def test_comments_that_do_not_count_are_not_drawn() -> None:
    chart = candidates_chart(jury((3, 900, True), (2, 0, False), comments_counted=False), EN)
    assert group(chart.svg, "comments") == []
    assert rows(chart)["N1"] == ("3", "900", "3", "elected")


def test_the_line_parts_the_elected_from_the_next() -> None:
    chart = candidates_chart(jury((9, 0, True), (8, 0, True), (7, 0, False)), EN)
    (line,) = group(chart.svg, "cut")
    bars = [value(mark, "y") for mark in group(chart.svg, "signed")[1:]]
    assert bars[1] < value(line, "y1") < bars[2]
    assert len(group(chart.svg, "badge")) == 2 + 1
    assert "Above the line: elected, 2 seats" in texts(chart.svg)
    assert "Выше линии – избранные: 2 места" in texts(
        candidates_chart(jury((9, 0, True), (8, 0, True), (7, 0, False)), RU).svg
    )


@pytest.mark.parametrize(
    "votes",
    [
        [],
        [(1, 0, True)],
        [(0, 0, False), (0, 0, False)],
        [(5, 0, False), (4, 0, True)],
    ],
    ids=["nobody", "all", "none", "another order"],
)
def test_where_nothing_parts_them_there_is_no_line(votes: list[tuple[int, int, bool]]) -> None:
    assert group(candidates_chart(jury(*votes), EN).svg, "cut") == []


def test_a_draw_at_the_line_is_said() -> None:
    data = CandidatesData((Candidate("A", 1, 0, True, True), Candidate("B", 1, 0, False, True)))
    chart = candidates_chart(data, EN)
    assert "broken by draw" in " ".join(texts(chart.svg))
    assert [row[-1] for row in chart.table.rows] == ["elected by draw", "not elected (by draw)"]


def test_a_tie_that_is_not_drawn_yet_elects_nobody() -> None:
    data = CandidatesData(
        (
            Candidate("A", 3, 0, True),
            Candidate("B", 1, 0, False, True),
            Candidate("C", 1, 0, False, True),
        ),
        drawn=False,
    )
    chart = candidates_chart(data, EN)
    assert [row[-1] for row in chart.table.rows] == ["elected", "tied", "tied"]
    assert "still to be broken by draw" in " ".join(texts(chart.svg))


def test_parts_share_a_scale() -> None:
    data = jury(*((60 - n, 0, n < 12) for n in range(60)))
    pages = parts(60, 24)
    assert pages == (range(20), range(20, 40), range(40, 60))
    first, second, third = (candidates_chart(data, EN, part=page) for page in pages)
    assert widths(first.svg, "signed")[1] / 60 == pytest.approx(
        widths(third.svg, "signed")[1] / 20, abs=0.01
    )
    assert len(second.table.rows) == 20
    assert group(second.svg, "cut") == []
    assert len(group(first.svg, "cut")) == 1
    assert candidates_chart(data, EN, part=range(50, 99)).table.rows[-1][0] == "N60"
    assert (parts(0, 5), parts(5, 5), parts(6, 0)[:2]) == (
        (range(0),), (range(5),), (range(1), range(1, 2)),
    )  # fmt: skip


def test_a_long_name_is_cut_and_kept_whole_behind_it() -> None:
    name = "Қазақстан тұрғындары қауымдастығының өкілі " * 5
    chart = candidates_chart(CandidatesData((Candidate(name, 1, 0, False),)), KK)
    for svg in (chart.svg, chart.narrow):
        root = ElementTree.fromstring(svg)
        titles = {one.text for mark in root.iter() if mark.tag.endswith("}text") for one in mark}
        assert titles == {name.strip()}
    assert chart.table.rows[0][0] == name.strip()


def test_markup_in_a_name_stays_a_name() -> None:
    name = "<script>alert(1)</script> & O’Neill \"x\" 'y'"
    chart = candidates_chart(CandidatesData((Candidate(name, 1, 0, False),)), EN)
    page = figure(chart, EN)
    assert "<script" not in page
    assert any(element.text == name for element in ElementTree.fromstring(page).iter())


# execution


def point(standing: Any, percent: int = 50, **more: Any) -> ExecutionPoint:
    given = {"id": "1.1", "text": "T", "owner": "O", "due": date(2027, 3, 1)}
    return ExecutionPoint(percent=percent, standing=standing, **{**given, **more})


@pytest.mark.parametrize("percent", [0, 1, 50, 99, 100])
def test_the_bar_is_the_reported_share(percent: int) -> None:
    chart = execution_chart(ExecutionData((point("running", percent),)), EN)
    for svg in (chart.svg, chart.narrow):
        (track,) = widths(svg, "track")
        assert sum(widths(svg, "done")) == pytest.approx(track * percent / 100, abs=0.1)
        assert f"{percent}%" in texts(svg)


def test_late_is_a_sign_and_words_and_not_only_a_colour() -> None:
    data = ExecutionData((point("late"), point("running"), point("done", 100)), date(2027, 3, 22))
    chart = execution_chart(data, RU)
    for svg in (chart.svg, chart.narrow):
        assert len(group(svg, "late")) == 1
        assert len(group(svg, "alert")) == 1 + 1
        assert len(group(svg, "ring")) == 1 + 1
        assert len(group(svg, "badge")) == 1 + 1
        assert "просрочено на 21 день" in texts(svg)
    assert chart.title == "Исполнение пунктов по состоянию на 22 марта 2027 года"
    assert chart.description == "Пунктов: 3. Исполнено: 1. Срок истёк: 1."


def test_a_date_that_moved_shows_the_first_one() -> None:
    moved = point("running", first_due=date(2027, 2, 1), state="remarks")
    chart = execution_chart(ExecutionData((moved, point("running"))), EN)
    assert texts(chart.svg).count("first due 1 Feb 2027") == 1
    assert [row[4:] for row in chart.table.rows] == [
        ("1 Mar 2027 (first due 1 Feb 2027)", "remarks"), ("1 Mar 2027", "in progress"),
    ]  # fmt: skip


def test_a_point_without_a_date_says_so() -> None:
    chart = execution_chart(ExecutionData((point("late", due=None),), date(2027, 3, 1)), EN)
    assert rows(chart)["1.1"] == ("T", "O", "50%", "no date", "overdue")


# the calendar


def test_bars_lie_where_their_days_are() -> None:
    start = date(2027, 1, 1)
    data = CalendarData(
        (
            CalendarRow("a", (Days(start, date(2027, 12, 31)),), (), True),
            CalendarRow("b", (Days(date(2027, 7, 1), date(2027, 7, 10)),)),
        )
    )
    chart = calendar_chart(data, EN)
    for svg in (chart.svg, chart.narrow):
        year, days = group(svg, "planned")[-2:]
        assert value(days, "width") == pytest.approx(value(year, "width") * 10 / 365, abs=0.1)
        offset = (value(days, "x") - value(year, "x")) / value(year, "width")
        assert offset == pytest.approx((date(2027, 7, 1) - start).days / 365, abs=0.001)


def test_a_single_day_is_a_diamond_and_what_goes_on_reaches_today() -> None:
    day, today = date(2027, 3, 1), date(2027, 5, 1)
    data = CalendarData(
        (
            CalendarRow("a", (Days(day, day),), (Days(day, day),)),
            CalendarRow("b", (Days(day, date(2027, 6, 1)),), (Days(date(2027, 4, 1)),)),
        ),
        today,
    )
    chart = calendar_chart(data, EN)
    for svg in (chart.svg, chart.narrow):
        kinds = [mark.tag.rpartition("}")[2] for mark in group(svg, "planned")]
        assert kinds.count("path") == 1 + 1
        bars = [mark for mark in group(svg, "actual") if mark.tag.endswith("rect")]
        (line, *_) = group(svg, "today")[1:]
        assert value(bars[-1], "x") + value(bars[-1], "width") == pytest.approx(
            value(line, "x1"), abs=0.2
        )
    assert rows(chart)["b"] == ("1 Mar 2027 – 1 Jun 2027", "since 1 Apr 2027")
    assert "today, 1 May 2027" in texts(chart.svg)


def test_a_day_outside_the_calendar_has_no_line() -> None:
    day = date(2027, 3, 1)
    chart = calendar_chart(
        CalendarData((CalendarRow("a", (Days(day, day),)),), date(2020, 1, 1)), EN
    )
    assert group(chart.svg, "today") == []


def test_nothing_planned_is_said() -> None:
    chart = calendar_chart(CalendarData((CalendarRow("a"),), date(2027, 1, 1)), KK)
    assert texts(chart.svg) == ["Күндер әзірге белгіленбеген."]
    assert rows(chart) == {"a": ("—", "—")}


@pytest.mark.parametrize(
    ("days", "unit", "labels"),
    [
        (1, "day", 1),
        (14, "day", 14),
        (15, "week", 3),
        (70, "week", 11),
        (71, "month", 3),
        (3 * 365, "month", 6),
        (7 * 366, "year", 8),
        (9000 * 365, "year", 8),
    ],
)
def test_an_axis_counts_in_units_that_have_room(days: int, unit: str, labels: int) -> None:
    first = date(1, 1, 6) if days > 10_000 else date(2027, 1, 6)
    axis = Axis.of((first, first + timedelta(days - 1)), 0, 470)
    assert axis.unit == unit
    assert sum(bool(tick.label) for tick in axis.ticks("kk")) == labels
    assert axis.start(axis.first) == 0
    assert axis.end(axis.last) == pytest.approx(470)


def test_an_axis_holds_the_ends_of_time() -> None:
    assert Axis.of((date.max, date.max - timedelta(20)), 0, 99).last == date.max
    assert Axis.of((date.max, date.max - timedelta(200)), 0, 99).last == date.max
    assert Axis.of((date.min,), 0, 99).ticks("ru")[0].label == "1"


def test_years_stand_above_their_months() -> None:
    axis = Axis.of((date(2026, 12, 20), date(2027, 6, 1)), 0, 470)
    assert [tick.label for tick in axis.spans("en")] == ["2026", "2027"]
    short = Axis.of((date(2026, 12, 30), date(2027, 1, 11)), 0, 300)
    assert [tick.label for tick in short.spans("kk")] == ["2027 жылғы қаңтар"]


# the map


def tiles(*values: Any) -> TileMapData:
    return TileMapData(
        tuple(Tile(0, n, f"R{n}", one, f"Region {n}") for n, one in enumerate(values)), "Title"
    )


def shades(chart: Chart) -> list[int]:
    """How many tiles of each shade there are, without those of the key."""
    return [max(0, len(group(chart.svg, f"shade-{n}")) - 1) for n in range(1, 6)]


def test_shades_are_steps_of_the_same_round_size() -> None:
    chart = tile_map_chart(tiles(218_993, 514_732, 596_000, 1_638_233, 1_293_648, 2_347_924), EN)
    assert shades(chart) == [1, 2, 1, 1, 1]
    assert [text for text in texts(chart.svg) if "–" in text] == [
        "0–499,999", "500,000–999,999", "1,000,000–1,499,999", "1,500,000–1,999,999",
        "2,000,000–2,499,999",
    ]  # fmt: skip


def test_few_values_have_a_shade_each() -> None:
    assert shades(tile_map_chart(tiles(0, 1, 2, 1), EN)) == [1, 0, 2, 0, 1]
    assert shades(tile_map_chart(tiles(3, 3, 3), EN)) == [0, 3, 0, 0, 0]


def test_a_missing_value_is_blank_and_in_the_key() -> None:
    chart = tile_map_chart(tiles(1, None, float("nan"), float("inf"), 10**30), EN)
    assert len(group(chart.svg, "blank")) == 4 + 1
    assert "no data" in texts(chart.svg)
    assert rows(chart)["Region 1"] == ("—",)
    assert tile_map_chart(tiles(None), EN).description == "No values are known yet."


def test_regions_on_one_place_do_not_hide_each_other() -> None:
    data = TileMapData(tuple(Tile(0, 0, f"R{n}", 1) for n in range(3)), "Title")
    places = {
        (mark.get("x"), mark.get("y")) for mark in group(tile_map_chart(data, EN).svg, "shade-2")
    }
    assert len(places) == 3 + 1


def test_numbers_without_room_are_in_thousands_and_say_so() -> None:
    data = TileMapData(
        tuple(Tile(0, n, f"R{n}", 1_500_000 + n) for n in range(8)), "Title", "people"
    )
    chart = tile_map_chart(data, RU)
    assert "1 500 000" in [text.replace("\u00a0", " ") for text in texts(chart.svg)]
    assert "people; на карте в тысячах" in texts(chart.narrow)
    assert "1500" in texts(chart.narrow)


def test_a_phone_shows_the_code_and_keeps_the_name() -> None:
    tile = Tile(0, 0, "Маңғыстау", 5, "Маңғыстау облысы", "МАҢ")
    chart = tile_map_chart(TileMapData((tile,) * 1, "Title"), KK)
    assert "Маңғыстау" in texts(chart.svg)
    assert "МАҢ" in texts(chart.narrow)
    assert chart.table.rows == (("Маңғыстау облысы", "МАҢ", "5"),)
    assert "МАҢ Маңғыстау" in texts(chart.narrow)  # the key below the map


def test_the_line_of_what_was_needed_stands_out_from_squares_of_its_colour() -> None:
    picture = decision_chart(DecisionData(22, 3, 0, 0, 25, 20), EN).svg
    assert picture.index("chart-for") < picture.index("chart-halo") < picture.index("chart-needed")
    assert LOOKS["halo"]["stroke"] != LOOKS["needed"]["stroke"]
    assert float(LOOKS["halo"]["stroke-width"]) > float(LOOKS["needed"]["stroke-width"])


def test_every_region_has_a_name_that_fits_its_tile() -> None:
    """In every language, whole, on the map of the country as it is drawn for a page."""
    units = read_territories()
    for say in (KK, RU, EN):
        tiles = tuple(
            Tile(unit.tile[1], unit.tile[0], unit.short, unit.population, unit.name, unit.id[3:])
            for unit in units
        )
        chart = tile_map_chart(TileMapData(tiles, "Title"), say)
        for picture in (chart.svg, chart.narrow):
            assert "…" not in picture, say.locale
            for unit in units:
                words = say.value(unit.short)
                assert set(words.split()) <= set(" ".join(texts(picture)).split()), words


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([0.1, 0.15, 0.2, 0.25, 0.3, 0.35], ["0.1", "0.2", "0.3"]),
        ([-10, -5, 0, 3, 6, 10], ["-10", "-5", "0", "5", "10"]),
        ([1, 2, 3, 4, 5, 6], ["0", "2", "4", "6"]),
        ([Decimal("1E-7"), 1, 2, 3, 4, 1000000], ["0", "500000", "1000000"]),
    ],
)
def test_steps_are_round_and_hold_everything(values: list[Any], bounds: list[str]) -> None:
    numbers = [number for one in values if (number := finite(one)) is not None]
    steps = Steps.of(numbers)
    assert [f"{step.low.normalize():f}" for step in steps.steps] == bounds
    assert all(steps.steps[0].low <= number < steps.steps[-1].high for number in numbers)
    assert [steps.shade(number) for number in sorted(numbers)] == sorted(
        steps.shade(number) for number in numbers
    )


# population, pool and panel


def feature(*values: tuple[str, Fraction | None, int | None, int, int, int]) -> SharesData:
    return SharesData("Age", 50, 10, tuple(ValueShare(*value) for value in values))


def test_bars_of_population_pool_and_panel_are_on_one_scale() -> None:
    data = feature(
        ("young", Fraction(1, 4), 10, 3, 2, 4),
        ("middle", Fraction(1, 4), 25, 5, 5, 5),
        ("old", Fraction(1, 2), 15, 2, 2, 3),
    )
    chart = shares_chart(data, EN)
    for svg in (chart.svg, chart.narrow):
        population, pool, panel = (
            widths(svg, role)[1:] for role in ("population", "pool", "panel")
        )
        unit = pool[1] / 0.5
        assert population == pytest.approx([0.25 * unit, 0.25 * unit, 0.5 * unit], abs=0.1)
        assert pool == pytest.approx([0.2 * unit, 0.5 * unit, 0.3 * unit], abs=0.1)
        assert panel == pytest.approx([0.3 * unit, 0.5 * unit, 0.2 * unit], abs=0.1)
    assert rows(chart)["middle"] == ("25%", "25 (50%)", "5 (50%)", "5", "0")
    assert chart.description == "Values: 3. In the pool: 50. On the panel: 10. All quotas are kept."


def test_a_quota_reaches_from_its_fewest_to_its_most() -> None:
    data = feature(("young", None, 25, 4, 2, 4), ("old", None, 25, 6, 6, 6))
    for svg in (shares_chart(data, EN).svg, shares_chart(data, EN).narrow):
        bars = group(svg, "panel")[1:]
        unit = value(bars[1], "width") / 6
        left = value(bars[0], "x")
        _, bracket, foot, _ = (points(mark) for mark in group(svg, "quota"))
        assert [bracket[0][0], bracket[-1][0]] == pytest.approx(
            [left + 2 * unit, left + 4 * unit], abs=0.1
        )
        assert [x for x, _ in foot] == pytest.approx([left + 6 * unit] * 2, abs=0.1)
        assert min(y for _, y in bracket) >= value(bars[0], "y") + value(bars[0], "height")


def points(mark: ElementTree.Element) -> list[tuple[float, ...]]:
    path = mark.get("d", "").strip("MZ").split("L")
    return [tuple(map(float, point.split())) for point in path]


def test_what_is_not_known_and_what_is_not_shown_are_told_apart() -> None:
    chart = shares_chart(
        feature(("a", Fraction(1), None, 10, 0, 10), ("b", None, None, 0, 0, 10)), EN
    )
    assert rows(chart) == {
        "a": ("100%", "not shown", "10 (100%)", "0–10", "0"),
        "b": ("—", "not shown", "0 (0%)", "0–10", "0"),
    }
    assert len(group(chart.svg, "pool")) == 1  # of the legend
    without = shares_chart(feature(("a", None, 50, 10, 0, 10)), EN)
    assert "population" not in texts(without.svg)
    assert [column.title for column in without.table.columns][:2] == ["Value", "In the pool"]


def test_a_quota_that_is_not_kept_is_told() -> None:
    data = feature(("a", None, 25, 3, 5, 6), ("b", None, 25, 7, 4, 5))
    chart = shares_chart(data, EN)
    assert [row[-1] for row in chart.table.rows] == ["−2", "+2"]
    assert chart.description.endswith("Quotas that are not kept: a and b.")


def test_many_values_are_drawn_in_parts_on_one_scale() -> None:
    data = feature(*((f"v{n}", None, n, 1, 0, 2) for n in range(1, 31)))
    first, last = (shares_chart(data, EN, part=part) for part in (range(15), range(15, 30)))
    assert first.title == "Age, values 1–15 of 30"
    assert [len(chart.table.rows) for chart in (first, last)] == [15, 15]
    scale = [widths(chart.svg, "pool")[1:][-1] / n for chart, n in ((first, 15), (last, 30))]
    assert scale[0] == pytest.approx(scale[1], abs=0.1)


# chances


def test_everybody_is_in_one_band_of_a_round_width() -> None:
    chances = ((Fraction(3, 100), 7), (Fraction(1, 10), 5), (Fraction(12, 100), 2))
    found = bands(ChancesData(chances, 0, Fraction(1, 10)))
    assert {band.high - band.low for band in found if band.high} == {Fraction(2, 100)}
    assert [band.people for band in found] == [0, 7, 0, 0, 0, 7]


def test_a_few_far_above_the_others_do_not_push_them_into_one_bar() -> None:
    data = ChancesData(((Fraction(4, 100), 200), (Fraction(1), 3)), 0, Fraction(5, 100))
    found = bands(data)
    assert found[-1] == Band(Fraction(16, 100), None, 3)
    chart = chances_chart(data, EN)
    assert list(chart.table.rows) == [("4% to under 6%", "200"), ("above 16%", "3")]
    assert "> 16%" in texts(chart.svg)
    assert {"smallest chance: 4%", "largest chance: 100%", "equal share: 5%"} <= set(
        texts(chart.svg)
    )


@pytest.mark.parametrize("chance", [Fraction(0), Fraction(1, 10**9), Fraction(1, 3), Fraction(1)])
def test_one_chance_for_all_is_said_once(chance: Fraction) -> None:
    chart = chances_chart(ChancesData(((chance, 9),), 0, chance), EN)
    assert f"everybody’s chance: {EN.share(chance)}" in texts(chart.svg)
    assert len(group(chart.svg, "pool")) == 1
    assert [row[1] for row in chart.table.rows] == ["9"]


def test_the_equal_share_stands_in_its_place() -> None:
    data = ChancesData(((Fraction(1, 10), 3), (Fraction(3, 10), 3)), 0, Fraction(2, 10))
    svg = chances_chart(data, EN).svg
    _, *lines = group(svg, "cut")
    signs = [sum(x for x, _ in points(mark)) / 4 for mark in group(svg, "badge")[2:]]
    assert [value(line, "x1") for line in lines] == pytest.approx([sum(signs) / 2], abs=0.2)


def test_who_cannot_be_chosen_is_in_the_table_and_in_no_bar() -> None:
    chart = chances_chart(ChancesData(((Fraction(1, 2), 4),), 3, Fraction(2, 7)), EN)
    assert chart.table.rows[0] == ("none: cannot be chosen", "3")
    assert "Cannot be chosen: 3." in chart.description
    assert len(group(chart.svg, "pool")) == 1


# a ballot by any method


def test_bars_of_a_ballot_are_in_proportion_and_the_line_stands_at_what_is_needed() -> None:
    definition = ballot("approval", "a b c", seats=20, threshold={"more_than": "1/2"})
    (chart,) = outcome_charts(definition, counted(definition, of_piles({"a": 12, "b": 4})), EN)
    won, option, track = (group(chart.svg, role) for role in ("won", "option", "track"))
    assert (len(won), len(option), len(track)) == (1, 1, 3)  # a bar of nothing is not drawn
    whole = value(track[0], "width")
    assert value(won[0], "width") == pytest.approx(whole * 12 / 20, abs=0.2)
    assert value(option[0], "width") == pytest.approx(whole * 4 / 20, abs=0.2)
    (line,) = group(chart.svg, "needed")
    assert value(line, "x1") - value(track[0], "x") == pytest.approx(whole * 11 / 20, abs=0.2)
    assert value(line, "y1") < value(track[0], "y")
    assert value(line, "y2") > value(track[2], "y")
    assert "needed: 11 of 20" in chart.svg
    assert chart.table.rows[0] == ("a", "12", "60%", "wins")
    assert len(group(chart.narrow, "needed")) == 3  # beside the bars alone, not through the names


def test_each_round_has_a_picture_and_all_begin_at_one_place() -> None:
    definition = ballot("instant_runoff", "a b longest_of_all", seats=9)
    papers = ranked({"a b": 4, "b a": 3, "longest_of_all b": 2})
    first, second = outcome_charts(definition, counted(definition, papers), EN, vote="Budget")
    assert [first.title, second.title] == ["Budget: Round 1", "Budget: Round 2"]
    assert "more than half: 5 of 9" in first.svg
    assert "2, leaves" in first.svg
    assert first.table.rows == (("a", "4", "+0"), ("b", "3", "+2"), ("longest_of_all", "2", "—"))
    begin = {value(group(one.svg, "track")[0], "x") for one in (first, second)}
    assert len(begin) == 1
    assert (len(group(first.svg, "won")), len(group(second.svg, "won"))) == (0, 1)


# all of them


def samples(say: Translator) -> list[Chart]:
    day = date(2027, 3, 1)
    return [
        decision_chart(DecisionData(1, 1, 1, 1, 5, 3), say),
        ballot_chart(
            BallotData("a", "b", (BallotBar("c", 2, "2", True), BallotBar("d", 1, "1")), 3, 2, "e"),
            ChartTable("f", (Column("g"),), (("h",),)),
            say,
        ),
        candidates_chart(jury((2, 1, True), (1, 0, False)), say),
        execution_chart(ExecutionData((point("late"), point("running"), point("done"))), say),
        calendar_chart(
            CalendarData((CalendarRow("a", (Days(day, day),), (Days(day),), True),), day), say
        ),
        tile_map_chart(tiles(1, 2, 3, 4, 5, None), say),
        shares_chart(feature(("f", Fraction(1, 2), 30, 5, 4, 6)), say),
        chances_chart(ChancesData(((Fraction(1, 10), 50),), 0, Fraction(1, 10)), say),
    ]


@pytest.mark.parametrize("say", [KK, RU, EN], ids=LOCALES)
def test_a_chart_is_the_same_every_time(say: Translator) -> None:
    assert samples(say) == samples(say)


def test_pictures_obey_the_policy_of_pages() -> None:
    for chart in samples(RU):
        for svg in (chart.svg, chart.narrow):
            root = ElementTree.fromstring(svg)
            assert root.get("role") == "img"
            names = str(root.get("aria-labelledby")).split()
            assert [element.text for element in root if element.get("id") in names] == [
                chart.title, chart.description,
            ]  # fmt: skip
            assert re.search(r"style=|<script|\son\w+=|href=|url\(", svg) is None


def test_an_id_is_fit_for_a_page() -> None:
    chart = decision_chart(DecisionData(1, 0, 0, 0, 1, 1), EN, id='a b"<c>')
    assert chart.id == "a-b-c-"
    assert decision_chart(DecisionData(1, 0, 0, 0, 1, 1), EN, id="").id == "chart"


def test_every_look_is_used_and_every_look_has_its_rule(project: Path) -> None:
    used = {
        name.removeprefix("chart-")
        for chart in samples(KK)
        for name in re.findall(r'<g class="([\w-]+)"', chart.svg)
    }
    assert used == set(LOOKS)
    css = (project / "web/deliberate_web/static/charts.css").read_text(encoding="utf-8")
    ruled = set(re.findall(r"\.chart-([\w-]+)(?=[\s,{])", css.split("/* ---", 2)[1]))
    assert ruled == set(LOOKS)


def luminance(colour: str) -> float:
    """As WCAG 2.2 defines it, of #rgb or #rrggbb."""
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_numbers_can_be_read_on_every_shade(project: Path) -> None:
    css = (project / "web/deliberate_web/static/charts.css").read_text(encoding="utf-8")
    names = {f"shade-{n}": "on-strong" if n > 3 else "on-light" for n in range(1, 6)}
    grounds = [
        dict(re.findall(r"--chart-([\w-]+): (#\w+);", block))
        for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    ]
    paper = {name: LOOKS[name]["fill"] for name in names}
    paper |= {"on-light": LOOKS["on-shade-1"]["fill"], "on-strong": LOOKS["on-shade-5"]["fill"]}
    assert len(grounds) == 3
    for colours in (*grounds, paper):
        for shade, words in names.items():
            assert contrast(colours[shade], colours[words]) >= 4.5, (shade, colours)
        shades = [luminance(colours[name]) for name in names]
        assert shades in (sorted(shades), sorted(shades, reverse=True))


def test_a_page_may_use_the_macro() -> None:
    page = Environment(
        loader=PackageLoader("deliberate.documents"), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    installed: Any = page
    installed.install_gettext_callables(KK.gettext, KK.ngettext)
    template = page.from_string(
        "{% from 'charts/figure.html' import figure %}{{ figure(chart, 'open') }}"
    )
    chart = samples(KK)[1]
    assert template.render(chart=chart) == figure(chart, KK, "open")


def test_a_figure_has_the_table_where_it_is_wanted() -> None:
    chart = samples(KK)[0]
    assert "<details" in figure(chart, KK)
    assert "Осы деректер кесте түрінде" in figure(chart, KK)
    assert "<details" not in figure(chart, KK, "open")
    assert "<table>" in figure(chart, KK, "open")
    assert "<table>" not in figure(chart, KK, "none")
    assert "<table>" not in figure(candidates_chart(jury(), KK), KK)


def test_a_text_without_the_language_is_marked() -> None:
    name = Text.of({"ru": "Петров"})
    chart = candidates_chart(CandidatesData((Candidate(name, 1, 0, False),)), KK)
    assert "Петров [ru]" in texts(chart.svg)
