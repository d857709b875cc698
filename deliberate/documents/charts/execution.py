"""The points of a protocol: how far each is, by when it is due, who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from deliberate.documents.charts.chart import Chart, ChartTable, Column, Told, chosen, make, rows
from deliberate.documents.charts.execution_layout import STATES, SpokenPoint, Standing, draw
from deliberate.documents.charts.lettering import Words, spoken
from deliberate.i18n import Translator
from deliberate.i18n.formats import short_date


@dataclass(frozen=True, slots=True)
class ExecutionPoint:
    """One point. `percent` is what its owner reported, 0 to 100; `due` the date in force and
    `first_due` the one first set; `standing` is the judgement of who has the rules, and `state`
    says the same more exactly, in words; `finished` is the day on which it was accepted."""

    id: str
    text: Words
    owner: Words
    percent: int
    due: date | None
    standing: Standing
    state: Words = ""
    first_due: date | None = None
    finished: date | None = None

    @property
    def moved(self) -> bool:
        return self.first_due is not None and self.first_due != self.due


@dataclass(frozen=True, slots=True)
class ExecutionData:
    """The points in the order of the protocol, as they stood on a day."""

    points: tuple[ExecutionPoint, ...]
    as_of: date | None = None


def execution_chart(
    data: ExecutionData, say: Translator, *, id: str = "execution", part: range | None = None
) -> Chart:
    """How far each point is. `part` draws some of the points, by their index, for a sheet of paper
    that does not hold all."""
    some = chosen(part, len(data.points))
    lines = tuple(_line(data.points[n], data.as_of, say) for n in some)
    return make(id, _told(data, say), _table(lines, say), partial(draw, lines, say), say)


def _told(data: ExecutionData, say: Translator) -> Told:
    title = say.gettext("Execution of the points")
    if data.as_of is not None:
        words = say.gettext("Execution of the points as of {date}")
        title = words.format(date=say.date(data.as_of))
    stand = [point.standing for point in data.points]
    words = say.gettext("Points: {count}. Carried out: {done}. Late: {late}.")
    return Told(
        title,
        words.format(count=len(stand), done=stand.count("done"), late=stand.count("late")),
    )


def _line(point: ExecutionPoint, as_of: date | None, say: Translator) -> SpokenPoint:
    percent = say.gettext("{percent}%").format(percent=say.number(point.percent))
    moved = ""
    if point.first_due is not None and point.moved:
        words = say.gettext("first due {date}")
        moved = words.format(date=short_date(point.first_due, say.locale))
    return SpokenPoint(
        id=spoken(point.id, say),
        text=spoken(point.text, say),
        owner=spoken(point.owner, say),
        percent=max(0, min(100, point.percent)),
        share=percent,
        due=short_date(point.due, say.locale) if point.due else say.gettext("no date"),
        state=_state(point, as_of, say),
        moved=moved,
        standing=point.standing,
    )


def _state(point: ExecutionPoint, as_of: date | None, say: Translator) -> str:
    """The state in words, and how late somebody is."""
    state = spoken(point.state, say)
    if point.standing == "late" and point.due and as_of and as_of > point.due:
        days = (as_of - point.due).days
        words = say.ngettext("late by {count} day", "late by {count} days", days)
        late = words.format(count=say.number(days))
        return f"{late}; {state}" if state else late
    state = state or say.word("state", STATES[point.standing])
    return f"{state} {short_date(point.finished, say.locale)}" if point.finished else state


def _table(lines: tuple[SpokenPoint, ...], say: Translator) -> ChartTable:
    columns = (
        Column(say.gettext("Point")),
        Column(say.gettext("Text")),
        Column(say.gettext("Responsible")),
        Column(say.gettext("Done"), "right"),
        Column(say.gettext("Due")),
        Column(say.gettext("State")),
    )
    cells = (
        (
            line.id,
            line.text,
            line.owner,
            line.share,
            f"{line.due} ({line.moved})" if line.moved else line.due,
            line.state,
        )
        for line in lines
    )
    return ChartTable(say.gettext("Execution of the points"), columns, rows(cells))
