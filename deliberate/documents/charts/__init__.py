"""Charts: pure geometry from plain values, drawn as SVG for pages, phones and paper alike.

Each chart has a frozen class of plain values and a function that makes a `Chart` of them in one
language. `figure` sets a chart into a page.
"""

from deliberate.documents.charts.ballot import BallotBar, BallotData, ballot_chart
from deliberate.documents.charts.calendar import CalendarData, CalendarRow, calendar_chart
from deliberate.documents.charts.calendar_layout import Days
from deliberate.documents.charts.candidates import Candidate, CandidatesData, candidates_chart
from deliberate.documents.charts.chances import ChancesData, chances_chart
from deliberate.documents.charts.chart import Chart, ChartTable, Column, figure, parts
from deliberate.documents.charts.decision import DecisionData, decision_chart
from deliberate.documents.charts.execution import ExecutionData, ExecutionPoint, execution_chart
from deliberate.documents.charts.shares import (
    SharesData,
    ValueShare,
    shares_chart,
    written_quota,
)
from deliberate.documents.charts.tiles import Tile, TileMapData, tile_map_chart

__all__ = [
    "BallotBar",
    "BallotData",
    "CalendarData",
    "CalendarRow",
    "Candidate",
    "CandidatesData",
    "ChancesData",
    "Chart",
    "ChartTable",
    "Column",
    "Days",
    "DecisionData",
    "ExecutionData",
    "ExecutionPoint",
    "SharesData",
    "Tile",
    "TileMapData",
    "ValueShare",
    "ballot_chart",
    "calendar_chart",
    "candidates_chart",
    "chances_chart",
    "decision_chart",
    "execution_chart",
    "figure",
    "parts",
    "shares_chart",
    "tile_map_chart",
    "written_quota",
]
