"""The charts that a document may show, by the names that templates use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from deliberate.core.identity.visibility import Viewer
from deliberate.core.services.portal.decisions import rounds_of
from deliberate.core.services.portal.election import public_votes_of
from deliberate.core.services.portal.following import execution_of
from deliberate.core.services.portal.journey import phases_of, steps_of
from deliberate.documents.chart_data import (
    calendar_data,
    candidates_data,
    decision_data,
    execution_data,
)
from deliberate.documents.charts import (
    CandidatesData,
    Chart,
    DecisionData,
    ExecutionData,
    calendar_chart,
    candidates_chart,
    decision_chart,
    execution_chart,
)
from deliberate.documents.document import Column, Picture, Table
from deliberate.documents.making import Making

NOTHING_CAST = DecisionData(0, 0, 0, 0, 0, None)


def picture(making: Making, name: str, caption: str) -> Picture:
    """The chart of this name, under the caption of the template or its own title."""
    chart = CHARTS[name](making)
    return Picture(
        svg=str(chart.svg),
        caption=caption or chart.title,
        description=chart.description,
        table=_table(chart),
    )


def _table(chart: Chart) -> Table:
    columns = tuple(Column(column.title, column.align) for column in chart.table.columns)
    return Table(columns, chart.table.rows, empty=chart.description)


def _decision(making: Making) -> Chart:
    """The latest vote of the members that is counted."""
    counted = [data for found in rounds_of(making.process) if (data := decision_data(found))]
    return decision_chart(counted[-1] if counted else NOTHING_CAST, making.say)


def _candidates(making: Making) -> Chart:
    """The public vote, as anybody may see it at the moment of the document."""
    votes = public_votes_of(making.process, Viewer(), "")
    counted = [data for vote in votes if (data := candidates_data(vote))]
    return candidates_chart(counted[-1] if counted else CandidatesData(()), making.say)


def _execution(making: Making) -> Chart:
    board = execution_of(making.process)
    calendar = making.process.calendar
    data = ExecutionData(())
    if board is not None:
        today = calendar.local_day(making.process.now)
        data = execution_data(board, calendar.zone, today, making.say)
    return execution_chart(data, making.say)


def _calendar(making: Making) -> Chart:
    process = making.process
    phases = phases_of(process, steps_of(process))
    today = process.calendar.local_day(process.now)
    return calendar_chart(
        calendar_data(phases, process.calendar.zone, today, making.say), making.say
    )


CHARTS: Mapping[str, Callable[[Making], Chart]] = MappingProxyType(
    {
        "decision": _decision,
        "candidates": _candidates,
        "execution": _execution,
        "calendar": _calendar,
    }
)
"""By the names of `rulebook.template_names.CHARTS`."""
