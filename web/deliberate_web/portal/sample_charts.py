"""Charts of invented numbers for the gallery, one of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from markupsafe import Markup

from deliberate.core.phases import Phase
from deliberate.core.registry import Registry
from deliberate.documents.charts import (
    BallotBar,
    BallotData,
    CalendarData,
    CalendarRow,
    Candidate,
    CandidatesData,
    ChancesData,
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
from deliberate.i18n import Translator

TODAY = date(2027, 6, 14)


def sample_charts(registry: Registry, say: Translator) -> Mapping[str, Markup]:
    """One chart of each kind, by its name."""
    charts = {
        "decision": decision_chart(DecisionData(19, 4, 1, 1, 25, 20, "not_adopted"), say),
        "ballot": ballot_chart(_ballot(say), _ballot_table(say), say),
        "candidates": candidates_chart(CandidatesData(_candidates()), say),
        "execution": execution_chart(ExecutionData(_points(say), TODAY), say),
        "calendar": calendar_chart(_calendar(say), say),
        "shares": shares_chart(_shares(say), say),
        "chances": chances_chart(_chances(), say),
        "regions": tile_map_chart(_regions(registry, say), say),
    }
    return {name: figure(chart, say) for name, chart in charts.items()}


def _ballot(say: Translator) -> BallotData:
    """An approval: who wins needs more than half of 25 seats."""
    votes = (("A", 17), ("B", 13), ("C", 8))
    return BallotData(
        say.gettext("Votes"),
        say.gettext("Result by option"),
        tuple(BallotBar(name, number, say.number(number), number > 12) for name, number in votes),
        25,
        13,
        say.gettext("needed: {needed} of {base}").format(needed=13, base=25),
    )


def _ballot_table(say: Translator) -> ChartTable:
    columns = (Column(say.gettext("Option")), Column(say.gettext("Votes"), "right"))
    rows = tuple((str(bar.name), bar.told) for bar in _ballot(say).bars)
    return ChartTable(say.gettext("Result by option"), columns, rows)


def _candidates() -> tuple[Candidate, ...]:
    votes = ((812, 240), (640, 90), (301, 388), (120, 31), (0, 0))
    return tuple(
        Candidate(f"C{number:02d}", signed, comments, elected=number < 4, tied=number == 3)
        for number, (signed, comments) in enumerate(votes, start=1)
    )


def _points(say: Translator) -> tuple[ExecutionPoint, ...]:
    return (
        ExecutionPoint(
            "K1",
            say.gettext("Publish the schedule of works, street by street"),
            "P02",
            100,
            date(2027, 5, 31),
            "done",
        ),
        ExecutionPoint(
            "K2",
            say.gettext("Plant trees along the main street"),
            "P03",
            60,
            date(2027, 9, 1),
            "running",
        ),
        ExecutionPoint(
            "K3",
            say.gettext("Report on the bus timetable to the residents"),
            "P05",
            20,
            date(2027, 6, 1),
            "late",
            first_due=date(2027, 5, 1),
        ),
    )


def _shares(say: Translator) -> SharesData:
    values = (
        ValueShare("18–29", Fraction(24, 100), 31, 3, 2, 3),
        ValueShare("30–54", Fraction(46, 100), 118, 4, 4, 5),
        ValueShare("55+", Fraction(30, 100), 87, 3, 3, 3),
    )
    return SharesData(say.gettext("Age"), 236, 10, values)


def _chances() -> ChancesData:
    held = ((28, 142), (41, 60), (55, 17), (90, 8), (410, 3))
    chances = tuple((Fraction(chance, 1000), people) for chance, people in held)
    return ChancesData(chances, 6, Fraction(10, 236))


def _phase(phase: Phase, say: Translator) -> str:
    name = say.phase(phase)
    return name[:1].upper() + name[1:]


def _calendar(say: Translator) -> CalendarData:
    return CalendarData(
        (
            CalendarRow(
                _phase(Phase.PREPARATION, say),
                (Days(date(2027, 1, 11), date(2027, 2, 20)),),
                phase=True,
            ),
            CalendarRow(
                say.gettext("Agenda"),
                (Days(date(2027, 1, 25), date(2027, 1, 25)),),
                (Days(date(2027, 1, 25), date(2027, 1, 25)),),
            ),
            CalendarRow(
                _phase(Phase.DELIBERATION, say),
                (Days(date(2027, 4, 7), date(2027, 7, 8)),),
                phase=True,
            ),
        ),
        TODAY,
    )


def _regions(registry: Registry, say: Translator) -> TileMapData:
    """The units of the jurisdictions that the installed models are made for."""
    names = sorted({rulebook.jurisdiction for rulebook in registry.rulebooks()})
    units = [unit for name in names for unit in registry.jurisdiction(name).territories]
    tiles = tuple(
        Tile(
            unit.tile[1],
            unit.tile[0],
            unit.short or unit.name,
            unit.population,
            unit.name,
            unit.id[-2:],
        )
        for unit in units
    )
    return TileMapData(tiles, say.gettext("Residents by region"), say.gettext("residents"))
